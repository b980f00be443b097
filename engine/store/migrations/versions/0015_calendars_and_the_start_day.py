"""The hall has calendars of its own, and each limit says whether its first day counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0015"
down_revision = "0014"
_RUNNING = "stopped_on IS NULL"


def upgrade() -> None:
    op.create_table(
        "calendar_version",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("years", engine.store.base.Json(), nullable=False),
        sa.Column("based_on", sa.String(length=64), nullable=True),
        sa.Column("changed_years", engine.store.base.Json(), nullable=False),
        sa.Column("made_at", engine.store.base.Moment(), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_by_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["based_on"], ["calendar_version.version"], name=op.f("fk_calendar_version_based_on_calendar_version")
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_calendar_version")),
    )
    op.create_table(
        "calendar_in_force",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("replaced", sa.String(length=64), nullable=False),
        sa.Column("since", engine.store.base.Moment(), nullable=False),
        sa.Column("legal_on", sa.Date(), nullable=False),
        sa.Column("put_by", sa.String(length=80), nullable=False),
        sa.Column("put_by_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["calendar_version.version"], name=op.f("fk_calendar_in_force_version_calendar_version")
        ),
        sa.ForeignKeyConstraint(
            ["replaced"], ["calendar_version.version"], name=op.f("fk_calendar_in_force_replaced_calendar_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_in_force")),
    )
    op.create_index("ix_calendar_in_force_since", "calendar_in_force", ["since"])
    for table in ("case_clock", "task"):
        op.add_column(table, sa.Column("count_start_day", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_case_clock_calendar",
        "case_clock",
        ["calendar_version", "due_on", "case_id"],
        sqlite_where=sa.text(_RUNNING),
        postgresql_where=sa.text(_RUNNING),
    )
