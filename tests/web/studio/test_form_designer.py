"""A designer changes a form of a draft beside its preview."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest


class Held(HTMLParser):
    """What a browser would send of the page's form, button aside."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: dict[str, list[str]] = {}
        self._inside = self._select = self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = one.get("id", "")
        if self._inside != "designing":
            return
        if tag == "input" and one.get("name") and (one.get("type") != "checkbox" or "checked" in one):
            self.said.setdefault(one["name"], []).append(one.get("value", ""))
        elif tag == "select":
            self._select = one["name"]
        elif tag == "option" and self._select and ("selected" in one or self._select not in self.said):
            self.said[self._select] = [one.get("value", "")]
        elif tag == "textarea":
            self._area = one["name"]
            self.said[self._area] = [""]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.said[self._area] = [self.said[self._area][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.said[self._area] = [self.said[self._area][0].removeprefix("\n")]
            self._area = ""
        elif tag == "select":
            self._select = ""


class Sheet:
    """One form's page in one browser; what it sends is what the page holds."""

    def __init__(self, desk, name: str = "assign_check") -> None:
        self.desk, self.address = desk, f"{desk.address}/forms/{name}"
        self.text = desk.visitor.get(self.address).text

    @property
    def held(self) -> dict[str, list[str]]:
        return Held(self.text).said

    def press(self, act: str, /, **rows: str | list[str]):
        said = {name.replace("__", "."): text for name, text in rows.items()}
        sent = {**self.held, "_act": act, **said}
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


def test_mistakes_stand_at_their_row_and_the_rest_is_shown_all_the_same(sheet):
    sheet.press("add")
    sheet.press("save", r3__label="结论", r3__kind="choice")
    assert 'href="#row-3"' in sheet.text
    assert "请写选项，一行一个。" in sheet.text
    assert 'value="结论"' in sheet.text
    assert 'name="check_on"' in sheet.preview
    assert "结论</a>：请写选项，一行一个。" in sheet.preview
    sheet.press("save", r3__choices="pass 通过", r3__show_field="nobody")
    assert "显示条件里的字段“nobody”不存在。" in sheet.text
    sheet.press("save", title=" ", r3__show_field="")
    assert "请写表单的标题。" in sheet.text
    assert "通过" in sheet.preview


def test_a_field_is_shown_if_what_is_picked_of_the_choices(sitting):
    sheet = Sheet(sitting().begin(), "review")
    assert sheet.held["r2.show_values"] == ["fail"]
    sheet.press("look", r1__show_field="result")
    assert sheet.text.count('name="r1.show_values" value="return"') == 1
    assert "请写明“审核结论”填什么时显示。" in sheet.preview
    assert 'id="error-summary"' not in sheet.text, "looked at while somebody is picking"
    sheet.press("preview", r1__show_how="none_of", r1__show_values=["fail", "return"])
    assert "“审核结论”不是“建议不予许可、退回重新核查”时填写" in sheet.preview
    assert sheet.press("save").status_code == 303
    again = Sheet(sheet.desk, "review")
    assert (again.held["r1.show_how"], again.held["r1.show_values"]) == (["none_of"], ["fail", "return"])
    again.press("preview", r1__show_field="", r2__show_how="filled")
    assert "填了“审核结论”时填写" in again.preview
    assert again.press("save").status_code == 303
    assert Sheet(sheet.desk, "review").held["r2.show_how"] == ["filled"]


def test_limits_are_set_in_the_list_and_wrong_ones_refused(sitting):
    sheet = Sheet(sitting().begin(), "review")
    assert sheet.held["r1.limit.maxLength"] == ["1000"]
    sheet.press("save", **{"r1.limit.minLength": "20", "r1.limit.maxLength": "10"})
    assert "“最少几个字”大于“最多几个字”，没有一个答案合适。" in sheet.text
    assert sheet.held["r1.limit.minLength"] == ["20"], "what was typed is gone"
    assert sheet.press("save", **{"r1.limit.minLength": "2"}).status_code == 303
    assert 'maxlength="10"' in Sheet(sheet.desk, "review").preview


def test_limits_of_one_type_are_not_taken_for_those_of_another(sitting):
    sheet = Sheet(sitting().begin(), "review")
    sheet.press("preview", r1__kind="text")
    assert sheet.held["r1.limit.maxLength"] == ["200"]


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


def test_a_form_is_copied_under_another_name_and_deleted_while_no_step_shows_it(sitting):
    desk = sitting().begin()
    where = f"{desk.address}/forms"
    said = {"source": "review", "name": "second_review", "title": "复审意见"}
    assert desk.visitor.post(where, said, page=where).headers["Location"].endswith("/second_review")
    assert "建议不予许可的理由" in Sheet(desk, "second_review").preview
    assert "表单代码不能用" in desk.visitor.post(where, said, page=where).text
    gone = desk.visitor.post(f"{where}/second_review/removal", {"revision": "1"}, page=where)
    assert "保存过这份草稿" in gone.text, "from a page that shows an older draft"
    assert desk.visitor.post(f"{where}/second_review/removal", {"revision": "2"}, page=where).status_code == 303
    assert "second_review" not in desk.visitor.get(where).text
    assert desk.visitor.get(f"{where}/second_review").status_code == 404


def test_a_form_in_use_is_not_deleted_and_its_steps_are_named(sitting):
    desk = sitting().begin()
    where = f"{desk.address}/forms"
    refused = {
        name: desk.visitor.post(f"{where}/{name}/removal", {"revision": "1"}, page=where).text
        for name in ("review", "acceptance", "application")
    }
    assert "先在流程图里给这些步骤换一份表单：审核。" in refused["review"]
    assert "换一份表单：受理审查。" in refused["acceptance"], "a step of a shared part"
    assert "是申请表，不能删除" in refused["application"]
    assert desk.settings["revision"] == 1
    manager = sitting("shixiang").sit(desk.address)
    assert manager.visitor.post(f"{where}/supplement/removal", {"revision": "1"}, page=where).status_code == 403
