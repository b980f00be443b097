"""A hall for the sweep of permissions: cases of several departments, people in every post near and far.

What a person is to a case is worked out here from plain rows, not with the functions of the engine that are tried.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select
from support import catering, hearings, limits
from support.fees import BILLER, Fees
from support.matters import bundle, flow, task
from support.training import TrainingHall, key, publish

from engine.actor import SYSTEM, applicant
from engine.administration.announcements import Announce
from engine.administration.authorisations import GiveAuthorisation
from engine.administration.calendars import MakeCalendarVersion
from engine.administration.service_windows import SetUpWindow
from engine.bundle import Bundle
from engine.cases.ask_department import AskDepartment
from engine.cases.attach_file import AttachFile
from engine.cases.claim_task import ClaimTask
from engine.command import Command
from engine.feedback.draw_sample import DrawSample
from engine.feedback.rate import Rate
from engine.feedback.receive_complaint import ReceiveComplaint
from engine.feedback.receive_enquiry import ReceiveEnquiry
from engine.ids import new_id
from engine.store.announcements import Announcement
from engine.store.authorisations import Authorisation
from engine.store.base import table_of
from engine.store.bills import Bill, Payment
from engine.store.calendars import CalendarVersion
from engine.store.cases import Case
from engine.store.clocks import ClockExtension, ClockPause
from engine.store.complaints import Complaint
from engine.store.consultations import Consultation
from engine.store.documents import Attachment, Document
from engine.store.drafts import ProcessDraft
from engine.store.enquiries import Enquiry
from engine.store.hearings import Hearing
from engine.store.messages import OutgoingMessage
from engine.store.orders import SupervisionOrder
from engine.store.people import Department, Person, PostHolding
from engine.store.phone_samples import PhoneSample
from engine.store.ratings import Rectification
from engine.store.service_windows import ServiceWindow
from engine.store.tasks import Task
from engine.store.unit_of_work import UnitOfWork
from engine.store.waits import Incident
from engine.studio.open_draft import OpenDraft
from engine.supervision.issue_order import IssueOrder
from webapp.accounts.passwords import hash_password
from webapp.accounts.people import CreatePerson
from webapp.accounts.posts import STAFF_POSTS
from webapp.training_hall.people import population

FAR = "water_station"
WELLS = "well_permit"
_MADE = select(CalendarVersion.version).where(CalendarVersion.based_on.is_not(None))
ASKED = "urban_bureau"
"""Asked for its opinion on both cases."""


@dataclass(frozen=True, kw_only=True)
class OpenOffice(Command):
    """Make another department, with one person in each post of it."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = {"code": FAR, "name": "县水利局", "level": "county", "parent": None, "phone": None, "address": None}
        uow.execute(insert(table_of(Department)), row)
        hashed = hash_password(population()["password"])
        for post in STAFF_POSTS:
            about = {"login": f"far_{post}", "name": f"江{post}", "department": FAR, "password_hash": hashed}
            posts = ((post, FAR),)
            CreatePerson(by=SYSTEM, posts=posts, must_change_password=False, **about).execute(uow)
        about = {"login": "nobody", "name": "无名", "department": FAR, "password_hash": hashed}
        CreatePerson(by=SYSTEM, posts=(("reviewer", FAR),), must_change_password=False, **about).execute(uow)
        return {}


