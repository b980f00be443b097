"""Filing online: form, check, one case with a receipt; nothing that was typed is lost, nothing foreign gets in."""

from __future__ import annotations

import io
from dataclasses import replace as with_other
from threading import Thread

import pytest
from portal_pages import FORM, PDF, cases, checked, code_on, number_on, scans, typed, words_of
from support import catering
from support.matters import bundle, flow, task
from support.training import publish

from engine.query_code import query_code


def test_an_application_is_filed_and_its_receipt_says_all(public, hall, training):
    page = public.open(FORM)
    assert page.status == 200
    check = page.press("下一步", **typed(), **scans())
    assert check.path == "/drafts/check"
    assert cases(hall) == []
    for said in ("周小燕", catering.ID_NUMBER, "热食类食品制售、糕点类食品制售", "45.5平方米", "business_licence.pdf"):
        assert said in check.text
    receipt = check.press("确认提交")
    (case,) = cases(hall)
    assert receipt.path == f"/progress/{case.number}/receipt"
    assert code_on(receipt) == query_code(hall.key, case.id)
    for said in ("申请材料接收凭证", "汉市监收〔2026〕00001号", case.number, "周小燕", "2026年3月9日", "营业执照 1 份"):
        assert said in words_of(receipt.document)
    file = training.clerk.file(case.id)
    assert file.case["channel"] == "online"
    assert len(file.attachments) == 6
    assert file.trail[0].actor_name == "申请人"


def test_mistakes_stand_beside_their_fields_and_nothing_is_lost(public, hall):
    page = public.open(FORM).press("下一步", **typed(id_number="123", town=""), **scans())
    assert page.status == 422
    assert "有 2 处需要更正" in page.text
    links = page.document.xpath("//*[@id='error-summary']//a/@href")
    assert links == ["#f-id_number", "#f-town"]
    for link in links:
        (field,) = page.document.xpath(f"//*[@id='{link[1:]}']/ancestor::div[contains(@class, 'field-wrong')]")
        assert field.xpath(".//p[@class='field-error']")
    assert page.document.xpath("//input[@name='applicant_name']/@value") == ["周小燕"]
    assert len(page.document.xpath("//ul[@class='kept']/li")) == 6
    check = page.press("下一步", id_number=catering.ID_NUMBER, town="城关镇")
    assert check.path == "/drafts/check"
    assert "layout_plan.pdf" in check.text


def test_what_was_checked_can_be_changed_again(public, hall, training):
    form = public.open(checked(public).document.xpath("//a[text()='返回修改']/@href")[0])
    assert form.document.xpath("//input[@name='subject']/@value") == ["燕子甜品铺"]
    assert len(form.document.xpath("//ul[@class='kept']/li")) == 6
    again = form.press("下一步", subject="小燕面馆")
    assert "小燕面馆" in again.text
    assert number_on(again.press("确认提交")) == cases(hall)[0].number
    assert training.clerk.file(cases(hall)[0].id).case["subject"] == "小燕面馆"


def test_two_clicks_file_one_case(public, hall):
    path, fields = checked(public).asked("确认提交")
    first, second = public.post(path, fields), public.post(path, fields)
    assert first.path == second.path
    assert len(cases(hall)) == 1


