"""Tokens that wait for ever, meet, go round for ever or never come: each with the shortest path to it."""

from __future__ import annotations

import re

import pytest
from drawn import bpmn

from engine.bpmn.checks import check_bytes

S = "start s\nend e\nuser a\nuser b\nuser c\n"
SUB = "sub sp {\nstart i\nuser u\nend f\ni->u->f\n}\n"
RULES = {
    "deadlock",
    "doubled-token",
    "endless-loop",
    "dead-element",
    "never-used",
    "piled-token",
    "end-reached-twice",
    "uncaught-error",
    "not-exhausted",
}

# name, rule, element, severity, path, drawing
CASES = [
    (
        "exclusive split, parallel join",
        ("deadlock", "j", "error", "s x a j"),
        S + "xor x\nand j\ns->x->a->j\nx->b->j\nj->c->e",
    ),
    (
        "inclusive split, parallel join",
        ("deadlock", "j", "error", "s x a j"),
        S + "or x\nand j\ns->x->a->j\nx->b->j\nj->c->e",
    ),
    (
        "event gateway, parallel join",
        ("deadlock", "j", "error", "s g m j"),
        S + "event g\ncatch m event=message:M\ncatch t event=timer:PT1H\nand j\ns->g->m->j\ng->t->j->e",
    ),
    (
        "join waits for a timer that may not fire",
        ("deadlock", "j", "error", "s a j"),
        S + "boundary t on=a event=timer:PT1H non\nand j\ns->a->j\nt->b->j\nj->c->e",
    ),
    ("join fed by its own loop", ("deadlock", "j", "error", "s j"), S + "and j\nxor x\ns->j->a->x->j\nx->b->e"),
    (
        "one branch of a parallel block can end",
        ("deadlock", "j", "error", "s g a b x e j"),
        S + "and g\nand j\nxor x\nend e2\ns->g->a->x->j\nx->e\ng->b->j->c->e2",
    ),
    (
        "interrupting boundary event leaves a join waiting",
        ("deadlock", "j", "error", "s g b t e2 j"),
        S + "and g\nand j\nboundary t on=a event=timer:PT1H\nend e2\ns->g->a->j\ng->b->j->c->e\nt->e2",
    ),
    (
        "join within a sub-process",
        ("deadlock", "j", "error", "s sp i x a j"),
        "start s\nend e\nsub sp {\nstart i\nxor x\nand j\nuser a\nuser b\nend f\ni->x->a->j\nx->b->j->f\n}\ns->sp->e",
    ),
    (
        "join that waits while another branch goes round for ever",
        ("deadlock", "j", "error", None),
        S + "and g\nand j\nxor x\nxor m\nxor y\ns->g->m->a->m\ng->b->y->j->e\ny->c->j",
    ),
    (
        "parallel split, exclusive merge",
        ("doubled-token", "m", "error", "s g a m c b m"),
        S + "and g\nxor m\ns->g->a->m\ng->b->m->c->e",
    ),
    (
        "second token into a parallel block that leads to the end",
        ("doubled-token", "m", "error", None),
        S + "and f\nxor m\nand g\nand j\ns->f->a->m\nf->m->g->b->j\ng->c->j->e",
    ),
    (
        "two flows of a parallel split into a parallel block that leads to the end",
        ("doubled-token", "m", "error", None),
        S + "and f\nxor m\nand g\nand j\ns->a->f->m\nf->m->g->b->j\ng->c->j->e",
    ),
    (
        "inclusive split, exclusive merge",
        ("doubled-token", "m", "error", None),
        S + "or g\nxor m\ns->g->a->m\ng->b->m->c->e",
    ),
    ("parallel split, merge in a task", ("doubled-token", "c", "error", None), S + "and g\ns->g->a->c\ng->b->c->e"),
    ("two flows between the same nodes", ("doubled-token", "c", "error", None), S + "s->a->c\na->c->e"),
    (
        "rework from within a parallel block",
        ("doubled-token", "b", "error", None),
        S + "xor m\nand g\nand j\nxor x\ns->m->g->a->x->m\nx->j\ng->b->j->c->e",
    ),
    (
        "reminder that flows into the main path",
        ("doubled-token", "m", "error", "s a t b m c a m"),
        S + "boundary t on=a event=timer:PT1H non\nxor m\ns->a->m\nt->b->m->c->e",
    ),
    (
        "doubled within a reminder",
        ("doubled-token", "m", "error", None),
        S + "boundary t on=a event=timer:PT1H non\nand g\nxor m\nend e2\ns->a->e\nt->g->b->m\ng->c->m->d->e2\nuser d",
    ),
    ("loop without a way out", ("endless-loop", "b", "error", "s a b a b"), S + "s->a->b->a"),
    (
        "loop without a way out behind a choice",
        ("endless-loop", "c", "error", None),
        S + "xor x\nxor m\ns->a->x->e\nx->m->b->c->m",
    ),
    (
        "loop without a way out in a parallel branch",
        ("endless-loop", "c", "error", None),
        S + "and g\nxor m\ns->g->a->e\ng->m->b->c->m",
    ),
    (
        "join behind a choice of one of its branches only",
        ("deadlock", "j", "error", None),
        S + "xor x\nand j\nuser d\ns->x->a->j\nx->b->e\nc->j\nj->d->e\nx->c",
    ),
    (
        "error that is never thrown",
        ("never-used", "t", "warning", ""),
        S + SUB + "boundary t on=sp event=error:X\ns->sp->e\nt->a->e",
    ),
    (
        "sub-process that always throws",
        ("never-used", "a", "warning", ""),
        S
        + "sub sp {\nstart i\nuser u\nend f event=error:X\ni->u->f\n}\n"
        + "boundary t on=sp event=error:X\ns->sp->a->e\nt->b->e",
    ),
    (
        "loop that leaves something behind each time",
        ("piled-token", "b", "warning", None),
        S + "xor m\nand g\nxor x\nend e2\ns->m->g->a->x->m\nx->e\ng->b->c->e2",
    ),
    ("end reached twice", ("end-reached-twice", "e", "warning", "s g a b e"), S + "and g\ns->g->a->e\ng->b->e"),
    (
        "end reached twice behind a merge",
        ("end-reached-twice", "e", "warning", None),
        S + "and g\nxor m\ns->g->a->m\ng->b->m->e",
    ),
    (
        "error that nobody catches",
        ("uncaught-error", "f", "warning", "s x b f"),
        S + "xor x\nend f event=error:X\ns->x->a->e\nx->b->f",
    ),
]


