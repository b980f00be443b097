"""File a case: take in an application, give it a number and a receipt, and start its flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, update

from engine.actor import Actor
from engine.bpmn.workflow import Workflow
from engine.bundle import Bundle
from engine.cases.attachments import bind_attachments
from engine.cases.case_bills import receiving_issuer
from engine.cases.case_clocks import start_clock
from engine.cases.clock_basis import basis_of
from engine.cases.form_answers import checked
from engine.cases.official_documents import issue_document, next_number
from engine.cases.sight import AGENT, WINDOW
from engine.cases.where_it_belongs import belongs_to, towns
from engine.cases.working_case import WorkingCase
from engine.command import Command
from engine.errors import Forbidden, NotAllowed, NotFound
from engine.ids import new_id
from engine.law.masking import mask_id_number, mask_phone
from engine.parties import party_digests
from engine.sealing import new_case_key
from engine.steps import TOWN
from engine.store.base import table_of
from engine.store.documents import Draft
from engine.store.unit_of_work import UnitOfWork
from engine.text import zh

APPLICATION_FORM = "application"
# Fields of an application form that lists and documents know by name; a form may lack the second ones.
NAME, SUBJECT, ID_NUMBER, PHONE = "applicant_name", "subject", "id_number", "phone"

ONLINE = "online"
TAKES_IN = {"window": WINDOW, "village": AGENT}
"""Who takes in what does not come online, by the channel."""

_draft = table_of(Draft)


@dataclass(frozen=True, kw_only=True)
class FileCase(Command):
    """An application for a matter, filed online by the applicant, at a window, or with the agent of a village (代办).

    ``values`` are the fields of the matter's application form; its file fields hold attachment ids of
    ``draft_id``. The receipt (收件凭证) is written in the same transaction, and the clock of
    行政许可法 第三十二条 starts.
    """

    matter_key: str
    values: Mapping[str, Any]
    channel: str = "online"
    draft_id: str | None = None

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        if self.channel != ONLINE and not self.by.holds(TAKES_IN.get(self.channel, WINDOW)):
            raise NotAllowed(zh("只有窗口人员可以在窗口收件，只有村级代办员可以代办收件。"))
        bundle = uow.hall.current_bundle(uow.connection, self.matter_key)
        if self.channel != ONLINE and not takes_in(uow.connection, bundle, self.by):
            raise NotFound
        values = checked(bundle.forms[APPLICATION_FORM], self.values)
        place = belongs_to(uow.connection, bundle, values)
        case = WorkingCase(uow, _new_row(uow, bundle, values, self.channel, place))
        if self.channel != ONLINE:
            _require_own_place(case, self.by)
        case.view.put(APPLICATION_FORM, values)
        functions = uow.hall.functions.get(bundle.key, {})
        workflow, step = Workflow.start(bundle.definition, case.view, uow.legal_now, functions)
        case.adopt(workflow)
        case.insert()
        intake = bundle.facts.limits.intake.value
        # On the spot is on the day of the receipt; the days of the guide are for what comes in on a rest day.
        on_the_spot = bundle.facts.limits.supplement_mode.value == "on_the_spot_or_accepted"
        clock = start_clock(
            case,
            "intake",
            uow.today,
            0 if on_the_spot and uow.calendar.is_workday(uow.today) else intake.days,
            unit=intake.unit,
            basis=basis_of(bundle.facts, "第三十二条第一款第四项", bundle.facts.limits.intake),
        )
        said = {"channel": self.channel, "number": case.row["number"]}
        case.record("filed", self.by, element=APPLICATION_FORM, detail=said, values=values)
        case.begin(step)
        attachments = bind_attachments(uow, case.id, self.draft_id, bundle.forms[APPLICATION_FORM], values)
        if self.draft_id:
            self._use_up_draft(uow, case.id)
        number = issue_document(
            case,
            "receipt",
            self.by,
            {"materials": attachments, "answer_by": clock["due_on"].isoformat(), "channel": self.channel},
            receiving_issuer(case),
        )
        case.save()
        return {"case_id": case.id, "number": case.row["number"], "receipt": number}

    def _use_up_draft(self, uow: UnitOfWork, case_id: str) -> None:
        """Tie the draft to its case; raises Forbidden where another page of the same draft was first."""
        own = (_draft.c.id == self.draft_id, _draft.c.matter_key == self.matter_key, _draft.c.filed_case_id.is_(None))
        if uow.execute(update(_draft).where(*own).values(filed_case_id=case_id)).rowcount != 1:
            raise Forbidden(zh("这份草稿已经提交，不能再次提交。请用办件编号和查询码查看进度。"))


def takes_in(connection: Connection, bundle: Bundle, by: Actor) -> bool:
    """Tell whether ``by`` is a clerk at a window of this matter: of one of its steps, or of its authority.

    Where villages have a step in it, their agents take it in too.
    """
    if by.holds(AGENT) and any(step.post == AGENT for step in bundle.steps.values()):
        return True
    windows = {step.department for step in bundle.steps.values() if step.post == WINDOW} | {bundle.facts.department}
    if TOWN in windows:
        windows |= towns(connection)
    return any(by.holds(WINDOW, department) for department in windows)


def _require_own_place(case: WorkingCase, by: Actor) -> None:
    """Raise NotAllowed where the window, or the agent, is of another town or village than the case belongs to."""
    steps = [step for step in case.bundle.steps.values() if step.post in TAKES_IN.values()]
    places = {(step.post, step.place(case.row)[0]) for step in steps} | {(WINDOW, case.row["department"])}
    if not any(by.holds(post, department) for post, department in places):
        raise NotAllowed(
            zh("镇的窗口只能收本镇的申请，村级代办员只能为本村的人代办；这件申请请到申请人所在的镇、村办理。")
        )


def _new_row(
    uow: UnitOfWork, bundle: Bundle, values: Mapping[str, Any], channel: str, place: tuple[str | None, str | None]
) -> dict[str, Any]:
    facts = bundle.facts
    day = uow.today
    serial = next_number(uow, f"case {day:%m%d}", day.year)
    return {
        "id": new_id(uow.now),
        "number": f"610921{day:%Y%m%d}{serial:05d}",
        "matter_key": bundle.key,
        "matter_name": facts.name.value,
        "bundle_sha256": bundle.sha256,
        "department": facts.department,
        "town": place[0],
        "village": place[1],
        "status": "received",
        "outcome": None,
        "channel": channel,
        "applicant_name": str(values.get(NAME, "")),
        "subject": str(values.get(SUBJECT, "")),
        "applicant_id_masked": mask_id_number(str(values.get(ID_NUMBER, ""))),
        "applicant_phone_masked": mask_phone(str(values.get(PHONE, ""))),
        "party_digests": party_digests(uow.hall.key, values),
        "received_at": uow.legal_now,
        "accepted_on": None,
        "decided_on": None,
        "completed_at": None,
        "closed_at": None,
        "supplement_asked_on": None,
        "statutory_due": None,
        "promised_due": None,
        "promised_yellow_on": None,
        "paused_since": None,
        "version": 1,
        "trail_seq": 0,
        "trail_hash": "",
        "sealing_key": uow.hall.key.seal(new_case_key().raw),
        "state": b"",
    }
