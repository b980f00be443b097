"""Who can be chosen in a form, and what a form starts with, from what the case says already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from engine.cases.file_case import APPLICATION_FORM
from engine.queries.case_file import CaseFile
from engine.queries.colleagues import colleagues
from engine.queries.task_page import TaskForm, TaskPage
from engine.steps import StepFacts
from webapp.filling import everything
from webapp.installation import current_hall

# A hand-over is written down while it happens.
HAND_OVER_DAYS = frozenset({"handed_on", "received_on"})
Choices = dict[str, list[tuple[str, str]]]


def person_choices(connection: Connection, page: TaskPage | TaskForm) -> Choices:
    """Return for each person field the holders of the post of the step that the named people will do.

    A step with one instance for each of ``assign_check.inspectors`` takes holders of its own post; a field that
    no step uses offers colleagues of the present one.
    """
    found: Choices = {}
    for one in everything(page.form.fields()) if page.form and page.form.names_people else ():
        if one.widget != "person":
            continue
        step = user_of(page, one.path) or page.bundle.steps[page.element_id]
        place = step.place(page.case)[0] or page.department
        people = colleagues(connection, step.post, place, current_hall().today(connection))
        found[one.path] = [(person.id, person.name) for person in people]
    return found


def user_of(page: TaskPage | TaskForm, path: str) -> StepFacts | None:
    """Return the step that has an instance for each person that the field names, or none."""
    bundle = page.bundle
    wanted = f"{page.element_id}.{path}"
    for element in bundle.definition.elements.values():
        if element.multi_instance is not None and element.multi_instance.collection == wanted:
            return bundle.steps[element.id]
    return None


def starting_values(page: TaskPage) -> dict[str, Any] | None:
    """Return what the form of a result or a delivery starts with, or the day of a hand-over; else none."""
    form, file = page.form, page.file
    is_last = page.task.stage in ("completion", "delivery")
    if form is None or not (is_last or form.names & HAND_OVER_DAYS):
        return None
    known = _known(file) if is_last else dict.fromkeys(HAND_OVER_DAYS, file.today.isoformat())
    values: dict[str, Any] = {field.path: field.text for field in form.fields() if field.text}
    return values | {name: value for name, value in known.items() if name in form.names and value}


def _known(file: CaseFile) -> Mapping[str, Any]:
    asked = file.answers.get(APPLICATION_FORM)
    said: Mapping[str, Any] = asked if isinstance(asked, Mapping) else {}
    by_courier = said.get("delivery_mode") == "courier"
    today = file.today.isoformat()
    return {
        "mode": said.get("delivery_mode"),
        "receiver": said.get("recipient") if by_courier else said.get("applicant_name"),
        "address": said.get("postal_address") if by_courier else None,
        "relation": None if by_courier else "self",
        "signed_on": today,
        "scope": "、".join(titles(file, "business_items")),
        "valid_from": today,
        "notified_on": today,
    }


def titles(file: CaseFile, name: str) -> list[str]:
    """Return the words for the choices made in a field of the application."""
    form, values = file.bundle.forms.get(APPLICATION_FORM), file.answers.get(APPLICATION_FORM)
    if form is None or not isinstance(values, Mapping):
        return []
    choices = next((dict(one.choices) for one in everything(form.fields()) if one.path == name), {})
    return [choices.get(one, one) for one in values.get(name) or ()]
