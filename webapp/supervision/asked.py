"""What the address of a list of supervision asks for, and how that is said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.queries.raised_lights import LightFilters
from engine.queries.watch_filters import NONE, WatchFilters
from webapp.cases import wording
from webapp.filling import day_of
from webapp.presentation import day

NARROWED_BY = ("light", "department", "matter", "status", "town", "q", "person", "decided", "week")
LIGHTS_BY = ("rule", "colour", "case", "first", "last")
RAISED: dict[str, LazyString] = {"yellow": _l("发出的黄牌"), "red": _l("发出的红牌")}
YEARS = range(2000, 2200)
LISTS: dict[str, LazyString] = {
    "red": _l("现在超期的办件"),
    "yellow": _l("现在临期的办件"),
    "green": _l("时限正常的办件"),
    "today": _l("今天转为临期的办件"),
    "tomorrow": _l("下一工作日以前转为临期的办件"),
    "step": _l("有步骤超过环节时限的办件"),
    "paused": _l("暂停计时的办件"),
}
DECIDED: dict[str, LazyString] = {"in_time": _l("按时作出决定的办件"), "late": _l("超过时限才作出决定的办件")}


@dataclass(frozen=True)
class Asked:
    """The values of the address by name, as they were given, and the filters that they come to."""

    given: Mapping[str, str]
    filters: WatchFilters

    @property
    def kept(self) -> dict[str, str]:
        """What another address has to carry to ask for the same list."""
        return {name: value for name, value in self.given.items() if value}


def asked() -> Asked:
    """Return what the address asks for; a week that is none is as if nobody had asked for one."""
    given = {name: request.args.get(name, "")[:80].strip() for name in NARROWED_BY}
    first = _known_day(given["week"])
    if first is None:
        given["week"] = ""
    filters = WatchFilters(
        light=given["light"],
        department=given["department"],
        matter=given["matter"],
        status=given["status"],
        town=given["town"],
        words=given["q"],
        person=given["person"],
        decided=given["decided"],
        first=first,
        last=last_of(first) if first else None,
    )
    return Asked(given, filters)


def asked_lights() -> tuple[LightFilters, dict[str, str]]:
    """Return which raised lights the address asks for, and what another address has to carry to ask for the same."""
    given = {name: request.args.get(name, "")[:40].strip() for name in LIGHTS_BY}
    first, last = (_known_day(given[name]) for name in ("first", "last"))
    if first is None or last is None:
        given["first"] = given["last"] = ""
    filters = LightFilters(given["rule"], given["colour"], given["case"], first, last)
    return filters, {name: value for name, value in given.items() if value}


def lights_in_words(filters: LightFilters) -> str:
    """Return what list of raised lights this is in one line."""
    parts = [str(RAISED.get(filters.colour) or _("发出的预警"))]
    if filters.rule:
        parts.append(f"{filters.rule} {wording.RULES.get(filters.rule, '')}".strip())
    if filters.first and filters.last:
        parts.append(_("%(first)s至%(last)s", first=day(filters.first), last=day(filters.last)))
    return " · ".join(parts)


def _known_day(text: str) -> date | None:
    found = day_of(text)
    return found if found and found.year in YEARS else None


def last_of(first: date) -> date:
    """Return the last day of the week that begins on ``first``."""
    return first + timedelta(days=6)


def in_words(asked_for: Asked, names: Mapping[str, str]) -> str:
    """Return what list this is in one line; ``names`` has that of the person who is asked for."""
    given = asked_for.given
    parts = [str(LISTS.get(given["light"]) or DECIDED.get(given["decided"]) or _("办件"))]
    if given["person"] == NONE:
        parts.append(_("有步骤待签收"))
    elif given["person"]:
        parts.append(_("经办人：%(name)s", name=names.get(given["person"], given["person"])))
    first = asked_for.filters.first
    if first:
        parts.append(_("%(first)s至%(last)s作出决定", first=day(first), last=day(last_of(first))))
    return " · ".join(parts)
