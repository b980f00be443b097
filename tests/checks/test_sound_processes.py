"""Well-built processes give no problem at all in a lenient check: the checker must not cry wolf."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import bpmn

from engine.bpmn.checks import check_bytes
from engine.bpmn.definition import compile_definition
from engine.bpmn.read import read

S = "start s\nend e\nuser a\nuser b\nuser c\nuser d\n"
SUB = "sub sp {\nstart i\nuser u\nend f\ni->u->f\n}\n"
BLOCK = "and g\nand j\nxor x default=f9\nxor m\n"

SOUND = {
    "sequence": S + "s->a->b->c->d->e",
    "exclusive": S + "xor x default=f9\nxor m\ns->x->a if v > 1\nx->b as f9\na->m\nb->m->c->d->e",
    "parallel": S + "and g\nand j\ns->g->a->j\ng->b->j->c->d->e",
    "inclusive": S + "or g default=f9\nor j\ns->g->a if v > 1\ng->b if v > 2\ng->c as f9\na->j\nb->j\nc->j->d->e",
    "rework around a parallel block": S
    + BLOCK
    + "s->m->g->a->j\ng->b->j->c->x->m if c.r == 'rework'\nx->d as f9\nd->e",
    "rework around an inclusive block": S
    + "or g default=f8\nor j\nxor x default=f9\nxor m\n"
    + "s->m->g->a if v > 1\ng->b as f8\na->j\nb->j->c->x->m if c.r == 'rework'\nx->d as f9\nd->e",
    "rework of one branch within the block": S + BLOCK + "s->g->m->a->x->m if a.again\nx->j as f9\ng->b->j->c->d->e",
    "partial review anew": S
    + "or g default=f7\nor j\nxor m\nxor x default=f9\n"
    + "s->m->g->a if first or a.again\ng->b if first or b.again\ng->c as f7\n"
    + "a->j\nb->j\nc->j->d->x->m if d.again\nx->e as f9",
    "nested blocks": S + "and g\nand j\nand h\nand k\ns->g->h->a->k\nh->b->k->j\ng->c->j->d->e",
    "interrupting timer": S + "boundary t on=a event=timer:PT1H\nxor m\ns->a->m\nt->b->m->c->d->e",
    "reminder": S + "boundary t on=a event=timer:R3/P1D non\nend f\ns->a->b->c->e\nt->d->f",
    "reminder in a loop": S
    + "boundary t on=a event=timer:P1D non\nend f\nxor m\nxor x default=f9\n"
    + "s->m->a->b->x->m if b.again\nx->c as f9\nc->e\nt->d->f",
    "reminder in a parallel branch": S
    + "boundary t on=a event=timer:P1D non\nend f\nand g\nand j\ns->g->a->j\ng->b->j->c->e\nt->d->f",
    "sub-process": S + SUB + "s->a->sp->b->c->d->e",
    "sub-process with an interrupting timer": S
    + SUB
    + "boundary t on=sp event=timer:P3D\nxor m\ns->sp->m\nt->a->m->b->c->d->e",
    "sub-process with a non-interrupting message": S
    + SUB
    + "boundary t on=sp event=message:hurry non\nend k\ns->sp->a->b->c->e\nt->d->k",
    "parallel block in a sub-process in a loop": S
    + "sub sp {\nstart i\nand g\nand j\nuser u\nuser v\nend f\ni->g->u->j\ng->v->j->f\n}\nxor m\nxor x default=f9\n"
    + "s->m->sp->a->x->m if a.again\nx->b as f9\nb->c->d->e",
    "error in a sub-process": S
    + "sub sp {\nstart i\nuser u\nxor y default=f8\nend f\nend g event=error:X\ni->u->y->g if u.bad\ny->f as f8\n}\n"
    + "boundary t on=sp event=error:X\nend k\ns->sp->a->b->c->e\nt->d->k",
    "error of a function": S + "script f script=seal\nboundary t on=f event=error:X\nend k\ns->f->a->b->c->e\nt->d->k",
    "error of a function in a sub-process": S
    + "sub sp {\nstart i\nscript u script=seal\nend f\ni->u->f\n}\nboundary t on=sp event=error:X\nend k\n"
    + "s->sp->a->b->c->e\nt->d->k",
    "escalation": S
    + "sub sp {\nstart i\nuser u\nthrow h event=escalation:X\nend f\ni->u->h->f\n}\n"
    + "boundary t on=sp event=escalation:X non\nend k\ns->sp->a->b->c->e\nt->d->k",
    "interrupting escalation at an end": S
    + "sub sp {\nstart i\nuser u\nxor y default=f8\nend h event=escalation:X\n"
    + "end f\ni->u->y->h if u.bad\ny->f as f8\n}\n"
    + "boundary t on=sp event=escalation:X\nend k\ns->sp->a->b->c->e\nt->d->k",
    "terminate": S + "and g\nend t event=terminate\ns->g->a->b->t\ng->c->d->e",
    "terminate in a sub-process": S
    + "sub sp {\nstart i\nand g\nuser u\nuser v\nend f\nend t event=terminate\ni->g->u->f\ng->v->t\n}\n"
    + "s->sp->a->b->c->d->e",
    "event gateway": S
    + "event g\ncatch m event=message:M\ncatch t event=timer:PT1H\nxor x\ns->g->m->a->x\ng->t->b->x->c->d->e",
    "waiting for supplements": S
    + "xor x default=f9\nevent g\ncatch m event=message:M\ncatch t event=timer:P30D\nend k\n"
    + "s->a->x->g if a.r == 'supplement'\nx->b as f9\ng->m->a\ng->t->k\nb->c->d->e",
    "multi-instance": S + "user m cardinality=3 completion='count(m.r) >= 2'\ns->m->a->b->c->d->e",
    "sequential multi-instance": S + "user m sequential collection=a.people\ns->a->m->b->c->d->e",
    "multi-instance of a sub-process": S
    + "sub sp cardinality=2 {\nstart i\nuser u\nend f\ni->u->f\n}\ns->sp->a->b->c->d->e",
    "links": S + "throw t event=link:L\ncatch k event=link:L\ns->a->b->t\nk->c->d->e",
    "signals and messages": S
    + "throw t event=signal:S\nand g\ncatch k event=signal:S\nend f event=message:M\ns->a->g->b->t->e\ng->k->c->d->f",
    "several ends": S + "xor x default=f9\nend f\ns->a->b->x->c if b.r\nx->d as f9\nc->e\nd->f",
    "condition on a task's own flows": S + "xor m\ns->a->b if a.r\nb->m\na->c if not a.r\nc->m->d->e",
    "conditions that exclude each other at an inclusive gateway": S
    + "or x default=f9\nxor m\ns->a->x->b if a.r == 'pass'\nx->c if a.r == 'fail'\nx->d as f9\nb->m\nc->m\nd->m->e",
    "reference forms of other modellers": S
    + "xor x default=f9\ns->a->x->b if ${a.r == true && a.n >= 3}\nx->c as f9\nb->d\nc->d->e",
    "two blocks side by side in a loop": S
    + "and g\nand j\nand h\nand k\nxor m\nxor x default=f9\ns->m->g->a->j\ng->b->j->h->c->k\n"
    + "h->d->k->x->m if a.again\nx->e as f9",
}
REMARKS: dict[str, set[str]] = {
    "condition on a task's own flows": {"no-default"},
}


@pytest.mark.parametrize("name", SOUND)
def test_sound(name: str) -> None:
    problems = check_bytes(bpmn(SOUND[name]), lenient=True)
    assert {p.rule for p in problems} == REMARKS.get(name, set()), problems


@pytest.mark.parametrize("name", SOUND)
def test_sound_processes_compile(name: str) -> None:
    assert compile_definition(read(bpmn(SOUND[name]))).elements


ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*ROOT.glob("processes/*/process.bpmn"), *ROOT.glob("processes/shared/*.bpmn")])


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_processes_of_this_project(file: Path) -> None:
    parts = [read(part.read_bytes(), part.name) for part in ROOT.glob("processes/shared/*.bpmn")]
    problems = check_bytes(file.read_bytes(), file.name, called={part.main.id: part for part in parts})
    assert [p for p in problems if p.severity == "error"] == []
