"""A designer and a matter manager at work on drafts, for the tests of the studio."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from support.matters import three_reviews
from support.training import TrainingHall, key

from engine.actor import Actor
from engine.bundle import hash_of
from engine.queries.drafts import DraftFiles, draft
from engine.studio.approve_draft import ApproveDraft
from engine.studio.open_draft import OpenDraft
from engine.studio.save_process_draft import SaveProcessDraft
from engine.studio.submit_draft import SubmitDraft

MATTER = "three_reviews"


class Studio:
    """The two people of the training hall who make versions, and a second one of each."""

    def __init__(self, training: TrainingHall) -> None:
        self.hall = training.hall
        self.training = training
        self.designer: Actor = training["liucheng"].actor
        self.manager: Actor = training["shixiang"].actor
        self.other_designer = replace(self.designer, name="石墨", person_id=training["jiancha"].actor.person_id)
        self.both = replace(self.manager, holdings=self.manager.holdings + self.designer.holdings)

    def open(self, by: Actor | None = None, **wish: Any) -> str:
        wish = {"matter_key": MATTER, "title": "缩短时限", "files": three_reviews().files} | wish
        answer = self.hall.run(OpenDraft(by=by or self.designer, key=key(), **wish))
        draft_id: str = answer["draft_id"]
        return draft_id

    def save(self, draft_id: str, revision: int, by: Actor | None = None, **wish: Any) -> dict[str, Any]:
        return self.hall.run(
            SaveProcessDraft(by=by or self.designer, key=key(), draft_id=draft_id, revision=revision, **wish)
        )

    def submit(self, draft_id: str, revision: int = 1, by: Actor | None = None) -> dict[str, Any]:
        return self.hall.run(SubmitDraft(by=by or self.designer, key=key(), draft_id=draft_id, revision=revision))

    def approve(self, draft_id: str, day: date | None = None, by: Actor | None = None, **wish: Any) -> dict[str, Any]:
        now = self.look(draft_id)
        wish = {"report": {"sha256": hash_of(now.files), "problems": []}, "revision": now.line.revision} | wish
        return self.hall.run(
            ApproveDraft(
                by=by or self.manager,
                key=key(),
                draft_id=draft_id,
                in_force_from=day or self.training.today,
                **wish,
            )
        )

    def look(self, draft_id: str) -> DraftFiles:
        with self.hall.reading() as connection:
            return draft(connection, self.manager, draft_id)

    def changed_files(self) -> dict[str, bytes]:
        """Return a change that makes another content, whatever it says."""
        facts = three_reviews().files["matter.yaml"]
        return {"matter.yaml": facts + "\n# 改过\n".encode()}

    def submitted(self) -> str:
        """Return a draft that a designer changed and submitted."""
        draft_id = self.open()
        self.save(draft_id, 1, changed=self.changed_files())
        self.submit(draft_id, 2)
        return draft_id
