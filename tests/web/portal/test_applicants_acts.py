"""What an applicant does about the own case: supply what was asked for, report, withdraw; once each, and in time."""

from __future__ import annotations

import io

import pytest
from portal_pages import PDF, code_on, filed, scans, words_of
from support import catering


def asked(training, followed, *materials):
    """Return a case whose applicant was asked for something, and its page."""
    case = catering.file_application(training)
    catering.ask_for(training, case, *(materials or ("layout_plan", "premises_proof")))
    return case, followed(case)


def to_rectification(training, followed):
    """Return a case whose applicant has to put something right, and its page."""
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    catering.check(training, case, "hecha1", "rectify")
    catering.check(training, case, "hecha2", "rectify")
    return case, followed(case)


def form_of(page, end):
    """Open the page behind the link that ends so."""
    (address,) = {link for link in page.links() if link.endswith(end)}
    return page.browser.open(address)


def test_what_is_asked_for_is_told_and_supplied_online(followed, training):
    case, page = asked(training, followed)
    wanted = words_of(page.document.xpath("//section[@id='wanted']")[0])
    assert "设备布局、卫生设施示意图及说明 问题：复印件不清晰 要求：请提交清晰的复印件" in wanted
    assert "补正期限到2026年4月14日" in wanted
    form = form_of(page, "/supplement")
    assert sorted(form.document.xpath("//input[@type='file']/@name")) == ["layout_plan", "premises_proof"]
    done = form.press("提交补正材料", **scans("layout_plan", "premises_proof"))
    assert done.path == page.path
    assert "制发《补正材料接收凭证》汉市监补收〔2026〕00001号" in done.text
    assert "收到补正材料" in words_of(done.document.xpath("//ol[@class='timeline']")[0])
    assert "目前不需要您做什么。" in done.text
    assert training.status(case) == "received"
    file = training.clerk.file(case)
    assert len(file.attachments) == 8
    assert [one.actor_name for one in file.trail if one.act == "caught"] == ["申请人"]


def test_all_of_it_has_to_be_there(followed, training):
    case, page = asked(training, followed)
    half = form_of(page, "/supplement").press("提交补正材料", **scans("layout_plan"))
    assert half.status == 422
    assert half.document.xpath("//*[@id='error-summary']//a/@href") == ["#f-premises_proof"]
    assert [one.text for one in half.document.xpath("//span[@class='file-name']")] == ["layout_plan.pdf"]
    assert training.status(case) == "supplement_wait"
    half.press("提交补正材料", **scans("premises_proof"))
    assert training.status(case) == "received"


def test_nothing_else_is_taken(followed, training, public):
    case, page = asked(training, followed, "layout_plan")
    path, fields = form_of(page, "/supplement").asked("提交补正材料")
    for extra in ({"business_licence": (io.BytesIO(PDF), "x.pdf")}, {"approved": "true"}, {"__class__": "x"}):
        refused = public.post(path, [*fields, *scans("layout_plan").items(), *extra.items()])
        assert refused.status == 422
        assert "表单中没有" in refused.text
    assert training.status(case) == "supplement_wait"
    assert len(training.clerk.file(case).attachments) == 6


def test_another_cases_files_do_not_make_a_supplement(followed, training, public):
    case, page = asked(training, followed, "layout_plan")
    other = catering.file_application(training)
    foreign = [one.id for one in training.clerk.file(other).attachments]
    own = [one.id for one in training.clerk.file(case).attachments if one.material == "layout_plan"]
    path, fields = form_of(page, "/supplement").asked("提交补正材料")
    for one in (*foreign, *own):
        assert public.post(path, [*fields, ("_kept.layout_plan", one)]).status == 422
    assert training.status(case) == "supplement_wait"


def test_a_second_click_on_a_supplement_says_it_was_received(followed, training, public):
    case, page = asked(training, followed, "layout_plan")
    path, fields = form_of(page, "/supplement").asked("提交补正材料")
    first = public.post(path, [*fields, *scans("layout_plan").items()])
    second = public.post(path, [*fields, *scans("layout_plan").items()])
    assert first.path == second.path == page.path
    assert "材料已经收到" in second.text
    kinds = [one.kind for one in training.clerk.file(case).documents]
    assert kinds.count("supplement_receipt") == 1
    assert public.open(f"{page.path}/supplement").path == page.path


def test_what_came_too_late_is_told(followed, training, public):
    from engine.cases.close_without_supplement import CloseWithoutSupplement

    case, page = asked(training, followed, "layout_plan")
    form = form_of(page, "/supplement").asked("提交补正材料")
    training.pass_days(60)
    training.hall.run(CloseWithoutSupplement(by=training.clerk.actor, key="late", case_id=case))
    followed(case)
    late = public.post(form[0], [*form[1], *scans("layout_plan").items()])
    assert late.path == page.path
    assert "补正期限已过，没有收到补正材料" in late.text
    assert "流程结束：补正不来办结" in late.text
    assert training.status(case) == "closed_no_supplement"


