"""Special procedures and extensions through their pages: from the step, by the head, on the page of the case."""

from __future__ import annotations

from support import catering, limits


def step(at, training, case):
    return at("shenpi").open(f"/tasks/{training.approver.find(case, 'approval')}")


def follow(page, end):
    (address,) = {link for link in page.links() if link.endswith(end)}
    return page.browser.open(address)


def test_a_special_procedure_from_start_to_result(at, training):
    case = catering.to_approval(training)
    form = follow(step(at, training, case), "/special-procedure")
    assert "现场核查、会签、集体讨论" in form.text
    wrong = form.press("启动并告知申请人", cause="testing", days="八", reason="需要送检 🔬")
    assert wrong.status == 422
    assert wrong.document.xpath("//*[@id='days-error']")
    assert wrong.document.xpath("//option[@value='testing' and @selected]")
    fields = wrong.asked("启动并告知申请人", days="8")
    page = wrong.browser.post(*fields)
    assert "特别程序已经启动" in page.text
    assert "计时暂停自2026年3月2日，预计2026年3月12日结束" in page.text
    assert "汉市监特〔2026〕00001号" in page.text
    # The second click of the same button changes nothing and says the same.
    assert "特别程序已经启动" in wrong.browser.post(*fields).text
    assert [one.kind for one in training.approver.file(case).documents].count("special_procedure_notice") == 1

    listed = at("shenpi").open("/inbox?tab=claimable&light=paused")
    assert "暂停计时自2026年3月2日起" in listed.text
    assert "暂停计时" in at("jiancha").open("/supervision?light=paused").text
    refused = at("shenpi").open(f"/tasks/{training.approver.find(case, 'approval')}")
    assert "登记结果，恢复计时" in refused.text

    ending = follow(page, "/end")
    assert ending.press("登记结果，恢复计时", result=" ").status == 422
    done = ending.press("登记结果，恢复计时", result="检测合格，县检验所")
    assert "已恢复计时" in done.text
    assert training.approver.file(case).case["paused_since"] is None


def test_whoever_cannot_end_it_is_told_and_sees_no_button(at, training):
    case = catering.to_approval(training)
    pause = limits.start(training.approver, case)
    assert at("jiancha").open(f"/pauses/{pause}/end").status == 403
    assert at("shoufei").open(f"/pauses/{pause}/end").status == 404
    assert "登记结果" not in at("jiancha").open(f"/cases/{case}").text


def test_the_head_approves_an_extension_and_the_limit_is_explained(at, training):
    case = catering.to_approval(training)
    form = follow(step(at, training, case), "/extension")
    assert "最多 10 个工作日" in form.text
    assert form.press("提交负责人审批", days="11", reason="案情复杂").status == 422
    assert "等待审批" in form.press("提交负责人审批", days="5", reason="案情复杂").text
    head = at("juzhang")
    page = follow(head.open("/extensions"), f"/extensions/{limits_id(training)}")
    assert "案情复杂" in page.text
    assert page.press("提交").status == 422
    assert page.press("提交", answer="decline").status == 422
    after = page.press("提交", answer="approve")
    assert "已批准延长期限" in after.text
    assert "汉市监延〔2026〕00001号" in after.text
    why = head.open(f"/cases/{case}/limits/statutory").text
    assert "15 个工作日，延长 5 个工作日" in why
    assert "其中延长期限5个工作日" in why
    assert head.open(f"/cases/{case}/limits/nothing").status == 404
    # Who proposed it has a notice now, and the other forms open all the same.
    for end in ("/special-procedure", "/extension"):
        assert follow(step(at, training, case), end).status == 200


def limits_id(training):
    from sqlalchemy import select

    from engine.store.clocks import ClockExtension

    with training.hall.reading() as connection:
        return connection.execute(select(ClockExtension.id)).scalar_one()
