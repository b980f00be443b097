"""Licences of which there is a limited number go to who was accepted first (有数量限制; 行政许可法 第五十七条)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, tuple_

from engine.cases.working_case import WorkingCase
from engine.errors import Forbidden
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.documents import Document
from engine.text import zh

GRANTED = ("granted", "partly_granted")
_case, _document = table_of(Case).c, table_of(Document).c


def require_turn(case: WorkingCase) -> None:
    """Raise Forbidden where the matter has a number of licences, and they are given or somebody else is before.

    The order is that of acceptance, to the second of the notice. Since nobody is granted out of turn, two grants at
    once cannot take the last licence both.
    """
    quantity = case.bundle.facts.quantity
    if quantity is None:
        return
    earlier = _waiting_before(case)
    if earlier is not None:
        raise Forbidden(
            zh(
                "本事项有数量限制，按受理的先后顺序决定：先受理的办件 {number} 尚未决定（行政许可法 第五十七条）。",
                number=earlier,
            )
        )
    given = select(func.count()).where(_case.matter_key == case.bundle.key, _case.outcome.in_(GRANTED))
    if case.uow.execute(given).scalar_one() >= quantity.value:
        raise Forbidden(
            zh("本事项的数量限制为 {most} 件，已经全部准予（行政许可法 第五十七条）。", most=quantity.value)
        )


def _waiting_before(case: WorkingCase) -> Any:
    """Return the number of the undecided case that was accepted first, where that is another one."""
    accepted = (
        select(_case.id, _case.number, func.min(_document.issued_at).label("at"))
        .join(Document, _document.case_id == _case.id)
        .where(_case.matter_key == case.bundle.key, _case.status == "accepted")
        .where(_document.kind == "acceptance_notice")
        .group_by(_case.id, _case.number)
        .subquery()
    )
    own = select(accepted.c.at).where(accepted.c.id == case.id).scalar_subquery()
    before = select(accepted.c.number).where(tuple_(accepted.c.at, accepted.c.id) < tuple_(own, case.id))
    return case.uow.execute(before.order_by(accepted.c.at, accepted.c.id).limit(1)).scalar()
