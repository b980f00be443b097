"""The scenarios of a draft: which still come out, taking one out, and that who approves sees it."""

from __future__ import annotations

import re

import pytest
from lxml import html


@pytest.fixture
def designer(sitting):
    return sitting().begin()


def listed(desk) -> dict[str, str]:
    page = html.fromstring(desk.visitor.get(f"{desk.address}/scenarios").text)
    return {row.findtext("td[1]"): row.find("td[3]").text_content() for row in page.xpath("//tbody/tr")}


def take_out(desk, scenario: str, revision: str = ""):
    text = desk.visitor.get(f"{desk.address}/scenarios").text
    shown = re.search(r'name="revision" value="(\d+)"', text)
    said = {"scenario": scenario, "revision": revision or (shown.group(1) if shown else "1")}
    return desk.visitor.post(f"{desk.address}/scenarios/removal", said, page=f"{desk.address}/scenarios")


def renamed_end(desk) -> str:
    file = desk.file()
    assert "end_no_supplement" in file
    return file.replace("end_no_supplement", "end_not_supplemented")


def test_all_come_out_until_the_flow_ends_otherwise(designer):
    before = listed(designer)
    assert len(before) >= 5
    assert all("走通了" in result for result in before.values())
    assert designer.save(renamed_end(designer)).status_code == 200
    after = listed(designer)
    assert ["走不通" in result for result in after.values()].count(True) == 1
    assert "end_no_supplement" in next(iter(after.values()))


def test_one_that_no_longer_fits_is_taken_out_and_then_the_draft_passes(designer, sitting):
    assert designer.save(renamed_end(designer)).status_code == 200
    errors = [one for one in designer.problems(designer.file()) if one["severity"] == "error"]
    (name,) = {one["file"].removeprefix("scenarios/").removesuffix(".yaml") for one in errors}
    assert take_out(designer, name).status_code == 302
    assert not [one for one in designer.problems(designer.file()) if one["severity"] == "error"]
    manager = sitting("shixiang").sit(designer.address)
    assert "弃用测试情景“告知补正后期满没有补正，办结”" in manager.visitor.get(f"{designer.address}/review").text


def test_nobody_takes_out_what_is_not_there_or_over_a_newer_draft(designer, sitting):
    assert take_out(designer, "../process").status_code == 422
    assert take_out(designer, "granted_at_window", revision="0").status_code == 409
    count = len(listed(designer))
    manager = sitting("shixiang").sit(designer.address)
    assert take_out(manager, "granted_at_window").status_code == 403
    assert len(listed(designer)) == count
