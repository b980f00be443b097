"""What is told outside the house, and where people get mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "outgoing_message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("people", engine.store.base.Json(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("created_at", engine.store.base.Moment(), nullable=False),
        sa.Column("due_at", engine.store.base.Moment(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("sent_at", engine.store.base.Moment(), nullable=True),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_outgoing_message_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_message")),
    )
    waiting = sa.text("status = 'waiting'")
    op.create_index(
        "ix_outgoing_message_due", "outgoing_message", ["due_at"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("ix_outgoing_message_status", "outgoing_message", ["status", "created_at"])
    op.create_index(op.f("ix_outgoing_message_case_id"), "outgoing_message", ["case_id"])
    op.add_column("person", sa.Column("email", sa.String(length=254), nullable=True))
