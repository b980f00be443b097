"""Two people on one draft never overwrite each other."""

from __future__ import annotations

import pytest

from engine.errors import Conflict, Forbidden, Invalid
from engine.studio.discard_draft import DiscardDraft


def test_saving_puts_files_in_and_takes_files_out(studio):
    draft_id = studio.open()
    answer = studio.save(draft_id, 1, changed={"scenarios/granted.yaml": b"a: 1"}, title="加一个测试")
    assert answer["revision"] == 2
    assert studio.look(draft_id).files["scenarios/granted.yaml"] == b"a: 1"
    studio.save(draft_id, 2, removed=("scenarios/granted.yaml",))
    found = studio.look(draft_id)
    assert "scenarios/granted.yaml" not in found.files
    assert (found.line.revision, found.line.title) == (3, "加一个测试")


def test_saving_nothing_new_is_no_revision(studio):
    draft_id = studio.open()
    same = {"process.bpmn": studio.look(draft_id).files["process.bpmn"]}
    assert studio.save(draft_id, 1, changed=same)["revision"] == 1


def test_whoever_saves_later_is_told_who_saved_first_and_when(studio):
    draft_id = studio.open()
    studio.save(draft_id, 1, changed=studio.changed_files(), by=studio.other_designer)
    with pytest.raises(Conflict) as refusal:
        studio.save(draft_id, 1, changed={"matter.yaml": b"name: lost"})
    assert "石墨" in str(refusal.value)
    assert "2026-03-02 09:30" in str(refusal.value)
    assert studio.look(draft_id).files["matter.yaml"] == studio.changed_files()["matter.yaml"]


def test_what_was_submitted_or_discarded_is_not_saved(studio):
    submitted = studio.submitted()
    with pytest.raises(Forbidden, match="提交审批"):
        studio.save(submitted, 2, changed={"scenarios/late.yaml": b""})
    discarded = studio.open()
    studio.hall.run(DiscardDraft(by=studio.designer, draft_id=discarded, revision=1))
    with pytest.raises(Forbidden, match="弃用"):
        studio.save(discarded, 1, changed={"scenarios/late.yaml": b""})


def test_the_process_stays_and_functions_are_not_named_by_designers(studio):
    draft_id = studio.open()
    with pytest.raises(Invalid, match=r"process\.bpmn"):
        studio.save(draft_id, 1, removed=("process.bpmn",))
    with pytest.raises(Invalid, match="函数"):
        studio.save(draft_id, 1, changed={"functions.txt": b"delete_all\n"})
