"""Services are rated, poor ratings are put right, and applicants are called by samples."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "rating",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("tags", engine.store.base.Json(), nullable=False),
        sa.Column("sealed_text", engine.store.base.Blob(), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("matter_key", sa.String(length=64), nullable=False),
        sa.Column("window", sa.String(length=20), nullable=True),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("rated_at", engine.store.base.Moment(), nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=True),
        sa.Column("recorded_by_name", sa.String(length=60), nullable=False),
        sa.Column("excluded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_rating_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("case_id", "round", name=op.f("uq_rating_case_id_round")),
    )
    op.create_index(op.f("ix_rating_case_id"), "rating", ["case_id"])
    op.create_index("ix_rating_rated", "rating", ["rated_on", "department"])
    op.create_table(
        "rectification",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("rating_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("appeal", sa.String(length=12), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", engine.store.base.Moment(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["rating_id"], ["rating.id"], name=op.f("fk_rectification_rating_id_rating")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_rectification_case_id_case")),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_rectification_department_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_rectification_rating_id")),
    )
    open_ = sa.text("status <> 'closed'")
    op.create_index(
        "ix_rectification_open",
        "rectification",
        ["department", "issued_on"],
        sqlite_where=open_,
        postgresql_where=open_,
    )
    op.create_index(op.f("ix_rectification_case_id"), "rectification", ["case_id"])
    op.create_table(
        "rectification_entry",
        sa.Column("rectification_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", engine.store.base.Moment(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=True),
        sa.Column("sealed_said", engine.store.base.Blob(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rectification_id"],
            ["rectification.id"],
            name=op.f("fk_rectification_entry_rectification_id_rectification"),
        ),
        sa.PrimaryKeyConstraint("rectification_id", "seq", name=op.f("pk_rectification_entry")),
    )
    op.create_table(
        "rating_invitation",
        sa.Column("window_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("invited_at", engine.store.base.Moment(), nullable=False),
        sa.Column("invited_by", sa.String(length=32), nullable=False),
        sa.Column("expires_at", engine.store.base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["window_id"], ["service_window.id"], name=op.f("fk_rating_invitation_window_id_service_window")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_rating_invitation_case_id_case")),
        sa.PrimaryKeyConstraint("window_id", name=op.f("pk_rating_invitation")),
    )
    op.create_table(
        "phone_sample",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("permille", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("population_sha256", sa.String(length=64), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_at", engine.store.base.Moment(), nullable=False),
        sa.Column("drawn_by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_phone_sample_department_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_sample")),
    )
    op.create_index("ix_phone_sample_drawn", "phone_sample", ["drawn_at"])
    op.create_table(
        "sampled_service",
        sa.Column("sample_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("answers", engine.store.base.Json(), nullable=True),
        sa.Column("sealed_note", engine.store.base.Blob(), nullable=True),
        sa.Column("called_on", sa.Date(), nullable=True),
        sa.Column("called_at", engine.store.base.Moment(), nullable=True),
        sa.Column("called_by_name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["phone_sample.id"], name=op.f("fk_sampled_service_sample_id_phone_sample")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_sampled_service_case_id_case")),
        sa.PrimaryKeyConstraint("sample_id", "place", name=op.f("pk_sampled_service")),
    )
    op.create_index(op.f("ix_sampled_service_case_id"), "sampled_service", ["case_id"])
