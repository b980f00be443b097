"""The case whose code the visitor has shown: the only one that any page of the portal opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from engine.actor import Actor
from engine.cases.begin_anew import AGAIN
from engine.errors import NotFound
from engine.queries.case_bills import BillLine
from engine.queries.case_file import CaseFile
from engine.queries.hearings import HearingLine, hearings_of
from engine.queries.orders import Explanation, explanation_of
from engine.queries.progress import Progress, progress
from engine.queries.ratings import OwnRating, ratings_of_case
from webapp.cases.answers import Pairs, application_of
from webapp.cases.shown import WITHDRAWABLE, ShownCase, show_case
from webapp.cases.timeline import Entry
from webapp.installation import current_hall
from webapp.portal.passes import case_pass
from webapp.portal.plain_words import entries
from webapp.portal.somebody import as_code, somebody


@dataclass(frozen=True)
class OwnCase:
    """A case as its applicant sees it: no officers' names, and personal data masked, for a code may be overheard."""

    actor: Actor
    progress: Progress
    shown: ShownCase
    rating: OwnRating
    explanation: Explanation | None = None
    """What everybody is told of a limit that was passed."""
    hearings: tuple[HearingLine, ...] = ()
    """Newest first."""

    @property
    def file(self) -> CaseFile:
        return self.progress.file

    @property
    def number(self) -> str:
        number: str = self.file.case["number"]
        return number

    @property
    def name(self) -> str:
        """What the case is about, in a line."""
        subject: str = self.file.case["subject"]
        return subject or self.progress.masked_name

    @cached_property
    def timeline(self) -> tuple[Entry, ...]:
        return entries(self.progress)

    @cached_property
    def application(self) -> Pairs:
        return application_of(self.file, self.shown.names, masked=True)

    @property
    def bill(self) -> BillLine | None:
        """The bill that counts: the newest that is not void."""
        return next((one for one in self.shown.bills if one.status != "void"), None)

    @property
    def may_withdraw(self) -> bool:
        return self.file.case["status"] in WITHDRAWABLE and not self.file.case["closed_at"]

    @property
    def may_begin_anew(self) -> bool:
        """Whether the case ended so that the same application may be filed anew."""
        return self.file.case["status"] in AGAIN

    @property
    def defects(self) -> tuple[str, ...]:
        """What has to be put right, as the officers who looked last wrote it down."""
        told = [line for line in self.file.trail if line.act == "done" and line.detail.get("result") == RECTIFY]
        last = told[-1:] if told and told[-1].group is None else [one for one in told if one.group == told[-1].group]
        texts = [str(one.values.get(RECTIFICATION) or "") for one in last if isinstance(one.values, Mapping)]
        return tuple(dict.fromkeys(text for text in texts if text))


# A review with this result, and the field that says what to put right; a form may lack it.
RECTIFY, RECTIFICATION = "rectify", "rectification"


def own_case(case_id: str) -> OwnCase:
    """Return the case for who has shown its code."""
    hall, actor = current_hall(), somebody(case_id)
    with hall.reading() as connection:
        found = progress(hall, connection, case_id)
        shown, _unrecorded = show_case(connection, actor, found.file)
        explained = explanation_of(connection, case_id)
        heard = hearings_of(hall, connection, actor, found.file)
        rating = ratings_of_case(hall, connection, found.file.case)
    return OwnCase(actor, found, shown, rating, explained, heard)


def with_case(view: Callable[..., Any]) -> Callable[..., Any]:
    """Hand the case of the visitor's pass to a page; every other number is not there, whether it is one or not."""

    @wraps(view)
    def guarded(number: str, **more: Any) -> Any:
        case_id = case_pass.subject()
        if case_id is None:
            flash(_("为了安全，查询已经结束。请重新输入办件编号和查询码。"), "info")
            return redirect(url_for("portal.progress", number=as_code(number)))
        own = own_case(case_id)
        if own.number != number:
            raise NotFound
        return view(own, **more)

    return guarded
