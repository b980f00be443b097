"""A designer who does not draw changes a draft's flow in a table, and never loses what the table does not show."""

from __future__ import annotations

import pytest
from lxml import html

from processes import registry
from processes.simple_reading import read_table


class Page:
    """The table page in one browser; what it sends is what the page holds."""

    def __init__(self, desk) -> None:
        self.desk, self.address = desk, f"{desk.address}/table"
        self.text = desk.visitor.get(self.address).text

    def held(self) -> list[tuple[str, str]]:
        (form,) = [one for one in html.fromstring(self.text).forms if "_rows" in one.fields]
        return [*form.form_values()]

    def press(self, act: str, **said: str):
        wanted = {name.replace("__", "."): text for name, text in said.items()}
        sent = [(name, value) for name, value in self.held() if name not in wanted]
        body: dict[str, list[str]] = {}
        for name, value in [*sent, *wanted.items(), ("_act", act)]:
            body.setdefault(name, []).append(value)
        visitor = self.desk.visitor
        answer = visitor.client.post(self.address, data=body, environ_base=visitor.where)
        self.text = answer.text
        return answer

    def row(self, name: str) -> int:
        return next(number for number, row in enumerate(self.rows()) if row == name)

    def rows(self) -> list[str]:
        return [one.get("value") for one in html.fromstring(self.text).xpath("//td[contains(@class,'row-name')]/input")]


def flow(desk):
    return read_table(desk.file().encode())


@pytest.fixture
def designer(sitting):
    return sitting().begin()


def test_saving_what_was_not_changed_changes_nothing(designer):
    before, page = designer.file(), Page(designer)
    assert page.press("save").status_code == 303
    assert designer.file() == before
    assert designer.settings["revision"] == 1


def test_what_does_not_fit_the_page_is_not_cut(designer):
    strange = designer.file().replace("approval_outcome", "Gateway-1").replace('"recheck"', '"' + "Re_check" * 9 + '"')
    strange = strange.replace(">recheck<", ">" + "Re_check" * 9 + "<").replace("现场复查一次", " 现场复查&#10; " * 900)
    assert designer.save(strange).status_code == 200
    before = designer.file()
    assert Page(designer).press("save").status_code == 303
    assert designer.file() == before
    assert Page(designer).press("save", r0__name="受理").status_code == 303
    assert flow(designer).rows[1:] == read_table(before.encode()).rows[1:]


def test_a_step_is_added_filled_in_and_in_the_drawing(designer):
    page = Page(designer)
    review = page.row("审核")
    page.press(f"step:{review}")
    said = {
        "name": "法制审核",
        "post": "reviewer",
        "limit": "0",
        "form": "review",
        "work": "审核是否合法",
        "stage": "review",
    }
    said = {f"r{review + 1}__{key}": text for key, text in said.items()}
    page.press("check", **said)
    assert "法制审核" not in designer.file(), "looking at it has saved it"
    assert page.press("save").status_code == 303
    rows = flow(designer).rows
    assert [row.name for row in rows][review : review + 3] == ["审核", "法制审核", "审批"]
    assert f'bpmnElement="{rows[review + 1].id}"' in designer.file()
    errors = [one for one in designer.problems(designer.file()) if one["severity"] == "error"]
    assert {one["file"].partition("/")[0] for one in errors} == {"scenarios"}, "every case passes the new step"
    kept = next(row for row in rows if row.id == "site_check")
    assert (kept.repeated, kept.reminders) == ("assign_check.inspectors", ("核查满一天提醒",))


def test_two_departments_work_at_the_same_time_and_a_refusal_ends(designer):
    page = Page(designer)
    number = page.row("审核")
    page.press(f"step:{number}")
    page.press("check", **{f"r{number + 1}__name": "税务核查", f"r{number + 1}__lane": "+tax_bureau"})
    assert page.press("save", **{f"r{number + 1}__along": "beside"}).status_code == 200
    assert "跳进或者跳出并行" in page.text, "a way back into a parallel branch was written"
    page = Page(designer)
    approval = page.row("审批")
    page.press(f"step:{approval - 1}")
    page.press(f"step:{approval}")
    names = {
        f"r{approval}__name": "住建意见",
        f"r{approval + 1}__name": "税务意见",
        f"r{approval + 1}__along": "beside",
    }
    names |= {f"r{approval + 1}__lane": "+tax_bureau"}
    assert page.press("save", **names).status_code == 303, page.text
    table = flow(designer)
    assert [row.along for row in table.rows[approval : approval + 3]] == ["next", "beside", "next"]
    assert next(place for place in table.places if place.id == table.rows[approval + 1].lane).name == "县税务局"


