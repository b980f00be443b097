"""Every class of defect that the models of other suites show is found in each kind of model, with the element named.

The models are drawn here after the public suites (betsy, bpmn-js, flowable, jBPM, SpiffWorkflow and others), one test a
class; each line is what it is about, rule and element, and the drawing.
"""

from __future__ import annotations

import pytest
from drawn import bpmn

from engine.bpmn.checks import check_bytes

S = "start s\nend e\nuser a\nuser b\nuser c\n"
CHOICE = S + "xor x default=d\ns->x->a as f9 if {}\nx->b as d\na->e\nb->e"

CLASSES: dict[str, list[tuple[str, str, str, str]]] = {
    "deadlock": [
        ("exclusive split, parallel join", "deadlock", "j", S + "xor x\nand j\ns->x->a->j\nx->b->j->e"),
        ("inclusive split, parallel join", "deadlock", "j", S + "or x\nand j\ns->x->a->j\nx->b->j->e"),
        (
            "no option to complete: one arm ends",
            "deadlock",
            "j",
            S + "and g\nand j\nxor x\nend e2\ns->g->a->x->j\nx->e2\ng->b->j->e",
        ),
        (
            "join that waits for a timer that may not come",
            "deadlock",
            "j",
            S + "boundary t on=a event=timer:PT1H non\nand j\ns->a->j\nt->b->j->e",
        ),
        (
            "join fed by its own loop",
            "deadlock",
            "j",
            S + "and j\nxor x default=d\ns->j->a->x->j if a.again\nx->e as d",
        ),
        (
            "decision before a join with an edge past it",
            "deadlock",
            "j",
            S + "and g\nand j\nxor x default=d\ns->g->a->j\ng->b->x->j if b.ok\nx->e as d\nj->c->e",
        ),
    ],
    "lack of synchronisation": [
        ("parallel split, exclusive merge", "doubled-token", "m", S + "and g\nxor m\ns->g->a->m\ng->b->m->c->e"),
        ("inclusive split, exclusive merge", "doubled-token", "m", S + "or g\nxor m\ns->g->a->m\ng->b->m->c->e"),
        ("multiple merge in a task", "doubled-token", "c", S + "and g\ns->g->a->c\ng->b->c->e"),
        ("two flows between the same nodes", "doubled-token", "b", S + "s->a->b\na->b->e"),
        (
            "merge before a further split",
            "doubled-token",
            "m",
            S + "user d\nand g\nxor m\nand h\nand j\ns->g->a->m\ng->b->m->h->c->j\nh->d->j->e",
        ),
        (
            "merge within a sub-process",
            "doubled-token",
            "m",
            "start s\nend e\nsub q {\nstart i\nand g\nxor m\nuser a\nuser b\nend f\ni->g->b->m\ng->m->a->f\n}\ns->q->e",
        ),
    ],
    "dead or unreachable": [
        ("gateway that nothing leads to", "no-incoming", "x", S + "xor x\ns->a->e\nx->b->e"),
        ("task that nothing leads to", "no-incoming", "b", S + "s->a->e\nb->e"),
        ("catch event that nothing leads to", "no-incoming", "t", S + "catch t event=timer:PT1H\ns->a->e\nt->b->e"),
        ("island that goes round", "unreachable", "b", S + "s->a->e\nb->c->b"),
        ("link that is never thrown", "link-partner", "l", S + "catch l event=link:L\ns->a->e\nl->b->e"),
        ("behind a join that never has all its tokens", "deadlock", "j", S + "xor x\nand j\ns->x->a->j\nx->b->j->c->e"),
    ],
    "livelock": [
        ("loop without a way out", "endless-loop", "b", S + "s->a->b->a"),
        (
            "two choices that lead to each other",
            "endless-loop",
            "c",
            S + "xor x default=d\ns->a->x->b if a.ok\nx->e as d\nb->c->b",
        ),
        ("loop of a parallel branch", "endless-loop", "c", S + "and g\ns->g->a->e\ng->b->c->b"),
        (
            "loop of gateways alone",
            "automatic-loop",
            "m",
            S + "xor m\nxor x default=d\nscript f script=count\ns->m->f->x->m if a.again\nx->e as d",
        ),
    ],
    "no or implicit end": [
        ("task at the end", "implicit-end", "b", S + "s->a->b\na->e"),
        ("gateway at the end", "implicit-end", "x", S + "xor x\ns->a->x\na->e"),
        ("no start", "no-start", "p", "user a\nuser b\na->b->a"),
        ("implicit start", "implicit-start", "p", "user a\nend e\na->e"),
        (
            "sub-process without an end",
            "implicit-end",
            "u",
            "start s\nend e\nsub q {\nstart i\nuser u\ni->u\n}\ns->q->e",
        ),
        ("empty sub-process", "empty-process", "q", "start s\nend e\nsub q {\n}\ns->q->e"),
    ],
    "improper completion": [
        ("two branches, one end", "end-reached-twice", "e", S + "and g\ns->g->a->e\ng->b->e"),
        ("inclusive branches, one end", "end-reached-twice", "e", S + "or g\ns->g->a->e\ng->b->e"),
        ("behind a merge", "end-reached-twice", "e", S + "and g\nxor m\ns->g->a->m\ng->b->m->e"),
    ],
    "implicit or conditional split": [
        ("two flows out of a task", "implicit-split", "a", S + "and j\ns->a->b->j\na->c->j->e"),
        ("two flows out of an event", "implicit-split", "s", S + "and j\ns->b->j\ns->c->j->e"),
        ("condition out of a start event", "condition-not-allowed", "f9", S + "s->a as f9 if v > 1\na->e"),
        (
            "condition out of a parallel gateway",
            "condition-not-allowed",
            "f9",
            S + "and g\nand j\ns->g->a->j\ng->b as f9 if v > 1\nb->j->e",
        ),
        (
            "exclusive branch without condition",
            "flow-without-condition",
            "f9",
            S + "xor x\ns->x->a if v > 1\nx->b\nx->c as f9\na->e\nb->e\nc->e",
        ),
        ("conditions without a default", "no-default", "x", S + "xor x\ns->x->a if v > 1\nx->b if v > 2\na->e\nb->e"),
    ],
    "link": [
        ("thrown to nobody", "link-partner", "t", S + "throw t event=link:L\ns->a->t"),
        (
            "partner of another name",
            "link-partner",
            "t",
            S + "throw t event=link:L\ncatch k event=link:K\ns->a->t\nk->b->e",
        ),
        (
            "caught twice",
            "link-partner",
            "t",
            S + "throw t event=link:L\ncatch k event=link:L\ncatch l event=link:L\ns->a->t\nk->b->e\nl->c->e",
        ),
        (
            "partner in another scope",
            "link-partner",
            "t",
            S + "throw t event=link:L\nsub q {\nstart i\ncatch k event=link:L\nend f\ni->f\nk->f\n}\ns->q->t",
        ),
        (
            "flow out of the throwing side",
            "link-partner",
            "t",
            S + "throw t event=link:L\ncatch k event=link:L\ns->a->t->b->e\nk->c->e",
        ),
    ],
    "event definition": [
        ("two definitions", "multiple-event", "k", S + "catch k event=message:M;timer:PT1H\ns->k->e"),
        ("timer without a time", "timer-without-time", "k", S + "catch k event=timer:\ns->k->e"),
        ("timer at an end", "event-kind", "k", S + "end k event=timer:PT1H\ns->a->k"),
        ("terminate that is thrown on the way", "event-kind", "k", S + "throw k event=terminate\ns->k->e"),
        ("boundary event without definition", "event-kind", "k", S + "boundary k on=a\ns->a->e\nk->b->e"),
        ("error that does not interrupt", "event-kind", "k", S + "boundary k on=a event=error:E non\ns->a->e\nk->b->e"),
        ("conditional event", "conditional-event", "k", S + "catch k event=conditional\ns->k->e"),
        (
            "event sub-process",
            "event-sub-process",
            "q",
            S + "sub q triggered {\nstart i event=message:M\nend f\ni->f\n}\ns->a->e",
        ),
        (
            "sub-process that starts by a message",
            "sub-process-start",
            "i",
            "start s\nend e\nsub q {\nstart i event=message:M\nend f\ni->f\n}\ns->q->e",
        ),
    ],
    "references and ids": [
        ("duplicate id", "duplicate-id", "a", S + "user a\ns->a->e"),
        ("flow to nowhere", "dangling-reference", "f9", S + "s->a->e\na->nowhere as f9"),
        (
            "boundary event on nothing",
            "dangling-reference",
            "k",
            S + "boundary k on=nothing event=timer:PT1H\ns->a->e\nk->b->e",
        ),
        ("message that is not there", "dangling-reference", "k", S + "catch k event=message:!gone\ns->k->e"),
        ("error that is not there", "dangling-reference", "k", S + "end k event=error:!gone\ns->a->k"),
        (
            "default flow that is not there",
            "dangling-reference",
            "x",
            S + "xor x default=gone\ns->x->a if v > 1\nx->b if v > 2\na->e\nb->e",
        ),
        (
            "default flow of another node",
            "default-not-outgoing",
            "x",
            S + "xor x default=f9\ns->x->a if v > 1\nx->b if v > 2\na->e as f9\nb->e",
        ),
        ("call of nothing", "called-process", "k", S + "call k called=elsewhere\ns->k->e"),
    ],
    "expression": [
        ("assignment for comparison", "expression", "f9", CHOICE.format("v = 1")),
        ("another engine's language", "expression", "f9", CHOICE.format("${svc.call(1)}")),
        ("count that does not compile", "expression", "m", S + "user m cardinality='3 +'\ns->m->e"),
        ("completion that does not compile", "expression", "m", S + "user m cardinality=3 completion='a b'\ns->m->e"),
        ("no duration", "timer", "k", S + "catch k event='timer:P1X'\ns->k->e"),
    ],
}


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_of_defects_is_found_in_every_kind_of_model(name: str) -> None:
    missed = []
    for about, rule, element, drawing in CLASSES[name]:
        found = [(p.rule, p.element) for p in check_bytes(bpmn(drawing), "x.bpmn", lenient=True)]
        if (rule, element) not in found:
            missed.append((about, (rule, element), found))
    assert missed == []
