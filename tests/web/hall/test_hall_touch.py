"""The screen that is touched: a matter is found in each way, read, and taken away; nothing is kept of a visitor."""

from __future__ import annotations

import pytest
from lxml import html
from support import catering
from support.training import publish

from engine.bundle import Bundle
from processes.registry import folders, load_folder
from webapp.hall.initials import initial_of

GUIDE = f"/hall/touch/matters/{catering.KEY}"


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert "Set-Cookie" not in answer.headers
    return html.fromstring(answer.text)


def keys(document):
    """Return where the large keys lead, by what they say."""
    return {
        " ".join(one.text_content().split()): one.get("href")
        for one in document.xpath("//a[contains(@class, 'key') or @class='offer']")
    }


@pytest.mark.parametrize("way", ["企业和单位办事", "县市场监督管理局", "X", "全部事项"])
def test_a_visitor_finds_a_matter_in_each_way(client, way):
    found = keys(page(client, keys(page(client, "/hall/touch"))[way]))
    name = next(one for one in found if one.startswith("小餐饮经营许可"))
    guide = page(client, found[name])
    assert guide.xpath("//h1")[0].text == "小餐饮经营许可"
    assert "7 个工作日" in guide.text_content()


def test_relief_is_for_people_and_not_for_enterprises(client, hall):
    for folder in map(load_folder, folders()):
        publish(hall, Bundle.of(folder.key, folder.files))
    ways = keys(page(client, "/hall/touch"))
    assert any("临时救助" in one for one in keys(page(client, ways["个人办事"])))
    assert not any("临时救助" in one for one in keys(page(client, ways["企业和单位办事"])))


def test_the_code_leads_to_the_guide_on_the_phone(client):
    document = page(client, GUIDE)
    address = document.find_class("take-address")[0].text
    assert address == f"http://localhost/matters/{catering.KEY}"
    assert document.xpath("//div[@class='take-code']/*[local-name()='svg']/@viewbox")
    assert client.get(address).status_code == 200


def test_a_language_is_for_one_visitor(client):
    english = page(client, "/hall/touch?lang=en")
    assert english.get("lang") == "en"
    further = keys(english)["All matters"]
    assert page(client, further).get("lang") == "en"
    start = english.get_element_by_id("screen").get("data-start")
    assert page(client, start).get("lang") == "zh-CN"
    # Somebody who read the portal in English at this screen leaves nothing either.
    client.get("/?lang=en")
    assert page(client, start).get("lang") == "zh-CN"


def test_a_chart_is_enlarged_without_a_script(client):
    document = page(client, f"{GUIDE}/chart")
    assert "zoom-1" in document.get_element_by_id("chart").get("class")
    larger = page(client, keys(document)["放大"])
    assert "zoom-2" in larger.get_element_by_id("chart").get("class")
    assert "zoom-1" in page(client, keys(larger)["看全图"]).get_element_by_id("chart").get("class")
    steps = " ".join(document.find_class("steps-list")[0].text_content().split())
    for said in ("受理审查", "现场核查", "监管所所长", "2 个工作日"):
        assert said in steps


def test_it_returns_to_the_first_page_without_a_script_too(client):
    told = page(client, GUIDE + "?theme=dark").xpath("//head/noscript/meta/@content")
    assert told == ["90;url=/hall/touch?theme=dark"]


def test_an_unknown_matter_is_not_there(client):
    answer = client.get("/hall/touch/matters/nothing?theme=dark&lang=en")
    assert answer.status_code == 404
    assert answer.headers["Refresh"] == "10;url=/hall/touch?theme=dark", "nobody stands there to reload it"
    assert client.get("/hall/touch/matters/nothing/chart").status_code == 404


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("阿", "A"),
        ("存量房转移登记", "C"),
        ("个体工商户设立登记", "G"),
        ("临时救助", "L"),
        ("小餐饮经营许可", "X"),
        ("座", "Z"),
        ("wifi", "W"),
        ("“一件事”", "#"),
        ("", "#"),
    ],
)
def test_the_letter_of_a_name(name, letter):
    assert initial_of(name) == letter
