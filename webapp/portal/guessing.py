"""Codes are counted like passwords, so that nobody finds one by trying."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import request

from engine.actor import SYSTEM
from engine.errors import Refused
from engine.text import zh
from webapp.accounts.throttle import CountAttempt, TakeBackAttempt
from webapp.installation import current_hall

Found = TypeVar("Found")


class TooManyTries(Refused):
    """Somebody tried too often; the text says how long to wait."""

    status = 429


def once_counted(kind: str, subject: str, find: Callable[[], Found]) -> Found:
    """Return what ``find`` finds by a code, counting the try against ``subject`` and the address it comes from.

    ``kind`` keeps these counts apart from those of log-ins: a public computer must not lock out the staff.
    Raises TooManyTries, and whatever ``find`` raises for a wrong code.
    """
    hall = current_hall()
    counted = {"login": f"{kind} {subject}", "address": f"{kind} {request.remote_addr or ''}"}
    wait = hall.run(CountAttempt(by=SYSTEM, **counted))["wait"]
    if wait:
        raise TooManyTries(zh("尝试次数过多，请 {minutes} 分钟后再试。", minutes=-(-wait // 60)))
    found = find()
    hall.run(TakeBackAttempt(by=SYSTEM, **counted))
    return found
