"""What one paper says beyond its own fields: the parties, the matter, the documents before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.cases.case_clocks import KINDS
from engine.cases.file_case import APPLICATION_FORM, ID_NUMBER, NAME, PHONE
from engine.cases.official_documents import TITLES
from engine.decision_words import decision_title
from engine.guide import Material
from engine.queries.case_file import CaseFile, DocumentLine
from forms import Form
from webapp.documents.reader import Reader
from webapp.documents.typesetting import day

Pairs = tuple[tuple[str, str], ...]
AGENT = "agent"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Party:
    """An applicant or agent as the paper names them."""

    name: str
    id_label: str
    id_number: str
    phone: str


@dataclass(frozen=True)
class Officer:
    """What one officer recorded on the site, as pairs of label and text."""

    name: str
    at: str
    conclusion: str
    pairs: Pairs


@dataclass(frozen=True)
class Paper:
    """The particulars that papers of every kind share."""

    kind: str
    title: str
    number: str
    authority: str
    issued_on: date
    officer: str
    case_number: str
    matter: str
    subject: str
    received_at: datetime
    is_online: bool
    applicant: Party
    agent: Party | None
    particulars: Pairs
    """What decision and certificate state of the application (证载事项)."""
    scope_label: str
    materials: Mapping[str, Material]
    before: Mapping[str, DocumentLine | None]
    """The newest document of each kind that was issued before this one, none where there is none."""
    due: Mapping[str, date | None]
    """The due day of the newest clock of each kind, none where no clock of the kind was started."""
    accepted_on: date | None
    officers: tuple[Officer, ...]
    decision: str
    """What was decided where that is no licence (准予登记, 不予救助); empty on every other paper."""


def paper_of(
    file: CaseFile, row: Mapping[str, Any], fields: Mapping[str, Any], reader: Reader, *, officer: str
) -> Paper:
    """Return what the paper of ``row`` says, as ``reader`` may read it."""
    case, facts = file.case, file.bundle.facts
    form, values = file.bundle.forms.get(APPLICATION_FORM), file.answers.get(APPLICATION_FORM)
    values = values if isinstance(values, Mapping) else {}
    is_certificate = row["kind"] == "certificate"
    scope = facts.result.asked_scope.value if facts.result.asked_scope else ""
    stated = facts.result.particulars.value if facts.result.particulars else ()
    return Paper(
        kind=row["kind"],
        title=facts.result.name.value if is_certificate else row["title"],
        number=row["number"],
        authority=row["authority"],
        issued_on=row["issued_on"],
        officer=officer,
        case_number=case["number"],
        matter=case["matter_name"],
        subject=case["subject"],
        received_at=case["received_at"],
        is_online=case["channel"] == "online",
        applicant=_party(form, values, "", reader, case["applicant_name"]),
        agent=_party(form, values[AGENT], f"{AGENT}.", reader) if values.get(AGENT) else None,
        # The certificate says itself how much of what was asked for is granted.
        particulars=_stated(form, values, stated if is_certificate else (*stated, scope), reader),
        scope_label=labels_of(form).get(scope, "") if form else "",
        materials={one.key: one for one in facts.materials},
        before=_before(file, row["id"]),
        due={**dict.fromkeys(KINDS), **{clock.kind: clock.due_on for clock in file.clocks}},
        accepted_on=case["accepted_on"],
        officers=_officers(file, fields, reader),
        decision=decision_title(file.bundle, row["kind"]).removesuffix("决定书"),
    )


def _party(form: Form | None, values: Mapping[str, Any], prefix: str, reader: Reader, name: str = "") -> Party:
    label = labels_of(form).get(prefix + ID_NUMBER, "") if form else ""
    return Party(
        name=reader.name(name or str(values.get("name" if prefix else NAME, ""))),
        id_label=label.removeprefix("代理人"),
        id_number=reader.id_number(str(values.get(ID_NUMBER, ""))),
        phone=reader.phone(str(values.get(PHONE, ""))),
    )


def labels_of(form: Form) -> dict[str, str]:
    """Return the label of every field by its dotted name."""
    return {node.dotted: node.label for node in form.root.walk()}


def _stated(form: Form | None, values: Mapping[str, Any], names: tuple[str, ...], reader: Reader) -> Pairs:
    """Return label and text of these fields of the application, those that were answered, in this order."""
    if form is None:
        return ()
    read, labels = dict(form.read_only(values, masked=reader.names_masked)), labels_of(form)
    wanted = [labels.get(name, "") for name in names]
    return tuple((label, reader.text(read[label])) for label in wanted if read.get(label))


def _before(file: CaseFile, document_id: str) -> dict[str, DocumentLine | None]:
    # Papers ask for kinds that many a matter never issues.
    found: dict[str, DocumentLine | None] = dict.fromkeys(TITLES)
    for line in file.documents:
        if line.id == document_id:
            break
        found[line.kind] = line
    return found


def _officers(file: CaseFile, fields: Mapping[str, Any], reader: Reader) -> tuple[Officer, ...]:
    """Return the records of a site check, in the words of the form that the officers filled in."""
    form = file.bundle.forms.get(str(fields.get("form", "")))
    if form is None:
        return ()
    titles = {field.path: dict(field.choices) for field in form.fields()}.get("result", {})
    label = labels_of(form).get("result", "")
    found = []
    for one in fields["records"]:
        pairs = form.read_only(one["values"], masked=reader.names_masked)
        told = tuple((name, reader.text(_readable(text))) for name, text in pairs if name != label and text)
        result = str(one["values"].get("result", ""))
        found.append(Officer(one["officer"], one["at"], titles.get(result, result), told))
    return tuple(found)


def _readable(text: str) -> str:
    """Return the day that an ISO date means, and any other text as it is."""
    return day(text) if _ISO_DAY.fullmatch(text) else text
