"""Process: the lots of one state are found in their order, however many there are

Revision 0014, after 0012.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the store to this revision."""
    columns = ["kind", "state", "stream"]
    op.create_index(op.f("ix_head_kind_state_stream"), "head", columns, unique=False)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
