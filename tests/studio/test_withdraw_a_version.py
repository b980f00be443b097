"""A version that was withdrawn takes in nothing any more; the one before it holds again."""

from __future__ import annotations

import pytest
from designers import MATTER
from support.training import key

from engine.errors import Forbidden, Invalid, NotAllowed, NotFound
from engine.queries.bundles import matters_in_force, versions_of
from engine.queries.names import matter_names
from engine.studio.withdraw_version import WithdrawVersion


def withdraw(studio, sha256, by=None, reason="第三步写错了"):
    return studio.hall.run(WithdrawVersion(by=by or studio.manager, key=key(), sha256=sha256, reason=reason))


def test_the_version_before_it_holds_again(studio):
    draft_id = studio.submitted()
    studio.approve(draft_id)
    running = studio.training.file_case()
    withdraw(studio, studio.look(draft_id).sha256)
    with studio.hall.reading() as connection:
        newest, first = versions_of(connection, MATTER)
        assert studio.hall.current_bundle(connection, MATTER).sha256 == first.sha256
    assert (newest.withdrawn_by, newest.withdrawn_reason) == (studio.manager.name, "第三步写错了")
    assert studio.training.open_elements(running) == ["accept"]


def test_without_any_version_the_matter_is_not_taken_in_but_keeps_its_name(studio):
    with studio.hall.reading() as connection:
        sha256 = studio.hall.current_bundle(connection, MATTER).sha256
    withdraw(studio, sha256)
    with pytest.raises(NotFound):
        studio.training.file_case()
    with studio.hall.reading() as connection:
        assert MATTER not in {one.key for one in matters_in_force(studio.hall, connection)}
        assert MATTER in {one.key for one in matter_names(connection)}


def test_once_with_a_reason_and_by_a_matter_manager(studio):
    draft_id = studio.submitted()
    studio.approve(draft_id)
    sha256 = studio.look(draft_id).sha256
    with pytest.raises(NotAllowed):
        withdraw(studio, sha256, by=studio.designer)
    with pytest.raises(Invalid):
        withdraw(studio, sha256, reason="")
    withdraw(studio, sha256)
    with pytest.raises(Forbidden, match="已由"):
        withdraw(studio, sha256)


def test_its_content_does_not_come_back_as_a_new_version(studio):
    first, second = studio.submitted(), studio.submitted()
    studio.approve(first)
    withdraw(studio, studio.look(first).sha256)
    with pytest.raises(Forbidden, match="撤下"):
        studio.approve(second)
