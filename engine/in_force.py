"""What is in force in a hall: its calendar and its parameters, cached by a stamp that changes with them.

Every process follows a change without being told: whoever locks a case reads the stamp in the same statement, every
other transaction with a look-up of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from engine.errors import Unavailable
from engine.ids import new_id
from engine.law.calendar import Calendar
from engine.law.counting import Counting
from engine.law.national_calendar import running_calendar
from engine.parameters import PREFIX, HallParameters, parameters_from
from engine.store.base import table_of, upsert_into
from engine.store.calendars import CalendarVersion
from engine.store.office import Setting
from engine.store.prepared import Prepared
from engine.text import zh

if TYPE_CHECKING:
    from engine.store.unit_of_work import UnitOfWork

STAMP, CALENDAR = "in_force", "calendar"
"""Names in ``setting``: what changes with every change, and the version of the calendar."""
LONGEST_NAME = 60
_setting = table_of(Setting)
_STAMP = Prepared(select(_setting.c.value).where(_setting.c.name == bindparam("name")))
stamp_in_force = select(_setting.c.value).where(_setting.c.name == STAMP).scalar_subquery()
"""The stamp as a column of another select."""
_SETTINGS = select(_setting.c.name, _setting.c.value).where(
    or_(_setting.c.name == CALENDAR, _setting.c.name.startswith(PREFIX, autoescape=True))
)


@dataclass(frozen=True)
class InForce:
    """The calendar and the parameters that the hall counts by; ``stamp`` is None until the first change."""

    stamp: str | None
    calendar: Calendar
    parameters: HallParameters
    counting: Counting = field(init=False)
    """The calendar with the rule of lights that the parameters come to."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "counting", Counting(self.calendar, self.parameters.light_rule))


class Shelf:
    """What this process has last seen to be in force, and the calendars that it has read."""

    def __init__(self) -> None:
        self.last: InForce | None = None
        self._calendars: dict[str, Calendar] = {}

    def look(self, connection: Connection) -> InForce:
        """Return what is in force, read in the transaction of ``connection``."""
        row = _STAMP.execute(connection, {"name": STAMP}).first_values()
        return self.of(connection, None if row is None else row[0])

    def of(self, connection: Connection, stamp: str | None) -> InForce:
        """Return what is in force under ``stamp``, which the caller has just read."""
        last = self.last
        if last is not None and last.stamp == stamp:
            return last
        settings = {} if stamp is None else {row.name: row.value for row in connection.execute(_SETTINGS)}
        version = settings.get(CALENDAR)
        calendar = running_calendar() if version is None else self.calendar(connection, version)
        self.last = InForce(stamp, calendar, parameters_from(settings))
        return self.last

    def calendar(self, connection: Connection, version: str) -> Calendar:
        """Return a version of the calendar; raises Unavailable where it is gone or not what was written."""
        if version == running_calendar().version:
            return running_calendar()
        if version not in self._calendars:
            held = select(CalendarVersion.years).where(CalendarVersion.version == version)
            calendar = _read(connection.execute(held).scalar())
            if calendar is None or calendar.version != version:
                raise Unavailable(zh("工作日历的版本 {version} 已损坏，请联系系统管理员。", version=version))
            self._calendars[version] = calendar
        return self._calendars[version]


def _read(years: list[dict[str, object]] | None) -> Calendar | None:
    try:
        return None if years is None else Calendar.from_record(years)
    except ValueError:
        return None


def put_in_force(connection: Connection, values: dict[str, str], now: datetime, by: str) -> None:
    """Write settings by their names, and a new stamp, so that every process reads them anew."""
    rows = {**values, STAMP: new_id(now)}
    about = {"changed_at": now, "changed_by": by[:LONGEST_NAME]}
    connection.execute(delete(_setting).where(_setting.c.name.in_(rows)))
    connection.execute(insert(_setting), [{"name": name, "value": value, **about} for name, value in rows.items()])


def lock_in_force(uow: UnitOfWork) -> InForce:
    """Return what is in force, and let nobody else change it before the end of this transaction."""
    first = {"name": STAMP, "value": "0", "changed_at": uow.now, "changed_by": "系统"}
    uow.execute(upsert_into(uow.connection, Setting).on_conflict_do_nothing(), first)
    stamp = uow.execute(select(_setting.c.value).where(_setting.c.name == STAMP).with_for_update()).scalar_one()
    uow.follow(stamp)
    return uow.in_force
