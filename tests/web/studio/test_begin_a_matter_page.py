"""A designer begins a matter that the hall does not have, fills in its guide, and no page of its draft fails."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from support import foreign_files

PAGE = "/studio/new-matter"
WISH = {"name": "烟花爆竹零售许可", "matter_key": "fireworks_permit", "department": "market_bureau", "begin": "empty"}
PAGES = (
    "",
    "/table",
    "/limits",
    "/guide",
    "/simulation",
    "/scenarios",
    "/forms",
    "/forms/application",
    "/review",
    "/try",
)


@pytest.fixture
def desk(sitting):
    return sitting()


def begin(desk, **changed):
    return desk.visitor.post(PAGE, {**WISH, **changed}, page=PAGE)


def facts(desk) -> str:
    text = desk.visitor.get(f"{desk.address}/guide").text
    return unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", text, re.DOTALL).group(1))


def keep(desk, text: str):
    return desk.visitor.post(f"{desk.address}/guide", {"facts": text, "revision": "1"}, page=f"{desk.address}/guide")


def test_an_empty_one_opens_as_a_table_and_no_page_fails(desk):
    assert PAGE in desk.visitor.get("/studio").text
    answer = begin(desk)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/table")
    desk.sit(answer.headers["Location"].removesuffix("/table"))
    statuses = {
        page: desk.visitor.get(f"{desk.address}{page}").status_code for page in (*PAGES, "/steps", "/chart.svg")
    }
    assert set(statuses.values()) == {200}, statuses
    assert "新的事项，没有可比较的版本" in desk.visitor.get(f"{desk.address}/review").text
    assert "/comparison" not in desk.visitor.get(desk.address).text
    assert "新建事项：烟花爆竹零售许可" in desk.visitor.get("/studio").text


def test_a_copy_passes_the_gate_at_once(desk):
    answer = begin(desk, begin="copy:small_catering_permit", department="civil_affairs_bureau")
    desk.sit(answer.headers["Location"])
    assert [one["rule"] for one in desk.problems(desk.file()) if one["severity"] == "error"] in ([], ["nobody-may"])
    assert "烟花爆竹零售许可" in facts(desk)


def test_approved_it_is_a_matter_of_the_portal(desk, sitting, hall):
    desk.sit(begin(desk, begin="copy:small_catering_permit").headers["Location"])
    review = f"{desk.address}/review"
    assert desk.visitor.post(f"{desk.address}/submit", {"revision": "1"}, page=review).status_code == 303
    manager = sitting("shixiang").visitor
    with hall.reading() as connection:
        day = hall.today(connection).isoformat()
    wish = {"revision": "1", "in_force_from": day}
    assert manager.post(f"{desk.address}/approve", wish, page=review).status_code == 303
    assert WISH["name"] in manager.get("/matters/fireworks_permit").text
    assert "/studio/matters/fireworks_permit/versions" in manager.get("/studio").text


def test_a_file_from_elsewhere_begins_one_with_its_report(desk):
    file = (io.BytesIO(foreign_files.CAMUNDA), "from_elsewhere.bpmn")
    answer = begin(desk, begin="file", file=file)
    assert answer.status_code == 200
    assert "不支持事件子流程" in answer.text
    desk.sit(re.search(r"/studio/drafts/[\w-]+", answer.text).group())
    assert 'id="fireworks_permit"' in desk.file()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "请写事项名称"),
        ({"name": "小餐饮经营许可"}, "已经有名称是"),
        ({"matter_key": "small_catering_permit"}, "已经有代码是"),
        ({"matter_key": "烟花"}, "事项代码由小写字母"),
        ({"department": "nobody"}, "请选择实施部门"),
        ({"begin": "copy:nothing"}, "请选择从什么开始"),
        ({"begin": "file"}, "请选择一个 BPMN 文件"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(desk, changed, said):
    answer = begin(desk, **changed)
    assert answer.status_code == 422
    assert said in answer.text
    for name in ("name", "matter_key"):
        assert f'value="{({**WISH, **changed})[name].strip()}"' in answer.text


def test_facts_that_do_not_fit_are_not_kept_and_not_lost(desk):
    desk.sit(begin(desk).headers["Location"].removesuffix("/table"))
    before = facts(desk)
    for broken, said in (
        (before.replace("days: 20", "days: 二十"), "limits.statutory.value.days"),
        (before.replace("key: fireworks_permit", "key: other"), "不能改"),
        (before.replace("{", "{{", 1), "没有保存"),
        ("", "没有保存"),
        ("[" * 5000, "套得太深"),
    ):
        answer = keep(desk, broken)
        assert answer.status_code == 422
        assert said in answer.text
    assert "days: 二十" in keep(desk, before.replace("days: 20", "days: 二十")).text
    assert facts(desk) == before
    changed = before.replace("待填写", "汉阴县城关镇😀", 1)
    assert keep(desk, changed.replace("\n", "\r\n")).status_code == 303
    assert facts(desk) == changed
    assert keep(desk, before).status_code == 409


def test_only_designers_begin_matters_and_change_guides(desk, sitting):
    desk.sit(begin(desk).headers["Location"].removesuffix("/table"))
    manager = sitting("shixiang").visitor
    assert manager.get(PAGE).status_code == 403
    assert PAGE not in manager.get("/studio").text
    seen = manager.get(f"{desk.address}/guide").text
    assert "烟花爆竹零售许可" in seen
    assert "<textarea" not in seen


MATERIAL = """materials:
  - key: licence
    name: {value: 营业执照, mark: own, source: 设定}
    form: {value: copy, mark: own, source: 设定}
    copies: {value: 1, mark: own, source: 设定}
    requiredness: {value: required, mark: own, source: 设定}
    origin: {value: government, mark: own, source: 设定}
    standard: {value: %s, mark: own, source: 设定}
"""


def test_r09_a_guide_that_leaves_open_what_to_bring_is_not_kept_and_the_words_are_marked(desk):
    desk.sit(begin(desk).headers["Location"].removesuffix("/table"))
    before = facts(desk)
    answer = keep(desk, before.replace("materials: []\n", MATERIAL % "在有效期内，以及法律、法规规定的其他材料"))
    assert answer.status_code == 422
    assert "在有效期内，以及法律、法规<mark>规定的其他材料</mark>" in answer.text
    assert "materials.licence.standard" in answer.text
    assert facts(desk) == before
    assert keep(desk, before.replace("materials: []\n", MATERIAL % "由法人或者其他组织盖章")).status_code == 303
