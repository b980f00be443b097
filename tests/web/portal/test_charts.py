"""The charts of a matter for everybody: three kinds, each with its table, as posters, and told when they are stale."""

from __future__ import annotations

import re
import subprocess

import pytest
from lxml import etree
from support import catering
from support.training import publish

from engine.bundle import Bundle
from engine.errors import Unavailable
from engine.text import zh
from processes.registry import HERE, load_folder
from webapp import drawn_charts
from webapp.charts import public_chart, views

CHARTS = f"/matters/{catering.KEY}/charts"
PICTURE = f"/matters/{catering.KEY}/chart.svg"


def published(hall, key="open_restaurant", **changed: tuple[str, str]):
    """Publish a matter of the product; ``changed`` maps a file's name, dots as ``__``, to a text and a new one."""
    folder = load_folder(HERE / key)
    files = dict(folder.files)
    for name, (old, new) in changed.items():
        file = name.replace("__", ".")
        assert old in files[file].decode()
        files[file] = files[file].replace(old.encode(), new.encode())
    bundle = Bundle.of(key, files)
    publish(hall, bundle)
    return bundle


@pytest.mark.parametrize(
    ("kind", "name"), [("matter", "办理流程图"), ("joint", "协同流程图"), ("online", "网上办事流程图")]
)
def test_each_kind_has_a_page_with_the_same_steps_as_its_picture(public, kind, name):
    page = public.open(f"{CHARTS}?kind={kind}")
    assert page.document.xpath("//nav[@class='chart-kinds']/a[@aria-current]")[0].text == name
    (source,) = page.document.xpath("//div[@class='chart-frame']/img/@src")
    picture = etree.fromstring(public.visitor.get(source).data)
    drawn = {group.get("data-number"): group.get("data-name") for group in picture.iter() if group.get("data-number")}
    rows = [row.text_content() for row in page.document.xpath("//table//tbody/tr/td[1]//strong")]
    assert rows == [f"{number}. {drawn[number]}" for number in sorted(drawn, key=int)]
    assert picture.get("data-kind") == kind


def test_a_chart_says_limits_place_version_and_day_in_force(public, hall):
    text = "".join(etree.fromstring(public.visitor.get(PICTURE).data).itertext())
    with hall.reading() as connection:
        bundle = hall.current_bundle(connection, catering.KEY)
    place = bundle.facts.place
    for said in ("承诺办结时限：7 个工作日", "法定办结时限：15 个工作日", place.phone.value, place.address.value):
        assert said in text
    assert re.search(rf"第 1 版 · 自 \d+ 年 \d+ 月 \d+ 日起施行 · 校验值 {bundle.sha256[:16]}", text)


def test_the_code_on_a_chart_leads_to_the_guide(public, hall):
    picture = etree.fromstring(public.visitor.get(PICTURE).data)
    address = picture.get("data-address")
    with hall.reading() as connection:
        sha256 = hall.current_bundle(connection, catering.KEY).sha256
    assert address.endswith(f"/matters/{catering.KEY}?chart={sha256[:16]}")
    assert address.startswith("http")
    assert "现行的第 1 版" in public.open(address.removeprefix("http://localhost")).text


def test_a_chart_that_was_replaced_is_told_to_be_stale(public, hall):
    old = published(hall)
    published(hall, process__bpmn=('name="汇总各部门决定"', 'name="汇总决定"'))
    said = public.open(f"/matters/open_restaurant?chart={old.sha256[:16]}").text
    assert "您手里的流程图已经过时。" in said
    assert "它是第 1 版" in said
    assert "现行的是第 2 版" in said


@pytest.mark.parametrize("digits", ["0" * 16, "z", "%27%20or%201=1", "a" * 500])
def test_a_chart_of_nobodys_is_told_so(public, digits):
    assert "不是本大厅发布的任何一版" in public.open(f"/matters/{catering.KEY}?chart={digits}").text


@pytest.mark.parametrize("query", ["kind=full", "kind=poster", "kind=", "layout=round"])
def test_there_is_no_other_kind(public, query):
    for address in (CHARTS, PICTURE, f"/matters/{catering.KEY}/poster.pdf"):
        assert public.visitor.get(f"{address}?{query}").status_code == 404


def test_a_matter_nobody_published_has_no_chart(public):
    assert public.visitor.get("/matters/flying_permit/charts").status_code == 404


def test_the_table_that_is_kept_speaks_the_readers_language_and_follows_the_file(public, hall):
    def heads() -> list[str]:
        return [cell.text for cell in public.open(CHARTS).document.xpath("//table/thead//th")]

    chinese, name = heads(), "整改复查"
    assert name in public.visitor.get(CHARTS).text
    public.visitor.client.set_cookie("banjian_language", "en")
    assert set(heads()).isdisjoint(chinese)
    public.visitor.client.set_cookie("banjian_language", "zh")
    published(hall, catering.KEY, process__bpmn=(f'name="{name}"', 'name="再次复查"'))
    assert heads() == chinese
    assert name not in public.visitor.get(CHARTS).text


