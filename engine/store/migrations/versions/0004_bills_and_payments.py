"""Bills with their items, payments, and the cashiers' day lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import engine.store.base

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "cash_day",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("till", sa.String(length=32), nullable=False),
        sa.Column("cashier_name", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_at", engine.store.base.Moment(), nullable=True),
        sa.Column("payments", sa.Integer(), nullable=True),
        sa.Column("voided", sa.Integer(), nullable=True),
        sa.Column("cash_fen", sa.BigInteger(), nullable=True),
        sa.Column("card_fen", sa.BigInteger(), nullable=True),
        sa.Column("scan_fen", sa.BigInteger(), nullable=True),
        sa.Column("total_fen", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cash_day")),
        sa.UniqueConstraint("till", "day", name=op.f("uq_cash_day_till_day")),
    )
    op.create_table(
        "bill",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("pay_code", sa.String(length=16), nullable=False),
        sa.Column("department", sa.String(length=64), nullable=False),
        sa.Column("post", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("made_by_name", sa.String(length=60), nullable=False),
        sa.Column("made_at", engine.store.base.Moment(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("exemption", sa.String(length=8), nullable=False),
        sa.Column("sealed_exemption", sa.LargeBinary(), nullable=True),
        sa.Column("exemption_granted", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_by_name", sa.String(length=60), nullable=True),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("reduction_fen", sa.BigInteger(), nullable=False),
        sa.Column("due_fen", sa.BigInteger(), nullable=False),
        sa.Column("pay_by", sa.Date(), nullable=True),
        sa.Column("voided_at", engine.store.base.Moment(), nullable=True),
        sa.Column("voided_by_name", sa.String(length=60), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_bill_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill")),
        sa.UniqueConstraint("number", name=op.f("uq_bill_number")),
        sa.UniqueConstraint("pay_code", name=op.f("uq_bill_pay_code")),
    )
    with op.batch_alter_table("bill", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bill_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_bill_status", ["status", "made_at", "id"], unique=False)
        batch_op.create_index(
            "ux_bill_unsettled",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('open', 'exemption_pending')"),
            postgresql_where=sa.text("status IN ('open', 'exemption_pending')"),
        )

    op.create_table(
        "bill_item",
        sa.Column("bill_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("line_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_bill_item_bill_id_bill")),
        sa.PrimaryKeyConstraint("bill_id", "seq", name=op.f("pk_bill_item")),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("bill_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("cash_day_id", sa.String(length=32), nullable=False),
        sa.Column("slip_number", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("cashier_id", sa.String(length=32), nullable=True),
        sa.Column("cashier_name", sa.String(length=60), nullable=False),
        sa.Column("paid_at", engine.store.base.Moment(), nullable=False),
        sa.Column("voided_at", engine.store.base.Moment(), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.id"], name=op.f("fk_payment_bill_id_bill")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_payment_case_id_case")),
        sa.ForeignKeyConstraint(["cash_day_id"], ["cash_day.id"], name=op.f("fk_payment_cash_day_id_cash_day")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("slip_number", name=op.f("uq_payment_slip_number")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_bill_id"), ["bill_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_payment_cash_day_id"), ["cash_day_id"], unique=False)
        batch_op.create_index(
            "ux_payment_alive",
            ["bill_id"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )
