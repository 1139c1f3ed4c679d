"""A page of lots and the history of a product are found by an index, however many lots there are

Revision 0010, after 0009.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the store to this revision."""
    op.create_index("ix_lot_issued_at", "lot", ["issued_at", "number"])
    op.create_index("ix_lot_made", "lot", ["product", "site", "issued_at"])


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
