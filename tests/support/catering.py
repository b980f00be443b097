"""The small catering permit in tests: an application, and each person's answers in short."""

from __future__ import annotations

import io
from typing import Any

from support.training import TrainingHall, key

from engine.actor import applicant
from engine.cases.answer_flow import AnswerFlow
from engine.cases.attach_file import AttachFile
from engine.cases.file_case import FileCase
from engine.cases.receive_supplement import ReceiveSupplement
from engine.cases.save_draft import SaveDraft
from engine.law.codes import credit_code_check, id_number_check

KEY = "small_catering_permit"
MATERIALS = (
    "business_licence",
    "operator_id",
    "health_certificates",
    "premises_proof",
    "layout_plan",
    "management_rules",
)
ID_NUMBER = "61092119900307001" + id_number_check("61092119900307001")


def attach(
    training: TrainingHall, materials: tuple[str, ...] = MATERIALS, matter: str = KEY
) -> tuple[str, dict[str, list[str]]]:
    """Make a draft with one file for each material and return (draft id, attachment ids by material)."""
    hall = training.hall
    draft = hall.run(SaveDraft(by=applicant(), key=key(), matter_key=matter, entered={}))["draft_id"]
    held = {}
    for material in materials:
        sha256, size = hall.files.put(io.BytesIO(b"%PDF-1.4 " + material.encode()), 1 << 20)
        answer = hall.run(
            AttachFile(
                by=applicant(),
                key=key(),
                draft_id=draft,
                material=material,
                filename=f"{material}.pdf",
                media_type="application/pdf",
                size=size,
                sha256=sha256,
            )
        )
        held[material] = [answer["attachment_id"]]
    return draft, held


def application(files: dict[str, list[str]], **changes: Any) -> dict[str, Any]:
    """Return the values of a complete application."""
    values: dict[str, Any] = {
        "applicant_name": "王小明",
        "id_number": ID_NUMBER,
        "phone": "13800001234",
        "subject": "小明面馆",
        "credit_code": credit_code(),
        "town": "城关镇",
        "address": "北城街 12 号",
        "area": 45.5,
        "business_items": ["hot_food", "cold_food"],
        "staff_count": 4,
        "has_agent": False,
        "delivery_mode": "window",
        "commitment": True,
        **files,
    }
    return values | changes


def credit_code() -> str:
    """Return a credit code with a right check character (GB 32100-2015)."""
    first = "92610921MA70X1Y2Q"
    return first + credit_code_check(first)


def file_application(training: TrainingHall, **changes: Any) -> str:
    """File a complete application online and return the case's id."""
    draft, files = attach(training)
    answer = training.hall.run(
        FileCase(
            by=applicant(),
            key=key(),
            matter_key=KEY,
            draft_id=draft,
            values=application(files, **changes),
        )
    )
    case_id: str = answer["case_id"]
    return case_id


def accept(training: TrainingHall, case: str) -> None:
    training.clerk.complete(case, "acceptance", result="accept", checked=list(MATERIALS))


def ask_for(training: TrainingHall, case: str, *materials: str) -> None:
    asked = [{"material": one, "problem": "复印件不清晰", "correction": "请提交清晰的复印件"} for one in materials]
    training.clerk.complete(case, "acceptance", result="supplement", materials=asked)


def supplement(training: TrainingHall, case: str, *materials: str) -> None:
    """Hand in the supplement online, as the applicant of the case."""
    draft, files = attach(training, materials)
    training.hall.run(ReceiveSupplement(by=applicant(case), key=key(), case_id=case, draft_id=draft, values=files))


def assign(training: TrainingHall, case: str, *logins: str) -> None:
    people = [training[login].actor.person_id for login in logins or ("hecha1", "hecha2")]
    training["suozhang"].complete(case, "assign_check", inspectors=people)


def check(training: TrainingHall, case: str, login: str, result: str = "pass") -> None:
    """Fill in the record of one inspector."""
    day = training.today.isoformat()
    values: dict[str, Any] = {"result": result, "checked_on": day, "findings": "现场情况属实"}
    if result == "pass":
        values["conditions"] = conditions(training)
    if result == "rectify":
        values["rectification"] = "三日内补齐消毒设施"
    if result == "fail":
        values["reason"] = "厨房与厕所相通"
    training[login].complete(case, "site_check", **values)


def conditions(training: TrainingHall) -> list[str]:
    """Return all conditions that the record of the site check lists."""
    with training.hall.reading() as connection:
        form = training.hall.current_bundle(connection, KEY).forms["site_check"]
    found = next(field for field in form.fields() if field.path == "conditions")
    return [value for value, _ in found.choices]


def to_approval(training: TrainingHall) -> str:
    """Bring an application up to the approver's desk."""
    case = file_application(training)
    accept(training, case)
    assign(training, case)
    check(training, case, "hecha1")
    check(training, case, "hecha2")
    training.reviewer.complete(case, "review", result="pass", opinion="符合条件，建议准予许可")
    return case


def grant(training: TrainingHall, case: str) -> None:
    training.approver.complete(case, "approval", result="grant", opinion="同意")


def refuse(training: TrainingHall, case: str) -> None:
    training.approver.complete(
        case,
        "approval",
        result="refuse",
        opinion="不同意",
        reason="经营场所不符合第三项条件",
        basis="陕西省食品小作坊小餐饮及摊贩管理条例",
    )


def certify(training: TrainingHall, case: str) -> None:
    today = training.today
    training["chujian"].complete(
        case,
        "certificate",
        certificate_no="陕餐610921000001",
        scope="热食类食品制售",
        valid_from=today.isoformat(),
        valid_to=today.replace(year=today.year + 3).isoformat(),
    )


def deliver(training: TrainingHall, case: str, **changes: Any) -> None:
    values = {"result": "delivered", "mode": "window", "receiver": "王小明", "relation": "self"}
    training["chujian"].complete(case, "delivery", **values | {"signed_on": training.today.isoformat()} | changes)


def report_rectified(training: TrainingHall, case: str) -> None:
    """Report as the applicant that what had to be put right was put right."""
    training.hall.run(
        AnswerFlow(by=applicant(case), key=key(), case_id=case, message="rectification_reported", note="已经整改")
    )
