"""What a condition is offered to read where it stands."""

from __future__ import annotations

from drawn import bpmn

from engine.bpmn.checks.readable import readable_at
from engine.bpmn.checks.subject import Subject, finder
from engine.bpmn.read import read

PART = """
start i
user receive
xor g default=g2
user later
end o
i -> receive -> g
g -> later as g1 if receive.result == 'x'
g -> o as g2
later -> o
"""


def names(text: str, element: str, **parts: str) -> dict[str, bool]:
    model = read(bpmn(text))
    called = {name: read(bpmn(part, process=name)) for name, part in parts.items()}
    find = finder(model, called)
    subject = Subject(model, model.main, called, None, None, None, False, model.main, find)
    return {one.id: one.sure for one in readable_at(subject, element)}


def test_the_steps_of_a_shared_part_are_offered_after_it():
    text = "start s\ncall take called=part\nuser a\nxor x\nend e\ns->take->a->x->e"
    assert names(text, "x", part=PART) == {"application": True, "receive": True, "later": False, "a": True}
    assert "receive" not in names(
        "start s\nuser a\nxor x\ncall take called=part\nend e\ns->a->x->take->e", "x", part=PART
    )


def test_a_part_that_is_called_twice_is_offered_once():
    text = "start s\ncall one called=part\nxor x\ncall two called=part\nend e\ns->one->x->two->e"
    assert names(text, "x", part=PART)["receive"] is True


def test_the_steps_of_a_sub_process_are_offered_after_it_too():
    text = "start s\nsub c {\nstart i\nuser inner\nend o\ni->inner->o\n}\nxor x\nend e\ns->c->x->e"
    assert names(text, "x") == {"application": True, "inner": True}