def test_two_clicks_at_once_file_one_case(public, hall):
    path, fields = checked(public).asked("确认提交")
    answers = []
    threads = [Thread(target=lambda: answers.append(public.post(path, fields).path)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cases(hall)) == 1
    assert set(answers) == {f"/progress/{cases(hall)[0].number}/receipt"}


def test_two_windows_with_the_same_draft_file_one_case(public, hall):
    path, fields = checked(public).asked("确认提交")
    other = public.open("/drafts/check").asked("确认提交")[1]
    assert dict(fields)["_key"] != dict(other)["_key"]
    first = public.post(path, fields)
    assert public.post(path, other).path == first.path
    assert len(cases(hall)) == 1


def test_what_was_changed_elsewhere_is_checked_again(public, hall):
    old = checked(public).asked("确认提交")
    public.open("/drafts/form").press("下一步", subject="另一个店名")
    page = public.post(*old)
    assert page.path == "/drafts/check"
    assert "草稿在别的页面改动过" in page.text
    assert "另一个店名" in page.text
    assert cases(hall) == []


@pytest.mark.parametrize(
    "name", ["approved", "typename", "__class__", "status", "applicant_name.__class__", "staff.0.x"]
)
@pytest.mark.parametrize("button", ["下一步", "暂存草稿"])
def test_a_field_that_the_form_does_not_have_is_refused(public, hall, name, button):
    path, fields = public.open(FORM).asked(button, **typed())
    page = public.post(path, [*fields, (name, "true")])
    assert page.status == 422
    assert "表单中没有" in page.text
    assert cases(hall) == []


def test_names_of_the_page_itself_change_nothing(public, hall, training):
    path, fields = checked(public).asked("确认提交")
    extra = [("channel", "window"), ("matter_key", "three_reviews"), ("case_id", "1" * 32), ("_by", "admin")]
    public.post(path, [*fields, *extra])
    file = training.clerk.file(cases(hall)[0].id)
    assert (file.case["channel"], file.case["matter_key"]) == ("online", catering.KEY)


def test_a_file_of_another_draft_is_not_taken(public, somebody, hall, training):
    theirs = somebody().open(FORM).press("下一步", **typed(phone=""), **scans())
    foreign = theirs.document.xpath("//input[@name='_kept.layout_plan']/@value")[0]
    case = catering.file_application(training)
    stolen = training.clerk.file(case).attachments[0].id
    others = [one for one in catering.MATERIALS if one != "layout_plan"]
    path, fields = public.open(FORM).press("下一步", **typed(), **scans(*others)).asked("下一步")
    for one in (foreign, stolen, "../../etc/passwd", "' or 1=1 --"):
        for name in ("_kept.layout_plan", "layout_plan"):
            page = public.post(path, [*fields, (name, one)])
            assert page.status == 422
            assert page.document.xpath("//*[@id='error-summary']//a/@href") == ["#f-layout_plan"]
            assert f'value="{one}"' not in page.source
    assert len(cases(hall)) == 1


def test_another_matters_draft_is_not_gone_on_with(public, hall):
    page = public.open(FORM).press("下一步", **typed(phone=""))
    code = page.document.xpath("//input[@name='_draft']/@value")[0]
    path, fields = public.open("/matters/three_reviews/application").asked("下一步", applicant_name="周小燕")
    assert public.post(path, [*fields, ("_draft", code)]).status == 404
    assert public.post(path, [*fields, ("_draft", "AAAABBBBCCCC")]).status == 404
    assert public.post("/drafts/file", [*fields, ("_draft", "AAAABBBBCCCC")]).status == 404
    assert cases(hall) == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("virus.exe", b"MZ\x90", "类型不能接收"),
        ("virus.pdf", b"MZ\x90", "内容与扩展名不符"),
        ("page.html", b"<script>", "类型不能接收"),
        ("picture.svg", b"<svg onload=alert(1)>", "类型不能接收"),
        ("picture.png", PDF, "内容与扩展名不符"),
        ("pdf", PDF, "类型不能接收"),
        ("plan.pdf.exe", PDF, "类型不能接收"),
        ("plan.docx", b"PK\x03\x04", "类型不能接收"),
        ("empty.pdf", b"", "是空的"),
    ],
)
def test_files_of_other_kinds_are_refused_beside_their_field(public, hall, name, content, reason):
    for button in ("下一步", "暂存草稿"):
        wrong = {"layout_plan": (io.BytesIO(content), name)}
        page = public.open(FORM).press(button, **typed(), **scans("premises_proof"), **wrong)
        assert page.status == 422
        (field,) = page.document.xpath("//*[@id='f-layout_plan']/ancestor::div[contains(@class, 'field-wrong')]")
        assert reason in words_of(field)
        assert len(page.document.xpath("//ul[@class='kept']/li")) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/cron.d/plan.pdf", "plan.pdf"),
        ("\x00\u202eplan.pdf", "plan.pdf"),
        ("x" * 5000 + ".pdf", "x" * 108 + ".pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf"),
    ],
)
def test_names_of_files_are_only_names(public, hall, name, kept):
    page = public.open(FORM).press("下一步", **typed(), layout_plan=(io.BytesIO(PDF), name))
    (shown,) = page.document.xpath("//span[@class='file-name']")
    assert shown.text == kept
    assert "<img src=x" not in page.source
    assert [one for one in (hall.data / "files").rglob("*") if "plan" in one.name or ".." in one.name] == []


def test_a_matter_for_the_window_alone_is_not_filed_here(public, hall):
    body = ['<startEvent id="filed"/><endEvent id="closed"/>', task("decide"), flow("filed", "decide")]
    made = bundle("window_only", "".join([*body, flow("decide", "closed")]))
    facts = made.files["matter.yaml"].decode().replace("value: [window, online]", "value: [window]")
    publish(hall, type(made).of("window_only", made.files | {"matter.yaml": facts.encode()}))
    guide = public.open("/matters/window_only")
    assert "本事项不能网上申请，请到窗口办理。" in guide.text
    assert "/matters/window_only/application" not in guide.links()
    assert public.open("/matters/window_only/application").status == 409
    token = public.open(FORM).document.xpath("//input[@name='csrf_token']/@value")[0]
    assert public.post("/matters/window_only/application", [("csrf_token", token)]).status == 409
    assert public.open("/matters/nothing/application").status == 404


def test_a_form_that_was_published_anew_checks_what_was_put_aside(public, hall, training):
    checked(public)
    with hall.reading() as connection:
        now = hall.current_bundle(connection, catering.KEY)
    name = "forms/application.schema.json"
    stricter = now.files[name].replace(b'"minLength": 4,', b'"minLength": 9,')
    assert stricter != now.files[name]
    publish(hall, with_other(now, files=now.files | {name: stricter}))
    page = public.open("/drafts/check")
    assert page.status == 422
    assert page.document.xpath("//*[@id='error-summary']//a/@href") == ["#f-address"]
    assert page.press("下一步", address="北城街 12 号二楼东侧").path == "/drafts/check"


def test_the_application_has_no_code_in_any_address(public):
    seen = [checked(public), public.open("/drafts/form"), public.open("/drafts/saved")]
    code = code_on(seen[-1])
    receipt = public.open("/drafts/check").press("确认提交")
    for page in [*seen, receipt]:
        assert code not in page.path
        assert not [link for link in page.links() if code in link or code_on(receipt) in link]


def test_forms_without_their_token_are_refused(public, hall):
    for path in (FORM, "/drafts", "/drafts/file", "/drafts/leave", "/progress", "/progress/leave"):
        assert public.post(path, [("code", "x")]).status == 400
    assert cases(hall) == []
