"""Who may not do what: separation of duties as pure rules over who did which task."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from engine.law.breach import Breach

REVIEW = "review"
APPROVAL = "approval"
OFFICERS_FOR_A_SITE_CHECK = 2
COLLECTED_APART = "收缴分离，电子监察规则 EM-08"


@dataclass(frozen=True)
class Did:
    """One finished task of a case: which element, in which stage and post, by which person."""

    element: str
    stage: str
    post: str
    person: str


def stage_apart(stage: str) -> str | None:
    """Return the stage that nobody may have worked in who works in ``stage``, if there is one (EM-18)."""
    return {REVIEW: APPROVAL, APPROVAL: REVIEW}.get(stage)


def reviewer_is_not_approver(person: str, stage: str, done: Iterable[Did]) -> Breach | None:
    """Return the breach of ``person`` deciding what they reviewed, or reviewing what they decided (EM-18)."""
    other = stage_apart(stage)
    if other is None or not any(did.person == person and did.stage == other for did in done):
        return None
    message = "您审核过本件，不能再审批。" if stage == APPROVAL else "您审批过本件，不能再审核。"
    return Breach("reviewer_approver", message, "审核与审批分离，电子监察规则 EM-18")


def separate_from(
    person: str,
    element: str,
    elements: Collection[str],
    done: Iterable[Did],
    names: dict[str, str] | None = None,
) -> Breach | None:
    """Return the breach of ``person`` doing ``element`` after one of the ``elements`` kept apart from it."""
    for did in done:
        if did.person == person and did.element in elements and did.element != element:
            name = (names or {}).get(did.element, did.element)
            return Breach("separate_from", f"您办理过“{name}”，本环节须由他人办理。", "流程图所定的岗位分离")
    return None


def two_officers(persons: Iterable[str]) -> Breach | None:
    """Return the breach of checking a site with fewer than two distinct members of staff (EM-19)."""
    if len({person for person in persons if person}) >= OFFICERS_FOR_A_SITE_CHECK:
        return None
    return Breach("two_officers", "现场核查应当指派两名以上工作人员，且不能是同一人。", "行政许可法 第三十四条第三款")


def shared_by_others(task: str) -> Breach:
    """Return the breach of doing two shares of a task that several people do (EM-19)."""
    return Breach("shares", f"“{task}”须由不同的人分别办理，您已经办理过其中一份。", "多人办理")


def second_share(task: str) -> Breach:
    """Return the breach of getting a second share of a task that several people do (EM-19)."""
    return Breach("shares", f"“{task}”须由不同的人分别办理，您名下已有其中一份。", "多人办理")


def biller_is_not_cashier(person: str, billed_by: str) -> Breach | None:
    """Return the breach of taking the money for a bill that the same person made out."""
    if person != billed_by:
        return None
    return Breach("biller_cashier", "这张缴费单是您开出的，不能由您收款。", COLLECTED_APART)


def office_does_not_collect(departments: Collection[str], billed_by: str) -> Breach | None:
    """Return the breach of taking the money for a bill of a department in which one holds a post."""
    if billed_by not in departments:
        return None
    return Breach("office_cashier", "您在开单部门任职，不能收这张缴费单的款。", COLLECTED_APART)


def biller_does_not_exempt(person: str, billed_by: str) -> Breach | None:
    """Return the breach of deciding the exemption that one asked for in one's own bill."""
    if person != billed_by:
        return None
    return Breach("biller_exempter", "这张缴费单是您开出的，不能由您决定减免。", "收费与减免分离，本大厅规定")


def not_own_application(person: str, parties: Collection[str]) -> Breach | None:
    """Return the breach of handling a case in which ``person`` is the applicant or the agent."""
    if person not in parties:
        return None
    return Breach("own_application", "您是本件的申请人或代理人，应当回避。", "公务员法 第七十六条")


def check_handler(
    person: str,
    *,
    element: str,
    stage: str,
    separate: Collection[str] = (),
    done: Collection[Did] = (),
    parties: Collection[str] = (),
    names: dict[str, str] | None = None,
) -> Breach | None:
    """Return the first breach of ``person`` handling a task, or None."""
    return (
        not_own_application(person, parties)
        or reviewer_is_not_approver(person, stage, done)
        or separate_from(person, element, separate, done, names)
    )
