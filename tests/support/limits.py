"""Acts on the limits of a case in tests: each in one call, with the words that they need."""

from __future__ import annotations

from typing import Any

from support import catering
from support.training import Driver, TrainingHall, key, publish

from engine.bundle import Bundle
from engine.cases.approve_extension import ApproveExtension
from engine.cases.end_special_procedure import EndSpecialProcedure
from engine.cases.propose_extension import ProposeExtension
from engine.cases.resume import Resume
from engine.cases.start_special_procedure import StartSpecialProcedure
from engine.cases.suspend import Suspend
from processes.registry import HERE, load_folder

OWN_LAW = """
suspensions:
  - name: {value: 权属争议未解决, mark: own, source: 试验}
    basis: {value: 试验条例 第十八条第三款, mark: own, source: 试验}
"""
PROCEDURES = """special_procedures:
  - name: {value: 专家评审, mark: own, source: 试验}
    limit: {value: {days: 5}, mark: own, source: 试验}
    counted: {value: false, mark: own, source: 试验}
  - name: {value: 征求意见, mark: own, source: 试验}
    limit: {value: {days: 5}, mark: own, source: 试验}
    counted: {value: false, mark: own, source: 试验}
    basis: {value: 试验条例 第十九条, mark: own, source: 试验}
"""
DISPUTE = "权属争议未解决"


def own_law(training: TrainingHall) -> None:
    """Let the small catering permit have a law of its own, with causes, caps and a suspension."""
    files = dict(load_folder(HERE / catering.KEY).files)
    facts = files["matter.yaml"].decode()
    files["matter.yaml"] = (facts.replace("special_procedures:\n", PROCEDURES) + OWN_LAW).encode()
    publish(training.hall, Bundle.of(catering.KEY, files))


def start(by: Driver, case: str, cause: str = "testing", days: int | None = 5, at: str = "approval") -> str:
    """Start a special procedure from an open step and return the id of the pause."""
    asked = {"task_id": by.find(case, at), "cause": cause, "days": days, "reason": "需要送检，由县检验所进行"}
    return str(by.hall.run(StartSpecialProcedure(by=by.actor, key=key(), **asked))["pause_id"])


def end(by: Driver, pause: str) -> dict[str, Any]:
    return by.hall.run(EndSpecialProcedure(by=by.actor, key=key(), pause_id=pause, result="检测合格"))


def propose(by: Driver, case: str, days: int | None = 5, reason: str = "案情复杂", at: str = "approval") -> str:
    asked = {"task_id": by.find(case, at), "days": days, "reason": reason}
    return str(by.hall.run(ProposeExtension(by=by.actor, key=key(), **asked))["extension_id"])


def decide(by: Driver, extension: str, *, approve: bool = True, reason: str = "") -> dict[str, Any]:
    answer = ApproveExtension(by=by.actor, key=key(), extension_id=extension, approve=approve, reason=reason)
    return by.hall.run(answer)


def suspend(by: Driver, case: str, cause: str = DISPUTE, at: str = "approval") -> str:
    asked = {"task_id": by.find(case, at), "cause": cause, "reason": "房屋归属正在诉讼"}
    return str(by.hall.run(Suspend(by=by.actor, key=key(), **asked))["pause_id"])


def resume(by: Driver, pause: str) -> dict[str, Any]:
    return by.hall.run(Resume(by=by.actor, key=key(), pause_id=pause, reason="判决已经生效"))
