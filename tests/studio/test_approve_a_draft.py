"""A second person approves; the version then holds from its day on, and what was approved never changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from designers import MATTER
from support.training import key

from engine.bundle import hash_of
from engine.errors import Conflict, Forbidden, Invalid, NotAllowed
from engine.queries.bundles import bundle_in_force, matters_in_force, versions_of
from engine.queries.drafts import check_reports
from engine.studio.return_draft import ReturnDraft


def in_force(studio) -> int:
    with studio.hall.reading() as connection:
        bundle, day = bundle_in_force(studio.hall, connection, MATTER)
        assert bundle == studio.hall.current_bundle(connection, MATTER)
        named = {one.key: (one.sha256, one.in_force) for one in matters_in_force(studio.hall, connection)}
        assert named[MATTER] == (bundle.sha256, day)
        return next(one.version for one in versions_of(connection, MATTER) if one.sha256 == bundle.sha256)


def test_new_cases_start_on_it_from_its_day_on_and_running_ones_keep_theirs(studio, clock):
    running = studio.training.file_case()
    draft_id = studio.submitted()
    day = studio.training.today + timedelta(days=3)
    studio.approve(draft_id, day)
    assert in_force(studio) == 1
    clock.advance(timedelta(days=3))
    assert in_force(studio) == 2
    later = studio.training.file_case()
    shas = {case: studio.training.clerk.file(case).case["bundle_sha256"] for case in (running, later)}
    assert shas[later] == studio.look(draft_id).sha256 != shas[running]


def test_the_version_tells_who_drew_and_who_approved_with_what_report(studio):
    draft_id = studio.submitted()
    studio.approve(draft_id)
    sha256 = studio.look(draft_id).sha256
    with studio.hall.reading() as connection:
        version = versions_of(connection, MATTER)[0]
        report = check_reports(connection, studio.designer, MATTER)[sha256]
    assert (version.sha256, version.approved_by) == (sha256, studio.manager.name)
    assert report == {"sha256": sha256, "problems": []}
    assert studio.look(draft_id).line.published_sha256 == sha256


def test_who_changed_or_submitted_it_does_not_approve_it(studio):
    changed = studio.open()
    studio.save(changed, 1, changed=studio.changed_files(), by=studio.both)
    studio.submit(changed, 2)
    submitted = studio.open()
    studio.save(submitted, 1, changed=studio.changed_files())
    studio.submit(submitted, 2, by=studio.both)
    for draft_id in (changed, submitted):
        with pytest.raises(Forbidden, match="另一位"):
            studio.approve(draft_id, by=studio.both)


def test_only_a_matter_manager_approves_and_only_what_was_submitted(studio):
    draft_id = studio.open()
    with pytest.raises(Forbidden, match="没有提交"):
        studio.approve(draft_id)
    studio.submit(draft_id)
    with pytest.raises(NotAllowed):
        studio.approve(draft_id, by=studio.other_designer)


def test_errors_and_reports_on_another_content_are_no_ground(studio):
    draft_id = studio.submitted()
    sha256 = studio.look(draft_id).sha256
    with pytest.raises(Conflict, match="检查报告"):
        studio.approve(draft_id, report={"sha256": hash_of({}), "problems": []})
    with pytest.raises(Invalid, match="1 处错误"):
        studio.approve(draft_id, report={"sha256": sha256, "problems": [{"severity": "error"}]})
    studio.approve(draft_id, report={"sha256": sha256, "problems": [{"severity": "warning"}]})


def test_a_day_that_has_passed_is_refused(studio):
    draft_id = studio.submitted()
    with pytest.raises(Invalid) as refusal:
        studio.approve(draft_id, studio.training.today - timedelta(days=1))
    assert "in_force_from" in refusal.value.problems


def test_no_version_comes_into_force_before_an_older_one(studio):
    later = studio.training.today + timedelta(days=10)
    studio.approve(studio.submitted(), later)
    draft_id = studio.open()
    studio.save(draft_id, 1, changed={"scenarios/more.yaml": b""})
    studio.submit(draft_id, 2)
    with pytest.raises(Forbidden, match="将于"):
        studio.approve(draft_id)
    studio.approve(draft_id, later)


def test_what_is_published_already_is_not_published_again(studio):
    draft_id = studio.open()
    studio.submit(draft_id)
    with pytest.raises(Forbidden, match="第 1 版"):
        studio.approve(draft_id)


def test_a_returned_draft_says_why_and_can_be_changed_and_submitted_again(studio):
    draft_id = studio.submitted()
    with pytest.raises(Invalid):
        studio.hall.run(ReturnDraft(by=studio.manager, key=key(), draft_id=draft_id, reason=" "))
    studio.hall.run(ReturnDraft(by=studio.manager, key=key(), draft_id=draft_id, reason="时限没有改"))
    line = studio.look(draft_id).line
    assert (line.status, line.returned_reason, line.returned_by) == ("editing", "时限没有改", studio.manager.name)
    studio.save(draft_id, 2, changed={"scenarios/more.yaml": b""})
    studio.submit(draft_id, 3)
    assert studio.look(draft_id).line.returned_reason is None
