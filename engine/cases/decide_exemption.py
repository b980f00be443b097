"""Decide on an exemption from a fee (减免决定): another person than the one who asked for it, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.cases.case_bills import change_bill, demand_payment, issuer_of, unsettled_bill
from engine.cases.official_documents import issue_document
from engine.cases.remedies import remedy_fields
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden, Invalid, NotAllowed
from engine.law.duties import biller_does_not_exempt
from engine.law.fees import due
from engine.posts import POSTS
from engine.sealing import unseal_values
from engine.text import zh


def decide_exemption(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """Grant or reject what the bill asks for, write the decision and, where money stays due, the payment notice.

    ``values``: ``result`` (approve, reject), ``reason``. The basis is that of the bill and cannot be changed here.
    """
    bill = unsettled_bill(case)
    if bill is None or bill["status"] != "exemption_pending":
        raise Forbidden(zh("本件没有等待减免决定的缴费单。"))
    breach = biller_does_not_exempt(by.person_id or "", bill["made_by"])
    if breach is not None:
        post = zh("{post}", post=POSTS.get(task["post"], task["post"]))
        raise NotAllowed(
            zh("{message}请由本部门其他{post}办理。（依据：{basis}）",
               message=breach.message, post=post, basis=breach.basis)
        )  # fmt: skip
    result, reason = values.get("result"), str(values.get("reason") or "").strip()
    if result not in ("approve", "reject"):
        raise Invalid(zh("请选择是否准予减免。"), {"result": zh("请选择是否准予减免。")})
    if not reason:
        raise Invalid(zh("减免决定必须说明理由。"), {"reason": zh("请写明理由。")})
    granted = result == "approve"
    asked = unseal_values(case.key, bill["sealed_exemption"])[0]
    due_fen = due(bill["total_fen"], bill["exemption"]) if granted else bill["total_fen"]
    change_bill(
        case,
        bill,
        status="open" if due_fen else "exempt",
        exemption_granted=granted,
        decided_by=by.person_id,
        decided_by_name=by.name,
        due_fen=due_fen,
        reduction_fen=bill["total_fen"] - due_fen,
    )
    said = {
        "exemption": bill["exemption"],
        "exemption_basis": asked["basis"] if isinstance(asked, Mapping) else "",
        "result": result,
        "reason": reason,
        "bill": bill["number"],
        "total_fen": bill["total_fen"],
        "reduction_fen": bill["reduction_fen"],
        "due_fen": due_fen,
        **({} if granted else remedy_fields(case)),
    }
    decision = issue_document(case, "exemption_decision", by, said, issuer_of(case, bill["department"]))
    if not due_fen:
        return (decision,)
    about = {"exemption": bill["exemption"], "exemption_granted": granted, "decision": decision}
    return (decision, demand_payment(case, bill, by, about))