def test_a_rectification_is_reported_and_the_case_goes_on(followed, training, public):
    case, page = to_rectification(training, followed)
    wanted = words_of(page.document.xpath("//section[@id='wanted']")[0])
    assert "三日内补齐消毒设施" in wanted
    assert "期限到2026年3月5日" in wanted
    assert "秦川" not in page.source
    form = form_of(page, "/reports/rectification_reported")
    assert form.press("提交报告", note="   ").status == 422
    assert form.press("提交报告", note="x" * 1001).status == 422
    path, fields = form.asked("提交报告", note="消毒柜已经装好")
    first, second = public.post(path, fields), public.post(path, fields)
    assert first.path == second.path == page.path
    assert "已经收到您的报告" in first.text
    assert set(training.open_elements(case)) == {"recheck"}
    notes = [one.values for one in training.clerk.file(case).trail if one.act == "caught"]
    assert notes == [{"note": "消毒柜已经装好"}]
    again = form.press("提交报告", note="再报告一次", _key="another")
    assert again.status == 409
    assert "已经报告过了" in again.text


@pytest.mark.parametrize("message", ["supplement_received", "supplement_lapsed", "nothing", "rectification_reported"])
def test_only_what_is_waited_for_can_be_reported(followed, training, public, message):
    case, page = asked(training, followed)
    token = public.open("/progress").document.xpath("//input[@name='csrf_token']/@value")[0]
    assert public.open(f"{page.path}/reports/{message}").status == 409
    assert public.post(f"{page.path}/reports/{message}", [("csrf_token", token), ("note", "x")]).status == 409
    assert training.status(case) == "supplement_wait"


@pytest.mark.parametrize("when", ["received", "supplement_wait", "accepted"])
def test_an_application_is_withdrawn_with_a_reason_and_a_second_thought(followed, training, public, when):
    case = catering.file_application(training)
    if when == "supplement_wait":
        catering.ask_for(training, case, "layout_plan")
    if when == "accepted":
        catering.accept(training, case)
    form = form_of(followed(case), "/withdrawal")
    refused = form.press("撤回申请", reason=" ")
    assert refused.status == 422
    assert refused.document.xpath("//*[@id='error-summary']//a/@href") == ["#reason", "#sure"]
    unsure = form.press("撤回申请", reason="不开店了")
    assert unsure.document.xpath("//*[@id='error-summary']//a/@href") == ["#sure"]
    assert unsure.document.xpath("//textarea")[0].text.strip() == "不开店了"
    assert training.status(case) == when
    path, fields = unsure.asked("撤回申请", sure="yes")
    first, second = public.post(path, fields), public.post(path, fields)
    assert first.path == second.path
    assert "您已经撤回申请，本件不再办理。" in first.text
    assert "终止审查通知书" in first.text
    assert training.status(case) == "withdrawn"
    assert [one.kind for one in training.clerk.file(case).documents].count("withdrawal_notice") == 1
    assert "/withdrawal" not in " ".join(first.links())


def test_nothing_is_withdrawn_after_the_decision(followed, training, public):
    case = catering.to_approval(training)
    page = followed(case)
    form = form_of(page, "/withdrawal").asked("撤回申请", reason="不开了", sure="yes")
    catering.grant(training, case)
    late = public.post(*form)
    assert late.status == 409
    assert "不能撤回申请" in late.text
    assert public.open(f"{page.path}/withdrawal").status == 409
    assert training.status(case) == "decided"


def test_the_result_is_collected_at_the_place_of_the_guide(followed, training):
    case = catering.to_approval(training)
    catering.grant(training, case)
    catering.certify(training, case)
    wanted = words_of(followed(case).document.xpath("//section[@id='wanted']")[0])
    assert "汉阴县城关镇 县政务服务大厅一楼 待核实" in wanted


def test_every_document_of_the_case_is_printed_masked(followed, training, public):
    case = catering.to_approval(training)
    catering.grant(training, case)
    addresses = [link for link in followed(case).links() if link.endswith(".pdf")]
    assert len(addresses) == len(training.clerk.file(case).documents)
    for address in addresses:
        answer = public.visitor.get(address)
        assert answer.status_code == 200
        assert answer.mimetype == "application/pdf"


def test_the_whole_way_in_one_browser(public, training, hall):
    receipt = filed(public)
    page = public.open(receipt.path.removesuffix("/receipt"))
    assert code_on(receipt) not in page.source
    english = public.open(f"{page.path}?lang=en")
    assert "Nothing is needed from you at present." in english.text
