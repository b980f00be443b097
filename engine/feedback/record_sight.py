"""Put on record who saw the personal data of an enquiry or a complaint, once a person and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.command import Command
from engine.store.base import upsert_into
from engine.store.feedback_sights import FeedbackSight
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class RecordFeedbackSight(Command):
    """Note the look; the page that shows it has asked whether ``by`` may."""

    about_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = {"about_id": self.about_id, "person_id": self.by.person_id, "day": uow.today, "at": uow.now}
        uow.execute(upsert_into(uow.connection, FeedbackSight).on_conflict_do_nothing(), row)
        return {}