@pytest.mark.parametrize(("expected", "drawing"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_fault(expected: tuple[str, str, str, str | None], drawing: str) -> None:
    rule, element, severity, path = expected
    problems = [p for p in check_bytes(bpmn(drawing), lenient=True) if p.rule in RULES]
    mine = [p for p in problems if (p.rule, p.element) == (rule, element)]
    assert len(mine) == 1, problems
    assert mine[0].severity == severity
    if path is not None:
        assert " ".join(mine[0].path) == path


def test_dead_join_is_told_once() -> None:
    drawing = S + "xor x\nand j\ns->x->a->j\nx->b->j\nj->c->e"
    problems = [p for p in check_bytes(bpmn(drawing), lenient=True) if p.severity == "error"]
    assert [(p.rule, p.element) for p in problems] == [("deadlock", "j")]


def test_first_dead_element_is_named_and_what_follows_is_not() -> None:
    # The join waits for what comes behind itself; the other branch ends everything before that is a deadlock.
    drawing = "start s\nend e\nend t event=terminate\nand g\nand j\nuser a\nuser b\nxor x\nuser d\n"
    drawing += "s->g->a->j->d->x->j\nx->e\ng->b->t"
    problems = [p for p in check_bytes(bpmn(drawing), lenient=True) if p.severity == "error"]
    assert [(p.rule, p.element) for p in problems] == [("dead-element", "j")]


def wide(branches: int) -> str:
    """Return a parallel block whose branches can each stop, so that it cannot be folded."""
    arms = "".join(
        f"user w{n}\nboundary b{n} on=w{n} event=timer:PT1H\nend e{n}\nb{n}->e{n}\ng->w{n}->j\n"
        for n in range(branches)
    )
    return "start s\nend e\nand g\nand j\ns->g\n" + arms + "j->e"


def test_limit_is_told_and_a_deep_fault_still_found() -> None:
    problems = check_bytes(bpmn(wide(9)), lenient=True)
    told = [str(p.message) for p in problems if p.rule == "not-exhausted"]
    assert len(told) == 1
    assert re.search(r"只查了 [1-9]\d{3,} 种状态", told[0])
    assert ("not-exhausted", "p", "warning") in {(p.rule, p.element, p.severity) for p in problems}
    assert ("deadlock", "j", "error") in {(p.rule, p.element, p.severity) for p in problems}


def test_wide_parallel_blocks_that_are_well_built_cost_nothing() -> None:
    arms = "".join(f"user w{n}\nxor x{n}\nxor y{n}\ng->x{n}->w{n}->y{n}->j\nx{n}->y{n}\n" for n in range(60))
    problems = check_bytes(bpmn("start s\nend e\nand g\nand j\ns->g\n" + arms + "j->e"), lenient=True)
    assert {p.rule for p in problems} <= {"no-conditions"}


def test_parallel_branches_with_rework_and_a_reminder_each_are_no_burden() -> None:
    arms = "".join(
        f"user w{n}\nuser v{n}\nxor m{n}\nxor x{n} default=d{n}\nboundary b{n} on=w{n} event=timer:P1D non\nend e{n}\n"
        f"b{n}->e{n}\ng->m{n} if v{n}.go\nm{n}->w{n}->v{n}->x{n}->m{n} if v{n}.again\nx{n}->j as d{n}\n"
        for n in range(5)
    )
    problems = check_bytes(bpmn("start s\nend e\nor g default=f9\nor j\ns->g->j as f9\n" + arms + "j->e"), lenient=True)
    assert problems == ()


def test_what_follows_a_reminder_is_still_looked_at() -> None:
    drawing = "user a\nuser b\nuser c\nboundary t on=a event=timer:P1D non\nxor m\n"
    problems = check_bytes(bpmn("start s\nend e\n" + drawing + "s->a->m->c->e\nt->b->m"), lenient=True)
    assert "doubled-token" in {problem.rule for problem in problems}


def test_four_hundred_choices_in_a_row_are_no_burden() -> None:
    row = "".join(f"xor x{n}\nxor y{n}\nuser w{n}\nx{n}->w{n}->y{n}\nx{n}->y{n}->x{n + 1}\n" for n in range(400))
    problems = check_bytes(bpmn("start s\nend e\nxor x400\ns->x0\n" + row + "x400->e"), lenient=True)
    assert {p.rule for p in problems} <= {"no-conditions"}


def test_an_uncaught_error_is_told_as_what_it_does() -> None:
    inner = "start s2\nend f event=error:X\ns2->f"
    within = check_bytes(bpmn("start s\nend e\nsub b {\n" + inner + "\n}\ns->b->e"), lenient=True)
    outside = check_bytes(bpmn("start s\nend f event=error:X\ns->f"), lenient=True)
    assert next(str(one.message) for one in within if one.rule == "uncaught-error").endswith("须由管理员处理")
    assert next(str(one.message) for one in outside if one.rule == "uncaught-error").endswith("整个流程会就此结束")
