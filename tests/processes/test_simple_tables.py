"""The flows of the county as tables of steps: read whole, written back the same, or refused by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diagrams.interchange import with_layout
from engine.bpmn.read import read
from engine.bundle import Bundle
from processes import registry
from processes.differences import differences
from processes.in_memory import folder_of
from processes.publishing import gate
from processes.simple_blank import blank_process
from processes.simple_editing import mistakes, moved, settled, with_row, without_row
from processes.simple_reading import read_table
from processes.simple_table import BESIDE, NEXT, WITHIN, End, Exit, NotThatShape, Place, Row, Table
from processes.simple_writing import write_table

READABLE = ["house_transfer", "individual_business_registration", "small_catering_permit", "temporary_relief"]


def file_of(key: str) -> bytes:
    return (registry.HERE / key / "process.bpmn").read_bytes()


def table_of(file: bytes) -> Table:
    found = read_table(file)
    assert isinstance(found, Table), found
    return found


@pytest.mark.parametrize("key", READABLE)
def test_a_change_that_is_taken_back_leaves_the_flow_as_it_was(key):
    folder = registry.load_folder(registry.HERE / key)
    file = folder.files["process.bpmn"]
    table = table_of(file)
    at = next(number for number, row in enumerate(table.rows) if row.kind == "step")
    longer = with_row(table.rows, at, Row("step_1", "再看一遍", stage="review", work="再看一遍"))
    changed = write_table(replace(table, rows=tuple(longer)), file)
    assert b"BPMNDiagram" not in changed
    back = without_row(table_of(changed).rows, at + 1)
    again = with_layout(write_table(replace(table_of(changed), rows=tuple(back)), changed))[0]
    assert table_of(again) == table
    assert not differences(Bundle.of(key, folder.files), Bundle.of(key, {**folder.files, "process.bpmn": again}))
    same, _unread = folder_of(key, {**folder.files, "process.bpmn": again})
    assert same is not None
    assert gate(same) == gate(folder)


@pytest.mark.parametrize("key", READABLE)
def test_a_new_limit_leaves_the_drawing_where_it_is(key):
    file = file_of(key)
    table = table_of(file)
    rows = tuple(replace(row, limit="9") if row.limit else row for row in table.rows)
    changed = write_table(replace(table, rows=rows), file)
    assert read(changed).shapes == read(file).shapes
    limits = {node.id: node.properties.get("limitWorkdays") for node in read(changed).main.elements.values()}
    assert set(limits.values()) == {"9", None}


def test_what_a_table_cannot_say_is_named():
    found = read_table(file_of("open_restaurant"))
    assert isinstance(found, NotThatShape)
    assert (found.element, "只办理所选的分项" in str(found.text)) == ("split", True)
    catering = file_of("small_catering_permit")
    for old, new, element in (
        (b'cancelActivity="false" ', b"", "site_check_reminder"),
        (b"eventBasedGateway", b"inclusiveGateway", "await_supplement"),
        (b'targetRef="end_reminded"', b'targetRef="end_delivered"', "site_check_reminder"),
        (b'default="to_approval"', b"", None),
        (b'default="to_approval"', b'default="to_check_again"', "review_outcome"),
        (b"</bpmn:definitions>", b"", ""),
    ):
        assert old in catering
        found = read_table(catering.replace(old, new))
        assert getattr(found, "element", None) == element, (old, found)


def test_a_step_takes_its_reminder_and_its_decision_with_it():
    file = file_of("small_catering_permit")
    table = table_of(file)
    at = next(number for number, row in enumerate(table.rows) if row.id == "site_check")
    elements = read(write_table(replace(table, rows=tuple(without_row(table.rows, at))), file)).main.elements
    assert not {"site_check", "site_check_reminder", "end_reminded", "check_outcome"} & elements.keys()


def test_a_department_comes_with_its_first_step_and_goes_with_its_last():
    file = blank_process("some_matter", "试验事项")
    table = table_of(file)
    bureaus = {"tax_bureau": ("县税务局", "county"), "market_bureau": ("县市场监督管理局", "county")}
    rows = (Row("step_1", "核税", lane="+tax_bureau"), Row("step_2", "审核", lane="+market_bureau"))
    made = settled(replace(table, rows=rows), table, bureaus, frozenset({"filed"}))
    assert not mistakes(made, table)
    file = write_table(made, file)
    table = table_of(file)
    assert table.places[1:] == (
        Place("lane_tax_bureau", "县税务局", "tax_bureau", "county"),
        Place("lane_market_bureau", "县市场监督管理局", "market_bureau", "county"),
    )
    left = settled(replace(table, rows=table.rows[1:]), table, bureaus, frozenset({"filed"}))
    names = [place.name for place in table_of(write_table(left, file)).places]
    assert names == ["申请人", "县市场监督管理局"], "the applicant files there"


def test_ways_meet_before_departments_begin_together():
    """Two flows into a parallel gateway would make it wait for both."""
    rows = (
        Row(
            "step_1",
            "审核",
            lane="lane_applicant",
            exits=(Exit("急", "step_1.result == 'u'"), Exit("缓", "", "step_2")),
        ),
        Row(
            "step_2", "登记", lane="lane_applicant", exits=(Exit("补", "step_2.result == 'a'", "step_1"), Exit("", ""))
        ),
        Row("step_3", "税务", lane="lane_applicant"),
        Row("step_4", "住建", lane="lane_applicant", along=BESIDE),
    )
    rows = (replace(rows[0], exits=(rows[0].exits[0], Exit("缓", "", "step_3"))), *rows[1:])
    file = blank_process("some_matter", "试验事项")
    written = write_table(replace(table_of(file), rows=rows), file)
    process = read(written).main
    split = next(
        one for one in process.elements.values() if len(process.outgoing(one.id)) == 2 and "parallel" in one.type
    )
    assert len(process.incoming(split.id)) == 1
    assert table_of(written).rows == rows


def test_a_decision_that_comes_to_stand_behind_one_step_is_that_steps_own():
    file = file_of("temporary_relief")
    table = table_of(file)
    at = next(number for number, row in enumerate(table.rows) if row.id == "urgency")
    rows = with_row(table.rows, at - 1, Row("step_1", "初步判断", stage="acceptance"))
    made = settled(replace(table, rows=tuple(rows)), table, {}, frozenset())
    again = table_of(write_table(made, file))
    assert [way.name for way in again.rows[at].exits] == ["急难", "一般"]
    assert again.owners["urgency"] == "step_1", "the gateway of the drawing is the same"


def test_mistakes_are_told_before_anything_is_written():
    empty = table_of(blank_process("some_matter", "试验事项"))
    rows = (
        Row("step_1", "审核", lane="lane_applicant", exits=(Exit("", "x", "end_done"), Exit("", "", "gone"))),
        Row("step_2", "", lane="lane_applicant"),
        Row("step_3", "税务", lane="lane_applicant", exits=(Exit("", "x", "end_done"), Exit())),
        Row("step_4", "住建", lane="lane_applicant", along=BESIDE, exits=(Exit("", "x", "step_3"), Exit())),
        Row("step_5", "汇总", lane="lane_nobody"),
        Row("step_6", "送达", kind="wait", lane="lane_applicant"),
        Row("step_7", "又审", lane="lane_applicant", exits=(Exit("", "x", "step_4"), Exit())),
        Row("step_8", "复审", lane="lane_applicant", exits=(Exit("", "x"), Exit("", "y"))),
    )
    assert mistakes(replace(empty, rows=rows, end=End("end_done", "办结")), empty).keys() == set(range(8))


def test_rows_keep_what_is_side_by_side_when_they_move():
    rows = [Row("a"), Row("b", along=NEXT), Row("c", along=BESIDE), Row("d", along=WITHIN), Row("e")]
    assert [(row.id, row.along) for row in moved(rows, 2, 1)][2:4] == [("d", BESIDE), ("c", WITHIN)]
    assert [(row.id, row.along) for row in without_row(rows, 2)][2] == ("d", BESIDE)
    assert [(row.id, row.along) for row in without_row(rows, 1)][1] == ("c", NEXT)
    assert with_row(rows, 2, Row("new"))[3].along == WITHIN
    assert with_row(rows, 4, Row("new"))[5].along == NEXT
    assert moved(rows, 0, -1) == rows
