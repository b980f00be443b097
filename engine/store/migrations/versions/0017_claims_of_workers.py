"""Workers claim the case whose work is due, whatever its kind; what its clocks bring about is found by index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "work_claim",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("leased_until", engine.store.base.Moment(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("due_at", engine.store.base.Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_work_claim_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_work_claim")),
    )
    held = sa.text("leased_until IS NOT NULL")
    op.create_index("ix_work_claim_held", "work_claim", ["leased_until"], sqlite_where=held, postgresql_where=held)
    running = sa.text("stopped_on IS NULL")
    op.create_index(
        "ix_case_clock_end", "case_clock", ["kind", "due_on"], sqlite_where=running, postgresql_where=running
    )
    op.drop_index("ix_job_due", table_name="job")
    waiting = sa.text("status = 'waiting'")
    op.create_index("ix_job_due", "job", ["kind", "due_at"], sqlite_where=waiting, postgresql_where=waiting)
    for column in ("attempts", "owner", "leased_until", "fence"):
        op.drop_column("job", column)
