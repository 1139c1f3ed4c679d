"""Donors: what a lot says about how long the link to its donor is kept, and courier hand-overs

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

from migrations.steps import KEY, check_of, guard, recorded, refers

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

RECORDED = ("recorded_by", "recorded_by_name", "recorded_at")
APPEND_ONLY = ("courier_leg", "lot_keeping")


def keeping() -> None:
    """Make the table of what is stated about a lot's expiry and last use."""
    table = "lot_keeping"
    recorded(
        table,
        RECORDED,
        sa.Column("subject", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("basis", KEY, nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        check_of(table, "subject", ("expiry", "use")),
        check_of(table, "basis", ("certificate", "stability", "ended", "hospital", "none")),
        sa.UniqueConstraint("stream", "subject", "n", name=op.f("uq_lot_keeping_stream_subject_n")),
    )


def legs() -> None:
    """Make the table of what couriers took and delivered."""
    table = "courier_leg"
    recorded(
        table,
        RECORDED,
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("din", KEY, nullable=False),
        sa.Column("hand_over_id", KEY, nullable=False),
        sa.Column("way", KEY, nullable=False),
        sa.Column("happened_at", sa.Text(), nullable=False),
        sa.Column("zone", KEY, nullable=False),
        sa.Column("courier", sa.Text(), nullable=False),
        sa.Column("courier_code", KEY, nullable=False),
        sa.Column("waybill", KEY, nullable=False),
        sa.Column("confirmed", KEY, nullable=False),
        sa.Column("seal", KEY, nullable=False),
        sa.Column("seal_intact", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        check_of(table, "way", ("taken", "delivered")),
        check_of(table, "confirmed", ("badge", "waybill")),
        refers(table, "hand_over_id", "hand_over.id"),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_courier_leg_stream_n")),
    )
    op.create_index(op.f("ix_courier_leg_din"), table, ["din"], unique=False)


def upgrade() -> None:
    """Bring the store to this revision."""
    keeping()
    legs()
    guard(APPEND_ONLY)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
