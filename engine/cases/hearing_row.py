"""One hearing inside a command: its row under the lock of its case, and what must hold before an act on it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from engine.actor import SYSTEM, Actor
from engine.cases.case_clocks import start_clock, stop_clock_about
from engine.cases.excluded_time import begin_excluded_time, end_excluded_time, left_of_cap
from engine.cases.matter_causes import HEARING, lawful_causes
from engine.cases.sight import at_window, may_see
from engine.cases.standing_pause import may_end
from engine.cases.working_case import WorkingCase
from engine.clock import HALL_ZONE
from engine.errors import Conflict, Forbidden, NotAllowed, NotFound
from engine.law.kinds import KINDS
from engine.sealing import seal_values, unseal_values
from engine.store.base import table_of
from engine.store.clocks import CaseClock, ClockPause
from engine.store.hearings import Hearing
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

ON_REQUEST, PUBLIC = "on_request", "public"
TOLD, ASKED, SCHEDULED, HELD = "told", "asked", "scheduled", "held"
WAIVED, LAPSED, WITHDRAWN, ENDED = "waived", "lapsed", "withdrawn", "ended"
OPEN = frozenset({TOLD, ASKED, SCHEDULED})
APPLICANT, INTERESTED, AUTHORITY = "applicant", "interested", "authority"
REQUESTED, GRANTED, DECLINED = "asked", "granted", "declined"
"""What became of the request that the chair withdraw."""
REQUEST_CLOCK, CLOCK = "hearing_request", "hearing"
ARTICLE_46, ARTICLE_47 = "行政许可法 第四十六条", "行政许可法 第四十七条"
ASK_WITHIN, HOLD_WITHIN = KINDS[REQUEST_CLOCK].limit or 5, KINDS[CLOCK].limit or 20
STATES = {
    TOLD: "已告知听证权利，等待提出",
    ASKED: "待安排听证",
    SCHEDULED: "已安排听证",
    HELD: "已举行听证",
    WAIVED: "已放弃听证",
    LAPSED: "逾期未提出，视为放弃听证",
    WITHDRAWN: "已撤回听证申请",
    ENDED: "随办件终止",
}
hearing_table = table_of(Hearing)
_table, _clock, _pause = hearing_table.c, table_of(CaseClock).c, table_of(ClockPause)


def lock_hearing(uow: UnitOfWork, hearing_id: str) -> tuple[WorkingCase, Any]:
    """Return the case, locked, and the row of the hearing as it is under that lock; raises NotFound."""
    case_id = uow.execute(select(_table.case_id).where(_table.id == hearing_id)).scalar()
    if case_id is None:
        raise NotFound
    case = WorkingCase.lock(uow, case_id)
    return case, uow.execute(select(hearing_table).where(_table.id == hearing_id)).one()


def open_hearing(case: WorkingCase) -> Any:
    """Return the row of the open hearing of the case, or None."""
    wanted = select(hearing_table).where(_table.case_id == case.id, _table.status.in_(OPEN))
    return case.uow.execute(wanted).first()


def may_arrange(connection: Any, by: Actor, case_id: str, told_by: str | None) -> bool:
    """Tell whether ``by`` arranges the hearing: who began it, or has a step of review or approval of the case."""
    return may_end(connection, by, case_id, told_by)


def require_officer(case: WorkingCase, row: Any, by: Actor) -> None:
    """Raise NotFound for who may not see the case, NotAllowed for who sees it and has no step of it."""
    connection = case.uow.connection
    if may_arrange(connection, by, case.id, row.told_by):
        return
    if by.case_id == case.id or may_see(connection, by, case.id, case.row["department"]):
        raise NotAllowed(zh("听证由办理本件审核、审批环节的人员安排和登记。"))
    raise NotFound


def require_party(case: WorkingCase, row: Any, by: Actor) -> None:
    """Raise unless ``by`` is the applicant, or takes down at a window or a step what a party says."""
    if by.case_id == case.id or at_window(case.uow.connection, by, case.id, case.row["department"]):
        return
    require_officer(case, row, by)


def require_state(case: WorkingCase, row: Any, *wanted: str) -> None:
    """Raise Conflict, saying what became of the hearing, by whom and when, unless its status is one of ``wanted``."""
    if case.row["closed_at"] is not None or case.row["status"] != "accepted":
        raise Conflict(zh("本件已经决定或者已经结束，不再办理听证。"))
    if row.status in wanted:
        return
    at, who = row.ended_at or row.told_at, row.ended_by_name or row.told_by_name
    said = {"state": STATES[row.status], "who": who, "at": f"{at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}"}
    raise Conflict(zh("听证的状态已经变化：{state}（{who}，{at}），请刷新页面查看。", **said))


def require_no_hearing(case: WorkingCase) -> None:
    """Raise Forbidden while a hearing is open: who was told of the right is heard before the decision."""
    row = open_hearing(case)
    if row is None:
        return
    if row.status == TOLD:
        due = hearing_due(case, row, REQUEST_CLOCK).isoformat()
        raise Forbidden(
            zh("已告知听证权利（{number}），申请人、利害关系人可以在{due}以前申请听证，期满或者放弃以前不能作出决定"
               "（行政许可法 第四十七条）。", number=row.document, due=due)
        )  # fmt: skip
    raise Forbidden(
        zh("本件的听证还没有举行，不能作出决定：应当在举行听证后，根据听证笔录作出决定"
           "（行政许可法 第四十七条、第四十八条第二款）。")
    )  # fmt: skip


def minutes_of(case: WorkingCase) -> list[str]:
    """Return the numbers of the minutes that the decision rests on (第四十八条第二款), the earliest first."""
    held = select(_table.minutes).where(_table.case_id == case.id, _table.status == HELD).order_by(_table.id)
    return [number for number in case.uow.execute(held).scalars() if number]


def lapse_hearing(case: WorkingCase) -> None:
    """End what is open of a hearing in a case that ends without a decision."""
    ended = {"status": ENDED, "ended_on": case.uow.today, "ended_at": case.uow.now}
    case.uow.execute(update(hearing_table).where(_table.case_id == case.id, _table.status.in_(OPEN)).values(**ended))


def hearing_due(case: WorkingCase, row: Any, kind: str) -> Any:
    """Return the last day of a clock of the hearing."""
    own = select(_clock.due_on).where(_clock.case_id == case.id, _clock.kind == kind, _clock.about == row.id)
    return case.uow.execute(own).scalar_one()


def change(case: WorkingCase, row: Any, **values: Any) -> None:
    """Write columns of the row; texts under ``sealed_`` are sealed with the key of the case."""
    sealed = {
        name: seal_values(case.key, value)[0] if name.startswith("sealed_") else value for name, value in values.items()
    }
    case.uow.execute(update(hearing_table).where(_table.id == row.id).values(**sealed))


def close(case: WorkingCase, row: Any, by: Actor, status: str, **values: Any) -> None:
    """End the hearing today as ``status``, and stop its clocks."""
    ended = {"ended_on": case.uow.today, "ended_at": case.uow.now, "ended_by_name": by.name}
    change(case, row, status=status, **ended, **values)
    for kind in (REQUEST_CLOCK, CLOCK):
        stop_clock_about(case, kind, row.id)


def unsealed(case: WorkingCase, sealed: bytes | None) -> dict[str, Any]:
    """Return what was sealed, nothing where there is nothing."""
    found = unseal_values(case.key, sealed)[0] if sealed is not None else {}
    return found if isinstance(found, dict) else {}


def where(row: Any) -> dict[str, Any]:
    """Return what the trail keeps of an act on the hearing."""
    return {"department": row.department}


def begin_hearing_time(
    case: WorkingCase, row: Any, by: Actor, reason: Text, basis: str
) -> tuple[str | None, list[str]]:
    """Start the clock of the hearing, and keep its time out of the limits; return the pause and its paper.

    What 第四十五条 takes out is the time of the hearing, twenty working days at most (第四十七条), from the request to
    the minutes. The days in which one may ask are not: before a request there is no hearing, and most rights lapse.
    Where earlier hearings used the cap up, or the guide counts hearings in, the limits run on.
    """
    start_clock(case, CLOCK, case.uow.today, HOLD_WITHIN, basis=basis, about=row.id)
    cause = next((one for one in lawful_causes(case.bundle.facts) if one.key == HEARING), None)
    left = left_of_cap(case, cause) if cause is not None else 0
    if cause is None or (left is not None and left < 1):
        return None, []
    days = HOLD_WITHIN if left is None else min(HOLD_WITHIN, left)
    # Who asks online issues no paper: the hall does.
    issuer = SYSTEM if by.kind == "applicant" else by
    pause_id, number = begin_excluded_time(case, where(row), issuer, cause, days, str(reason), left)
    return pause_id, [number]


def end_hearing_time(case: WorkingCase, row: Any, by: Actor, result: Text) -> None:
    """End the special procedure of the hearing, where it still runs."""
    if row.pause_id is None:
        return
    wanted = select(_pause).where(_pause.c.id == row.pause_id, _pause.c.ended_on.is_(None))
    pause = case.uow.execute(wanted).mappings().first()
    if pause is not None:
        end_excluded_time(case, dict(pause), SYSTEM if by.kind == "applicant" else by, str(result))
