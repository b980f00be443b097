"""Who saw the personal data of an enquiry or a complaint."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Id, Moment


class FeedbackSight(Base):
    """One person's look on one day; ``about_id`` is the enquiry or the complaint."""

    __tablename__ = "feedback_sight"

    about_id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
