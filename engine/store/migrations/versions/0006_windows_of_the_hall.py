"""The hall has windows; running cases are found by index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "service_window",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("departments", engine.store.base.Json(), nullable=False),
        sa.Column("matters", engine.store.base.Json(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_window")),
        sa.UniqueConstraint("number", name=op.f("uq_service_window_number")),
    )
    op.create_index(
        "ix_case_running",
        "case",
        ["received_at", "id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
