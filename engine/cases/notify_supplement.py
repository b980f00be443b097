"""Ask once for everything that is missing (一次性告知补正; 行政许可法 第三十二条第一款第四项)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.actor import Actor
from engine.cases.case_bills import local_issuer
from engine.cases.case_clocks import counts_start_day, start_clock, stop_clocks
from engine.cases.official_documents import issue_document
from engine.cases.past_documents import fields_of_latest
from engine.cases.working_case import WorkingCase
from engine.clock import legal_day
from engine.errors import Forbidden, Invalid
from engine.law.acceptance import intake_due, spot_day
from engine.text import zh


def notify_supplement(
    case: WorkingCase, task: Mapping[str, Any], values: Mapping[str, Any], by: Actor
) -> Sequence[str]:
    """Write the one-time notice, stop the intake clock and start the wait for the supplement.

    ``values["materials"]`` lists what to supply: ``material`` (a key of the guide), ``problem``,
    ``correction``. A material outside the guide is refused (EM-17); so is a notice after the fifth
    working day, when the law has accepted already; a second notice may only repeat what the first
    asked for (R-29).
    """
    if case.row["status"] != "received":
        raise Forbidden(zh("本件当前不能告知补正：补正应当在受理之前一次性告知。"))
    mode = case.bundle.facts.limits.supplement_mode.value
    if mode == "return":
        raise Forbidden(zh("本事项材料不齐的，退回材料并一次性告知，由申请人补齐后重新申请，不等待补正。"))
    asked = asked_materials(case, values)
    first = fields_of_latest(case, "supplement_notice")
    if first is None:
        received, calendar = legal_day(case.row["received_at"]), case.uow.calendar
        if mode == "on_the_spot_or_accepted" and case.uow.today > (last_day := spot_day(received, calendar)):
            raise Forbidden(
                zh("应当在收件当日（{day}）当场书面告知，未当场告知的视为受理（不动产登记暂行条例第十七条），"
                   "不能再要求补正。", day=last_day.isoformat())
            )  # fmt: skip
        last_day = intake_due(received, calendar, count_start_day=counts_start_day(case, "intake"))
        if case.uow.today > last_day:
            raise Forbidden(
                zh("自收到材料起已超过五个工作日（最后一日为 {day}），依照行政许可法第三十二条，"
                   "逾期不告知的自收到材料之日起即为受理，不能再要求补正。", day=last_day.isoformat())
            )  # fmt: skip
    else:
        before = {item["material"] for item in first["materials"]}
        added = [item["name"] for item in asked if item["material"] not in before]
        if added:
            raise Forbidden(
                zh("补正内容应当一次性告知（行政许可法第三十二条）。第一次告知书没有提到：{names}，"
                   "不能再作新的要求。", names="、".join(added))
            )  # fmt: skip
    stop_clocks(case, "intake")
    wait = case.bundle.facts.limits.supplement_wait.value
    clock = start_clock(case, "supplement_wait", case.uow.today, wait.days, unit=wait.unit, basis="本大厅规定")
    case.row["status"] = "supplement_wait"
    case.row["supplement_asked_on"] = case.row["supplement_asked_on"] or case.uow.today
    number = issue_document(
        case,
        "supplement_notice",
        by,
        {
            "materials": asked,
            "supply_by": clock["due_on"].isoformat(),
            "opinion": values.get("opinion", ""),
            "repeats": first is not None,
        },
        local_issuer(case, task),
    )
    return (number,)


def asked_materials(case: WorkingCase, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is asked for, with the guide's name and standard of each material; raises Invalid for others."""
    guide = {material.key: material for material in case.bundle.facts.materials}
    asked = []
    for item in values.get("materials") or ():
        material = guide.get(item["material"])
        if material is None:
            raise Invalid(zh("不得要求办事指南以外的材料。"))
        asked.append(
            {
                "material": material.key,
                "name": material.name.value,
                "standard": material.standard.value,
                "problem": item.get("problem", ""),
                "correction": item.get("correction", ""),
            }
        )
    if not asked:
        raise Invalid(zh("请至少选择一份需要补正的材料，并写明问题。"))
    return asked
