"""What the engine would not run as it is drawn is refused; so are expressions and functions that cannot work."""

from __future__ import annotations

import pytest
from drawn import bpmn

from engine.bpmn.checks import check_bytes
from engine.bpmn.checks.support import EVENT_KINDS
from engine.bpmn.read import read
from engine.bpmn.runnable import CLASSES
from engine.bpmn.runnable import EVENT_KINDS as RUNNING_KINDS

S = "start s\nend e\nuser a\nuser b\n"
MAIN = S + "s->a->b->e\n"

# rule, element, severity in a lenient check, drawing
CASES = [
    ("complex-gateway", "g", "error", S + "complex g\ns->g->a->e\ng->b->e"),
    ("ad-hoc", "h", "error", S + "adhoc h {\nuser u\n}adhoc\ns->h->e"),
    ("transaction", "h", "error", S + "transaction h {\nuser u\n}transaction\ns->h->e"),
    ("transaction", "c", "error", S + "end c event=cancel\ns->a->c"),
    (
        "event-sub-process",
        "h",
        "error",
        MAIN + "sub h triggered {\nstart i event=message:M\nuser u\nend f\ni->u->f\n}",
    ),
    ("conditional-event", "c", "error", S + "catch c event=conditional\ns->c->e"),
    ("conditional-event", "c", "error", MAIN + "boundary c on=a event=conditional\nc->e"),
    ("compensation", "c", "error", MAIN + "boundary c on=a event=compensation"),
    ("compensation", "c", "error", S + "throw c event=compensation\ns->c->e"),
    ("compensation", "c", "error", S + "end c event=compensation\ns->c"),
    ("event-kind", "c", "error", S + "end c event=timer:PT1H\ns->c"),
    ("event-kind", "c", "error", S + "end c event=link:L\ns->c"),
    ("event-kind", "c", "error", S + "throw c event=error:E\ns->c->e"),
    ("event-kind", "c", "error", S + "throw c event=terminate\ns->c->e"),
    ("event-kind", "c", "error", S + "throw c event=timer:PT1H\ns->c->e"),
    ("event-kind", "c", "error", S + "catch c\ns->c->e"),
    ("event-kind", "c", "error", S + "catch c event=error:E\ns->c->e"),
    ("event-kind", "c", "error", MAIN + "boundary c on=a\nc->e"),
    ("event-kind", "c", "error", MAIN + "boundary c on=a event=terminate\nc->e"),
    ("event-kind", "c", "error", MAIN + "boundary c on=a event=link:L\nc->e"),
    ("event-kind", "c", "error", MAIN + "boundary c on=a event=error:E non\nc->e"),
    ("event-kind", "s", "error", "start s event=error:E\nend e\ns->e"),
    ("multi-instance-count", "m", "error", S + "user m mi\ns->m->e"),
    ("multi-instance-behavior", "m", "error", S + "user m cardinality=3 behavior=None\ns->m->e"),
    ("called-process", "c", "warning", S + "call c\ns->c->e"),
    ("called-process", "c", "warning", S + "call c called=elsewhere\ns->c->e"),
    ("call-cycle", "c", "warning", S + "call c called=p\ns->a->c->e"),
    ("function-missing", "f", "warning", S + "script f\ns->f->e"),
    ("function-missing", "f", "warning", S + "service f\ns->f->e"),
    ("function-missing", "f", "warning", S + "rule f\ns->f->e"),
    ("function-form", "f", "warning", S + "script f script='x = 1; import os'\ns->f->e"),
    ("expression", "f1", "error", S + "xor x default=f2\ns->x->a as f1 if a = 1\nx->b as f2\na->e\nb->e"),
    ("expression", "f1", "error", S + "xor x default=f2\ns->x->a as f1 if ${svc.call(1)}\nx->b as f2\na->e\nb->e"),
    ("expression", "f1", "error", S + "xor x default=f2\ns->x->a as f1 if a.__class__\nx->b as f2\na->e\nb->e"),
    ("expression", "m", "error", S + "user m cardinality='3 +'\ns->m->e"),
    ("expression", "m", "error", S + "user m cardinality=3 completion='len(m) => 2'\ns->m->e"),
    ("expression", "m", "error", S + "user m collection='a b'\ns->m->e"),
    ("timer", "c", "error", S + "catch c event='timer:P1X'\ns->c->e"),
    ("timer", "c", "error", S + "catch c event='timer:tomorrow at noon'\ns->c->e"),
    ("timer", "c", "error", MAIN + "boundary c on=a event='timer:R3/PT0S' non\nc->e"),
    ("cycle-once", "c", "warning", S + "catch c event=timer:R3/PT1H\ns->c->e"),
    ("reserved-id", "End", "warning", "start s\nuser a\nend End\ns->a->End"),
    (
        "automatic-loop",
        "f",
        "warning",
        S + "script f script=count_up\nxor x default=f2\ns->f->x->f if f.n < 3\nx->e as f2",
    ),
    ("empty-loop", "x", "error", S + "xor x\nxor y default=f2\ns->a->x->y->x if a.again\ny->e as f2"),
]


