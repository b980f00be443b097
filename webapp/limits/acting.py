"""What the forms on limits share: the step or case they are for, what was typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from engine.command import Command
from engine.errors import Invalid
from webapp.cases.presentation import documents_sentence
from webapp.installation import current_hall
from webapp.languages import translate

MOST_TYPED = 2000


def typed(*names: str) -> dict[str, str]:
    """Return what was entered in these fields, cut at a length that no honest text has."""
    return {name: request.form.get(name, "").strip()[:MOST_TYPED] for name in names}


def number(text: str) -> int | None:
    """Return a small whole number, or None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def carry_out(command: Command, page: Callable[[Mapping[str, str]], str], said: str) -> Any:
    """Run a command and go back to its case; what does not fit is shown on the form, with what was typed."""
    hall = current_hall()
    try:
        answer = hall.run(command)
    except Invalid as refusal:
        told = refusal.problems or {"reason": refusal.text}
        return page({name: translate(text) for name, text in told.items()}), 422
    flash(said, "success")
    if answer.get("documents"):
        with hall.reading() as connection:
            flash(documents_sentence(connection, answer["case_id"], answer["documents"]), "success")
    return redirect(url_for("cases.case", case_id=answer["case_id"], _anchor="limits"))
