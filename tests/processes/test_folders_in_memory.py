"""A draft in memory is judged as the folder would be; a file that cannot be read is a problem, not a failure."""

from __future__ import annotations

import pytest

from processes.in_memory import folder_of
from processes.publishing import bundle_of, gate
from processes.registry import HERE, folders, load_folder


@pytest.mark.parametrize("path", folders(), ids=lambda path: path.name)
def test_it_is_the_folder_that_lies_on_the_disk(path):
    lying = load_folder(path)
    made, problems = folder_of(lying.key, lying.files)
    assert made is not None
    assert problems == ()
    assert bundle_of(made).sha256 == bundle_of(lying).sha256
    assert gate(made) == gate(lying)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("process.bpmn", b"<definitions"),
        ("process.bpmn", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("matter.yaml", b"key: [1, 2"),
        ("matter.yaml", b"\xff\xfe"),
        ("matter.yaml", b"key: small_catering_permit"),
        ("forms/application.schema.json", b"{"),
        ("forms/application.ui.json", b"[1]"),
        ("shared/shared_intake.bpmn", b"not xml"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name, data):
    files = dict(load_folder(HERE / "small_catering_permit").files) | {name: data}
    made, problems = folder_of("small_catering_permit", files)
    assert made is None
    assert [one.file.replace(".ui.", ".schema.") for one in problems] == [name.replace(".ui.", ".schema.")]
    assert problems[0].severity == "error"


def test_missing_files_are_named():
    made, problems = folder_of("nothing", {})
    assert made is None
    assert [(one.file, one.rule) for one in problems] == [
        ("process.bpmn", "file-missing"),
        ("matter.yaml", "file-missing"),
    ]