def found(drawing: str, rule: str, **options: object) -> list[tuple[str, str]]:
    options.setdefault("lenient", True)
    return [(p.element, p.severity) for p in check_bytes(bpmn(drawing), **options) if p.rule == rule]


@pytest.mark.parametrize(("rule", "element", "severity", "drawing"), CASES)
def test_refused(rule: str, element: str, severity: str, drawing: str) -> None:
    assert found(drawing, rule) == [(element, severity)]


@pytest.mark.parametrize(("rule", "element", "severity", "drawing"), CASES)
def test_refused_when_published(rule: str, element: str, severity: str, drawing: str) -> None:
    remarks = ("cycle-once", "reserved-id")
    assert found(drawing, rule, lenient=False) == [(element, "warning" if rule in remarks else "error")]


def test_quantities_compensation_activities_and_choreography_are_refused() -> None:
    xml = bpmn(MAIN).replace(b'<userTask id="a"', b'<userTask id="a" startQuantity="2" isForCompensation="true"')
    problems = check_bytes(xml, lenient=True)
    assert {(p.element, p.rule) for p in problems} >= {("a", "token-quantity"), ("a", "compensation")}
    xml = bpmn(MAIN).replace(b"</process>", b'<choreographyTask id="z"/></process>')
    assert [(p.element, p.rule) for p in check_bytes(xml, lenient=True)] == [("z", "unsupported-element")]


def test_functions_are_known_where_the_matter_is() -> None:
    drawing = S + "script f script=archive\ns->f->e"
    assert found(drawing, "function-unknown") == []
    assert found(drawing, "function-unknown", functions=frozenset({"archive"}), lenient=False) == []
    assert found(drawing, "function-unknown", functions=frozenset({"other"}), lenient=False) == [("f", "error")]


def test_called_process_is_found_beside_the_file_and_checked_too() -> None:
    part = read(bpmn("start s\nuser u\nuser v\nend e\ns->u->e\nv->e", process="part"), "part.bpmn")
    problems = check_bytes(
        bpmn(S + "call c called=part\ns->a->b->c->e"), "main.bpmn", called={"part": part}, lenient=True
    )
    assert [(p.file, p.element, p.rule) for p in problems] == [("part.bpmn", "v", "no-incoming")]


def test_loop_with_a_wait_is_no_automatic_loop() -> None:
    for wait in ("user w", "receive w message=M", "catch w event=timer:PT1H", "service w", "task w"):
        drawing = S + f"{wait}\nscript f script=f1\nxor x default=f2\ns->f->w->x->f if f.n < 3\nx->e as f2"
        assert found(drawing, "automatic-loop") == [], wait
        assert found(drawing, "empty-loop") == [], wait


def test_sub_process_waits_if_something_in_it_does() -> None:
    loop = "xor x default=f2\ns->sp->x->sp if v > 1\nx->e as f2"
    quiet = S + "sub sp {\nstart i\nscript f script=g\ni->f\n}\n" + loop
    waiting = S + "sub sp {\nstart i\nuser f\ni->f\n}\n" + loop
    assert found(quiet, "automatic-loop") == [("sp", "warning")]
    assert found(waiting, "automatic-loop") == []


def test_table_of_event_kinds_is_the_engines() -> None:
    assert dict(EVENT_KINDS) == dict(RUNNING_KINDS)


@pytest.mark.parametrize("kind", sorted(EVENT_KINDS))
def test_engine_has_a_class_for_each_event(kind: str) -> None:
    assert kind in CLASSES
