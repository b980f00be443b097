"""A designer changes a form of a draft beside its preview."""

from __future__ import annotations

import re
from html import unescape

import pytest


class Sheet:
    """One form's page in one browser; what it sends is what the page holds."""

    def __init__(self, desk, name: str = "assign_check") -> None:
        self.desk, self.address = desk, f"{desk.address}/forms/{name}"
        self.text = desk.visitor.get(self.address).text

    def held(self) -> dict[str, str]:
        page = self.text.partition('id="h-preview"')[0]
        said = {n: unescape(v) for n, v in re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', page)}
        boxes = re.findall(r'type="checkbox"[^>]* name="([^"]+)" value="1"( checked)?', page)
        said = {n: v for n, v in said.items() if n not in dict(boxes)} | {n: "1" for n, on in boxes if on}
        for name, inner in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', page, re.S):
            said[name] = next(iter(re.findall(r'value="([^"]*)" selected', inner)), "")
        for name, inner in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S):
            said[name] = unescape(inner).removeprefix("\n")
        return said

    def press(self, act: str, **rows: str):
        sent = self.held() | {"_act": act} | {name.replace("__", "."): text for name, text in rows.items()}
        visitor = self.desk.visitor
        answer = visitor.client.post(self.address, data=sent, environ_base=visitor.where)
        self.text = answer.text
        return answer

    @property
    def preview(self) -> str:
        return self.text.partition('id="h-preview"')[2]


@pytest.fixture
def sheet(sitting):
    return Sheet(sitting().begin())


def test_a_field_is_added_looked_at_and_saved(sheet):
    sheet.press("add")
    sheet.press("preview", r3__label="联系人身份证", r3__kind="id_number", r3__required="")
    assert "联系人身份证" in sheet.preview
    assert 'name="id_number"' in sheet.preview
    assert "联系人身份证" not in Sheet(sheet.desk).text, "looking at it has saved it"
    assert sheet.press("save").status_code == 303
    assert 'name="id_number"' in Sheet(sheet.desk).preview
    assert not [one for one in sheet.desk.problems(sheet.desk.file()) if one["severity"] == "error"]


def test_saving_what_was_not_changed_changes_nothing(sheet):
    for name in ("application", "delivery"):
        assert Sheet(sheet.desk, name).press("save").status_code == 303
    assert sheet.desk.settings["revision"] == 1


def test_who_saves_over_somebody_elses_work_is_told_and_loses_nothing(sheet):
    other = Sheet(sheet.desk)
    assert other.press("save", title="指派两名核查人员").status_code == 303
    answer = sheet.press("save", title="派人核查")
    assert answer.status_code == 200
    assert "没有保存" in sheet.text
    assert 'value="派人核查"' in sheet.text
    assert "指派两名核查人员" in Sheet(sheet.desk).text


def test_mistakes_stand_at_their_row(sheet):
    sheet.press("add")
    sheet.press("save", r3__label="结论", r3__kind="choice")
    assert 'href="#row-3"' in sheet.text
    assert "请写选项，一行一个。" in sheet.text
    assert 'value="结论"' in sheet.text
    sheet.press("save", r3__choices="pass 通过", r3__show_field="nobody", r3__show_value="x")
    assert "显示条件里的字段“nobody”不存在。" in sheet.text


def test_who_only_approves_reads(sitting, sheet):
    manager = Sheet(sitting("shixiang").sit(sheet.desk.address))
    assert "指派核查人员" in manager.text
    assert 'value="save"' not in manager.text
    assert manager.press("save", title="不该有").status_code == 403
    assert sitting("chenli").sit(sheet.desk.address).visitor.get(sheet.address).status_code in (302, 403)


def test_a_new_form_is_begun_from_the_list(sheet):
    where = f"{sheet.desk.address}/forms"
    answer = sheet.desk.visitor.post(where, {"name": "second_look", "title": "再看一次"}, page=where)
    assert answer.headers["Location"].endswith("/forms/second_look")
    assert "再看一次" in sheet.desk.visitor.get(where).text
    again = sheet.desk.visitor.post(where, {"name": "second_look", "title": "再看一次"}, page=where)
    assert "表单代码不能用" in again.text
