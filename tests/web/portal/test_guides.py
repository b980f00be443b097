"""Start page and service guides: everything the law wants to be public, with what nobody has confirmed marked."""

from __future__ import annotations

import re

import pytest
from portal_pages import words_of
from support import catering
from support.matters import bundle, flow, task
from support.training import publish

from engine.facts import facts_of
from webapp.portal.guide import FOR_DOCUMENTS

GUIDE = f"/matters/{catering.KEY}"


@pytest.fixture
def current(hall):
    def get(key=catering.KEY):
        with hall.reading() as connection:
            return hall.current_bundle(connection, key)

    return get


def one_step(key="one_step", **facts: str):
    """A small matter; ``facts`` replace texts of its matter.yaml."""
    body = ['<startEvent id="filed"/><endEvent id="closed"/>', task("decide"), flow("filed", "decide")]
    made = bundle(key, "".join([*body, flow("decide", "closed")]))
    text = made.files["matter.yaml"].decode()
    for old, new in facts.values():
        assert old in text
        text = text.replace(old, new)
    return type(made).of(key, made.files | {"matter.yaml": text.encode()})


def test_the_start_page_lists_matters_and_says_the_ways_in(public):
    page = public.open("/")
    assert page.status == 200
    assert GUIDE in page.links()
    assert "/login" in page.links()
    assert "承诺 7 个工作日" in page.text
    assert "可以网上办理" in page.text


@pytest.mark.parametrize("wish", ["餐饮", "市场监督 餐饮", "经营许可证"])
def test_a_matter_is_found_by_name_authority_and_result(public, wish):
    assert GUIDE in public.open(f"/?q={wish}").links()


@pytest.mark.parametrize("wish", ["水利", "餐饮 水利", "<script>alert(1)</script>", "%", "x" * 5000])
def test_what_nobody_offers_is_not_found(public, wish):
    page = public.visitor.get("/", query_string={"q": wish})
    assert page.status_code == 200
    assert GUIDE not in page.text
    assert "<script>alert" not in page.text


def test_a_guide_tells_every_fact(public, current):
    text = public.open(GUIDE).text
    matter = current().facts
    for path, fact in facts_of(matter):
        if isinstance(fact.value, str) and not path.startswith((*FOR_DOCUMENTS, *CODED)):
            assert fact.value in text, path
    for said in (
        "7 个工作日",
        "15 个工作日",
        "30 个工作日",
        "不收费",
        "自受理之日起计算",
        "承诺件",
        "行政许可",
        "1 次",
    ):
        assert said in text


CODED = ("item_type", "case_kind", "use_level", "residence", "limits", "result.kind")
CODED += tuple(f"materials.{one}.{part}" for one in catering.MATERIALS for part in ("form", "requiredness", "origin"))


def test_only_what_nobody_confirmed_is_marked(public, current):
    page = public.open(GUIDE)
    rows = page.document.xpath("//section[@id='materials']//tbody/tr")
    licence, _operator, _health, premises, *_rest = [[words_of(cell) for cell in row] for row in rows]
    assert licence[0] == "营业执照"
    assert licence[1] == "复印件 1 份 待核实"
    assert premises[3] == "房屋所有权证或者租赁协议，地址与申请的经营场所一致"
    assert "待核实" in licence[3]
    count = len([path for path in current().facts.unverified if not path.startswith(FOR_DOCUMENTS)])
    assert f"本指南有 {count} 项标有“待核实”" in page.text


def test_the_chart_is_that_of_the_published_bundle(public, current):
    page = public.open(GUIDE)
    (picture,) = page.document.xpath("//div[@class='chart-frame']/img")
    assert current().sha256 in picture.get("src")
    assert current().sha256[:12] in page.text
    answer = public.visitor.get(picture.get("src"))
    assert answer.mimetype == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    for step in current().steps.values():
        if step.post:
            assert step.name in re.sub(r"<[^>]+>", "", answer.text)
    assert current().sha256[:12] in answer.text
    assert "第 1 版" in answer.text


def test_the_table_of_steps_says_what_the_chart_shows(public, current):
    rows = public.open(GUIDE).document.xpath("//section[@id='flow']//tbody/tr")
    said = [words_of(row) for row in rows]
    steps = [step for step in current().steps.values() if step.post]
    assert len(said) == len(steps) == 9
    for row, step in zip(said, steps, strict=True):
        assert step.name in row
        assert step.work in row
    assert "县行政审批服务局 受理窗口 窗口人员" in said[0]
    assert "受理 → 指派核查人员" in said[0]
    assert "不予受理 → 不予受理" in said[0]


def test_a_new_version_is_shown_at_once(public, hall, current):
    publish(hall, one_step())
    first = current("one_step")
    publish(hall, one_step(limit=("有固定、合法的经营场所", "有长期、合法的经营场所")))
    page = public.open("/matters/one_step")
    assert "有长期、合法的经营场所" in page.text
    assert "指南第 2 版" in page.text
    assert current("one_step").sha256 != first.sha256
    old = public.visitor.get(f"/matters/one_step/chart.svg?v={first.sha256}")
    assert "max-age" not in old.headers["Cache-Control"]


def test_a_fee_is_told_with_its_basis(public, hall):
    item = """charged: {value: true, mark: found, source: 示例}
  items:
    - key: road
      name: {value: 道路挖掘修复费, mark: found, source: 示例}
      amount_fen: {value: 123450, mark: own, source: 示例}
      unit: {value: 平方米, mark: found, source: 示例}
      basis: {value: 城市道路管理条例, mark: found, source: 示例}"""
    charged = "charged: {value: false, mark: found, source: 西安新城区小餐饮办事指南}"
    publish(hall, one_step(fee=(charged, item)))
    page = public.open("/matters/one_step")
    section = words_of(page.document.xpath("//section[@id='fee']")[0])
    assert "道路挖掘修复费 1,234.50 / 平方米 待核实 城市道路管理条例" in section
    assert "不收费" not in section


def test_a_limit_that_cannot_be_extended_says_so(public, hall):
    extension = "value: {days: 10, approver: authority_head}, mark: found"
    publish(hall, one_step(extension=(extension, extension.replace("days: 10", "days: 0"))))
    assert "不能延长" in public.open("/matters/one_step").text


@pytest.mark.parametrize("key", ["nothing", "..%2f..%2fetc", "small_catering_permit%00", "x" * 300])
@pytest.mark.parametrize("rest", ["", "/chart.svg"])
def test_a_matter_that_nobody_published_is_not_there(public, key, rest):
    assert public.open(f"/matters/{key}{rest}").status == 404


def test_guides_speak_english(public):
    page = public.open(f"{GUIDE}?lang=en")
    assert "to be verified" in page.text
    assert "Acceptance standard" in page.text
    assert "window clerk" in page.text.lower()
