"""Script, service and rule tasks name a registered function; they never hold code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.bpmn.checks.problem import Finding, Rule
from engine.bpmn.checks.subject import Subject, label
from engine.text import zh

FUNCTION_MISSING = Rule("function-missing", lenient="warning")
FUNCTION_FORM = Rule("function-form", lenient="warning")
FUNCTION_UNKNOWN = Rule("function-unknown", lenient="warning")

RULES = (FUNCTION_MISSING, FUNCTION_FORM, FUNCTION_UNKNOWN)

_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)


def find(subject: Subject) -> Iterator[Finding]:
    """Yield tasks whose function is missing, is code, or is not registered."""
    for element in subject.elements("scriptTask", "serviceTask", "businessRuleTask"):
        name = (element.function or "").strip()
        if not name:
            message = zh("“{name}”没有写明由哪个函数办理", name=label(element))
            yield FUNCTION_MISSING.at(element.id, message)
        elif not _NAME.fullmatch(name):
            message = zh("“{name}”只能写一个已登记函数的名称，不能写代码", name=label(element))
            yield FUNCTION_FORM.at(element.id, message)
        elif subject.functions is not None and name not in subject.functions:
            yield FUNCTION_UNKNOWN.at(element.id, zh("函数“{function}”没有登记", function=name))
