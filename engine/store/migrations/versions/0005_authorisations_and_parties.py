"""Written authorisations of windows; whose case it is, and who a person is, as keyed digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "authorisation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("matter_key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("window_department", sa.String(length=64), nullable=True),
        sa.Column("scope", sa.String(length=500), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("given_at", engine.store.base.Moment(), nullable=False),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_by", sa.String(length=60), nullable=True),
        sa.Column("revoked_reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (window_department IS NULL)", name=op.f("ck_authorisation_one_holder")
        ),
        sa.ForeignKeyConstraint(
            ["department"], ["department.code"], name=op.f("fk_authorisation_department_department")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_authorisation_person_id_person")),
        sa.ForeignKeyConstraint(
            ["window_department"], ["department.code"], name=op.f("fk_authorisation_window_department_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorisation")),
        sa.UniqueConstraint("number", name=op.f("uq_authorisation_number")),
    )
    op.create_index("ix_authorisation_matter", "authorisation", ["matter_key", "department"])
    op.add_column("case", sa.Column("party_digests", engine.store.base.Json(), nullable=True))
    op.add_column("person", sa.Column("id_number_digest", sa.String(length=64), nullable=True))
