"""Clicks: pictures of the microscope, and the cells that each reader marks on them

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

from migrations.steps import KEY, guard, recorded, refers, widen

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SENT = ("sent_by", "sent_by_name", "sent_at")
MARKED = ("marked_by", "marked_by_name", "marked_at")
APPEND_ONLY = ("field_image", "field_marks")


def images() -> None:
    """Make the table of the pictures of fields."""
    table = "field_image"
    recorded(
        table,
        SENT,
        sa.Column("path", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("media_type", KEY, nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("supersedes", KEY, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        refers(table, "supersedes", "field_image.id"),
        sa.UniqueConstraint("supersedes", name=op.f("uq_field_image_supersedes")),
    )
    op.create_index(op.f("ix_field_image_sha256"), table, ["sha256"], unique=False)


def marks() -> None:
    """Make the table of what was marked on them."""
    table = "field_marks"
    recorded(
        table,
        MARKED,
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("image_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("positives", sa.Integer(), nullable=False),
        sa.Column("negatives", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        refers(table, "entry_id", "entry.id"),
        refers(table, "image_id", "field_image.id"),
        sa.UniqueConstraint("entry_id", "n", name=op.f("uq_field_marks_entry_id_n")),
    )


def upgrade() -> None:
    """Bring the store to this revision."""
    widen("entry_value", "source", ("typed", "file"), ("typed", "file", "marks"))
    images()
    marks()
    guard(APPEND_ONLY)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
