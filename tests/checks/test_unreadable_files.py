"""Bad files are one problem, never an exception."""

from __future__ import annotations

import pytest
from drawn import HEAD, bpmn

from engine.bpmn.checks import as_json, check_bytes, format_problem

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<definitions>&b;</definitions>"
)
OUTSIDE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"   \n",
        b"\x00\x01\x02",
        b"not xml at all",
        b"<definitions>",
        b"<html><body/></html>",
        b'<definitions xmlns="urn:other"><process id="p"/></definitions>',
        (HEAD + "</definitions>").encode(),
        BOMB,
        OUTSIDE,
        BOMB.decode().encode("utf-16"),
        b"<?xml version='1.0' encoding='no-such'?><a/>",
        ("<a>" * 5000).encode(),
        b"<a>" + b" " * (3 * 1024 * 1024) + b"</a>",
    ],
)
def test_one_problem(xml: bytes) -> None:
    problems = check_bytes(xml, "bad.bpmn", lenient=True)
    assert [(p.file, p.rule, p.severity) for p in problems] == [("bad.bpmn", "xml-unreadable", "error")]
    assert str(problems[0].message)
    assert "root:" not in str(problems[0].message)


def test_file_of_a_thousand_oddities_is_judged() -> None:
    odd = "".join(f'<userTask id="t{n}"/><sequenceFlow sourceRef="t{n}" targetRef="none{n}"/>' for n in range(300))
    xml = (HEAD + f'<process id="p">{odd}</process></definitions>').encode()
    problems = check_bytes(xml, lenient=True)
    assert sum(p.rule == "dangling-reference" for p in problems) == 300


def test_line_and_json() -> None:
    problem = next(p for p in check_bytes(bpmn("start s\nuser a\nend e\ns->a->a"), "m.bpmn", lenient=True) if p.path)
    line = format_problem(problem)
    assert line.startswith(f"m.bpmn: {problem.element}: {problem.rule}: ")
    assert "→" in line
    assert "\n" not in line
    assert as_json(problem) == {
        "file": "m.bpmn",
        "element": problem.element,
        "rule": problem.rule,
        "severity": "error",
        "message": str(problem.message),
        "path": list(problem.path),
    }


def test_errors_come_first_and_warnings_say_that_they_are_none() -> None:
    problems = check_bytes(bpmn("start s\nuser a\nuser b\ns->a\nb->a"), "m.bpmn", lenient=True)
    assert [p.severity for p in problems] == ["error", "warning"]
    assert "（提醒）" in format_problem(problems[1])
    assert "（提醒）" not in format_problem(problems[0])
