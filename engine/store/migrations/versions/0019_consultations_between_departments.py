"""Departments ask each other about a case, and a case has as many clocks of a kind as it has matters for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0019"
down_revision = "0018"
_RUNNING = "stopped_on IS NULL"


def upgrade() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("asking", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("sealed_question", engine.store.base.Blob(), nullable=False),
        sa.Column("materials", engine.store.base.Json(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", engine.store.base.Moment(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_by_name", sa.String(length=60), nullable=False),
        sa.Column("received_at", engine.store.base.Moment(), nullable=True),
        sa.Column("received_by_name", sa.String(length=60), nullable=True),
        sa.Column("opinion", sa.String(length=12), nullable=True),
        sa.Column("sealed_reason", engine.store.base.Blob(), nullable=True),
        sa.Column("reply_document", sa.String(length=60), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", engine.store.base.Moment(), nullable=True),
        sa.Column("ended_by_name", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consultation_case_id_case")),
        sa.ForeignKeyConstraint(["asking"], ["department.code"], name=op.f("fk_consultation_asking_department")),
        sa.ForeignKeyConstraint(["asked"], ["department.code"], name=op.f("fk_consultation_asked_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    open_ = sa.text("status IN ('asked', 'received')")
    op.create_index(
        "ux_consultation_open",
        "consultation",
        ["case_id", "asked"],
        unique=True,
        sqlite_where=open_,
        postgresql_where=open_,
    )
    op.create_index("ix_consultation_of_asked", "consultation", ["asked", "asked_at"])
    op.create_index(op.f("ix_consultation_case_id"), "consultation", ["case_id"])
    op.add_column("case_clock", sa.Column("about", sa.String(length=32), nullable=False, server_default=""))
    op.drop_index("ux_case_clock_running", table_name="case_clock")
    op.create_index(
        "ux_case_clock_running",
        "case_clock",
        ["case_id", "kind", "about"],
        unique=True,
        sqlite_where=sa.text(_RUNNING),
        postgresql_where=sa.text(_RUNNING),
    )
