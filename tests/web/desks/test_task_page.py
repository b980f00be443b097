"""The page of a task: filling in, saving, deciding, and being too late."""

from __future__ import annotations

import re
from dataclasses import replace

from support import catering

from engine.cases.claim_task import ClaimTask
from engine.cases.complete_task import CompleteTask


def task_of(at, training, login, case, element):
    """Claim a task and return its page, as the person who does it sees it."""
    task = training[login].find(case, element)
    page = at(login).open(f"/tasks/{task}")
    return page.press("签收") if page.document.xpath("//button[text()='签收']") else page


def read_again(page):
    return page.browser.open(page.path)


def test_the_case_stands_beside_the_form(at, training):
    case = catering.to_approval(training)
    page = task_of(at, training, "shenpi", case, "approval")
    for text in ("王小明", "小明面馆", catering.ID_NUMBER, "营业执照", "business_licence.pdf", "接下来"):
        assert text in page.text
    assert "符合条件，建议准予许可" in page.text
    assert re.search("准予许可 ?→ 制证办结", page.text)


def test_errors_stand_beside_their_fields_and_keep_what_was_typed(at, training):
    case = catering.to_approval(training)
    page = task_of(at, training, "shenpi", case, "approval")
    wrong = page.press("提交", result="refuse", opinion="材料不符")
    assert wrong.status == 422
    assert wrong.document.xpath("//*[@id='error-summary']//a[@href='#f-reason']")
    assert wrong.document.xpath("//*[@id='f-reason-error']")
    assert wrong.document.xpath("//textarea[@id='f-opinion']")[0].text.strip() == "材料不符"
    assert wrong.document.xpath("//input[@name='result' and @value='refuse' and @checked]")


def test_an_opinion_is_saved_unfinished_and_is_there_again(at, training):
    case = catering.to_approval(training)
    page = task_of(at, training, "shenpi", case, "approval")
    saved = page.press("暂存", opinion="先写一半")
    assert "已暂存，尚未提交。" in saved.text
    assert read_again(saved).document.xpath("//textarea[@id='f-opinion']")[0].text.strip() == "先写一半"
    assert training.status(case) == "accepted"


def test_a_decision_names_the_document_that_it_made(at, training):
    case = catering.to_approval(training)
    page = task_of(at, training, "shenpi", case, "approval")
    after = page.press("提交", result="grant", opinion="同意")
    assert after.status == 200
    assert after.path.startswith("/inbox")
    assert re.search(r"“审批”已办理。 \d+ 已制发《准予行政许可决定书》汉市监准〔2026〕00001号", after.text)
    assert f"/cases/{case}" in after.links()
    assert training.status(case) == "decided"


def test_a_double_click_decides_once(at, training):
    case = catering.to_approval(training)
    path, fields = task_of(at, training, "shenpi", case, "approval").asked("提交", result="grant", opinion="同意")
    pages = [at("shenpi").post(path, fields) for _ in range(2)]
    assert [page.status for page in pages] == [200, 200]
    assert "已制发《准予行政许可决定书》汉市监准〔2026〕00001号" in pages[1].text
    assert [one.kind for one in training.approver.file(case).documents].count("grant_decision") == 1


def test_a_refusal_is_asked_for_once_more(at, training):
    case = catering.to_approval(training)
    page = task_of(at, training, "shenpi", case, "approval")
    values = {"result": "refuse", "opinion": "不同意", "reason": "场所不符合第三项条件", "basis": "管理条例第十条"}
    question = page.press("提交", **values)
    assert "请确认：不予许可" in question.text
    assert "场所不符合第三项条件" in question.text
    assert training.status(case) == "accepted"
    back = question.press("返回修改")
    assert back.status == 200
    assert back.document.xpath("//textarea[@id='f-reason']")[0].text.strip() == "场所不符合第三项条件"
    after = question.press("确认并制发")
    assert "《不予行政许可决定书》汉市监不准〔2026〕00001号" in after.text
    assert training.approver.file(case).case["outcome"] == "refused"


def test_a_one_time_notice_lists_everything_at_once(at, training):
    case = catering.file_application(training)
    page = task_of(at, training, "chuangkou", case, "acceptance")
    more = page.press("＋ 增加一项", result="supplement")
    asked = {f"materials__0__{name}": text for name, text in
             (("material", "layout_plan"), ("problem", "看不清"), ("correction", "重新绘制"))}  # fmt: skip
    question = more.press("提交", result="supplement", **asked)
    assert "只能告知一次" in question.text
    after = question.press("确认并制发")
    assert "《一次性补正材料告知书》汉市监补〔2026〕00001号" in after.text
    assert training.status(case) == "supplement_wait"


