"""Indexes that a trace follows: from a sample to its results, from a person to their work

Revision 0005, after 0004.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEXES = (
    ("entry", "performed_by"),
    ("result", "analysed_by"),
    ("result", "sample_unit"),
    ("signature", "signer"),
)


def upgrade() -> None:
    """Bring the store to this revision."""
    for table, column in INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
