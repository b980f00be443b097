"""Every table of the project, imported once so that the metadata is whole."""

from __future__ import annotations

from sqlalchemy import MetaData

from engine.store import (
    announcements,
    authorisations,
    bills,
    bundles,
    calendars,
    cases,
    claims,
    clocks,
    complaints,
    consultations,
    documents,
    drafts,
    enquiries,
    feedback_sights,
    hand_overs,
    hearings,
    lights,
    messages,
    moves,
    office,
    orders,
    people,
    phone_samples,
    ratings,
    service_windows,
    tasks,
    trail,
    waits,
)
from engine.store.base import Base

MODULES = (
    announcements,
    authorisations,
    bills,
    bundles,
    calendars,
    cases,
    claims,
    clocks,
    complaints,
    consultations,
    documents,
    drafts,
    enquiries,
    feedback_sights,
    hand_overs,
    hearings,
    lights,
    messages,
    moves,
    office,
    orders,
    people,
    phone_samples,
    ratings,
    service_windows,
    tasks,
    trail,
    waits,
)


def all_tables() -> MetaData:
    """Return the metadata of all tables."""
    return Base.metadata
