"""Gates: those of a panel moved by hand, and what a second person decided

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

from migrations.steps import KEY, check_of, guard, recorded, refers

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOVED = ("moved_by", "moved_name", "moved_at")
DECIDED = ("decided_by", "decided_name", "decided_at")
APPEND_ONLY = ("gate_move", "gate_decision")


def upgrade() -> None:
    """Bring the store to this revision."""
    table = "gate_move"
    recorded(
        table,
        MOVED,
        sa.Column("panel_id", KEY, nullable=False),
        sa.Column("of_id", KEY, nullable=False),
        sa.Column("shifts", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("counted", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        refers(table, "panel_id", "panel.id"),
        refers(table, "of_id", "panel.id"),
        sa.UniqueConstraint("panel_id", name=op.f("uq_gate_move_panel_id")),
    )
    op.create_index(op.f("ix_gate_move_of_id"), table, ["of_id"], unique=False)
    table = "gate_decision"
    recorded(
        table,
        DECIDED,
        sa.Column("move_id", KEY, nullable=False),
        sa.Column("outcome", KEY, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        refers(table, "move_id", "gate_move.id"),
        check_of(table, "outcome", ("accepted", "declined")),
        sa.UniqueConstraint("move_id", name=op.f("uq_gate_decision_move_id")),
    )
    guard(APPEND_ONLY)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
