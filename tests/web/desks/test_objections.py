"""The window takes down objections while a case is under public notice, and the page says how far its branches are."""

from __future__ import annotations

import pytest
from support import joint, notices
from support.matters import bundle, flow, message, task
from support.training import publish


@pytest.fixture
def case(training):
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/><eventBasedGateway id="published"/>',
        task("notice", form="notice", document="public_notice") + task("objection_review"),
        message("public_notice_ended") + message("objection_raised"),
        flow("filed", "notice") + flow("notice", "published") + flow("published", "public_notice_ended"),
        flow("published", "objection_raised") + flow("objection_raised", "objection_review"),
        flow("objection_review", "closed") + flow("public_notice_ended", "closed"),
    ]
    publish(training.hall, bundle("noticed", "".join(body), forms={"notice": notices.NOTICE}))
    return training.file_case("noticed")


def test_an_objection_is_taken_down_during_the_notice_only(clerk, at, case, training):
    assert "登记对公示的异议" not in clerk.open(f"/cases/{case}").text
    training.reviewer.complete(case, "notice", content="拟给予王某某救助", place="村务公开栏")
    assert "登记对公示的异议" not in at("shenhe").open(f"/cases/{case}").text
    page = clerk.open(f"/cases/{case}").press("登记异议", objector="李四海", content="家里有小汽车")
    assert "异议已登记" in page.text
    assert training.open_elements(case) == ["objection_review"]
    assert "登记对公示的异议" not in clerk.open(f"/cases/{case}").text


def test_the_lead_sees_every_branch(at, training):
    joint.open_hall(training)
    case = joint.accepted(training, "fire", "sign")
    joint.review(training, case, "fire")
    joint.decide(training, case, "fire", "decline")
    page = at("shenpi").open(f"/cases/{case}")
    for text in ("各部门分项", "没有答复不等于同意", "县消防救援大队", "不同意", "县城市管理局", "办理中", "未申请"):
        assert text in page.text
