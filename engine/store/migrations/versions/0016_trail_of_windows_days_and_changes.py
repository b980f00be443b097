"""The trail says at which window, on which day it happened, and what changed; daily roots are Merkle roots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("trail", sa.Column("window", sa.String(20), nullable=True))
    op.add_column("trail", sa.Column("happened_on", sa.Date(), nullable=True))
    op.add_column("trail", sa.Column("changes", engine.store.base.Json(), nullable=True))
    # The defaults are for the rows that are there: their hashes cover what was there when they were written.
    op.add_column("trail", sa.Column("coverage", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("daily_root", sa.Column("kind", sa.String(8), nullable=False, server_default="flat"))
    op.add_column("person", sa.Column("window_id", sa.String(32), nullable=True))
