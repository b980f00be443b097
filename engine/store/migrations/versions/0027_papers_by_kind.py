"""Papers by kind and moment: everybody may list the decisions on licences, the newest first."""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_index("ix_document_kind", "document", ["kind", "issued_at"])
