"""Return the materials (退回材料，补齐后重新申请) where the rules of a matter know no supplement of the same case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.cases.case_bills import local_issuer
from engine.cases.case_clocks import stop_clocks
from engine.cases.notify_supplement import asked_materials
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden
from engine.text import zh


def return_materials(case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor) -> Sequence[str]:
    """End the case and say once, in writing, everything that has to be put right before it is filed again.

    ``values["materials"]`` is that of a one-time notice; a material outside the guide is refused (EM-17).
    市场主体登记管理条例实施细则 第十八条.
    """
    mode = case.bundle.facts.limits.supplement_mode
    if mode.value != "return":
        raise Forbidden(zh("本事项材料不齐的，应当一次性告知补正，不能退回重报。"))
    if case.row["status"] != "received":
        raise Forbidden(zh("本件当前不能退回材料：只有收件后尚未受理的办件可以退回。"))
    fields = {
        "materials": asked_materials(case, values),
        "opinion": values.get("opinion", ""),
        "basis": mode.source,
    }
    stop_clocks(case, "intake")
    case.row["status"] = case.row["outcome"] = "returned"
    return (issue_document(case, "materials_return", by, fields, local_issuer(case, task)),)
