"""Complaints with whom they are about and their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("sealed", engine.store.base.Blob(), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=True),
        sa.Column("target_department", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("received_at", engine.store.base.Moment(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("next_light_on", sa.Date(), nullable=True),
        sa.Column("decided_at", engine.store.base.Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=60), nullable=False),
        sa.Column("decision_paper", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("extended_days", sa.Integer(), nullable=False),
        sa.Column("extension_reason", sa.String(length=500), nullable=False),
        sa.Column("finding", sa.String(length=12), nullable=False),
        sa.Column("sealed_answer", engine.store.base.Blob(), nullable=True),
        sa.Column("answered_at", engine.store.base.Moment(), nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=False),
        sa.Column("answer_paper", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("satisfied", sa.String(length=8), nullable=False),
        sa.Column("closed_at", engine.store.base.Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_complaint_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
    )
    open_, lit = sa.text("done_on IS NULL"), sa.text("next_light_on IS NOT NULL")
    op.create_index("ix_complaint_open", "complaint", ["due_on"], sqlite_where=open_, postgresql_where=open_)
    op.create_index("ix_complaint_light", "complaint", ["next_light_on"], sqlite_where=lit, postgresql_where=lit)
    op.create_index("ix_complaint_received", "complaint", ["received_at"])
    op.create_index("ix_complaint_origin", "complaint", ["origin", "received_at"])
    op.create_index("ix_complaint_department", "complaint", ["department", "status"])
    op.create_index(op.f("ix_complaint_recorded_by"), "complaint", ["recorded_by"])
    op.create_index(op.f("ix_complaint_case_id"), "complaint", ["case_id"])
    op.create_table(
        "complaint_target",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_target_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_complaint_target_person_id_person")),
        sa.PrimaryKeyConstraint("complaint_id", "person_id", name=op.f("pk_complaint_target")),
    )
    op.create_index(op.f("ix_complaint_target_person_id"), "complaint_target", ["person_id"])
    op.create_table(
        "complaint_entry",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", engine.store.base.Moment(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("sealed_said", engine.store.base.Blob(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_entry_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "seq", name=op.f("pk_complaint_entry")),
    )
