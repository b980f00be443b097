"""What a case did before is found by index, however often it went round."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("ix_trail_element", "trail", ["case_id", "element_id", "seq"])
    op.drop_index("ix_task_case", table_name="task")
    op.create_index("ix_task_case", "task", ["case_id", "done_by", "stage", "element_id"])
