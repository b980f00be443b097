"""Limits stand still for special procedures and suspensions, and are extended by the head of the authority."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0011"
down_revision = "0010"


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    for table in ("case", "case_clock", "task"):
        op.add_column(table, sa.Column("paused_since", sa.Date(), nullable=True))
    op.create_table(
        "clock_pause",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("days_told", sa.Integer(), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("cap_unit", sa.String(length=8), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("end_document", sa.String(length=60), nullable=True),
        sa.Column("started_at", engine.store.base.Moment(), nullable=False),
        sa.Column("started_by", sa.String(length=32), nullable=True),
        sa.Column("started_by_name", sa.String(length=60), nullable=False),
        sa.Column("ended_at", engine.store.base.Moment(), nullable=True),
        sa.Column("ended_by", sa.String(length=32), nullable=True),
        sa.Column("ended_by_name", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_clock_pause_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_pause")),
    )
    op.create_index(op.f("ix_clock_pause_case_id"), "clock_pause", ["case_id"])
    running = _where("ended_on IS NULL")
    op.create_index("ux_clock_pause_running", "clock_pause", ["case_id", "kind", "cause"], unique=True, **running)
    op.create_index("ix_clock_pause_running", "clock_pause", ["started_on"], **running)
    op.create_table(
        "clock_extension",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=False),
        sa.Column("approver_post", sa.String(length=64), nullable=False),
        sa.Column("approver_department", sa.String(length=64), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_at", engine.store.base.Moment(), nullable=False),
        sa.Column("proposed_by", sa.String(length=32), nullable=False),
        sa.Column("proposed_by_name", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_at", engine.store.base.Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_by_name", sa.String(length=60), nullable=True),
        sa.Column("excuses_promise", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_clock_extension_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_extension")),
    )
    op.create_index(op.f("ix_clock_extension_case_id"), "clock_extension", ["case_id"])
    standing = _where("status <> 'declined'")
    op.create_index("ux_clock_extension_standing", "clock_extension", ["case_id"], unique=True, **standing)
    whose = ["approver_department", "approver_post"]
    op.create_index("ix_clock_extension_proposed", "clock_extension", whose, **_where("status = 'proposed'"))
