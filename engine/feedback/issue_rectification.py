"""Order a department to put right what was rated poorly (差评整改): a sheet, and a clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, update

from engine.actor import SYSTEM
from engine.cases.consultation_row import office_name
from engine.cases.official_documents import issue_document
from engine.cases.working_case import WorkingCase
from engine.feedback.ratable import CHANNELS, LEVELS, TAGS, feedback_officers
from engine.feedback.rectification_row import ISSUED, note, rectification_table, run_clock
from engine.ids import new_id
from engine.messages.tell import tell
from engine.supervision.answering import who_answers
from engine.text import zh


def issue_rectification(case: WorkingCase, rating: Mapping[str, Any], text: str) -> str:
    """Write the rectification of a poor rating with its sheet, start its clock, and return the number of the sheet."""
    uow, department = case.uow, rating["department"]
    row = {
        "id": new_id(uow.now),
        "rating_id": rating["id"],
        "case_id": case.id,
        "department": department,
        "status": ISSUED,
        "issued_on": uow.today,
        "issued_at": uow.now,
    }
    uow.execute(insert(rectification_table), row)
    due = run_clock(case, row["id"], uow.parameters.rectification_days)
    fields = {
        "to_department": office_name(uow, department),
        "level": str(LEVELS[rating["level"]]),
        "channel": str(CHANNELS[rating["channel"]]),
        "tags": [str(TAGS[one]) for one in rating["tags"]],
        "text": text,
        "rated_on": uow.today.isoformat(),
        "is_named": rating["is_named"],
        "days": uow.parameters.rectification_days,
        "answer_by": due.isoformat(),
    }
    number = issue_document(case, "rectification_sheet", SYSTEM, fields)
    own = rectification_table.c.id == row["id"]
    uow.execute(update(rectification_table).where(own).values(document=number))
    note(case, row["id"], ISSUED, SYSTEM, due_on=due)
    said = zh("收到不满意评价整改单 {number}，请于 {day} 前核实、整改并答复。", number=number, day=due.isoformat())
    people = who_answers(uow, department, uow.today) | feedback_officers(uow, uow.today)
    tell(uow, people, "rectification", said, case_id=case.id)
    return number
