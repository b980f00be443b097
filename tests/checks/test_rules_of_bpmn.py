"""Each rule of BPMN: a drawing that breaks it, and the drawing mended."""

from __future__ import annotations

import pytest
from drawn import bpmn

from engine.bpmn.checks import check_bytes

S = "start s\nend e\nuser a\nuser b\n"

# rule, element it is found at, severity in a lenient check, wrong, mended
CASES = [
    ("duplicate-id", "a", "error", S + "user a\ns->a->e", "start s\nend e\nuser a\ns->a->e"),
    (
        "dangling-reference",
        "f1",
        "error",
        "start s\nend e\nuser a\ns->a->e\na->ghost as f1",
        "start s\nend e\nuser a\ns->a->e",
    ),
    (
        "dangling-reference",
        "a",
        "error",
        "start s\nend e\nreceive a message=!gone\ns->a->e",
        "start s\nend e\nreceive a message=here\ns->a->e",
    ),
    (
        "dangling-reference",
        "t",
        "error",
        S + "s->a->e\na->b->e\nboundary t on=ghost event=timer:PT1H\nt->b",
        S + "s->a->e",
    ),
    (
        "multiple-event",
        "c",
        "error",
        S + "catch c event=message:M;timer:PT1H\ns->c->e",
        S + "catch c event=message:M\ns->c->e",
    ),
    ("timer-without-time", "c", "error", S + "catch c event=timer:\ns->c->e", S + "catch c event=timer:PT1H\ns->c->e"),
    ("empty-process", "p", "error", "", S + "s->a->b->e"),
    ("empty-process", "sp", "error", S + "sub sp {\n}\ns->sp->e", S + "sub sp {\nuser u\n}\ns->sp->e"),
    ("implicit-start", "p", "warning", "user a\nend e\na->e", S + "s->a->b->e"),
    ("no-start", "p", "error", "user a\nuser b\na->b->a", S + "s->a->b->e"),
    ("several-starts", "s2", "error", S + "start s2\ns->a->e\ns2->b->e", S + "s->a->b->e"),
    ("start-not-taken", "s2", "error", S + "start s2 event=message:M\ns->a->e\ns2->b->e", S + "s->a->b->e"),
    (
        "start-trigger",
        "s",
        "warning",
        "start s event=message:M\nend e\nuser a\ns->a->e",
        "start s\nend e\nuser a\ns->a->e",
    ),
    (
        "sub-process-start",
        "s1",
        "error",
        S + "sub sp {\nstart s1 event=timer:PT1H\nuser u\ns1->u\n}\ns->sp->e",
        S + "sub sp {\nstart s1\nuser u\ns1->u\n}\ns->sp->e",
    ),
    ("implicit-end", "b", "warning", S + "s->a->b\na->e", S + "s->a->b->e"),
    ("flow-direction", "e", "error", S + "s->a->e->b", S + "s->a->b->e"),
    ("flow-direction", "s", "error", S + "s->a->b->s\nb->e", S + "s->a->b->e"),
    (
        "flow-direction",
        "t",
        "error",
        S + "boundary t on=a event=timer:PT1H\ns->a->b->e\nt->e\nb->t",
        S + "boundary t on=a event=timer:PT1H\ns->a->b->e\nt->e",
    ),
    (
        "flow-crosses-scope",
        "f1",
        "error",
        S + "sub sp {\nstart s1\nuser u\ns1->u\n}\ns->sp->e\na->e\nu->a as f1",
        S + "sub sp {\nstart s1\nuser u\ns1->u\n}\ns->sp->e",
    ),
    ("no-incoming", "b", "error", S + "s->a->e\nb->e", S + "s->a->b->e"),
    ("unreachable", "b", "error", S + "user c\ns->a->e\nb->c->b", S + "s->a->b->e"),
    (
        "link-partner",
        "t",
        "error",
        S + "throw t event=link:L\ncatch c event=link:M\ns->a->t\nc->e",
        S + "throw t event=link:L\ncatch c event=link:L\ns->a->t\nc->e",
    ),
    (
        "link-partner",
        "t",
        "error",
        S + "throw t event=link:L\ncatch c event=link:L\ncatch d event=link:L\ns->a->t\nc->e\nd->e",
        S + "throw t event=link:L\ncatch c event=link:L\ns->a->t\nc->e",
    ),
    (
        "default-not-outgoing",
        "x",
        "error",
        S + "xor x default=f9\ns->x->a->e\nx->b if v > 1\nb->e as f9",
        S + "xor x default=f9\ns->x->b if v > 1\nx->a as f9\na->e\nb->e",
    ),
    (
        "default-with-condition",
        "f9",
        "warning",
        S + "xor x default=f9\ns->x->a->e\nx->b as f9 if v > 1\nx->e if v > 2\nb->e",
        S + "xor x default=f9\ns->x->a if v > 1\nx->b as f9\na->e\nb->e",
    ),
    (
        "no-default",
        "x",
        "warning",
        S + "xor x\ns->x->a if v > 1\nx->b if v < 1\na->e\nb->e",
        S + "xor x default=f9\ns->x->a if v > 1\nx->b as f9\na->e\nb->e",
    ),
    (
        "flow-without-condition",
        "f9",
        "error",
        S + "xor x default=f8\ns->x->a if v > 1\nx->b as f9\nx->e as f8\na->e\nb->e",
        S + "xor x default=f8\ns->x->a if v > 1\nx->b as f9 if v < 0\nx->e as f8\na->e\nb->e",
    ),
    (
        "no-conditions",
        "x",
        "warning",
        S + "xor x\ns->x->a->e\nx->b->e",
        S + "xor x\ns->x->a if v > 1\nx->b\na->e\nb->e",
    ),
    (
        "always-taken",
        "f9",
        "warning",
        S + "or x\nor j\ns->x->a if v > 1\nx->b as f9\na->j\nb->j->e",
        S + "or x default=f9\nor j\ns->x->a if v > 1\nx->b as f9\na->j\nb->j->e",
    ),
    (
        "condition-not-allowed",
        "f9",
        "error",
        S + "and x\nand j\ns->x->a as f9 if v > 1\nx->b\na->j\nb->j->e",
        S + "and x\nand j\ns->x->a as f9\nx->b\na->j\nb->j->e",
    ),
    ("condition-not-allowed", "f9", "error", S + "s->a as f9 if v > 1\na->b->e", S + "s->a as f9\na->b->e"),
    (
        "event-gateway-target",
        "a",
        "error",
        S + "event g\ncatch m event=message:M\ns->g->m->e\ng->a->e",
        S + "event g\ncatch m event=message:M\nreceive r message=R\ns->g->m->e\ng->r->e",
    ),
    (
        "event-gateway-target",
        "g",
        "error",
        S + "event g\ncatch m event=message:M\ns->g->m->e",
        S + "event g\ncatch m event=message:M\ncatch t event=timer:PT1H\ns->g->m->e\ng->t->e",
    ),
    ("implicit-split", "a", "warning", S + "user c\nand j\ns->a->b->j\na->c->j->e", S + "s->a->b->e"),
]


