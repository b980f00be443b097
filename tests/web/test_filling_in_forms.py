"""Forms on pages: what is wrong stands beside its field, and nothing that was entered is lost."""

from __future__ import annotations

import io
import re

import pytest
from support import every_widget
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from engine.actor import SYSTEM
from engine.cases.save_draft import SaveDraft
from webapp.uploads import clean_name, extensions_of, limit_of

PDF = b"%PDF-1.7 a licence"
COMPLETE = {
    "applicant.name": "周小燕",
    "applicant.id_number": "610921199003070019",
    "applicant.phone": "13800138000",
    "premises.address": "城关镇北街 1 号",
    "premises.area": "36.5",
    "premises.kind": "snack",
    "premises.sells": ["hot", "drinks"],
    "premises.opens_on": "2026-04-01",
    "premises.rent": "1,200.50",
    "has_agent": "false",
    "staff.0.name": "李小红",
    "promise": "true",
}


@pytest.fixture
def form(app, visitor, hall, monkeypatch):
    """The visitor before the form of every widget, with a draft for its files."""
    draft = hall.run(SaveDraft(by=SYSTEM, matter_key="three_reviews", entered={}))["draft_id"]
    monkeypatch.setattr(every_widget, "DRAFT", draft)
    app.register_blueprint(every_widget.blueprint)
    return visitor


def send(form, data, action="submit"):
    return form.post("/test/form", {**data, "_act": action}, content_type="multipart/form-data")


def licence(content=PDF, name="营业执照.pdf"):
    return {"licence": (io.BytesIO(content), name)}


def field_of(page, name):
    """Return the HTML of one field."""
    place = page.index(f'name="{name}"')
    start = [found.start() for found in re.finditer(r'class="field( field-wrong)?"', page[:place])][-1]
    return page[start : place + 400]


def test_a_complete_form_gives_typed_values(form):
    response = send(form, COMPLETE | licence())
    assert response.status_code == 200
    values = response.json
    (attachment,) = values.pop("licence")
    assert len(attachment) == 32
    assert values["applicant"]["name"] == "周小燕"
    assert values["premises"]["area"] == 36.5
    assert values["premises"]["rent"] == 120050
    assert values["premises"]["sells"] == ["hot", "drinks"]
    assert values["has_agent"] is False
    assert values["staff"] == [{"name": "李小红"}]


def test_errors_stand_beside_their_fields_and_in_a_summary_with_links(form):
    response = send(form, COMPLETE | {"applicant.phone": "12", "premises.kind": ""})
    page = response.text
    assert response.status_code == 422
    assert "有 3 处需要更正" in page
    field = field_of(page, "applicant.phone")
    assert "field-wrong" in field
    assert 'id="f-applicant-phone-error"' in field
    assert 'aria-describedby="f-applicant-phone-error" aria-invalid="true"' in field
    assert 'value="12"' in field
    links = re.findall(r'<a href="#([^"]+)">', page.split('id="error-summary"')[1].split("</ul>")[0])
    assert links == ["f-applicant-phone", "f-premises-kind", "f-licence"]
    assert all(f'id="{link}"' in page for link in links)


def test_what_was_entered_comes_back(form):
    page = send(form, COMPLETE | {"applicant.phone": ""}).text
    assert 'value="周小燕"' in page
    assert re.search(r'value="snack" checked', page)
    assert re.search(r'value="hot" checked', page)
    assert 'value="1,200.50"' in page


def test_a_hint_is_wired_to_its_field(form):
    field = field_of(form.get("/test/form").text, "applicant.credit_code")
    assert '<p class="hint" id="f-applicant-credit_code-hint">18 位，见营业执照右上角</p>' in field
    assert 'aria-describedby="f-applicant-credit_code-hint"' in field
    assert "（选填）" in field


def test_enter_presses_a_button_that_sends_the_form(form):
    page = form.get("/test/form").text
    first = re.search(r"<button[^>]*>", page.split('class="filling"')[1]).group()
    assert 'name="_act" value="submit"' in first


def test_a_file_stays_when_the_form_comes_back(form):
    page = send(form, COMPLETE | {"applicant.phone": ""} | licence()).text
    assert "营业执照.pdf" in page
    kept = re.search(r'name="_kept.licence" value="(\w+)"', page).group(1)
    values = send(form, COMPLETE | {"_kept.licence": kept}).json
    assert values["licence"] == [kept]


def test_a_file_can_be_taken_off_again(form):
    page = send(form, COMPLETE | {"applicant.phone": ""} | licence()).text
    kept = re.search(r'name="_kept.licence" value="(\w+)"', page).group(1)
    response = send(form, COMPLETE | {"_kept.licence": kept}, action=f"drop:licence:{kept}")
    assert response.status_code == 200
    assert "_kept.licence" not in response.text
    assert "error-summary" not in response.text
    assert 'value="周小燕"' in response.text


