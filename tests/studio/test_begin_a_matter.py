"""A matter that does not exist yet: from an empty flow or as a copy of any other, under a key that nobody has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from designers import MATTER
from support.matters import three_reviews

from engine.errors import Invalid
from engine.queries.bundles import matters_in_force
from processes import registry
from processes.in_memory import folder_of
from processes.new_matter import NewMatter, copied_files, empty_files
from processes.publishing import gate
from processes.simple_editing import NEW_PLACE, mistakes, settled
from processes.simple_reading import read_table
from processes.simple_table import NEW_END, Exit, Row
from processes.simple_writing import write_table

WISH = NewMatter("fireworks_permit", '烟花😀 "零售": #许可', "emergency_bureau", "县应急管理局", "county", "汉应急")
NEW = {"matter_key": WISH.key, "title": "新建事项", "is_new": True}


def errors(files) -> set[str]:
    folder, unread = folder_of(WISH.key, files)
    return {one.rule for one in (unread or gate(folder)) if one.severity == "error"}


def test_an_empty_matter_can_be_read_but_not_published():
    files = empty_files(WISH)
    folder, unread = folder_of(WISH.key, files)
    assert unread == ()
    assert (folder.facts.key, folder.facts.name.value, folder.facts.department) == (
        WISH.key,
        WISH.name,
        WISH.department,
    )
    assert {"name", "authority", "place.phone", "series.emergency_bureau"} <= set(folder.facts.unverified)
    assert errors(files) == {"undecided-end", "element-missing"}


def test_a_few_rows_in_the_empty_table_make_a_matter_that_passes_the_gate():
    files = empty_files(WISH)
    table = read_table(files["process.bpmn"])
    refused = (Exit("不予受理", "step_1.result == 'refuse'", NEW_END), Exit("受理"))
    again = (Exit("退回", "step_3.result == 'return'", "step_2"), Exit("决定"))
    steps = (
        ("受理", "acceptance", "window_clerk", "acceptance_notice,non_acceptance_notice", "", refused),
        ("审核", "review", "reviewer", "", "step_1", ()),
        ("审批", "approval", "approver", "grant_decision,refusal_decision", "step_2", again),
        ("办结", "completion", "window_clerk", "", "", ()),
        ("送达", "delivery", "window_clerk", "", "", ()),
    )
    rows = tuple(
        Row(
            f"step_{number}",
            name,
            lane=f"{NEW_PLACE}{WISH.department}",
            stage=stage,
            post=post,
            limit="1",
            work=name,
            form=stage,
            document=document,
            separate_from=apart,
            exits=exits,
        )
        for number, (name, stage, post, document, apart, exits) in enumerate(steps, 1)
    )
    known = {WISH.department: (WISH.department_name, WISH.level)}
    made = settled(replace(table, rows=rows), table, known, frozenset({"filed"}))
    assert mistakes(made, table) == {}
    drawn = {**files, "process.bpmn": write_table(made, files["process.bpmn"])}
    assert errors(drawn) == {"element-missing"}
    assert errors({**drawn, "matter.yaml": files["matter.yaml"].replace("待填写".encode(), "已填写".encode())}) == set()


@pytest.mark.parametrize("path", registry.folders(), ids=lambda path: path.name)
def test_a_copy_is_as_good_as_the_matter_that_was_copied(path):
    original = registry.load_folder(path)
    files = copied_files(original.files, WISH)
    assert errors(files) == set()
    folder, _unread = folder_of(WISH.key, files)
    assert (folder.model.main.id, folder.model.main.name, folder.facts.name.value) == (WISH.key, WISH.name, WISH.name)
    assert (folder.facts.catalog_code, folder.facts.task_code) == (None, None)
    departments = {lane.department for lane in folder.model.main.lanes}
    assert original.facts.department not in departments
    assert WISH.department in departments
    assert folder.facts.series[WISH.department].value == WISH.series


def test_a_new_matter_is_published_when_it_is_approved(studio):
    draft_id = studio.open(files=copied_files(three_reviews().files, WISH), **NEW)
    studio.submit(draft_id)
    assert studio.approve(draft_id)["version"] == 1
    with studio.hall.reading() as connection:
        assert WISH.name in {one.name for one in matters_in_force(studio.hall, connection)}


def test_a_key_is_new_while_no_matter_and_no_draft_has_it(studio):
    for taken in (MATTER, "shared", "shared_intake", "Fireworks", ""):
        with pytest.raises(Invalid) as refusal:
            studio.open(**NEW | {"matter_key": taken})
        assert "matter_key" in refusal.value.problems
    studio.open(files=empty_files(WISH), **NEW)
    with pytest.raises(Invalid) as refusal:
        studio.open(files=empty_files(WISH), **NEW)
    assert "matter_key" in refusal.value.problems
