"""Several departments at one case: who has it now, in lists and on its page; and people with several posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, update
from support import catering, joint

from engine.actor import SYSTEM
from engine.command import Command
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.unit_of_work import UnitOfWork

PAGE_ONE = 150_000


@dataclass(frozen=True, kw_only=True)
class LetEverybodyIn(Command):
    """Let who came without a password log in with the printed one."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        printed = uow.execute(select(Person.password_hash).where(Person.login == "shenhe")).scalar_one()
        uow.execute(update(table_of(Person)).values(password_hash=printed, must_change_password=False))
        return {}


@pytest.fixture
def case(hall, training):
    joint.open_hall(training)
    hall.run(LetEverybodyIn(by=SYSTEM))
    return joint.accepted(training, "fire", "sign")


def test_a_branch_tells_who_has_the_others(at, case):
    page = at("fire_reviewer").open("/inbox?tab=claimable")
    assert "并联，另有 1 步" in page.text
    assert "县城市管理局 · 待签收（审核人）" in page.text


def test_a_step_alone_has_no_badge(at, training):
    catering.file_application(training)
    page = at("chuangkou").open("/inbox?tab=claimable")
    assert "小明面馆" in page.text
    assert "并联" not in page.text


def test_what_one_has_done_tells_where_the_case_is_now(at, training):
    case = catering.to_approval(training)
    page = at("shenhe").open("/inbox?tab=done")
    assert "现在在谁手里" in page.text
    assert "县市场监督管理局 · 待签收（审批人）" in page.text
    assert training.status(case) == "accepted"


def test_the_case_page_shows_each_branch_with_its_steps(at, training, case):
    training["fire_reviewer"].complete(case, "fire_review", result="pass", opinion="可以")
    page = at("chuangkou").open(f"/cases/{case}")
    branches = page.document.xpath("string(//*[@id='branches'])")
    assert "fire_review: fire_reviewer" in branches
    assert "合格" in branches
    assert "sign_review: 待签收（审核人）" in branches


def test_a_person_with_several_posts_looks_at_one_of_them(at, training):
    catering.file_application(training)
    desk = at("chuangkou")
    assert "小明面馆" in desk.open("/inbox?tab=claimable&place=window_clerk~approval_bureau").text
    other = desk.open("/inbox?tab=claimable&place=window_clerk~market_bureau")
    assert "没有符合条件的步骤。" in other.text
    assert "窗口人员 · 县市场监督管理局" in other.text
    assert "岗位和部门" not in at("shenpi").open("/inbox").text


def test_page_one_stays_light(at, training):
    for number in range(21):
        catering.file_application(training, subject=f"店{number:02}" + "长" * 60)
    page = at("chuangkou").open("/inbox?tab=claimable")
    assert len(page.document.xpath("//tbody/tr")) == 20
    assert len(page.response.data) < PAGE_ONE
