"""The hall: the one object that a process holds, through which every command runs."""

from __future__ import annotations

import sqlite3
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from engine.bundle import Bundle
from engine.clock import Clock, MachineClock, legal_day
from engine.command import Command
from engine.errors import CaseDamaged, Conflict, NotFound, Refused, Unavailable
from engine.ids import new_id
from engine.in_force import InForce, Shelf
from engine.law.calendar import Calendar, OutsideCalendar
from engine.messages.sending import Sender
from engine.parameters import HallParameters
from engine.sealing import Key, load_hall_key
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle, in_force_on
from engine.store.database import for_writing, open_database
from engine.store.files import FileStore
from engine.store.office import AnsweredCommand, Setting
from engine.store.unit_of_work import KeyTaken, UnitOfWork
from engine.store.waits import Incident
from engine.text import zh

Functions = Mapping[str, Callable[..., Any]]
OFFSET_SETTING = "training_offset_seconds"
_TRIES = 4
_NOT_WRITTEN = zh("数据库暂时无法写入，本次操作没有生效，请稍后再试。")
_UNKNOWN = zh(
    "数据库在保存时断开，本次操作可能已经生效，也可能没有。请稍后在原来的页面再提交一次：已经生效的不会重复办理。"
)
_FULL = zh("服务器存储空间不足，本次操作没有生效。请联系系统管理员，稍后再试。")
_answered = table_of(AnsweredCommand).c
_ANSWER = select(_answered.answer, _answered.fingerprint).where(_answered.key == bindparam("key"))


