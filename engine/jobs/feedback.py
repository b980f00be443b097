"""Sweep: enquiries and complaints whose limits have passed raise their lights; from where they came is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.command import Command
from engine.feedback.forget_origins import ForgetOrigins
from engine.feedback.overdue_complaint import RaiseComplaintLight
from engine.feedback.overdue_enquiry import RaiseEnquiryLight
from engine.hall import Hall
from engine.store.base import table_of
from engine.store.complaints import Complaint
from engine.store.enquiries import Enquiry

log = logging.getLogger(__name__)
_enquiry, _complaint = table_of(Enquiry).c, table_of(Complaint).c


def raise_feedback_lights(hall: Hall, owner: str) -> str:
    """Raise each in a transaction of its own; whoever comes second finds nothing left to do."""
    raised = failed = 0
    hall.run(ForgetOrigins(by=SYSTEM))
    for command in _due(hall):
        try:
            raised += hall.run(command)["raised"]
        except Exception:
            log.exception("%r could not raise its light", command)
            failed += 1
    return f"raised {raised}, failed {failed}"


def _due(hall: Hall) -> Iterator[Command]:
    with hall.reading() as connection:
        today = hall.today(connection)
        late = select(_enquiry.id).where(_enquiry.next_light_on <= today).order_by(_enquiry.next_light_on)
        enquiries = connection.execute(late).scalars().all()
        late = select(_complaint.id).where(_complaint.next_light_on <= today).order_by(_complaint.next_light_on)
        complaints = connection.execute(late).scalars().all()
    yield from (RaiseComplaintLight(by=SYSTEM, complaint_id=one) for one in complaints)
    yield from (RaiseEnquiryLight(by=SYSTEM, enquiry_id=one) for one in enquiries)
