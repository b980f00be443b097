"""Enquiries, and lights and notices that are about no case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "enquiry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("matter_key", sa.String(length=64), nullable=False),
        sa.Column("sealed", engine.store.base.Blob(), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=True),
        sa.Column("owner_name", sa.String(length=60), nullable=False),
        sa.Column("owner_department", sa.String(length=64), nullable=False),
        sa.Column("offered_person", sa.String(length=32), nullable=True),
        sa.Column("offered_department", sa.String(length=64), nullable=False),
        sa.Column("offered_name", sa.String(length=100), nullable=False),
        sa.Column("received_at", engine.store.base.Moment(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("next_light_on", sa.Date(), nullable=True),
        sa.Column("extended_days", sa.Integer(), nullable=False),
        sa.Column("extension_reason", sa.String(length=500), nullable=False),
        sa.Column("answered_at", engine.store.base.Moment(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=False),
        sa.Column("sealed_answer", engine.store.base.Blob(), nullable=True),
        sa.Column("published_at", engine.store.base.Moment(), nullable=True),
        sa.Column("public_question", sa.String(length=500), nullable=False),
        sa.Column("public_answer", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_enquiry_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
        sa.UniqueConstraint("number", name=op.f("uq_enquiry_number")),
    )
    open_, lit = sa.text("answered_on IS NULL"), sa.text("next_light_on IS NOT NULL")
    op.create_index("ix_enquiry_open", "enquiry", ["due_on"], sqlite_where=open_, postgresql_where=open_)
    op.create_index("ix_enquiry_light", "enquiry", ["next_light_on"], sqlite_where=lit, postgresql_where=lit)
    op.create_index("ix_enquiry_received", "enquiry", ["received_at"])
    op.create_index("ix_enquiry_origin", "enquiry", ["origin", "received_at"])
    op.create_index(op.f("ix_enquiry_owner_id"), "enquiry", ["owner_id"])
    op.create_table(
        "enquiry_entry",
        sa.Column("enquiry_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", engine.store.base.Moment(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("said", sa.String(length=600), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_enquiry_entry_enquiry_id_enquiry")),
        sa.PrimaryKeyConstraint("enquiry_id", "seq", name=op.f("pk_enquiry_entry")),
    )
    op.create_index(op.f("ix_enquiry_entry_actor_id"), "enquiry_entry", ["actor_id"])
    op.create_table(
        "feedback_sight",
        sa.Column("about_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", engine.store.base.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("about_id", "person_id", "day", name=op.f("pk_feedback_sight")),
    )
    _let_lights_be_of_no_case()
    op.add_column("notice", sa.Column("about", sa.String(length=12), nullable=False, server_default=""))
    op.add_column("notice", sa.Column("about_id", sa.String(length=32), nullable=False, server_default=""))


def _let_lights_be_of_no_case() -> None:
    # SQLite copies the table and drops the old one, which notices must not refer to meanwhile.
    op.execute("CREATE TABLE told_of_light AS SELECT id, light_id FROM notice WHERE light_id IS NOT NULL")
    op.execute("UPDATE notice SET light_id = NULL WHERE light_id IS NOT NULL")
    with op.batch_alter_table("light") as light:
        light.alter_column("case_id", existing_type=sa.String(length=32), nullable=True)
        light.add_column(sa.Column("about", sa.String(length=12), nullable=False, server_default=""))
        light.add_column(sa.Column("about_id", sa.String(length=32), nullable=False, server_default=""))
        light.add_column(sa.Column("about_number", sa.String(length=20), nullable=False, server_default=""))
    op.execute(
        "UPDATE notice SET light_id = (SELECT told.light_id FROM told_of_light AS told WHERE told.id = notice.id)"
        " WHERE id IN (SELECT id FROM told_of_light)"
    )
    op.execute("DROP TABLE told_of_light")
    of_none = sa.text("case_id IS NULL")
    op.create_index(
        "ux_light_of_no_case",
        "light",
        ["rule", "colour", "cause"],
        unique=True,
        sqlite_where=of_none,
        postgresql_where=of_none,
    )
