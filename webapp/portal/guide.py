"""The service guide (办事指南) of a matter, with the chart of the process that is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request

from engine.bundle import Bundle
from engine.cases.file_case import APPLICATION_FORM
from engine.facts import facts_of
from engine.matter import MatterFacts
from engine.queries.bundles import Version, versions_of
from engine.queries.enquiries import published_answers
from webapp.charts.public_chart import SHORT, public_chart, public_kinds
from webapp.charts.wording import KINDS
from webapp.filling import everything
from webapp.installation import current_hall
from webapp.portal import blueprint

ANSWERS = 5
"""Answers to enquiries that a guide shows by itself."""
# Facts for documents and for the search, which no guide prints.
FOR_DOCUMENTS = ("series.", "result.asked_scope", "everyday_words")


@dataclass(frozen=True)
class PrintedChart:
    """What somebody holds who came by the code on a printed chart; ``version`` is none for one not of ours."""

    version: int | None
    in_force: date | None
    is_current: bool


@blueprint.get("/matters/<matter_key>")
def guide(matter_key: str) -> Any:
    """Show all that 行政许可法 第三十条 wants to be public about a matter."""
    hall = current_hall()
    with hall.reading() as connection:
        chart = public_chart(hall, connection, matter_key)
        versions = versions_of(connection, matter_key)
        answered, more = published_answers(connection, matter_key, most=ANSWERS)
    bundle = chart.bundle
    printed = request.args.get("chart", "").lower()
    return render_template(
        "portal/guide.html",
        bundle=bundle,
        matter=bundle.facts,
        chart=chart,
        answered=answered,
        more_answered=more is not None,
        problem=chart.problem,
        kinds={kind: KINDS[kind] for kind in public_kinds(bundle)},
        printed=printed_chart(printed, versions, bundle.sha256) if printed else None,
        particulars=particulars_of(bundle),
        unverified=sum(not path.startswith(FOR_DOCUMENTS) for path in bundle.facts.unverified),
        sources=sources_of(bundle.facts),
        is_online=takes_online(bundle),
    )


def printed_chart(digits: str, versions: Sequence[Version], current: str) -> PrintedChart:
    """Tell which version a printed chart is of by the first digits of its bundle's hash.

    ``versions`` begins with the newest; ``current`` is the hash of the one in force.
    """
    found = [one for one in versions if len(digits) >= SHORT and one.sha256.startswith(digits)]
    if not found:
        return PrintedChart(None, None, False)
    return PrintedChart(found[0].version, found[0].in_force, found[0].sha256 == current)


def takes_online(bundle: Bundle) -> bool:
    """Tell whether a matter may be applied for on this site."""
    return bool({"online", "mobile"} & set(bundle.facts.channels.value))


def particulars_of(bundle: Bundle) -> tuple[str, ...]:
    """Return what the result states (证载事项), by the labels of the application form."""
    particulars, form = bundle.facts.result.particulars, bundle.forms.get(APPLICATION_FORM)
    if particulars is None or form is None:
        return ()
    labels = {one.path: one.label for one in everything(form.fields())}
    return tuple(labels.get(name, name) for name in particulars.value)


def sources_of(matter: MatterFacts) -> tuple[str, ...]:
    """Return where the verified facts were read, each once."""
    return tuple(dict.fromkeys(fact.source for _path, fact in facts_of(matter) if fact.verified))
