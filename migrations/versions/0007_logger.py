"""What the file of a temperature logger says, kept with its receipt

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the store to this revision."""
    op.add_column("receipt", sa.Column("log", sa.Text(), nullable=True))


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
