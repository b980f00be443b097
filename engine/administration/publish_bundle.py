"""Publish a matter: keep its folder as an immutable bundle that new cases start on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select

from engine.actor import Actor
from engine.bundle import Bundle
from engine.command import Command
from engine.errors import Forbidden, NotAllowed
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class PublishBundle(Command):
    """Publish ``files`` as the next version of a matter, in force today; the same content twice stays one version.

    Running cases finish on the version they started with. What may be published at all is checked
    by the gate in ``processes`` before this command is made.
    """

    matter_key: str
    files: Mapping[str, bytes]

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not (self.by.is_system or self.by.holds("matter_manager") or self.by.holds("administrator")):
            raise NotAllowed(zh("只有事项管理员可以发布事项。"))
        bundle = Bundle.of(self.matter_key, self.files)
        kept = keep_version(uow, bundle, self.by, uow.today)
        if kept["new"]:
            uow.note_office_act("publish", self.by, bundle.key, version=kept["version"], sha256=bundle.sha256)
        return kept


def keep_version(
    uow: UnitOfWork, bundle: Bundle, by: Actor, in_force_from: date, *, approved_by: str | None = None
) -> dict[str, Any]:
    """Keep ``bundle`` as the next version of its matter and answer key, version, sha256 and whether it is new.

    Raises Forbidden for a version that was withdrawn, and for a day before that of a version still to come: the
    newest version is the one that holds, so that one would never come into force.
    """
    table = table_of(PublishedBundle)
    own = table.c.key == bundle.key
    known = uow.execute(
        select(table.c.version, table.c.withdrawn_at).where(table.c.sha256 == bundle.sha256, own)
    ).first()
    if known is not None and known.withdrawn_at is not None:
        raise Forbidden(zh("内容和已经撤下的第 {version} 版完全一样，没有发布。", version=known.version))
    if known is not None:
        return {"key": bundle.key, "version": known.version, "sha256": bundle.sha256, "new": False}
    coming = uow.execute(
        select(table.c.version, table.c.in_force_from)
        .where(own, table.c.withdrawn_at.is_(None), table.c.in_force_from > in_force_from)
        .order_by(table.c.version)
    ).first()
    if coming is not None:
        raise Forbidden(
            zh(
                "第 {version} 版将于 {day} 施行。请先撤下它，或者把施行日定在这一天或者以后。",
                version=coming.version,
                day=coming.in_force_from.isoformat(),
            )
        )
    newest = uow.execute(select(func.max(table.c.version)).where(own)).scalar()
    version = (newest or 0) + 1
    uow.execute(
        insert(PublishedBundle),
        {
            "sha256": bundle.sha256,
            "key": bundle.key,
            "version": version,
            "name": bundle.facts.name.value,
            "content": bundle.pack(),
            "published_at": uow.now,
            "published_by": by.name,
            "in_force_from": in_force_from,
            "approved_by": approved_by,
        },
    )
    return {"key": bundle.key, "version": version, "sha256": bundle.sha256, "new": True}
