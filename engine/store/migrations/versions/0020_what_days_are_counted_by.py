"""A clock keeps by what its days were counted: the calendar together with the rule of lights of the hall."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
_INDEX = "ix_case_clock_%s"


def upgrade() -> None:
    # A version of a calendar alone is none of both, so the worker counts every running limit once more.
    op.drop_index(_INDEX % "calendar", table_name="case_clock")
    op.execute("ALTER TABLE case_clock RENAME COLUMN calendar_version TO counted_by")
    running = sa.text("stopped_on IS NULL")
    op.create_index(
        _INDEX % "counted_by",
        "case_clock",
        ["counted_by", "due_on", "case_id"],
        sqlite_where=running,
        postgresql_where=running,
    )