def test_a_picture_named_by_its_content_may_be_kept(public, hall):
    with hall.reading() as connection:
        sha256 = hall.current_bundle(connection, catering.KEY).sha256
    assert "max-age=3600" in public.visitor.get(f"{PICTURE}?v={sha256}").headers["Cache-Control"]
    assert "max-age=3600" not in public.visitor.get(f"{PICTURE}?v={'0' * 64}").headers.get("Cache-Control", "")


def test_where_nothing_can_draw_the_table_remains(public, monkeypatch):
    def refuse(*_args, **_options):
        raise Unavailable(zh("没有找到 Graphviz。"))

    monkeypatch.setattr(public_chart, "charts", drawn_charts.Kept(1))
    monkeypatch.setattr(public_chart, "draw", refuse)
    for address in (CHARTS, f"/matters/{catering.KEY}"):
        page = public.open(address)
        assert page.status == 200
        assert "下面的步骤表内容与流程图相同。" in page.text
        assert not page.document.xpath("//div[contains(@class,'chart-frame')]")
        assert len(page.document.xpath("//table[caption='步骤表，与流程图内容相同']//tbody/tr")) == 9


@pytest.fixture
def printed(tmp_path):
    """Return what two tools of others read in a PDF."""

    def read(response):
        assert response.status_code == 200
        assert response.mimetype == "application/pdf"
        path = tmp_path / "poster.pdf"
        path.write_bytes(response.data)
        info, fonts, text = (
            subprocess.run(words, capture_output=True, text=True, check=True).stdout
            for words in (["pdfinfo", "-l", "99", path], ["pdffonts", path], ["pdftotext", path, "-"])
        )
        return info, fonts, text

    return read


@pytest.mark.parametrize(
    ("paper", "kind", "size"),
    [("a3", "joint", "841.89 x 1190.55 pts (A3)"), ("a4", "matter", "595.276 x 841.89 pts (A4)")],
)
def test_a_poster_is_one_page_of_the_exact_size_with_its_fonts(public, printed, paper, kind, size):
    info, fonts, text = printed(public.visitor.get(f"/matters/{catering.KEY}/poster.pdf?kind={kind}&paper={paper}"))
    assert re.search(r"Pages: +1\n", info)
    assert size in info
    embedded = [line.split()[-5] for line in fonts.splitlines()[2:]]
    assert embedded
    assert set(embedded) == {"yes"}
    assert "承诺办结时限" in text.replace("\n", "")


def test_a_wide_chart_lies_on_its_side(public, printed):
    info, _fonts, _text = printed(public.visitor.get(f"/matters/{catering.KEY}/poster.pdf?layout=landscape&paper=a4"))
    assert "841.89 x 595.276 pts (A4)" in info
    assert re.search(r"Pages: +1\n", info)


def test_all_posters_of_a_department_come_as_one_file(at, hall, printed):
    published(hall, "house_transfer")
    page = at("shixiang").open("/posters")
    visitor = page.browser.visitor
    assert page.status == 200
    department = load_folder(HERE / "house_transfer").facts.department
    assert f"/departments/{department}/posters.pdf?paper=a3" in page.links()
    info, _fonts, text = printed(visitor.get(f"/departments/{department}/posters.pdf?paper=a3"))
    assert int(re.search(r"Pages: +(\d+)", info)[1]) >= 3
    assert set(re.findall(r"Page +\d+ size: +(.+ pts)", info)) <= {"841.89 x 1190.55 pts", "1190.55 x 841.89 pts"}
    assert "协同流程图" in text
    assert visitor.get("/departments/nowhere/posters.pdf").status_code == 404


def test_a_poster_is_set_once_until_what_it_shows_changes(public, hall, monkeypatch):
    published(hall)
    set_pages = []
    monkeypatch.setattr(views, "posters", drawn_charts.Kept(4))
    monkeypatch.setattr(views, "poster_of", lambda charts, paper: set_pages.append(paper) or b"%PDF")
    address = "/matters/open_restaurant/poster.pdf?kind=joint&paper="
    for paper in ("a3", "a3", "a4", "A2", "a4"):
        assert public.visitor.get(address + paper).data == b"%PDF"
    assert set_pages == ["a3", "a4"]
    published(hall, process__bpmn=('name="汇总各部门决定"', 'name="汇总决定"'))
    public.visitor.get(address + "a3")
    assert set_pages == ["a3", "a4", "a3"]
