"""Which town and village a case belongs to (属地), from what its application says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, or_, select

from engine.bundle import Bundle
from engine.errors import Invalid
from engine.steps import TOWN, VILLAGE
from engine.store.base import table_of
from engine.store.people import Department
from engine.text import zh

GOVERNMENT = "人民政府"
_department = table_of(Department).c


def belongs_to(connection: Connection, bundle: Bundle, values: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return the codes of town and village that the application's fields of these names mean.

    A town is named as people say it (城关镇) or as the government of it; a village by its own name, with or
    without its town's. Raises Invalid where the matter has a step in the town and the town is not known.
    """
    said = str(values.get(TOWN) or "").strip()
    town = _town(connection, said)
    if town is None and is_local(bundle):
        message = zh("请写明所在的镇，本事项由所在镇办理。")
        if said:
            message = zh("没有找到“{town}”，请从本县各镇中选择。", town=said)
        raise Invalid(message, {TOWN: message})
    village = str(values.get(VILLAGE) or "").strip()
    return town, _village(connection, town, said, village) if town and village else None


def is_local(bundle: Bundle) -> bool:
    """Tell whether the matter has a step in the applicant's town or village."""
    return any(step.department in (TOWN, VILLAGE) for step in bundle.steps.values())


def towns(connection: Connection) -> frozenset[str]:
    """Return the codes of all towns."""
    return frozenset(connection.execute(select(_department.code).where(_department.level == TOWN)).scalars())


def _town(connection: Connection, said: str) -> str | None:
    if not said:
        return None
    named = or_(_department.code == said, _department.name.in_((said, said + GOVERNMENT)))
    wanted = select(_department.code).where(_department.level == TOWN, named).order_by(_department.code)
    return connection.execute(wanted.limit(1)).scalar()


def _village(connection: Connection, town: str, town_name: str, said: str) -> str | None:
    short = town_name.removesuffix(GOVERNMENT)
    named = or_(_department.code == said, _department.name.in_((said, short + said)))
    own = (_department.level == VILLAGE, _department.parent == town)
    wanted = select(_department.code).where(*own, named).order_by(_department.code)
    return connection.execute(wanted.limit(1)).scalar()