def found(drawing: str, rule: str, *, lenient: bool = True) -> list[tuple[str, str]]:
    return [(p.element, p.severity) for p in check_bytes(bpmn(drawing), lenient=lenient) if p.rule == rule]


@pytest.mark.parametrize(("rule", "element", "severity", "wrong", "mended"), CASES)
def test_broken_and_mended(rule: str, element: str, severity: str, wrong: str, mended: str) -> None:
    assert (element, severity) in found(wrong, rule)
    assert found(mended, rule) == []


@pytest.mark.parametrize("mended", [case[4] for case in CASES])
def test_mended_drawings_have_no_error(mended: str) -> None:
    errors = [p for p in check_bytes(bpmn(mended), lenient=True) if p.severity == "error"]
    assert [(p.element, p.rule) for p in errors if p.rule not in ("no-incoming",)] == []


def test_several_of_a_kind_are_all_named() -> None:
    drawing = S + "user c\nuser d\ns->a->e\nb->e\nc->e\nd->e"
    assert [element for element, _ in found(drawing, "no-incoming")] == ["b", "c", "d"]


def test_what_follows_an_unreachable_node_is_not_named_again() -> None:
    drawing = S + "user c\nuser d\ns->a->e\nb->c->d->e"
    problems = check_bytes(bpmn(drawing), lenient=True)
    assert [(p.element, p.rule) for p in problems if p.severity == "error"] == [("b", "no-incoming")]


def test_another_process_in_the_file_is_mentioned() -> None:
    other = '<process id="q" isExecutable="false"><userTask id="x"/></process>'
    problems = check_bytes(bpmn(S + "s->a->b->e", more=other), lenient=True)
    assert [(p.element, p.rule, p.severity) for p in problems] == [("q", "other-process", "warning")]


def test_lane_that_names_nothing_is_a_remark() -> None:
    lanes = '<laneSet><lane id="l"><flowNodeRef>ghost</flowNodeRef></lane></laneSet>'
    problems = check_bytes(bpmn(S + "s->a->b->e", lanes=lanes), lenient=True)
    assert [(p.element, p.rule, p.severity) for p in problems] == [("ghost", "dangling-lane-reference", "warning")]