@pytest.mark.parametrize("posted", [{"_kept.licence": "f" * 32}, {"licence": "f" * 32}])
def test_a_file_of_somebody_else_cannot_be_claimed(form, hall, posted):
    response = send(form, COMPLETE | posted)
    assert response.status_code == 422
    assert "f" * 32 not in re.sub(r'"applicant[^>]+>', "", response.text)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"MZ\x90\x00", "virus.exe", "类型不能接收"),
        (b"MZ\x90\x00", "virus.pdf", "内容与扩展名不符"),
        (b"<html><script>", "page.html", "类型不能接收"),
        (b"\x89PNG\r\n\x1a\n", "picture.png", "类型不能接收"),
        (b"\x89PNG\r\n\x1a\n", "picture.jpg", "内容与扩展名不符"),
        (b"", "empty.pdf", "是空的"),
        (PDF, "no_extension", "类型不能接收"),
    ],
)
def test_other_files_are_refused_with_a_reason(form, content, name, reason, hall):
    response = send(form, COMPLETE | licence(content, name))
    assert response.status_code == 422
    assert reason in response.text
    assert "_kept.licence" not in response.text


def test_a_file_that_is_too_large_leaves_nothing_behind(form, hall, monkeypatch):
    from webapp import uploads

    monkeypatch.setattr(uploads, "USUAL_BYTES", 1 << 20)
    token = re.search(r'name="csrf_token" value="([^"]+)"', form.get("/test/form").text).group(1)
    large = FileStorage(io.BytesIO(PDF + b"0" * (1 << 20)), "licence.pdf")
    fields = [*COMPLETE.items(), ("csrf_token", token), ("licence", large)]
    boundary, body = encode_multipart(MultiDict(fields))
    response = form.client.post("/test/form", data=body, content_type=f"multipart/form-data; boundary={boundary}")
    assert response.status_code == 422
    assert "文件超过 1 MB" in response.text
    assert not [path for path in (hall.data / "files").rglob("*") if path.is_file()]


def test_rows_are_added_and_removed_without_losing_anything(form):
    page = send(form, COMPLETE, action="add:staff").text
    assert "从业人员 2" in page
    assert "error-summary" not in page
    assert 'value="李小红"' in page
    two = COMPLETE | {"staff.1.name": "王大力"}
    page = send(form, two, action="del:staff:0").text
    assert 'name="staff.0.name" value="王大力"' in page
    assert "李小红" not in page


def test_no_more_rows_than_allowed(form):
    rows = {f"staff.{number}.name": "某人" for number in range(3)}
    page = send(form, COMPLETE | rows, action="add:staff").text
    assert "staff.3.name" not in page
    assert "add:staff" not in page


def test_what_a_condition_hides_is_not_kept(form):
    values = send(form, COMPLETE | licence() | {"agent.name": "不该留下"}).json
    assert "agent" not in values


def test_the_condition_is_told_in_words_for_browsers_without_script(form):
    page = form.get("/test/form").text
    assert "“是否委托代理人办理”为“是”时填写" in page
    assert 'data-watch="has_agent" data-values="[&#34;true&#34;]"' in page


@pytest.mark.parametrize(
    "name", ["approved", "typename", "__class__", "applicant.__class__", "staff.9999.name", "result"]
)
def test_a_field_that_the_form_does_not_have_is_refused(form, name):
    response = send(form, COMPLETE | licence() | {name: "1"})
    assert response.status_code == 422
    assert "表单中没有" in response.text


def test_entered_text_is_never_html(form):
    page = send(form, COMPLETE | {"applicant.name": '"><script>alert(1)</script>', "applicant.phone": ""}).text
    assert "<script>alert" not in page


def test_the_key_of_a_form_stays_while_it_is_corrected(form):
    first = re.search(r'name="_key" value="(\w+)"', form.get("/test/form").text).group(1)
    other = re.search(r'name="_key" value="(\w+)"', form.get("/test/form").text).group(1)
    assert first != other
    again = send(form, COMPLETE | {"_key": first}).text
    assert f'name="_key" value="{first}"' in again


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\扫描件.pdf", "扫描件.pdf"),
        ("a\x00b\u202e.pdf", "ab.pdf"),
        ("..", "未命名"),
    ],
)
def test_a_file_name_is_only_a_name(name, clean):
    assert clean_name(name) == clean


def test_forms_cannot_widen_what_is_taken():
    assert extensions_of([".PDF", "application/pdf", "exe", "image/jpeg"]) == ("pdf", "jpg")
    assert extensions_of(["exe"]) == ("pdf", "jpg", "png")
    assert limit_of(None) == 20 << 20
    assert limit_of(10**12) == 200 << 20
