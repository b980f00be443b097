"""The start page: find a matter, follow a case, go on with a draft."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from engine.bundle import Bundle
from engine.queries.bundles import matters_in_force
from webapp.installation import current_hall
from webapp.portal import blueprint

LONGEST_WISH = 80


@blueprint.get("/")
def start() -> Any:
    """List the matters, those whose name or authority has every word of ``?q=``."""
    wish = " ".join(request.args.get("q", "")[:LONGEST_WISH].split())
    hall = current_hall()
    with hall.reading() as connection:
        bundles = [hall.bundle(connection, one.sha256) for one in matters_in_force(hall, connection)]
    found = [one for one in bundles if meant(one, wish)]
    return render_template("portal/start.html", matters=found, wish=wish, total=len(bundles))


def meant(bundle: Bundle, wish: str) -> bool:
    """Tell whether a matter has every word of ``wish`` in its name, its authority or its result."""
    facts = bundle.facts
    text = f"{facts.name.value} {facts.authority.value} {facts.result.name.value}".lower()
    return all(word in text for word in wish.lower().split())
