"""Running cases move to another version of their matter, and back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "case_move",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("matter_key", sa.String(length=64), nullable=False),
        sa.Column("from_sha256", sa.String(length=64), nullable=False),
        sa.Column("to_sha256", sa.String(length=64), nullable=False),
        sa.Column("renames", engine.store.base.Json(), nullable=False),
        sa.Column("trail_seq", sa.Integer(), nullable=False),
        sa.Column("state_before", sa.LargeBinary(), nullable=False),
        sa.Column("before", engine.store.base.Json(), nullable=False),
        sa.Column("moved_at", engine.store.base.Moment(), nullable=False),
        sa.Column("moved_by", sa.String(length=60), nullable=False),
        sa.Column("undone_at", engine.store.base.Moment(), nullable=True),
        sa.Column("undone_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_move_case_id_case")),
        sa.ForeignKeyConstraint(["from_sha256"], ["bundle.sha256"], name=op.f("fk_case_move_from_sha256_bundle")),
        sa.ForeignKeyConstraint(["to_sha256"], ["bundle.sha256"], name=op.f("fk_case_move_to_sha256_bundle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_move")),
    )
    op.create_index("ix_case_move_case", "case_move", ["case_id"])
    op.create_index("ix_case_move_matter", "case_move", ["matter_key", "moved_at"])
    op.add_column("case", sa.Column("renamed", engine.store.base.Json(), nullable=True))
