"""The applicant and the hearing: the right and its last day, asking or giving up, time and place, the minutes."""

from __future__ import annotations

from support import catering, hearings


def test_the_applicant_asks_and_follows_it_to_the_minutes(followed, training):
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case, (hearings.NEIGHBOUR,))
    page = followed(case)
    assert "您有权要求听证，请在2026年3月9日以前提出" in page.text
    assert "宋明远" not in page.text
    form = page.follow("申请或者放弃听证")
    assert form.press("申请听证", reason="　").status == 422
    fields = form.asked("申请听证", reason="排烟已经改造")
    page = form.browser.post(*fields)
    assert "听证申请已收到" in page.text
    assert "最迟2026年3月30日举行" in page.text
    assert "听证申请已收到" in form.browser.post(*fields).text
    hearings.schedule(training, hearing)
    page = page.browser.open(page.path)
    assert "听证时间：2026年3月9日 09:30" in page.text
    assert "政务服务大厅二楼听证室" in page.text
    page = page.follow("办理听证事项").press("申请回避", recuse="主持人是邻居的亲属")
    assert "正在决定" in page.text


def test_the_applicant_gives_it_up_after_a_second_thought(followed, training):
    case = catering.to_approval(training)
    hearings.tell(training.approver, case)
    form = followed(case).follow("申请或者放弃听证")
    assert form.press("放弃听证").status == 422
    page = form.press("放弃听证", sure="yes")
    assert "已放弃听证" in page.text
    assert "申请或者放弃听证" not in page.text
    catering.grant(training, case)


def test_after_the_hearing_the_minutes_are_named(followed, training):
    case, minutes = hearings.held(training)
    assert f"听证笔录 {minutes}" in followed(case).text


def test_a_case_without_a_hearing_has_no_page_of_one(followed, training):
    page = followed(catering.to_approval(training))
    assert page.browser.open(f"{page.path}/hearing").status == 409