class Hall:
    """Database, files, keys, clock and published matters of one service hall.

    Nothing that matters is kept in the process: bundles and calendars are immutable and cached by hash; the
    training offset, and which calendar is in force, are looked at again in every transaction.
    """

    def __init__(
        self,
        url: str,
        data: Path,
        *,
        clock: Clock | None = None,
        training: bool = False,
        functions: Mapping[str, Functions] | None = None,
        unit_of_work: type[UnitOfWork] = UnitOfWork,
        senders: Mapping[str, Sender] | None = None,
    ) -> None:
        self.url = url
        self.data = data
        self.database = open_database(url)
        self.writing = for_writing(self.database)
        # A hall that is let go without `close` (a refused command, a test) leaves no connection open.
        weakref.finalize(self, self.database.dispose).atexit = False
        self.clock: Clock = clock or MachineClock()
        self.training = training
        self.functions: Mapping[str, Functions] = functions or {}
        self.senders: Mapping[str, Sender] = senders or {}
        self.files = FileStore(data / "files")
        self.key: Key = load_hall_key(data / "keys")
        self._unit_of_work = unit_of_work
        self._bundles: dict[str, Bundle] = {}
        self.shelf = Shelf()

    @property
    def calendar(self) -> Calendar:
        """The working days by which limits are counted, as the latest transaction of this process found them.

        Inside a command ``uow.calendar`` is what its own transaction found.
        """
        if self.shelf.last is None:
            with self.reading():
                pass
        assert self.shelf.last is not None
        return self.shelf.last.calendar

    def in_force(self, connection: Connection) -> InForce:
        """Return the calendar and the parameters in force."""
        return self.shelf.look(connection)

    def parameters(self, connection: Connection) -> HallParameters:
        """Return the parameters of the hall."""
        return self.shelf.look(connection).parameters

    def run(self, command: Command) -> dict[str, Any]:
        """Run one command in one transaction and return its answer; raises engine.errors.Refused.

        A command whose key has an answer already changes nothing and gets that answer. A deadlock or a
        serialisation failure is tried again: nothing of the lost try remains. Where the connection breaks while
        committing nobody knows what remains; the idempotency key makes it safe to ask once more, here and by the
        person.
        """
        unknown = False
        for left in reversed(range(_TRIES)):
            uow = self._unit_of_work(self)
            try:
                return self._carried_out(uow, command)
            except CaseDamaged as problem:
                self._report(problem)
                raise
            except OutsideCalendar as problem:
                raise _outside_calendar(problem) from problem
            except (KeyTaken, Refused, IntegrityError) as problem:
                # What was done before is refused by the state of the case; so is the second click on a form.
                first = self._first_answer(command)
                if first is not None:
                    return first
                if isinstance(problem, Refused):
                    raise
                raise Conflict(zh("同一事项刚刚有人办理，请刷新页面查看最新情况。")) from problem
            except (OperationalError, InterfaceError) as problem:
                if _is_full(problem):
                    raise Unavailable(_FULL) from problem
                lost = uow.is_committing and not _passing(problem)
                unknown |= lost
                if not left or not (_passing(problem) or (unknown and command.key)):
                    raise Unavailable(_UNKNOWN if unknown else _NOT_WRITTEN) from problem
                time.sleep(0.02 * (_TRIES - left))
        raise AssertionError("unreachable")

    def _carried_out(self, uow: UnitOfWork, command: Command) -> dict[str, Any]:
        with uow:
            answer = command.execute(uow)
            if command.key:
                uow.keep_answer(command.key, type(command).__name__, command.fingerprint(), answer)
            return answer

    def _first_answer(self, command: Command) -> dict[str, Any] | None:
        """Return what the first use of the key got, if there was one.

        Raises Conflict where the same key was used to ask for something else.
        """
        if not command.key:
            return None
        with self.reading() as connection:
            row = connection.execute(_ANSWER, {"key": command.key}).first()
        if row is None:
            return None
        if row.fingerprint != command.fingerprint():
            raise Conflict(zh("这个页面已经提交过另一份内容。请刷新页面后重新填写。"))
        answer: dict[str, Any] = row.answer or {}
        return answer

    def _report(self, problem: CaseDamaged) -> None:
        """Open an incident for a damaged case, in a transaction of its own, unless one is open."""
        with self._unit_of_work(self) as uow:
            incident = table_of(Incident)
            known = select(incident.c.id).where(
                incident.c.case_id == problem.case_id,
                incident.c.kind == "state",
                incident.c.closed_at.is_(None),
            )
            if uow.execute(known).first() is None:
                row = {"id": new_id(uow.now), "case_id": problem.case_id, "kind": "state"}
                uow.execute(incident.insert(), {**row, "reason": str(problem), "opened_at": uow.now})

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection in a deferred transaction that only reads."""
        try:
            with self.database.connect() as connection, connection.begin():
                self.shelf.look(connection)
                yield connection
        except OutsideCalendar as problem:
            raise _outside_calendar(problem) from problem
        except (OperationalError, InterfaceError) as problem:
            raise Unavailable(zh("数据库暂时无法读取，请稍后再试。")) from problem

    def bundle(self, connection: Connection, sha256: str) -> Bundle:
        """Return the published bundle of that hash; raises NotFound."""
        if sha256 not in self._bundles:
            row = connection.execute(
                select(PublishedBundle.content, PublishedBundle.version).where(PublishedBundle.sha256 == sha256)
            ).first()
            if row is None:
                raise NotFound(zh("没有找到这个版本的事项。"))
            self._bundles[sha256] = Bundle.unpack(row.content, sha256, row.version)
        return self._bundles[sha256]

    def current_bundle(self, connection: Connection, key: str) -> Bundle:
        """Return the version of a matter that new cases start on today; raises NotFound."""
        row = connection.execute(in_force_on(self.today(connection)).where(PublishedBundle.key == key)).first()
        if row is None:
            raise NotFound(zh("没有找到这个事项。"))
        return self.bundle(connection, row.sha256)

    def legal_offset(self, connection: Connection) -> timedelta:
        """Return how far legal time has been moved forward; always zero outside training."""
        if not self.training:
            return timedelta(0)
        value = connection.execute(select(Setting.value).where(Setting.name == OFFSET_SETTING)).scalar()
        return timedelta(seconds=int(value or 0))

    def legal_now(self, connection: Connection) -> datetime:
        """Return the legal time."""
        return self.clock.now() + self.legal_offset(connection)

    def today(self, connection: Connection) -> date:
        """Return the legal day."""
        return legal_day(self.legal_now(connection))

    def days(self, connection: Connection) -> tuple[date, date]:
        """Return the legal day, and the day by which lights are read: the next one once the office has closed."""
        now = self.legal_now(connection)
        return legal_day(now), self.parameters(connection).light_day(now)

    def close(self) -> None:
        """Give the connections back to the system."""
        self.database.dispose()


def _passing(problem: DBAPIError) -> bool:
    """Tell a deadlock or a lost serialisation race from a database that is away.

    A SQLite file that is locked has been waited for already; whoever asked should be told.
    """
    return getattr(problem.orig, "sqlstate", None) in ("40001", "40P01")


def _is_full(problem: DBAPIError) -> bool:
    """Tell a full disk, which the database reports only where it has written nothing, also when it commits."""
    return getattr(problem.orig, "sqlstate", None) == "53100" or (
        getattr(problem.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    )


def _outside_calendar(problem: OutsideCalendar) -> Unavailable:
    return Unavailable(
        zh("无法计算期限：{why}请系统管理员核对服务器时间，或者请日历管理员导入新的年度。", why=str(problem))
    )
