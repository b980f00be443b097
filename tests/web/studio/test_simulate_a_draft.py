"""A draft is simulated: how many would be late by the limits, through which steps, and not while it has faults."""

from __future__ import annotations

from lxml import html


def shown(desk, query=""):
    page = html.fromstring(desk.visitor.get(f"{desk.address}/simulation{query}").text)
    rows = [(row.findtext("td[1]"), row.findtext("td[2]")) for row in page.xpath("//tbody/tr")]
    return page.xpath("string(//*[@id='h-late'])"), rows, page.text_content()


def test_the_share_and_the_steps_it_is_owed_to_are_shown(sitting):
    designer = sitting().begin()
    head, rows, _text = shown(designer, "?by=limits")
    share = float(head.removeprefix("超过承诺时限的占 ").rstrip("%"))
    assert 0 < share < 100
    assert rows
    assert sum(float(one.rstrip("%")) for _name, one in rows) <= 100.5
    assert {name for name, _share in rows} & {"审核", "现场核查"}


def test_without_history_the_steps_that_go_by_their_limits_are_named(sitting):
    _head, _rows, text = shown(sitting().begin())
    assert "按时限算的步骤" in text
    assert "现场核查" in text


def test_a_flow_with_faults_is_not_simulated(sitting):
    designer = sitting().begin()
    broken = designer.file().replace('name="limitWorkdays" value="2"', 'name="limitWorkdays" value="x"')
    assert designer.save(broken).status_code == 200
    head, _rows, text = shown(designer)
    assert head == ""
    assert "改正以后才能演算" in text


def test_a_step_that_nobody_of_the_hall_can_do_is_told(sitting):
    designer = sitting().begin()
    file = designer.file()
    assert "nobody-left" not in {problem["rule"] for problem in designer.problems(file)}
    posted = file.replace('name="post" value="inspector"', 'name="post" value="payment_officer"')
    assert posted != file
    told = [problem for problem in designer.problems(posted) if problem["rule"] == "nobody-left"]
    assert {problem["element"] for problem in told} >= {"site_check"}
    assert {problem["severity"] for problem in told} == {"warning"}
