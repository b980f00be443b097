"""What was decided on a day is counted by index: the screens of the hall ask for it all day long."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_case_decided", "case", ["decided_on", "promised_due"])
