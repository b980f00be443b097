"""Send a case back to the lower level for what is missing (退回补齐; 行政许可法 第三十五条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.actor import Actor
from engine.bundle import Bundle
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden, Invalid
from engine.store.base import table_of
from engine.store.documents import Attachment
from engine.text import zh

CHECKED = ("checked", "checked_conditional")
"""Fields of an acceptance form that list materials which the window has seen."""


def ask_lower_level(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Let a review be sent back with ``materials`` to be supplied, none of which was handed in already.

    The higher authority may not ask the applicant for the same material again (EM-17). Raises Forbidden.
    """
    guide = {material.key: material.name.value for material in case.bundle.facts.materials}
    asked = [item["material"] for item in values.get("materials") or ()]
    if any(key not in guide for key in asked):
        raise Invalid(zh("不得要求办事指南以外的材料。"))
    again = handed_in(case) & set(asked) if asked else frozenset()
    if again:
        names = "、".join(guide[key] for key in guide if key in again)
        raise Forbidden(
            zh("{names}已经提交过，不得要求申请人重复提供申请材料（行政许可法第三十五条，电子监察规则 EM-17）。",
               names=names)
        )  # fmt: skip
    return ()


def handed_in(case: WorkingCase) -> frozenset[str]:
    """Return the keys of the materials that were uploaded, or that the window noted as seen."""
    file = table_of(Attachment).c
    found = set(case.uow.execute(select(file.material).where(file.case_id == case.id).distinct()).scalars())
    return frozenset(found | seen_at_window(case.bundle, case.view.read(acceptance_steps(case.bundle))))


def acceptance_steps(bundle: Bundle) -> list[str]:
    """Return the elements at which the window takes in an application."""
    return [step.element for step in bundle.steps.values() if step.stage == "acceptance" and step.post]


def seen_at_window(bundle: Bundle, answers: Mapping[str, Any]) -> set[str]:
    """Return the keys of the materials that the answers of the window, by element, note as seen."""
    own = (answers.get(element) for element in acceptance_steps(bundle))
    return {key for answer in own if isinstance(answer, Mapping) for name in CHECKED for key in answer.get(name) or ()}
