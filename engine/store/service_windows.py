"""The windows of the hall."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Id, Json


class ServiceWindow(Base):
    """A window of the hall, where it is, and whose matters are taken in at it.

    Who may work at it follows from posts, not from this row: it tells people where to go.
    """

    __tablename__ = "service_window"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    place: Mapped[str] = mapped_column(String(100))
    departments: Mapped[list[str]] = mapped_column(Json)
    """Codes of departments."""
    matters: Mapped[list[str]] = mapped_column(Json)
    """Keys of matters; none means all of its departments'."""
    is_open: Mapped[bool] = mapped_column(default=True)
