"""A matter's folder is read strictly, and the same content gives the same bundle wherever it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import Invalid
from processes.publishing import bundle_of, export
from processes.registry import HERE, folders, functions_of, load_folder

SHARED_PART = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <process id="{id}" isExecutable="true"><startEvent id="s"/><callActivity id="c" calledElement="{calls}"/>
  <endEvent id="e"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
  <sequenceFlow id="f2" sourceRef="c" targetRef="e"/></process>
</definitions>
"""


def share(root: Path, name: str, calls: str):
    (root / "shared").mkdir(exist_ok=True)
    (root / "shared" / f"{name}.bpmn").write_text(SHARED_PART.format(id=name, calls=calls))


def call(matter: Path, part: str):
    """Let the delivery be done by a called part."""
    process = matter / "process.bpmn"
    text = process.read_text()
    head, task, rest = text.partition('<bpmn:userTask id="delivery"')
    body, end, tail = rest.partition("</bpmn:userTask>")
    called = f'<bpmn:callActivity calledElement="{part}" id="delivery"'
    process.write_text(head + called + body + "</bpmn:callActivity>" + tail)
    assert task
    assert end


def test_all_matters_are_found_by_key():
    found = folders()
    assert HERE / "small_catering_permit" in found
    assert list(found) == sorted(found)
    assert not any(path.name == "shared" for path in found)


def test_a_folder_holds_process_facts_forms_and_scenarios(matter):
    folder = load_folder(matter)
    assert folder.key == folder.facts.key == folder.model.main.id == "small_catering_permit"
    assert {"process.bpmn", "matter.yaml", "forms/application.schema.json"} <= set(folder.files)
    assert "scenarios/granted_at_window.yaml" in folder.files
    assert folder.forms["acceptance"].fields()


def test_the_same_content_has_the_same_hash_wherever_it_lies(matter):
    here = bundle_of(load_folder(HERE / "small_catering_permit"))
    there = bundle_of(load_folder(matter))
    assert here.sha256 == there.sha256
    (matter / "matter.yaml").write_text((matter / "matter.yaml").read_text() + "# changed\n")
    assert bundle_of(load_folder(matter)).sha256 != here.sha256


def test_export_writes_the_folder_back_byte_for_byte(matter, tmp_path):
    share(matter.parent, "hand_over", calls="nothing_more")
    call(matter, "hand_over")
    bundle = bundle_of(load_folder(matter))
    back = tmp_path / "back"
    written = export(bundle, back)
    assert len(written) == len(bundle.files)
    for path in written:
        assert path.read_bytes() == (tmp_path / path.relative_to(back)).read_bytes()
    assert bundle_of(load_folder(back / "processes" / matter.name)).sha256 == bundle.sha256


def test_export_never_leaves_its_root(matter, tmp_path):
    bundle = bundle_of(load_folder(matter))
    evil = type(bundle).of("x", {"../../etc/passwd": b""})
    with pytest.raises(Invalid, match="不该有的文件名"):
        export(evil, tmp_path / "back")


def test_called_parts_are_taken_along_with_what_they_call(matter):
    share(matter.parent, "hand_over", calls="post_office")
    share(matter.parent, "post_office", calls="hand_over")
    share(matter.parent, "not_called", calls="hand_over")
    call(matter, "hand_over")
    folder = load_folder(matter)
    assert set(folder.called) == {"hand_over", "post_office"}
    assert {name for name in folder.files if name.startswith("shared/")} == {
        "shared/hand_over.bpmn",
        "shared/post_office.bpmn",
    }


def test_a_part_that_changes_changes_the_hash(matter):
    share(matter.parent, "hand_over", calls="nothing")
    call(matter, "hand_over")
    before = bundle_of(load_folder(matter)).sha256
    share(matter.parent, "hand_over", calls="something")
    assert bundle_of(load_folder(matter)).sha256 != before


@pytest.mark.parametrize("name", ["process.bpmn", "matter.yaml"])
def test_a_missing_file_is_named(matter, name):
    (matter / name).unlink()
    with pytest.raises(Invalid, match=f"缺少 {name}"):
        load_folder(matter)


@pytest.mark.parametrize("name", ["notes.txt", "scenarios/UPPER.yaml", "scenarios/a.json", "sub/process.bpmn"])
def test_a_file_that_nobody_asked_for_is_refused(matter, name):
    path = matter / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    with pytest.raises(Invalid, match="不认识的文件"):
        load_folder(matter)


def test_a_link_out_of_the_folder_is_refused(matter, tmp_path):
    (tmp_path / "secret").write_text("x")
    (matter / "scenarios" / "leak.yaml").symlink_to(tmp_path / "secret")
    with pytest.raises(Invalid, match="不认识的文件"):
        load_folder(matter)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("process.bpmn", b"<!DOCTYPE x><x/>", "process.bpmn"),
        ("process.bpmn", b"not xml", "process.bpmn"),
        ("matter.yaml", b"key: [", "matter.yaml"),
        ("matter.yaml", "key: 小餐饮".encode("gbk"), "UTF-8"),
        ("matter.yaml", b"key: x", "缺少这一项"),
    ],
)
def test_what_cannot_be_read_is_refused_by_file(matter, name, content, reason):
    (matter / name).write_bytes(content)
    with pytest.raises(Invalid, match=reason):
        load_folder(matter)


def test_a_key_is_an_identifier(matter):
    bad = matter.rename(matter.with_name("小餐饮"))
    with pytest.raises(Invalid, match="标识符"):
        load_folder(bad)


def test_code_is_never_taken_from_a_folder_that_is_read(matter):
    (matter / "functions.py").write_text("raise SystemExit('executed')\nFUNCTIONS = {'f': print}\n")
    folder = load_folder(matter)
    assert folder.functions == functions_of("small_catering_permit")
    assert "functions.py" not in folder.files
