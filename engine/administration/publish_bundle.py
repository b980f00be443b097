"""Publish a matter: keep its folder as an immutable bundle that new cases start on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select

from engine.bundle import Bundle
from engine.command import Command
from engine.errors import NotAllowed
from engine.store.base import table_of
from engine.store.bundles import PublishedBundle
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh


@dataclass(frozen=True, kw_only=True)
class PublishBundle(Command):
    """Publish ``files`` as the next version of a matter; the same content twice stays one version.

    Running cases finish on the version they started with. What may be published at all is checked
    by the gate in ``processes`` before this command is made.
    """

    matter_key: str
    files: Mapping[str, bytes]

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if not (self.by.is_system or self.by.holds("matter_manager") or self.by.holds("administrator")):
            raise NotAllowed(zh("只有事项管理员可以发布事项。"))
        bundle = Bundle.of(self.matter_key, self.files)
        table = table_of(PublishedBundle)
        known = uow.execute(
            select(table.c.version).where(table.c.sha256 == bundle.sha256, table.c.key == bundle.key)
        ).scalar()
        if known is not None:
            return {"key": bundle.key, "version": known, "sha256": bundle.sha256, "new": False}
        newest = uow.execute(select(func.max(table.c.version)).where(table.c.key == bundle.key)).scalar()
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
                "published_by": self.by.name,
            },
        )
        uow.note_office_act("publish", self.by, bundle.key, version=version, sha256=bundle.sha256)
        return {"key": bundle.key, "version": version, "sha256": bundle.sha256, "new": True}
