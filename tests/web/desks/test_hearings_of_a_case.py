"""A hearing through the pages of its people: begun from the step, arranged, recorded, and read by who decides."""

from __future__ import annotations

from datetime import timedelta

from support import catering, hearings


def step(at, training, case, login="shenpi"):
    return at(login).open(f"/tasks/{training.approver.find(case, 'approval')}")


def chair(training) -> str:
    return str(training["juzhang"].actor.person_id)


def test_from_the_telling_of_the_right_to_the_decision(at, training):
    case = catering.to_approval(training)
    training.approver.claim(case, "approval")
    form = step(at, training, case).follow("启动听证")
    wrong = form.press("启动听证", interest="　", parties="赵邻居")
    assert wrong.status == 422
    assert wrong.document.xpath("//*[@id='interest-error']")
    fields = wrong.asked("启动听证", interest="排烟口正对邻居窗口 🔬")
    page = wrong.browser.post(*fields)
    assert "听证权利已告知" in page.text
    assert "汉市监听告〔2026〕00001号" in page.text
    assert "赵邻居" in page.text
    # The second click of the same button changes nothing.
    assert "听证权利已告知" in wrong.browser.post(*fields).text
    assert [one.kind for one in training.approver.file(case).documents].count("hearing_right_notice") == 1

    assert page.press("登记听证申请", asker="", reason="").status == 422
    page = page.press("登记听证申请", asker="赵邻居", reason="油烟扰民")
    assert "听证申请已登记" in page.text
    soon = (training.today + timedelta(days=6)).isoformat()
    said = {"time": "09:30", "place": "二楼听证室", "chair": chair(training)}
    early = page.press("制发听证通知书", day=soon, **said)
    assert early.status == 422
    assert "最早可以定在2026-03-09" in early.text
    assert "第四十八条第一款第一项" in early.text
    # The paused limit leads to the hearing that will end the pause, and a second one cannot be begun.
    assert step(at, training, case).follow("办理听证").path == page.path
    assert at("shenpi").open(form.path).path == page.path
    page = early.press("制发听证通知书", day=(training.today + timedelta(days=7)).isoformat())
    assert "汉市监听通〔2026〕00001号" in page.text
    assert "当天起登记笔录" in page.text

    page = page.press("登记回避申请", recusal="主持人是申请人的亲属")
    assert "决定主持人是否回避" in page.text
    assert page.press("作出决定").status == 422
    page = page.press("作出决定", granted="no", why="没有亲属关系")
    assert "决定：不回避" in page.text

    training.pass_days(7)
    page = at("shenpi").open(page.path)
    assert page.press("登记笔录", present="赵邻居", minutes="没有异议").status == 422
    page = page.press("登记笔录", present="赵邻居", minutes="改造以后没有异议", signed="yes")
    assert "汉市监听录〔2026〕00001号" in page.text
    # Who decides has the minutes before them.
    decision = step(at, training, case)
    assert "汉市监听录〔2026〕00001号" in decision.text
    assert "改造以后没有异议" in decision.text
    assert "听证笔录 汉市监听录〔2026〕00001号" in at("shenpi").open(f"/cases/{case}").text


def test_a_decision_with_the_right_open_is_refused_with_the_article(at, training):
    case = catering.to_approval(training)
    training.approver.claim(case, "approval")
    hearings.tell(training.approver, case)
    page = step(at, training, case).press("提交", result="grant", opinion="同意")
    assert "第四十七条" in page.text
    assert training.status(case) == "accepted"


def test_a_public_hearing_stands_on_the_screen_of_the_hall_without_a_name(at, training):
    case = catering.to_approval(training)
    training.approver.claim(case, "approval")
    page = step(at, training, case).follow("启动听证").press("启动听证", kind="public", interest="涉及公共利益")
    day = (training.today + timedelta(days=7)).isoformat()
    said = {"time": "14:00", "place": "二楼听证室", "chair": chair(training)}
    page = page.press("制发听证通知书", day=day, **said)
    assert "汉市监听公〔2026〕00001号" in page.text
    screen = at("").open("/hall/hearings-1")
    assert "汉市监听公〔2026〕00001号" in screen.text
    assert "二楼听证室" in screen.text
    assert "王小明" not in screen.text
    assert "小明面馆" not in screen.text


def test_who_only_looks_reads_no_names_and_has_no_buttons(at, training):
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case, (hearings.NEIGHBOUR,))
    page = at("jiancha").open(f"/hearings/{hearing}")
    assert page.status == 200
    assert "赵邻居" not in page.text
    assert "登记听证申请" not in page.text
    assert at("shoufei").open(f"/hearings/{hearing}").status == 404
    assert at("shenpi").open("/hearings/none").status == 404


def test_a_clerk_at_the_window_takes_the_request_down_and_arranges_nothing(at, training):
    case = catering.to_approval(training)
    hearing = hearings.tell(training.approver, case)
    page = at("chuangkou").open(f"/hearings/{hearing}")
    page = page.press("登记听证申请", asker="applicant", reason="当面说明")
    assert "听证申请已登记" in page.text
    assert "制发听证通知书" not in page.text
