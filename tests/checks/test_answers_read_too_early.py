"""Conditions on answers that some path does not bring: the exploration knows every path."""

from __future__ import annotations

import pytest
from drawn import bpmn

from engine.bpmn.checks import check_bytes
from engine.bpmn.read import read

S = "start s\nend e\nuser a\nuser b\nuser c\n"


def early(drawing: str) -> list[tuple[str, str, str]]:
    rules = ("not-yet-answered", "racing-answer")
    return [(p.rule, p.element, " ".join(p.path)) for p in check_bytes(bpmn(drawing)) if p.rule in rules]


@pytest.mark.parametrize(
    "drawing",
    [
        S + "xor x default=f9\ns->a->x->b if a.r\nx->c as f9\nb->e\nc->e",
        S + "and g\nand j\nxor x default=f9\ns->g->a->j\ng->b->j->x->c if a.r and b.r\nx->e as f9\nc->e",
        S + "xor m\nxor x default=f9\nxor y default=f8\ns->m->a->x->m if a.r\nx->b as f9\nb->y->m if b.r\ny->e as f8",
        S
        + "xor x default=f9\nxor y default=f8\nxor m\ns->a->x->b if a.r\nx->m as f9\nb->m->y->c if given(b.r) and b.r\n"
        "y->e as f8\nc->e",
        S + "sub sp {\nstart i\nuser u\nend f\ni->u->f\n}\nxor x default=f9\ns->sp->x->a if u.r\nx->e as f9\na->e",
        S + "user m cardinality=3 completion='all(m.r)'\ns->m->e",
        S
        + "xor x default=f9\nboundary t on=b event=timer:PT1H non\nend f\ns->a->b->x->c if a.r\nx->e as f9\nc->e\nt->f",
    ],
)
def test_answer_that_is_always_there(drawing: str) -> None:
    assert early(drawing) == []


def test_branch_that_skips_the_task() -> None:
    drawing = S + "xor x default=f9\nxor y default=f8\nxor m\ns->a->x->b if a.r\nx->m as f9\nb->m->y->c as f1 if b.r\n"
    assert early(drawing + "y->e as f8\nc->e") == [("not-yet-answered", "f1", "s a x m y")]


def test_answer_of_a_parallel_branch() -> None:
    drawing = S + "and g\nand j\nxor x default=f9\nxor m\ns->g->a->x->c as f1 if b.r\nx->m as f9\nc->m->j\ng->b->j->e"
    assert [found[:2] for found in early(drawing)] == [("not-yet-answered", "f1")]


def test_interrupted_task_has_no_answer() -> None:
    drawing = (
        S
        + "boundary t on=a event=timer:PT1H\nxor m\nxor x default=f9\n"
        + "s->a->m\nt->m->x->b as f1 if a.r\nx->e as f9\nb->e"
    )
    assert early(drawing) == [("not-yet-answered", "f1", "s t m x")]


def test_task_in_an_interrupted_sub_process_may_have_none() -> None:
    drawing = (
        S + "sub sp {\nstart i\nuser u\nend f\ni->u->f\n}\nboundary t on=sp event=timer:PT1H\nxor m\nxor x default=f9\n"
    )
    drawing += "s->sp->m\nt->m->x->b as f1 if u.r\nx->e as f9\nb->e"
    assert [found[:2] for found in early(drawing)] == [("not-yet-answered", "f1")]


def test_timer_reads_when_its_host_is_entered() -> None:
    drawing = S + "boundary t on=b event='timer:${a.due}'\ns->b->a->e\nt->e"
    assert [found[:2] for found in early(drawing)] == [("not-yet-answered", "t")]
    assert early(drawing.replace("s->b->a->e", "s->a->b->e")) == []


def test_collection_is_read_when_the_task_is_entered() -> None:
    drawing = S + "user m collection=m.people\ns->m->e"
    assert [found[:2] for found in early(drawing)] == [("not-yet-answered", "m")]


def test_task_that_is_being_done_anew() -> None:
    # The reminder reads what the task in the loop said last time, while somebody is saying something else.
    drawing = (
        S + "xor m\nxor x default=f9\nand g\nend f\nxor y default=f8\nuser d\nboundary t on=b event=timer:PT1H non\n"
    )
    drawing += "s->a->m->b->x->c as f9\nx->a2 if a.r\nuser a2\na2->m\nc->e\nt->d->y->f as f8\ny->f if a2.r"
    found = early(drawing)
    assert {rule for rule, _, _ in found} >= {"not-yet-answered"}


PART = "start i\nuser u\nend f\ni->u->f"


@pytest.mark.parametrize(
    ("drawing", "found"),
    [
        ("s->k->x->a as f1 if u.r\nx->e as f9\na->e", []),
        ("s->x->k as f1 if u.r\nx->e as f9\nk->a->e", [("not-yet-answered", "f1", "s x")]),
        (
            "xor y default=f8\nxor m\ns->y->k if a.r\ny->m as f8\nk->m->x->b as f1 if u.r\nx->e as f9\nb->e",
            [("not-yet-answered", "f1", "s y m x")],
        ),
    ],
    ids=["after the call", "before the call", "around the call"],
)
def test_answer_of_a_task_in_a_called_part(drawing: str, found: list[tuple[str, str, str]]) -> None:
    text = "start s\nend e\nuser a\nuser b\nxor x default=f9\ncall k called=part\n" + drawing
    part = read(bpmn(PART, process="part"), "part.bpmn")
    problems = check_bytes(bpmn(text), called={"part": part})
    rules = ("not-yet-answered", "racing-answer")
    assert [(p.rule, p.element, " ".join(p.path)) for p in problems if p.rule in rules and p.element == "f1"] == found
