"""Supervision orders, and public explanations of a limit that was passed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "supervision_order",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=8), nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=True),
        sa.Column("demand", sa.String(length=1000), nullable=False),
        sa.Column("answer_within", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("raised", sa.String(length=8), nullable=False),
        sa.Column("next_light_on", sa.Date(), nullable=True),
        sa.Column("issued_at", engine.store.base.Moment(), nullable=False),
        sa.Column("issued_by", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_supervision_order_case_id_case")),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_supervision_order_department_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_order")),
        sa.UniqueConstraint("number", name=op.f("uq_supervision_order_number")),
        sa.UniqueConstraint("cause", name=op.f("uq_supervision_order_cause")),
    )
    open_ = sa.text("status IN ('issued', 'received', 'answered', 'accepted')")
    op.create_index(
        "ix_supervision_order_open",
        "supervision_order",
        ["department", "answer_by"],
        sqlite_where=open_,
        postgresql_where=open_,
    )
    owed = sa.text("next_light_on IS NOT NULL")
    op.create_index(
        "ix_supervision_order_red", "supervision_order", ["next_light_on"], sqlite_where=owed, postgresql_where=owed
    )
    op.create_index("ix_supervision_order_issued", "supervision_order", ["issued_at"])
    op.create_index(op.f("ix_supervision_order_case_id"), "supervision_order", ["case_id"])
    op.create_table(
        "supervision_order_entry",
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", engine.store.base.Moment(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("said", sa.String(length=2000), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["supervision_order.id"],
            name=op.f("fk_supervision_order_entry_order_id_supervision_order"),
        ),
        sa.PrimaryKeyConstraint("order_id", "seq", name=op.f("pk_supervision_order_entry")),
    )
    op.create_table(
        "overrun_explanation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("written_at", engine.store.base.Moment(), nullable=False),
        sa.Column("written_by", sa.String(length=60), nullable=False),
        sa.Column("replaced_at", engine.store.base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_overrun_explanation_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overrun_explanation")),
    )
    op.create_index("ix_overrun_explanation_published", "overrun_explanation", ["published_on"])
    op.create_index(op.f("ix_overrun_explanation_case_id"), "overrun_explanation", ["case_id"])
