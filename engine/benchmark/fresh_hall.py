"""A hall of its own for a measurement: a fresh database on the asked server or disk, gone afterwards."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, insert
from sqlalchemy.engine import URL, make_url

from engine.actor import SYSTEM, Actor, Holding
from engine.administration.publish_bundle import PublishBundle
from engine.benchmark.matters import APPROVER, DEPARTMENT, REVIEWER
from engine.bundle import Bundle
from engine.clock import Clock
from engine.hall import Hall
from engine.store.base import DIALECTS, table_of
from engine.store.people import Department, Person, PostHolding
from engine.store.schema import upgrade

PEOPLE = {
    post: Actor("staff", f"{post}甲", f"bench-{post}", (Holding(post, DEPARTMENT),)) for post in (REVIEWER, APPROVER)
}


@contextmanager
def fresh_database(url: str | None) -> Iterator[tuple[str, Path]]:
    """Give the URL of an empty database and a folder for keys and files; both are removed in the end.

    None means a SQLite file in the folder for temporary files, a SQLite URL one beside the named file, and a
    PostgreSQL URL a schema of its own in that database. Raises ValueError for any other database, SQLAlchemyError
    where the server does not let us in, OSError where the folder is none.
    """
    parsed = make_url(url or "sqlite://")
    if parsed.get_backend_name() not in DIALECTS:
        raise ValueError(parsed.get_backend_name())
    if parsed.get_backend_name() == "sqlite":
        beside = Path(parsed.database).parent if parsed.database else None
        with tempfile.TemporaryDirectory(prefix="banjian-bench-", dir=beside) as folder:
            yield f"sqlite:///{folder}/hall.db", Path(folder)
        return
    with tempfile.TemporaryDirectory(prefix="banjian-bench-") as folder, _fresh_schema(parsed) as inside:
        yield inside, Path(folder)


@contextmanager
def _fresh_schema(url: URL) -> Iterator[str]:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    name = f"banjian_bench_{secrets.token_hex(6)}"
    server = create_engine(url)
    try:
        with server.begin() as connection:
            connection.exec_driver_sql(f'CREATE SCHEMA "{name}"')
        try:
            yield url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(hide_password=False)
        finally:
            with server.begin() as connection:
                connection.exec_driver_sql(f'DROP SCHEMA "{name}" CASCADE')
    finally:
        server.dispose()


@contextmanager
def fresh_hall(url: str | None, *bundles: Bundle, clock: Clock | None = None) -> Iterator[Hall]:
    """Give a hall outside training, with two people, on a fresh database where ``bundles`` are published."""
    with fresh_database(url) as (inside, folder):
        hall = Hall(inside, folder, clock=clock)
        try:
            upgrade(hall.database)
            _hire(hall)
            for bundle in bundles:
                hall.run(PublishBundle(by=SYSTEM, matter_key=bundle.key, files=bundle.files))
            yield hall
        finally:
            hall.close()


def _hire(hall: Hall) -> None:
    now = hall.clock.now()
    with hall.database.begin() as connection:
        department = {"code": DEPARTMENT, "name": "测量局"}
        connection.execute(insert(table_of(Department)), department)
        for post, actor in PEOPLE.items():
            person = {"id": actor.person_id, "login": post, "name": actor.name, "password_hash": "", "created_at": now}
            connection.execute(insert(table_of(Person)), person | {"department": DEPARTMENT})
            holding = {"id": actor.person_id, "person_id": actor.person_id, "post": post, "department": DEPARTMENT}
            connection.execute(insert(table_of(PostHolding)), holding | {"starts_on": now.date()})
