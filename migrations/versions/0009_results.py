"""Results: reviews, the way of samples, investigations of results out of specification

Revision 0009, after 0007.
"""

import sqlalchemy as sa
from alembic import op

from migrations.steps import KEY, check_of, guard, recorded, refers

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

APPEND_ONLY = ("oos", "oos_step", "result_review", "sample_step")


def reviews() -> None:
    """Make the table of second looks at a result."""
    recorded(
        "result_review",
        ("reviewed_by", "reviewed_name", "reviewed_at"),
        sa.Column("result_id", KEY, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        refers("result_review", "result_id", "result.id"),
        sa.UniqueConstraint("result_id", name=op.f("uq_result_review_result_id")),
    )


def samples() -> None:
    """Make the table of what became of each sample."""
    recorded(
        "sample_step",
        ("recorded_by", "recorded_name", "recorded_at"),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("code", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("step", KEY, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("zone", KEY, nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("deviations", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("supersedes", KEY, nullable=True),
        check_of("sample_step", "step", ("sent", "received", "retained", "destroyed")),
        sa.CheckConstraint(
            "(supersedes IS NULL) = (reason IS NULL)", name=op.f("ck_sample_step_reason")
        ),
        refers("sample_step", "unit_id", "unit.id"),
        refers("sample_step", "supersedes", "sample_step.id"),
        sa.UniqueConstraint("unit_id", "n", name=op.f("uq_sample_step_unit_id_n")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_sample_step_supersedes")),
    )


def investigations() -> None:
    """Make the table of investigations of results out of specification."""
    recorded(
        "oos",
        ("opened_by", "opened_name", "opened_at"),
        sa.Column("number", KEY, nullable=False),
        sa.Column("result_id", KEY, nullable=False),
        sa.Column("result_address", KEY, nullable=False),
        sa.Column("spec_row", KEY, nullable=False),
        sa.Column("deviation", KEY, nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        refers("oos", "result_id", "result.id"),
        sa.UniqueConstraint("number", name=op.f("uq_oos_number")),
        sa.UniqueConstraint("result_id", name=op.f("uq_oos_result_id")),
    )


def investigated() -> None:
    """Make the table of what an investigation did and found."""
    recorded(
        "oos_step",
        ("done_by", "done_name", "done_at"),
        sa.Column("oos_id", KEY, nullable=False),
        sa.Column("step", KEY, nullable=False),
        sa.Column("outcome", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("retests", sa.Integer(), nullable=True),
        sa.Column("lang", KEY, nullable=False),
        check_of("oos_step", "step", ("laboratory", "planned", "plan_approved", "concluded")),
        refers("oos_step", "oos_id", "oos.id"),
    )
    op.create_index(op.f("ix_oos_step_oos_id"), "oos_step", ["oos_id"], unique=False)


def upgrade() -> None:
    """Add what a result may be besides final, and make four tables."""
    op.add_column("result", sa.Column("interim", sa.Boolean(), nullable=True))
    op.add_column("result", sa.Column("investigation", KEY, nullable=True))
    reviews()
    samples()
    investigations()
    investigated()
    guard(APPEND_ONLY)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
