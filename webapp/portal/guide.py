"""The service guide (办事指南) of a matter, with the chart of the process that is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from engine.bundle import Bundle
from engine.cases.file_case import APPLICATION_FORM
from engine.facts import facts_of
from engine.matter import MatterFacts
from engine.queries.names import department_names
from engine.queries.what_comes_next import NextStep, what_comes_next
from engine.steps import StepFacts
from webapp.cases.chart import CHART_POLICY, charts
from webapp.filling import everything
from webapp.installation import current_hall
from webapp.portal import blueprint
from webapp.words import department_name

CHART_SECONDS = 3600
# Facts for documents, which no guide prints.
FOR_DOCUMENTS = ("series.", "result.asked_scope")


@dataclass(frozen=True)
class GuideStep:
    """One step as the guide's table tells it: what the chart shows, in words."""

    facts: StepFacts
    department_name: str
    following: tuple[NextStep, ...]


@blueprint.get("/matters/<matter_key>")
def guide(matter_key: str) -> Any:
    """Show all that 行政许可法 第三十条 wants to be public about a matter."""
    hall = current_hall()
    with hall.reading() as connection:
        bundle = hall.current_bundle(connection, matter_key)
        departments = department_names(connection)
    return render_template(
        "portal/guide.html",
        bundle=bundle,
        matter=bundle.facts,
        steps=steps_of(bundle, departments),
        particulars=particulars_of(bundle),
        unverified=sum(not path.startswith(FOR_DOCUMENTS) for path in bundle.facts.unverified),
        sources=sources_of(bundle.facts),
        is_online=takes_online(bundle),
    )


@blueprint.get("/matters/<matter_key>/chart.svg")
def chart(matter_key: str) -> Response:
    """Return the chart of the published process, drawn from its BPMN file."""
    hall = current_hall()
    with hall.reading() as connection:
        bundle = hall.current_bundle(connection, matter_key)
    subtitle = _("办理流程图　第 %(version)s 版", version=bundle.version)
    response = Response(charts.get(bundle, bundle.facts.name.value, subtitle, {}), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = CHART_POLICY
    if request.args.get("v") == bundle.sha256:
        # The address names the content, so it may be kept.
        response.headers["Cache-Control"] = f"public, max-age={CHART_SECONDS}"
    return response


def takes_online(bundle: Bundle) -> bool:
    """Tell whether a matter may be applied for on this site."""
    return bool({"online", "mobile"} & set(bundle.facts.channels.value))


def steps_of(bundle: Bundle, departments: dict[str, str]) -> tuple[GuideStep, ...]:
    """Return the steps that people do, in the order of the process."""
    return tuple(
        GuideStep(facts, str(department_name(facts.department, departments)), what_comes_next(bundle, [facts.element]))
        for facts in bundle.steps.values()
        if facts.post
    )


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
