"""Prepared statements: the same values, rows and exceptions as through SQLAlchemy, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from engine.hall import Hall
from engine.store.base import table_of
from engine.store.office import AnsweredCommand
from engine.store.people import Department, Person, PostHolding
from engine.store.prepared import Prepared

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PERSON: dict[str, Any] = {"id": "p1", "login": "p1", "name": "王小明", "password_hash": "", "created_at": AT}
ADD = Prepared(insert(table_of(Person)))
person = table_of(Person).c


def test_values_come_back_as_they_went_in(hall: Hall) -> None:
    command, kept = table_of(AnsweredCommand), {"b": ["乙", 1.5, None], "a": True}
    row = {"key": "k", "name": "n", "fingerprint": "f", "at": AT, "answer": kept}
    with hall.writing.begin() as connection:
        Prepared(insert(command)).execute(connection, row)
        found = Prepared(select(command).where(command.c.key == bindparam("key"))).execute(connection, {"key": "k"})
        assert found.all() == [row]
        plain = connection.execute(select(command).where(command.c.key == "k")).mappings().one()
        assert dict(plain) == row


def test_what_a_row_leaves_out_gets_its_default(hall: Hall) -> None:
    with hall.writing.begin() as connection:
        ADD.execute(connection, PERSON)
        ADD.execute(connection, PERSON | {"id": "p2", "login": "p2", "active": False})
        rows = connection.execute(
            select(person.id, person.active, person.version).order_by(person.created_at, person.id)
        )
        assert [tuple(row) for row in rows if row.id in ("p1", "p2")] == [("p1", True, 1), ("p2", False, 1)]


def test_many_rows_at_once(hall: Hall) -> None:
    holding = table_of(PostHolding)
    row = {"person_id": "p1", "post": "reviewer", "department": "market_bureau"}
    rows = [row | {"id": f"h{n}", "starts_on": date(2026, 3, n)} for n in (1, 2, 3)]
    wanted = Prepared(
        select(holding.c.starts_on).where(holding.c.person_id == bindparam("person")).order_by(holding.c.starts_on)
    )
    with hall.writing.begin() as connection:
        ADD.execute(connection, PERSON)
        Prepared(insert(holding)).execute(connection, rows)
        assert [row["starts_on"].day for row in wanted.execute(connection, {"person": "p1"}).all()] == [1, 2, 3]


def test_the_number_of_changed_rows(hall: Hall) -> None:
    rename = Prepared(update(table_of(Person)).where(person.id == bindparam("who")).values(name=bindparam("called")))
    dismiss = Prepared(delete(table_of(Person)).where(person.id == bindparam("who")))
    with hall.writing.begin() as connection:
        ADD.execute(connection, PERSON)
        assert rename.execute(connection, {"who": "p1", "called": "小明"}).rowcount == 1
        assert rename.execute(connection, {"who": "nobody", "called": "小明"}).rowcount == 0
        assert dismiss.execute(connection, {"who": "p1"}).rowcount == 1


def test_first_is_none_where_nothing_is_found(hall: Hall) -> None:
    wanted = Prepared(select(person.id).where(person.id == bindparam("who")))
    with hall.reading() as connection:
        assert wanted.execute(connection, {"who": "nobody"}).first() is None
        assert wanted.execute(connection, {"who": "nobody"}).first_values() is None


def test_a_refusal_of_the_database_is_that_of_sqlalchemy_and_shows_no_values(hall: Hall) -> None:
    connection = hall.writing.connect()
    transaction = connection.begin()
    ADD.execute(connection, PERSON)
    with pytest.raises(IntegrityError) as refusal:
        ADD.execute(connection, PERSON)
    assert "王小明" not in str(refusal.value.args)
    transaction.rollback()
    with connection.begin():
        assert connection.execute(select(person.id).where(person.id == "p1")).first() is None
        ADD.execute(connection, PERSON)
    connection.close()


def test_a_missing_parameter_is_an_error(hall: Hall) -> None:
    rename = Prepared(update(table_of(Person)).where(person.id == bindparam("who")).values(name=bindparam("called")))
    with hall.reading() as connection, pytest.raises((KeyError, ProgrammingError), match="called"):
        rename.execute(connection, {"who": "p1"})


def test_a_statement_whose_text_depends_on_its_parameters_is_refused(hall: Hall) -> None:
    wanted = Prepared(select(table_of(Department)).where(Department.code.in_(bindparam("codes", expanding=True))))
    with hall.reading() as connection, pytest.raises(ValueError, match="cannot be prepared"):
        wanted.execute(connection, {"codes": ["market_bureau"]})
