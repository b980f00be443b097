"""Sweep: pauses that last longer than was told, the longest over first (电子监察 EM-09)."""

from __future__ import annotations

import logging

from sqlalchemy import select

from engine.actor import SYSTEM
from engine.cases.raise_pause_light import RaisePauseLight
from engine.hall import Hall
from engine.queries.pauses import overlong_pauses
from engine.store.base import table_of
from engine.store.lights import RaisedLight

log = logging.getLogger(__name__)
_light = table_of(RaisedLight).c


def raise_pause_lights(hall: Hall, owner: str) -> str:
    """Raise each in a transaction of its own; what was raised for its day is not looked at again."""
    with hall.reading() as connection:
        found = overlong_pauses(connection, hall.calendar, hall.today(connection))
        wanted = select(_light.cause).where(_light.rule == "EM-09", _light.ended_on.is_(None))
        known = {str(cause).partition(":")[0] for cause in connection.execute(wanted).scalars()}
    raised = failed = 0
    for pause in found:
        if pause.pause_id in known:
            continue
        try:
            command = RaisePauseLight(by=SYSTEM, case_id=pause.case_id, pause_id=pause.pause_id)
            raised += hall.run(command)["raised"]
        except Exception:
            log.exception("the light of pause %s could not be raised", pause.pause_id)
            failed += 1
    return f"raised {raised}, failed {failed}"
