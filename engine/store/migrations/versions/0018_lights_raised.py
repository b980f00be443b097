"""Lights that were raised, who was told of each, and when a late step turns red."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "light",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(length=8), nullable=False),
        sa.Column("colour", sa.String(length=8), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("of", sa.String(length=24), nullable=False),
        sa.Column("clock_id", sa.String(length=32), nullable=True),
        sa.Column("task_id", sa.String(length=32), nullable=True),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("raised_at", engine.store.base.Moment(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("detail", engine.store.base.Json(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_light_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_light")),
        sa.UniqueConstraint("case_id", "rule", "colour", "cause", name=op.f("uq_light_case_id_rule_colour_cause")),
    )
    burning = sa.text("ended_on IS NULL")
    op.create_index("ix_light_burning", "light", ["colour", "since"], sqlite_where=burning, postgresql_where=burning)
    op.create_index("ix_light_since", "light", ["since"])
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("light_id", sa.String(length=32), nullable=True))
        notice.create_foreign_key(op.f("fk_notice_light_id_light"), "light", ["light_id"], ["id"])
        notice.create_index(op.f("ix_notice_light_id"), ["light_id"])
    op.add_column("task", sa.Column("red_on", sa.Date(), nullable=True))
    # A step turns red later and a delivery yellow sooner than before: the worker counts all running limits anew.
    op.execute("UPDATE case_clock SET calendar_version = '' WHERE stopped_on IS NULL")
