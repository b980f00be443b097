"""Who handed a case with its materials to another office, and who there signed for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("from_department", sa.String(length=64), nullable=False),
        sa.Column("from_level", sa.String(length=16), nullable=False),
        sa.Column("to_department", sa.String(length=64), nullable=False),
        sa.Column("to_level", sa.String(length=16), nullable=False),
        sa.Column("materials", engine.store.base.Json(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("handed_at", engine.store.base.Moment(), nullable=False),
        sa.Column("handed_by", sa.String(length=32), nullable=True),
        sa.Column("handed_by_name", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_at", engine.store.base.Moment(), nullable=True),
        sa.Column("received_by", sa.String(length=32), nullable=True),
        sa.Column("received_by_name", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_hand_over_case_id_case")),
        sa.ForeignKeyConstraint(
            ["from_department"], ["department.code"], name=op.f("fk_hand_over_from_department_department")
        ),
        sa.ForeignKeyConstraint(
            ["to_department"], ["department.code"], name=op.f("fk_hand_over_to_department_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    waiting = sa.text("received_at IS NULL")
    op.create_index(
        "ix_hand_over_waiting",
        "hand_over",
        ["case_id", "to_department"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index(op.f("ix_hand_over_case_id"), "hand_over", ["case_id"])
