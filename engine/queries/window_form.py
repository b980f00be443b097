"""One form for the review and the decision after it, for who may do both at the window (充分授权窗口)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.bundle import Bundle
from engine.cases.decide_at_window import DECISIONS, OF_THE_DECISION, review_result
from engine.law.duties import APPROVAL, REVIEW
from engine.queries.what_comes_next import what_comes_next
from forms import Form
from forms.conditions import read_condition

SHOW_IF = "ui:showIf"


def window_form(bundle: Bundle, element: str) -> Form | None:
    """Return the form for the step and the decision after it; None where no decision follows.

    First the result, which is grant or refuse; then the review's own fields, asked for where the review that
    goes with that result asks for them; then what else the decision says.
    """
    step = bundle.steps[element]
    if step.stage == APPROVAL:
        return _of_decision(bundle.forms.get(step.form or ""), None)
    after = what_comes_next(bundle, [element])
    decision = next((one.facts for one in after if one.facts and one.facts.stage == APPROVAL), None)
    review = bundle.forms.get(step.form or "") if step.stage == REVIEW else None
    return _of_decision(bundle.forms.get(decision.form or "") if decision else None, review)


def _of_decision(form: Form | None, review: Form | None) -> Form | None:
    if form is None:
        return None
    said: dict[str, Any] = {**form.schema["properties"]}
    result = said.pop("result", {"type": "string"})
    if "oneOf" in result:
        result = {**result, "oneOf": [one for one in result["oneOf"] if one["const"] in DECISIONS]}
    own, ui = _of_review(review, {*said, *OF_THE_DECISION}) if review else ({}, {})
    wanted = [name for name in (review.schema.get("required", ()) if review else ()) if name in own]
    schema = {
        **form.schema,
        "properties": {"result": result, **own, **said},
        "required": [*wanted, *form.schema.get("required", ())],
    }
    return Form.from_json("at_window", json.dumps(schema), json.dumps({**ui, **form.ui}))


def _of_review(form: Form, known: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of a review, and how they are shown, that the decision does not have."""
    results = {review_result(form, decision): decision for decision in DECISIONS}
    fields: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    for name, one in form.schema["properties"].items():
        if name in known:
            continue
        ui: Mapping[str, Any] = form.ui.get(name, {})
        condition = read_condition(ui.get(SHOW_IF))
        if condition is not None and condition.field == "result":
            # The review's result is not asked for, it follows from the decision; so does what depends on it.
            holds = [decision for result, decision in results.items() if condition.holds(result)]
            if not holds:
                continue
            ui = {key: value for key, value in ui.items() if key != SHOW_IF}
            if len(holds) < len(results):
                ui = {**ui, SHOW_IF: {"field": "result", "in": holds}}
        fields[name] = one
        if ui:
            shown[name] = dict(ui)
    return fields, shown