@dataclass(frozen=True, kw_only=True)
class GiveUpMessage(Command):
    """Put a message that was given up into the outbox."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = {"id": new_id(uow.now), "channel": "webhook", "recipient": "", "people": [], "kind": "red"}
        row |= {"text": "试验", "created_at": uow.now, "due_at": uow.now, "status": "failed"}
        uow.execute(insert(table_of(OutgoingMessage)), row)
        return {}


@dataclass(frozen=True, kw_only=True)
class Break(Command):
    """Put a failure of a case on the list of the administrators."""

    case_id: str

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = {"id": new_id(uow.now), "case_id": self.case_id, "token": None, "element_id": None}
        row |= {"kind": "function"} | {
            "reason": "试验",
            "opened_at": uow.now,
            "closed_at": None,
            "closed_by": None,
            "retries": 0,
        }
        uow.execute(insert(table_of(Incident)), row)
        return {}


def wells() -> Bundle:
    """Return a matter of the far department: accepted at its window, reviewed, with a certificate."""
    here = {"department": FAR}
    made = bundle(
        WELLS,
        '<startEvent id="filed"/><endEvent id="closed"/>'
        + task("acceptance", stage="acceptance", post="window_clerk", **here)
        + task("review", **here)
        + task("certificate", stage="completion", post="issuing_clerk", **here)
        + flow("filed", "acceptance")
        + flow("acceptance", "review")
        + flow("review", "certificate")
        + flow("certificate", "closed"),
    )
    facts = made.files["matter.yaml"].decode().replace("market_bureau", FAR).replace("小餐饮", "打井")
    return Bundle.of(WELLS, {**made.files, "matter.yaml": facts.encode()})


def build(training: TrainingHall) -> None:
    """Fill the hall: one case of the market bureau at its site check, one of the far department at its review."""
    training.hall.run(OpenOffice(by=SYSTEM))
    publish(training.hall, wells())
    no = {"result": "refuse", "reason": "不属于本机关职权", "basis": "行政许可法 第三十二条"}
    training.clerk.complete(catering.file_application(training), "acceptance", **no)
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    limits.start(training["hecha1"], case, at="site_check")
    limits.propose(training["hecha1"], case, at="site_check")
    refused = training.file_case(WELLS)
    training["far_window_clerk"].complete(refused, "acceptance", **no)
    training.hall.run(Rate(by=applicant(refused), key=key(), case_id=refused, level=5, channel="pc"))
    officer, day = training["pingjia"].actor, training.today
    training.hall.run(DrawSample(by=officer, key=key(), seed="1", first=day, last=day, number=1))
    other = training.file_case(WELLS)
    training["far_window_clerk"].complete(other, "acceptance", result="accept")
    training.hall.run(
        ClaimTask(by=training["far_reviewer"].actor, key=key(), task_id=training["far_reviewer"].find(other, "review"))
    )
    sha256, size = training.hall.files.put(io.BytesIO(b"%PDF-1.4 well"), 1 << 20)
    attached = {"material": "other", "filename": "a.pdf", "media_type": "application/pdf"}
    by = training["far_reviewer"].actor
    training.hall.run(AttachFile(by=by, key=key(), case_id=other, size=size, sha256=sha256, **attached))
    sent = {case: catering.MATERIALS, other: ("other",)}
    for login, of, step in (("hecha1", case, "site_check"), ("far_reviewer", other, "review")):
        asked = {
            "task_id": training[login].find(of, step),
            "department": ASKED,
            "question": "试验",
            "materials": sent[of],
        }
        training.hall.run(AskDepartment(by=training[login].actor, key=key(), **asked))
        hearings.tell(training[login], of, at=step)
    fees = Fees(training)
    fees.pay(fees.billed()[1])
    fees.billed()
    training.hall.run(Break(by=SYSTEM, case_id=other))
    training.hall.run(GiveUpMessage(by=SYSTEM))
    training.hall.run(IssueOrder(by=SYSTEM, department=FAR, demand="试验"))
    about_them = {"channel": "phone", "anonymous": True, "title": "试验", "content": "试验", "target_department": FAR}
    training.hall.run(ReceiveComplaint(by=training["far_window_clerk"].actor, key=key(), **about_them))
    asked_there = {"channel": "phone", "title": "试验", "content": "试验"}
    training.hall.run(ReceiveEnquiry(by=training["far_window_clerk"].actor, key=key(), **asked_there))
    lent = {"department": "market_bureau", "matter_key": catering.KEY, "window_department": "market_bureau"}
    days = {"starts_on": training.today, "ends_on": training.today}
    training.hall.run(GiveAuthorisation(by=SYSTEM, key=key(), scope="试验", document="试验", **lent, **days))
    training.hall.run(SetUpWindow(by=SYSTEM, number="A01", place="一楼", departments=(FAR,)))
    told = {"title": "停电通知", "content": "下午停电。", "starts_on": training.today, "ends_on": training.today}
    training.hall.run(Announce(by=SYSTEM, **told))
    year = '{"year": 2026, "source": "试验", "off": [["2026-01-01", "元旦"]]}'
    training.hall.run(MakeCalendarVersion(by=SYSTEM, file=year))
    designer = training["liucheng"].actor
    training.hall.run(OpenDraft(by=designer, key=key(), matter_key=WELLS, title="试改", files=wells().files))


@dataclass(frozen=True)
class Step:
    """A task of a case: for whom it is, who has it, who did it."""

    id: str
    post: str
    department: str
    holder: str | None
    done_by: str | None
    named: bool
    """Whether the one who has it was named by a colleague, so that it cannot be put back for others."""


@dataclass(frozen=True)
class Known:
    """A case and what addresses are built from; ``step`` is the open task that they name."""

    id: str
    number: str
    department: str
    windows: frozenset[str]
    steps: tuple[Step, ...]
    step: Step
    ids: dict[str, str] = field(hash=False)
    asked: str
    """The department that is asked for its opinion, by whom, and whose open step of review or approval it is."""
    asked_by: str
    reviewing: frozenset[tuple[str, str]]

    @property
    def is_paused(self) -> bool:
        return self.ids["pause_id"] != "none"


@dataclass(frozen=True)
class Someone:
    """A person with the posts held, as (post, department)."""

    login: str
    id: str
    held: frozenset[tuple[str, str]]
    headed: frozenset[str]
    """The departments that they are an approver of, and those below."""

    @property
    def posts(self) -> frozenset[str]:
        return frozenset(post for post, _department in self.held)

    def sees(self, case: Known) -> bool:
        return "supervisor" in self.posts or self.works_on(case) or self.consulted(case)

    def works_on(self, case: Known) -> bool:
        office = {(post, case.department) for post in ("window_clerk", "approver", "authority_head", "issuing_clerk")}
        return bool(self.held & office) or any(self.takes_part(step) for step in case.steps)

    def takes_part(self, step: Step) -> bool:
        own = step.department in self.headed or self.id in (step.holder, step.done_by)
        return own or (step.post, step.department) in self.held

    def has_a_step(self, case: Known) -> bool:
        """Tell whether one has an open step in hand, or may claim one; those of these cases are reviews."""
        open_ = [step for step in case.steps if step.done_by is None]
        return any(
            step.holder == self.id or (step.holder is None and (step.post, step.department) in self.held)
            for step in open_
        )

    def at_window(self, case: Known) -> bool:
        own = {department for post, department in self.held if post == "window_clerk"}
        stepped = {step.department for step in case.steps if step.post == "window_clerk"}
        return bool(own & (stepped | {case.department}))

    def takes_in(self, case: Known) -> bool:
        return any(("window_clerk", window) in self.held for window in case.windows)

    def answers_for(self, office: str) -> bool:
        """Every department of these cases has a head of its own."""
        return bool(self.held & {("approver", office), ("authority_head", office)})

    def bills_for(self, office: str) -> bool:
        return any((held.post, office) in self.held for held in BILLER.holdings)

    def consulted(self, case: Known) -> bool:
        return any((post, case.asked) in self.held for post in ("approver", "reviewer", "handler", "authority_head"))

    def asks(self, case: Known) -> bool:
        return self.id == case.asked_by or bool(self.held & case.reviewing)

    @property
    def decides_complaint(self) -> bool:
        return "feedback_officer" in self.posts

    @property
    def closes_complaint(self) -> bool:
        """The one complaint was written down at the window of the far department, and nobody looks into it yet."""
        return self.decides_complaint or self.login == "far_window_clerk"

    @property
    def sees_complaint(self) -> bool:
        return self.closes_complaint or "supervisor" in self.posts

    @property
    def owns_enquiry(self) -> bool:
        """The one enquiry was recorded at the window of the far department."""
        return self.login == "far_window_clerk"

    @property
    def sees_enquiry(self) -> bool:
        return self.owns_enquiry or self.answers_for(FAR) or bool(self.posts & {"supervisor", "feedback_officer"})

    @property
    def collects(self) -> bool:
        return ("cashier", "fee_hall") in self.held

    def may_take(self, case: Known) -> bool:
        return (case.step.post, case.step.department) in self.held


def someone(connection: Connection, login: str) -> Someone:
    """Return the person by login."""
    person, held = table_of(Person).c, table_of(PostHolding).c
    found: str = connection.execute(select(person.id).where(person.login == login)).scalar_one()
    rows = connection.execute(select(held.post, held.department).where(held.person_id == found))
    own = frozenset((row.post, row.department) for row in rows)
    tree = connection.execute(select(table_of(Department).c.code, table_of(Department).c.parent))
    headed = frozenset(row.code for row in tree if {("approver", row.code), ("approver", row.parent)} & own)
    return Someone(login, found, own, headed)


def known(connection: Connection, matter: str) -> Known:
    """Return the newest case of a matter with its steps and the ids that addresses name."""
    case, task_, person, held = (table_of(one).c for one in (Case, Task, Person, PostHolding))
    row = connection.execute(
        select(case.id, case.number, case.department).where(case.matter_key == matter).order_by(case.id.desc())
    ).first()
    assert row is not None
    rows = connection.execute(select(table_of(Task)).where(task_.case_id == row.id).order_by(task_.id)).all()
    steps = tuple(
        Step(one.id, one.post, one.department, one.assignee_id, one.done_by, one.instance is not None) for one in rows
    )
    open_ = next((step for step, one in zip(steps, rows, strict=True) if one.status == "open"), steps[-1])
    nobody = connection.execute(select(person.id).where(person.login == "nobody")).scalar_one()
    ids = {
        "case_id": row.id,
        "number": row.number,
        "task_id": open_.id,
        "matter_key": matter,
        "attachment_id": _one(connection, Attachment, row.id),
        "document_id": _one(connection, Document, row.id),
        "bill_id": connection.execute(select(Bill.id).where(Bill.status == "open")).scalar_one(),
        "payment_id": connection.execute(select(Payment.id)).scalar_one(),
        "person_id": nobody,
        "holding_id": connection.execute(select(held.id).where(held.person_id == nobody)).scalar_one(),
        "incident_id": connection.execute(select(Incident.id)).scalar_one(),
        "token_hash": "0" * 64,
        "authorisation_id": connection.execute(select(table_of(Authorisation).c.id)).scalar_one(),
        "pause_id": _one(connection, ClockPause, row.id) or "none",
        "extension_id": _one(connection, ClockExtension, row.id) or "none",
        "hand_over_id": "none",
        "hearing_id": _one(connection, Hearing, row.id),
        "kind": "statutory",
        "announcement_id": connection.execute(select(Announcement.id)).scalar_one(),
        "calendar_version": connection.execute(_MADE).scalar_one(),
        "code": FAR,
        "window_id": connection.execute(select(ServiceWindow.id)).scalar_one(),
        "filename": "banjian.css",
        "table": "counts",
        "sheet": "days",
        "slide": "figures",
        "message": "rectification_reported",
        "version_number": 1,
        "name": "application",
        "draft_id": connection.execute(select(table_of(ProcessDraft).c.id)).scalar_one(),
        "complaint_id": connection.execute(select(table_of(Complaint).c.id)).scalar_one(),
        "complaint_number": connection.execute(select(table_of(Complaint).c.number)).scalar_one(),
        "enquiry_id": connection.execute(select(table_of(Enquiry).c.id)).scalar_one(),
        "enquiry_number": connection.execute(select(table_of(Enquiry).c.number)).scalar_one(),
        "order_id": connection.execute(select(table_of(SupervisionOrder).c.id)).scalar_one(),
        "sample_id": connection.execute(select(table_of(PhoneSample).c.id)).scalar_one(),
        "place": 1,
        "rectification_id": connection.execute(select(table_of(Rectification).c.id)).scalar_one(),
        "rating_code": "nobody",
        "message_id": connection.execute(select(table_of(OutgoingMessage).c.id)).scalar_one(),
    }
    windows = frozenset(step.department for step in steps if step.post == "window_clerk") | {row.department}
    consulted = _consulted(connection, row.id)
    ids |= {"consultation_id": consulted.id}
    open_steps = [one for one in rows if one.status == "open" and one.stage in ("review", "approval")]
    reviewing = frozenset((one.post, one.department) for one in open_steps if one.department == consulted.asking)
    own = consulted.case_id == row.id
    about = (consulted.asked, consulted.asked_by, reviewing) if own else ("", "", frozenset())
    return Known(row.id, row.number, row.department, windows, steps, open_, ids, *about)


def _consulted(connection: Connection, case_id: str) -> Any:
    """Return the consultation of a case, of another one where the case has none."""
    one = table_of(Consultation)
    rows = connection.execute(select(one).order_by(one.c.id)).all()
    return next((row for row in rows if row.case_id == case_id), rows[0])


def _one(connection: Connection, table: Any, case_id: str) -> str:
    rows = table_of(table).c
    found = connection.execute(select(rows.id).where(rows.case_id == case_id).order_by(rows.id)).scalars().first()
    return found or ""
