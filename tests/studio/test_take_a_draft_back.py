"""A designer takes a submitted draft back before it is approved."""

from __future__ import annotations

import pytest
from designers import Studio
from sqlalchemy import select
from support.training import key

from engine.errors import Conflict, Forbidden, NotAllowed, NotFound
from engine.store.base import table_of
from engine.store.office import OfficeTrail
from engine.studio.take_back_draft import TakeBackDraft


def take_back(studio: Studio, draft_id: str, revision: int = 2, **wish):
    wish = {"by": studio.designer, "key": key()} | wish
    return studio.hall.run(TakeBackDraft(draft_id=draft_id, revision=revision, **wish))


def test_it_can_be_changed_and_submitted_again_and_the_trail_says_who(studio):
    draft_id = studio.submitted()
    take_back(studio, draft_id)
    line = studio.look(draft_id).line
    assert (line.status, line.revision, line.returned_by, line.returned_reason) == ("editing", 2, "卫图", None)
    with studio.hall.reading() as connection:
        acts = table_of(OfficeTrail).c
        kinds = connection.execute(select(acts.act).where(acts.act.like("%_draft"))).scalars().all()
    assert kinds[-2:] == ["submit_draft", "take_back_draft"]
    studio.save(draft_id, 2, changed={"scenarios/more.yaml": b""})
    studio.submit(draft_id, 3)
    studio.approve(draft_id)


def test_a_colleague_may_a_manager_may_not(studio):
    draft_id = studio.submitted()
    with pytest.raises(NotAllowed):
        take_back(studio, draft_id, by=studio.manager)
    take_back(studio, draft_id, by=studio.other_designer)
    with pytest.raises(Forbidden, match=r"由石墨于 .* 撤回送审"):
        studio.approve(draft_id)
    with pytest.raises(Forbidden, match=r"由石墨于 .* 撤回送审"):
        take_back(studio, draft_id)


def test_what_was_approved_or_sent_in_anew_is_not_taken_back_from_an_old_page(studio):
    draft_id = studio.submitted()
    with pytest.raises(Conflict):
        take_back(studio, draft_id, revision=1)
    studio.approve(draft_id)
    with pytest.raises(Forbidden, match=r"由文清于 .* 批准"):
        take_back(studio, draft_id)
    with pytest.raises(NotFound):
        take_back(studio, "nothing")


def test_a_second_click_gets_the_first_answer(studio):
    draft_id = studio.submitted()
    assert take_back(studio, draft_id, key="once") == take_back(studio, draft_id, key="once")
