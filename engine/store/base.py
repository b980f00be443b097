"""The declarative base and the column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import orjson
from sqlalchemy import Connection, DateTime, LargeBinary, MetaData, String, Table, Text, TypeDecorator
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Every table of the project; pages read the same classes through Flask-SQLAlchemy."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table_of(model: type[Base]) -> Table:
    """Return the Core table of a class, for the write path."""
    return cast(Table, model.__table__)


DIALECTS = ("sqlite", "postgresql")


def insert_on(dialect: str, model: type[Base]) -> postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT, which both databases spell alike and SQLAlchemy does not."""
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    # Without the option the number of rows is not kept for an INSERT, and it tells who came first.
    return cast(postgresql.Insert, insert(table_of(model)).execution_options(preserve_rowcount=True))


def upsert_into(connection: Connection, model: type[Base]) -> postgresql.Insert:
    """Return such an INSERT for the database of ``connection``."""
    return insert_on(connection.dialect.name, model)


class Moment(TypeDecorator[datetime]):
    """An aware instant, kept in UTC."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """A small JSON document, written with sorted keys so that equal values give equal text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


Id = String(32)
Code = String(64)
Blob = LargeBinary
