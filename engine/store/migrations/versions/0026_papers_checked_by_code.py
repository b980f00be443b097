"""A code on every paper to check it by.

Papers of before get theirs here and not when they are next printed: printing reads, and two prints at once would
make two codes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.paper_code import new_paper_code

revision = "0026"
down_revision = "0025"

document = sa.table("document", sa.column("id", sa.String), sa.column("check_code", sa.String))
BLOCK = 1000


def upgrade() -> None:
    op.add_column("document", sa.Column("check_code", sa.String(length=12), nullable=True))
    connection = op.get_bind()
    ids = list(connection.execute(sa.select(document.c.id)).scalars())
    given = sa.update(document).where(document.c.id == sa.bindparam("which")).values(check_code=sa.bindparam("made"))
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        connection.execute(given, [{"which": one, "made": new_paper_code()} for one in block])
    with op.batch_alter_table("document") as table:
        table.alter_column("check_code", existing_type=sa.String(length=12), nullable=False)
