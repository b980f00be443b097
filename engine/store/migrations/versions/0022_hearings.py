"""Hearings of a case: the right that was told, the request, the schedule, the chair and the minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "hearing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("sealed_about", engine.store.base.Blob(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_at", engine.store.base.Moment(), nullable=False),
        sa.Column("told_by", sa.String(length=32), nullable=True),
        sa.Column("told_by_name", sa.String(length=60), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("waived_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.String(length=12), nullable=True),
        sa.Column("sealed_request", engine.store.base.Blob(), nullable=True),
        sa.Column("request_document", sa.String(length=60), nullable=True),
        sa.Column("pause_id", sa.String(length=32), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("time", sa.String(length=5), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("chair", sa.String(length=32), nullable=True),
        sa.Column("chair_name", sa.String(length=60), nullable=True),
        sa.Column("notice_document", sa.String(length=60), nullable=True),
        sa.Column("announcement", sa.String(length=60), nullable=True),
        sa.Column("recusal", sa.String(length=12), nullable=True),
        sa.Column("sealed_recusal", engine.store.base.Blob(), nullable=True),
        sa.Column("sealed_minutes", engine.store.base.Blob(), nullable=True),
        sa.Column("minutes", sa.String(length=60), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", engine.store.base.Moment(), nullable=True),
        sa.Column("ended_by_name", sa.String(length=60), nullable=True),
        sa.Column("sealed_end", engine.store.base.Blob(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_hearing_case_id_case")),
        sa.ForeignKeyConstraint(["chair"], ["person.id"], name=op.f("fk_hearing_chair_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
    )
    open_ = sa.text("status IN ('told', 'asked', 'scheduled')")
    op.create_index("ux_hearing_open", "hearing", ["case_id"], unique=True, sqlite_where=open_, postgresql_where=open_)
    scheduled = sa.text("status = 'scheduled'")
    op.create_index("ix_hearing_announced", "hearing", ["day"], sqlite_where=scheduled, postgresql_where=scheduled)
    op.create_index(op.f("ix_hearing_case_id"), "hearing", ["case_id"])
