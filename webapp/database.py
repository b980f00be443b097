"""Flask-SQLAlchemy over the engine's own tables and the hall's one engine; pages only read with it."""

from __future__ import annotations

from typing import Any, NoReturn

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session

from engine.hall import Hall
from engine.store.base import Base


class ReadingSession(Session):
    """A session that refuses to write: changes go through a command, which locks, checks and records."""

    def flush(self, objects: Any = None) -> None:
        if self.new or self.dirty or self.deleted:
            raise RuntimeError("pages read only; change things with a command")

    def commit(self) -> NoReturn:
        raise RuntimeError("pages read only; change things with a command")


class ReadingDatabase(SQLAlchemy):
    """The extension, wrapped around the hall's engine instead of opening a second one."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> sa.Engine:
        hall: Hall = app.extensions["banjian_hall"]
        return hall.database


db = ReadingDatabase(metadata=Base.metadata, session_options={"class_": ReadingSession})


def init_app(app: Flask, hall: Hall) -> None:
    """Bind ``db`` to the engine that ``hall`` holds."""
    app.config["SQLALCHEMY_DATABASE_URI"] = hall.url
    db.init_app(app)
