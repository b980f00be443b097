"""What became of the things of a file from another modeler, kept with the draft it was brought into."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("process_draft", sa.Column("brought_in", engine.store.base.Json(), nullable=True))