def test_a_field_that_the_form_does_not_have_is_refused(at, training):
    case = catering.to_approval(training)
    page = task_of(at, training, "shenpi", case, "approval")
    for button in ("提交", "暂存"):
        path, fields = page.asked(button, result="grant", opinion="同意")
        for name in ("approved", "typename", "result.x", "assign_check", "opinion.__class__"):
            assert page.browser.post(path, [*fields, (name, "true")]).status == 422, name
    assert training.status(case) == "accepted"
    assert read_again(page).document.xpath("//textarea[@id='f-opinion']")[0].text.strip() == ""


def test_names_of_the_page_itself_never_enter_the_case(at, training):
    case = catering.to_approval(training)
    page = task_of(at, training, "shenpi", case, "approval")
    path, fields = page.asked("提交", result="grant", opinion="同意")
    refused = page.browser.post(path, [*fields, ("__class__", "x")])
    assert refused.status == 422
    assert "approval" not in training.approver.file(case).answers
    page.browser.post(path, [*fields, ("_approved", "true")])
    assert training.approver.file(case).answers["approval"] == {"result": "grant", "opinion": "同意"}


def test_two_inspectors_are_chosen_from_those_of_the_station(at, training):
    case = catering.file_application(training)
    catering.accept(training, case)
    page = task_of(at, training, "suozhang", case, "assign_check")
    offered = {one.get("value"): one.getnext().text for one in page.document.xpath("//input[@name='inspectors']")}
    assert sorted(offered.values()) == ["叶知秋", "康定", "秦川"]
    one = page.press("提交", inspectors=[next(iter(offered))])
    assert one.status == 422
    page.press("提交", inspectors=list(offered)[:2])
    assert training.open_elements(case) == ["site_check", "site_check"]


def test_an_inspector_has_the_own_record_only(at, training):
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case, "hecha1", "hecha2")
    mine = at("hecha1").open(f"/tasks/{training['hecha1'].find(case, 'site_check')}")
    assert mine.document.xpath("//form[contains(@class,'filling')]")
    assert "退回待签收" not in mine.text
    other = at("hecha1").open(f"/tasks/{training['hecha2'].find(case, 'site_check')}")
    assert "这一步已由叶知秋签收。" in other.text
    assert not other.document.xpath("//form[contains(@class,'filling')]")


def test_who_decides_too_late_reads_who_was_first(at, training, hall):
    case = catering.to_approval(training)
    page = task_of(at, training, "shenpi", case, "approval")
    task = training.approver.find(case, "approval")
    hall.run(CompleteTask(by=training.approver.actor, task_id=task, values={"result": "grant", "opinion": "同意"}))
    late = page.press("提交", result="return", opinion="再看看")
    assert late.status == 409
    assert "“审批”已由宋明远于2026-03-02 09:30办理。" in late.text
    assert "这一步已由宋明远于2026年3月2日 09:30办理。" in read_again(page).text


def test_a_task_that_changed_hands_is_not_decided_on_an_old_page(at, training, hall):
    case = catering.to_approval(training)
    page = task_of(at, training, "shenpi", case, "approval")
    page.press("退回待签收")
    deputy = replace(training["hecha3"].actor, holdings=training.approver.actor.holdings)
    hall.run(ClaimTask(by=deputy, task_id=training.approver.find(case, "approval")))
    late = page.press("提交", result="grant", opinion="同意")
    assert late.status == 409
    assert "“审批”已由康定于2026-03-02 09:30签收。" in late.text


def test_a_delivery_starts_with_what_the_applicant_asked_for(at, training):
    case = catering.to_approval(training)
    catering.grant(training, case)
    made = task_of(at, training, "chujian", case, "certificate")
    assert made.document.xpath("//input[@name='scope']")[0].get("value") == "热食类食品制售、冷食类食品制售"
    made.press("提交", certificate_no="陕餐6109210001", valid_to="2029-03-01")
    page = task_of(at, training, "chujian", case, "delivery")
    assert page.document.xpath("//input[@name='mode' and @value='window' and @checked]")
    assert page.document.xpath("//input[@name='receiver']")[0].get("value") == "王小明"
    after = page.press("提交")
    assert "《送达回证》汉市监送〔2026〕00001号" in after.text
    assert training.status(case) == "closed"
