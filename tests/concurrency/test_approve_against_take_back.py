"""A draft is approved and taken back at the same time: one of the two happens, and the other person reads which."""

from __future__ import annotations

import pytest
from pausing import interleave
from support.matters import three_reviews
from support.training import TrainingHall

from engine.bundle import hash_of
from engine.errors import Forbidden
from engine.queries.drafts import draft
from engine.studio.approve_draft import ApproveDraft
from engine.studio.open_draft import OpenDraft
from engine.studio.submit_draft import SubmitDraft
from engine.studio.take_back_draft import TakeBackDraft


@pytest.mark.parametrize("first", ["approve", "take_back"])
def test_approve_and_take_back(training: TrainingHall, first: str) -> None:
    hall, designer, manager = training.hall, training["liucheng"].actor, training["shixiang"].actor
    files = {**three_reviews().files, "scenarios/more.yaml": b""}
    wish = OpenDraft(by=designer, key="open", matter_key="three_reviews", title="改", files=files)
    draft_id = hall.run(wish)["draft_id"]
    hall.run(SubmitDraft(by=designer, key="submit", draft_id=draft_id, revision=1))
    commands = {
        "approve": ApproveDraft(
            by=manager,
            key="approve",
            draft_id=draft_id,
            revision=1,
            in_force_from=training.today,
            report={"sha256": hash_of(files), "problems": []},
        ),
        "take_back": TakeBackDraft(by=designer, key="take_back", draft_id=draft_id, revision=1),
    }
    one, two = interleave(hall, commands.pop(first), *commands.values())
    assert one.answer is not None
    assert isinstance(two.refusal, Forbidden)
    assert {"approve": "由文清于", "take_back": "由卫图于"}[first] in str(two.refusal)
    with hall.reading() as connection:
        status = draft(connection, manager, draft_id).line.status
    assert status == {"approve": "approved", "take_back": "editing"}[first]