def test_a_decision_gets_one_more_way_that_ends(designer):
    page = Page(designer)
    number = page.row("审核")
    page.press(f"exit:{number}")
    page.press("save", **{f"r{number}__e2__name": "当场驳回", f"r{number}__e2__when": "review.result == 'fail'"})
    table = flow(designer)
    way = table.rows[number].exits[-1]
    assert (way.name, way.condition) == ("当场驳回", "review.result == 'fail'")
    assert way.to in {end.id for end in table.ends if end.name == "当场驳回"}


def test_a_way_to_a_step_that_is_gone_has_to_be_chosen_anew(designer):
    page = Page(designer)
    before = designer.file()
    page.press(f"remove:{page.row('制发不予许可决定书')}")
    assert page.press("save").status_code == 200
    assert "原来去往的步骤已经删除" in page.text
    assert designer.file() == before


def test_what_the_gate_finds_stands_at_its_row(designer):
    page = Page(designer)
    number = page.row("审核")
    page.press("check", **{f"r{number}__post": ""})
    row = html.fromstring(page.text).xpath(f"//tbody[@id='row-{number}']")[0].text_content()
    assert "没有写明办理岗位" in row or "岗位" in row.partition("错误")[2]


def test_nobody_saves_over_a_newer_draft_and_nothing_typed_is_lost(designer, sitting):
    page = Page(designer)
    colleague = sitting("liucheng").sit(designer.address)
    assert colleague.save(designer.file().replace("制证办结", "制证")).status_code == 200
    newer = designer.file()
    assert page.press("save", r0__name="受理审查😀").status_code == 200
    assert "保存过这份草稿" in page.text
    assert page.rows()[0] == "受理审查😀"
    assert designer.file() == newer
    answer = page.press("copy")
    assert answer.status_code == 303
    own = sitting("liucheng").sit(answer.headers["Location"].removesuffix("/table"))
    assert flow(own).rows[0].name == "受理审查😀"


def test_a_manager_only_looks(designer, sitting):
    manager = Page(sitting("shixiang").sit(designer.address))
    before = designer.file()
    assert "审核" in manager.rows()
    assert manager.press("save", r0__name="改了").status_code == 403
    assert "只有流程设计员" in manager.text
    assert designer.file() == before


def test_a_file_of_another_shape_is_not_touched_and_may_be_begun_anew(designer):
    joint = (registry.HERE / "open_restaurant" / "process.bpmn").read_text()
    drawn = joint.replace('"open_restaurant"', '"small_catering_permit"')
    assert designer.save(drawn).status_code == 200
    page = Page(designer)
    assert "“只办理所选的分项”是包容网关" in page.text
    assert f'href="{designer.address}"' in page.text
    assert (
        page.desk.visitor.post(page.address, {"_act": "blank", "_revision": "2"}, page=page.address).status_code == 422
    )
    assert designer.file() == drawn
    wish = {"_act": "blank", "_revision": "2", "sure": "1"}
    assert page.desk.visitor.post(page.address, wish, page=page.address).status_code == 303
    page = Page(designer)
    assert page.rows() == []
    page.press("step:-1")
    assert page.press("save", r0__name="受理审查", r0__lane="+approval_bureau").status_code == 303
    assert [row.name for row in flow(designer).rows] == ["受理审查"]


def test_a_request_that_no_page_makes_is_answered_in_words(designer):
    page = Page(designer)
    before, token = designer.file(), dict(page.held())["csrf_token"]
    for sent in (
        {"_act": "save", "_rows": "0,1", "r0.id": "filed", "r0.name": "甲", "r1.id": "../x", "_revision": "1"},
        {
            "_act": "save",
            "_rows": "0",
            "r0.id": "lane_window",
            "r0.name": "甲",
            "r0.lane": "lane_window",
            "_revision": "1",
        },
        {"_act": "remove:99:x", "_rows": "x", "_revision": "no"},
        {"_act": "unexit:0:99", "_rows": "0", "r0.id": "acceptance", "r0.exits": "0,0,z", "r0.e0.to": "nowhere"},
    ):
        visitor = designer.visitor
        answer = visitor.client.post(page.address, data={"csrf_token": token, **sent}, environ_base=visitor.where)
        assert answer.status_code == 200, sent
        assert designer.file() == before
