"""Processes are drafted and approved; a version is in force from a day on and can be withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base
from engine.clock import legal_day

revision = "0009"
down_revision = "0008"

_BUNDLE = sa.table(
    "bundle",
    sa.column("sha256", sa.String(64)),
    sa.column("published_at", engine.store.base.Moment()),
    sa.column("in_force_from", sa.Date()),
)


def upgrade() -> None:
    op.create_table(
        "process_draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("matter_key", sa.String(length=64), nullable=False),
        sa.Column("based_on", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("made_at", engine.store.base.Moment(), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("changed_at", engine.store.base.Moment(), nullable=False),
        sa.Column("changed_by", sa.String(length=60), nullable=False),
        sa.Column("changed_by_id", sa.String(length=32), nullable=True),
        sa.Column("submitted_at", engine.store.base.Moment(), nullable=True),
        sa.Column("submitted_by", sa.String(length=60), nullable=True),
        sa.Column("submitted_by_id", sa.String(length=32), nullable=True),
        sa.Column("returned_at", engine.store.base.Moment(), nullable=True),
        sa.Column("returned_by", sa.String(length=60), nullable=True),
        sa.Column("returned_reason", sa.String(length=500), nullable=True),
        sa.Column("approved_at", engine.store.base.Moment(), nullable=True),
        sa.Column("approved_by", sa.String(length=60), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("check_report", engine.store.base.Json(), nullable=True),
        sa.Column("published_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["based_on"], ["bundle.sha256"], name=op.f("fk_process_draft_based_on_bundle")),
        sa.ForeignKeyConstraint(
            ["published_sha256"], ["bundle.sha256"], name=op.f("fk_process_draft_published_sha256_bundle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_draft")),
    )
    op.create_index("ix_process_draft_matter", "process_draft", ["matter_key", "status"])
    # The default is for the rows that are there: SQLite cannot copy a table that cases refer to.
    op.add_column("bundle", sa.Column("in_force_from", sa.Date(), nullable=False, server_default="1970-01-01"))
    op.add_column("bundle", sa.Column("approved_by", sa.String(60), nullable=True))
    op.add_column("bundle", sa.Column("withdrawn_at", engine.store.base.Moment(), nullable=True))
    op.add_column("bundle", sa.Column("withdrawn_by", sa.String(60), nullable=True))
    op.add_column("bundle", sa.Column("withdrawn_reason", sa.String(500), nullable=True))
    connection = op.get_bind()
    # Until now a version was in force from the day on which it was published.
    for row in connection.execute(sa.select(_BUNDLE.c.sha256, _BUNDLE.c.published_at)).all():
        own = _BUNDLE.c.sha256 == row.sha256
        connection.execute(sa.update(_BUNDLE).where(own).values(in_force_from=legal_day(row.published_at)))
