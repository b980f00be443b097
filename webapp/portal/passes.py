"""Passes: who has shown a code once need not show it on every page, and no code stands in an address.

A pass is a cookie, sealed with the key of the hall, that says what it opens and until when; each page that it
opens gives it anew. It is sent only to the addresses that it is for.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson
from flask import Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from engine.sealing import Unsealable
from webapp.installation import current_hall
from webapp.portal import blueprint

LASTS = timedelta(hours=1)
LONGEST = 1000


@dataclass(frozen=True)
class Pass:
    """A kind of pass: the name of its cookie and the part of the site that it is sent to."""

    cookie: str
    path: str

    def give(self, subject: str) -> None:
        """Let the answer to this request carry a pass for ``subject``."""
        self._changes()[self.cookie] = subject

    def take_back(self) -> None:
        """Let the answer to this request end the pass."""
        self._changes()[self.cookie] = None

    def subject(self) -> str | None:
        """Return what the visitor's pass is for, and let it last on; none without a pass that still counts."""
        subject = self._read(request.cookies.get(self.cookie, ""))
        if subject is not None:
            self._changes().setdefault(self.cookie, subject)
        return subject

    def _changes(self) -> dict[str, str | None]:
        changes: dict[str, str | None] = g.setdefault("portal_passes", {})
        return changes

    def _read(self, text: str) -> str | None:
        if not text or len(text) > LONGEST:
            return None
        hall = current_hall()
        try:
            cookie, subject, until = orjson.loads(hall.key.unseal(base64.urlsafe_b64decode(text)))
        except (binascii.Error, Unsealable, ValueError, TypeError):
            return None
        fresh = cookie == self.cookie and datetime.fromtimestamp(until, UTC) > hall.clock.now()
        return str(subject) if fresh else None

    def write(self, response: BaseResponse, subject: str | None) -> None:
        """Set the cookie, or remove it for no subject."""
        if subject is None:
            response.delete_cookie(self.cookie, path=self.path)
            return
        hall = current_hall()
        until = int((hall.clock.now() + LASTS).timestamp())
        sealed = hall.key.seal(orjson.dumps([self.cookie, subject, until]))
        response.set_cookie(
            self.cookie,
            base64.urlsafe_b64encode(sealed).decode(),
            max_age=int(LASTS.total_seconds()),
            path=self.path,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )


draft_pass = Pass("banjian_draft", "/drafts")
case_pass = Pass("banjian_case", "/progress")
enquiry_pass = Pass("banjian_enquiry", "/progress")
complaint_pass = Pass("banjian_complaint", "/progress")
rating_pass = Pass("banjian_rating", "/rating")
"""Who holds the code of a receipt may rate the service, and see nothing else of the case."""
tablet_pass = Pass("banjian_tablet", "/tablet")
"""What a tablet carries that stands at a window: the id of the window."""


@blueprint.after_request
def hand_out(response: Response) -> Response:
    """Put the passes of this request into its answer."""
    for kind in (draft_pass, case_pass, enquiry_pass, complaint_pass, rating_pass, tablet_pass):
        changes = g.get("portal_passes", {})
        if kind.cookie in changes:
            kind.write(response, changes[kind.cookie])
    return response
