"""Run every family of rules over a file's process and over what it calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from engine.bpmn.checks import (
    answers,
    branching,
    conditions,
    dead_conditions,
    decisions,
    fees,
    functions,
    lanes,
    loops,
    references,
    soundness,
    stages,
    structure,
    support,
    tasks,
)
from engine.bpmn.checks.problem import Finding, Problem, Rule
from engine.bpmn.checks.subject import Forms, Subject, finder, reached
from engine.bpmn.model import BpmnError, Model, Process
from engine.bpmn.read import read

UNREADABLE = Rule("xml-unreadable")
ENGINE_REFUSES = Rule("engine-refuses")

FAMILIES = (
    references,
    structure,
    branching,
    support,
    conditions,
    answers,
    dead_conditions,
    functions,
    tasks,
    lanes,
    stages,
    decisions,
    fees,
    loops,
    soundness,
)
RULES: tuple[Rule, ...] = (UNREADABLE, ENGINE_REFUSES, *(rule for family in FAMILIES for rule in family.RULES))


def check_bytes(
    xml: bytes,
    file: str = "",
    *,
    called: Mapping[str, Model] | None = None,
    functions: AbstractSet[str] | None = None,
    forms: Forms | None = None,
    facts: AbstractSet[str] | None = None,
    lenient: bool = False,
) -> tuple[Problem, ...]:
    """Return what is wrong with a file; one that cannot be read is one problem."""
    try:
        model = read(xml, file)
    except BpmnError as error:
        where = error.element or (f"line {error.line}" if error.line else "")
        return (Problem(file, where, UNREADABLE.id, error.text, "error"),)
    return check(model, called=called, functions=functions, forms=forms, facts=facts, lenient=lenient)


def check(
    model: Model,
    *,
    called: Mapping[str, Model] | None = None,
    functions: AbstractSet[str] | None = None,
    forms: Forms | None = None,
    facts: AbstractSet[str] | None = None,
    lenient: bool = False,
) -> tuple[Problem, ...]:
    """Return what is wrong with a model's main process and all that it calls, errors first.

    :param called: models by the id of the process that call activities name.
    :param functions: names of the registered functions; None if unknown.
    :param forms: field paths by the name of the form; None if unknown.
    :param facts: names that the case itself provides beside answers; None if unknown.
    :param lenient: leave out the rules of the house and keep BPMN's and the engine's.
    """
    called = called or {}
    find = finder(model, called)
    found: list[Problem] = []
    for process in reached(model.main, find):
        owner = _owner(process, model, called)
        subject = Subject(owner, process, called, functions, forms, facts, lenient, model.main, find)
        for finding in _findings(subject):
            if not (lenient and finding.rule.house):
                problem = _problem(owner.file, finding, lenient)
                if problem not in found:
                    found.append(problem)
    if not any(problem.severity == "error" for problem in found):
        found.extend(_refused(model, called))
    return tuple(sorted(found, key=lambda problem: problem.severity != "error"))


def _findings(subject: Subject) -> Iterator[Finding]:
    for family in FAMILIES:
        yield from family.find(subject)


def _problem(file: str, finding: Finding, lenient: bool) -> Problem:
    severity = finding.rule.severity_in(lenient=lenient)
    return Problem(file, finding.element, finding.rule.id, finding.message, severity, finding.path)


def _owner(process: Process, model: Model, called: Mapping[str, Model]) -> Model:
    """Return the model that a process stands in."""
    for other in (model, *called.values()):
        if any(process is one for one in other.processes):
            return other
    return model


def _refused(model: Model, called: Mapping[str, Model]) -> Iterator[Problem]:
    """Ask the engine itself: what it cannot compile is never published, whether or not a rule knows why."""
    from engine.bpmn.definition import compile_definition

    find = finder(model, called)
    calls = [element.called for process in reached(model.main, find) for element in process.elements.values()]
    if any(name and find(name) is None for name in calls):
        return  # a lenient check lets this pass: the file may lie elsewhere
    try:
        compile_definition(model, called)
    except BpmnError as error:
        yield Problem(model.file, error.element or model.main.id, ENGINE_REFUSES.id, error.text, "error")
