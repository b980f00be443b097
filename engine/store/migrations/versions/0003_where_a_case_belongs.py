"""A case knows the town and the village that it belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("case", sa.Column("town", sa.String(64), nullable=True))
    op.add_column("case", sa.Column("village", sa.String(64), nullable=True))
    op.create_index("ix_case_town", "case", ["town", "received_at"])
