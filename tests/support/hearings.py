"""Hearings in tests: each act in one call, with the words that it needs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from support import catering
from support.training import Driver, TrainingHall, key

from engine.actor import Actor, applicant
from engine.cases.ask_for_hearing import AskForHearing
from engine.cases.call_hearing import CallHearing
from engine.cases.record_hearing import RecordHearing
from engine.cases.schedule_hearing import ScheduleHearing
from engine.cases.tell_hearing_right import TellHearingRight

CHAIR = "juzhang"
INTEREST = "排烟口正对相邻住户窗口"
NEIGHBOUR = "赵邻居"


def tell(by: Driver, case: str, parties: tuple[str, ...] = (), at: str = "approval", interest: str = INTEREST) -> str:
    """Tell the right from an open step and return the id of the hearing."""
    command = TellHearingRight(by=by.actor, key=key(), task_id=by.find(case, at), interest=interest, parties=parties)
    return str(by.hall.run(command)["hearing_id"])


def call(by: Driver, case: str, at: str = "approval") -> str:
    command = CallHearing(by=by.actor, key=key(), task_id=by.find(case, at), reason="涉及周边居民的公共利益")
    return str(by.hall.run(command)["hearing_id"])


def ask(training: TrainingHall, case: str, hearing: str, by: Actor | None = None, **said: Any) -> dict[str, Any]:
    """Ask for the hearing, as the applicant where nobody else is named."""
    said = {"reason": "排烟已经改造，要求当面说明"} | said
    return training.hall.run(AskForHearing(by=by or applicant(case), key=key(), hearing_id=hearing, **said))


def schedule(training: TrainingHall, hearing: str, day: date | None = None, **said: Any) -> dict[str, Any]:
    """Fix the hearing on the first lawful day where none is named."""
    chair = training[said.pop("chair", CHAIR)].actor.person_id
    by = training[said.pop("by", "shenpi")].actor
    day = day or training.today + timedelta(days=7)
    said = {"time": "09:30", "place": "政务服务大厅二楼听证室", "chair": chair, "day": day} | said
    return training.hall.run(ScheduleHearing(by=by, key=key(), hearing_id=hearing, **said))


def record(training: TrainingHall, hearing: str, by: str = "shenpi", **said: Any) -> dict[str, Any]:
    said = {"present": "王小明、赵邻居", "minutes": "申请人出示改造照片，邻居没有异议。", "signed": True} | said
    return training.hall.run(RecordHearing(by=training[by].actor, key=key(), hearing_id=hearing, **said))


def held(training: TrainingHall) -> tuple[str, str]:
    """Bring a case to a hearing that was held; return the case and the number of the minutes."""
    case = catering.to_approval(training)
    hearing = tell(training.approver, case)
    ask(training, case, hearing)
    schedule(training, hearing)
    training.pass_days(7)
    return case, str(record(training, hearing)["documents"][0])
