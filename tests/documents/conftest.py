"""Cases in all their ends, with every document of theirs printed once."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from documents_read import text_of
from support import catering, hearings, joint, limits, notices, renewal
from support.fees import OTHER, Fees
from support.matters import bundle, flow, task
from support.ratings import rate
from support.training import TrainingHall, key, publish

from engine.actor import SYSTEM, Actor, applicant
from engine.cases.answer_consultation import AnswerConsultation
from engine.cases.ask_department import AskDepartment
from engine.cases.deem_renewed import DeemRenewed
from engine.cases.withdraw_case import WithdrawCase
from engine.clock import FixedClock
from engine.hall import Hall
from webapp.documents.rendering import render_document

AGENT = {"name": "李四海", "id_number": catering.ID_NUMBER, "phone": "13900005678"}
RETURNED = "".join(
    [
        '<startEvent id="filed"/><endEvent id="closed"/>',
        task("acceptance", stage="acceptance", post="window_clerk"),
        flow("filed", "acceptance") + flow("acceptance", "closed"),
    ]
)
REASON = "操作间与卫生间直接相通，短期内不能改正"


@pytest.fixture
def database_kind() -> str:
    """Papers are drawn from rows; which database the rows come from is tested elsewhere."""
    return "sqlite"


@pytest.fixture(scope="module")
def office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrainingHall]:
    """A hall that the tests of one file share, since printing is what takes the time."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copy(sqlite_template / "hall.db", folder / "hall.db")
    shutil.copytree(sqlite_template / "keys", folder / "keys")
    clock = FixedClock(datetime(2026, 3, 2, 1, 30, tzinfo=UTC))
    # As a real hall prints them: the marks of a sample stand across the text.
    hall = Hall(f"sqlite:///{folder / 'hall.db'}", folder, clock=clock)
    yield TrainingHall(hall, clock)
    hall.close()


@pytest.fixture(scope="module")
def cases(office: TrainingHall) -> dict[str, str]:
    """One case for each end: granted after a supplement, refused, not accepted, withdrawn."""
    granted = catering.file_application(office, has_agent=True, agent=AGENT)
    catering.ask_for(office, granted, "layout_plan", "management_rules")
    office.clock.advance(timedelta(days=1))
    catering.supplement(office, granted, "layout_plan", "management_rules")
    catering.accept(office, granted)
    catering.assign(office, granted)
    for login in ("hecha1", "hecha2"):
        catering.check(office, granted, login)
    office.reviewer.complete(granted, "review", result="pass", opinion="符合条件，建议准予许可")
    asked = {"department": "urban_bureau", "question": "门前占道是否影响市容？", "materials": ("premises_proof",)}
    task_id = office.approver.find(granted, "approval")
    letter = office.hall.run(AskDepartment(by=office.approver.actor, key=key(), task_id=task_id, **asked))
    reply = {"consultation_id": letter["consultation_id"], "opinion": "disagree", "reason": "占道，须退后两米。"}
    office.hall.run(AnswerConsultation(by=office["chengguanju-shenpi"].actor, key=key(), **reply))
    catering.grant(office, granted)
    catering.certify(office, granted)
    catering.deliver(office, granted, receiver="李四海", relation="agent", receiver_id_number=catering.ID_NUMBER)
    rate(office, granted, 5, tags=("slow",), text="窗口中午没有人。")

    refused = catering.file_application(office)
    catering.accept(office, refused)
    catering.assign(office, refused)
    catering.check(office, refused, "hecha1", "fail")
    catering.check(office, refused, "hecha2", "rectify")
    office.reviewer.complete(refused, "review", result="fail", opinion="不符合条件", reason=REASON)
    catering.refuse(office, refused)

    turned_away = catering.file_application(office)
    office.clerk.complete(
        turned_away,
        "acceptance",
        result="refuse",
        reason="经营场所在石泉县境内，不属于本机关管辖",
        basis="行政许可法 第三十二条第一款第二项",
        refer_to="石泉县市场监督管理局",
    )
    withdrawn = catering.file_application(office)
    office.hall.run(WithdrawCase(by=applicant(withdrawn), key=key(), case_id=withdrawn, reason="不再开店"))

    fees = Fees(office)
    charged, bill = fees.billed(item=OTHER, quantity=2, exemption="half", exemption_basis="财税〔2019〕45号")
    fees.decide(charged, "approve", reason="属于小微企业")
    fees.pay(bill, channel="scan")
    turned_down, _bill = fees.billed(exemption="free", exemption_basis="财税〔2019〕45号")
    fees.decide(turned_down, "reject", reason="不属于小微企业")
    publish(office.hall, bundle("returned", RETURNED, changes=(notices.RETURN,)))
    returned = office.file_case("returned")
    asked = [{"material": "operator_id", "problem": "照片看不清", "correction": "请提交清晰的复印件"}]
    office.clerk.complete(returned, "acceptance", result="return", materials=asked)

    joint.open_hall(office)
    parted = joint.accepted(office, "fire", "sign")
    for name, result in (("fire", "decline"), ("sign", "consent")):
        joint.review(office, parted, name)
        joint.decide(office, parted, name, result)
    office.approver.complete(parted, "summary", result="partial", opinion="汇总", reason="消防分项不同意")
    publish(office.hall, notices.noticed_and_handed_over())
    noticed = office.file_case("noticed")
    office.reviewer.complete(noticed, "notice", content="拟给予王某某救助2000元", place="村务公开栏")

    limits.own_law(office)
    paused = catering.to_approval(office)
    limits.end(office.approver, limits.start(office.approver, paused, days=5))
    limits.decide(office["juzhang"], limits.propose(office.approver, paused, days=4, reason="原料溯源尚未核实。"))
    limits.resume(office.approver, limits.suspend(office.approver, paused))

    heard = catering.to_approval(office)
    hearing = hearings.tell(office.approver, heard, (hearings.NEIGHBOUR,))
    hearings.ask(office, heard, hearing)
    hearings.schedule(office, hearing, announced=True)
    office.pass_days(7)
    hearings.record(office, hearing)
    catering.grant(office, heard)

    renewed = renewal.file_application(renewal.matter(office), office.today + timedelta(days=40))
    renewal.accept(office, renewed)
    office.pass_days(41)
    office.hall.run(DeemRenewed(by=SYSTEM, case_id=renewed))

    ended = {"granted": granted, "refused": refused, "turned_away": turned_away, "withdrawn": withdrawn}
    return ended | {
        "charged": charged,
        "heard": heard,
        "paused": paused,
        "joint": parted,
        "renewed": renewed,
        "returned": returned,
        "noticed": noticed,
        "turned_down": turned_down,
    }


@pytest.fixture(scope="module")
def printed(office: TrainingHall, cases: dict[str, str]) -> Callable[..., bytes]:
    """Print the newest document of a kind in a case, each copy once."""
    kept: dict[tuple[str, str, str | None], bytes] = {}

    def print_one(case: str, kind: str, actor: Actor | None = None) -> bytes:
        reader = actor or office.clerk.actor
        name = (case, kind, reader.person_id)
        if name not in kept:
            file = office.supervisor.file(cases[case])
            document = [one.id for one in file.documents if one.kind == kind][-1]
            with office.hall.reading() as connection:
                kept[name] = render_document(office.hall, connection, reader, cases[case], document)
        return kept[name]

    return print_one


@pytest.fixture(scope="module")
def said(printed: Callable[..., bytes]) -> Callable[..., str]:
    """Return the text of a printed document without blanks and line ends."""

    def read(case: str, kind: str, actor: Actor | None = None) -> str:
        return text_of(printed(case, kind, actor))

    return read
