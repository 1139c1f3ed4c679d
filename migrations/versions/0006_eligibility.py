"""Eligibility: provisional conclusions, outcomes computed again, new information, scans of consent

Revision 0006, after 0005.

Three checks learn the word PROVISIONAL. Both databases do it without touching a row: PostgreSQL
swaps the constraint, SQLite rewrites the text of the table (the way its own documentation gives
for a CHECK), because rebuilding a table would drop the triggers that keep it append-only.
"""

import sqlalchemy as sa
from alembic import op

from migrations.steps import KEY, check_of, guard, recorded, refers, widen

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

RECORDED = ("recorded_by", "recorded_by_name", "recorded_at")
APPEND_ONLY = ("consent_scan", "donor_information", "screening_outcome")

# Table, column, the words it knew, the words it knows.
WIDENED = (
    ("screening", "conclusion",
     ("ELIGIBLE", "INELIGIBLE", "INCOMPLETE"),
     ("ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE")),
    ("determination", "conclusion",
     ("ELIGIBLE", "INELIGIBLE", "INCOMPLETE", "DEFERRED"),
     ("ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE", "DEFERRED")),
    ("determination", "rule",
     ("ELIGIBLE", "INELIGIBLE", "INCOMPLETE"),
     ("ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE")),
)  # fmt: skip


def upgrade() -> None:
    """Widen the checks, add what a consent and a screening rest on, make three tables."""
    for check in WIDENED:
        widen(*check)
    op.add_column("consent", sa.Column("form_id", KEY, nullable=True))
    op.add_column("consent", sa.Column("form_hash", KEY, nullable=True))
    op.add_column("screening", sa.Column("laboratory", sa.Text(), nullable=True))
    recorded(
        "consent_scan",
        RECORDED,
        sa.Column("consent_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("sealed_sha256", KEY, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        refers("consent_scan", "consent_id", "consent.id"),
        sa.UniqueConstraint("consent_id", "n", name=op.f("uq_consent_scan_consent_id_n")),
    )
    recorded(
        "screening_outcome",
        RECORDED,
        sa.Column("screening_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("donation_on", sa.Text(), nullable=False),
        sa.Column("laboratory", sa.Text(), nullable=True),
        sa.Column("outcomes", sa.Text(), nullable=False),
        sa.Column("conclusion", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", KEY, nullable=True),
        check_of(
            "screening_outcome",
            "conclusion",
            ("ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE"),
        ),
        refers("screening_outcome", "screening_id", "screening.id"),
        refers("screening_outcome", "supersedes", "screening_outcome.id"),
        sa.UniqueConstraint("screening_id", "n", name=op.f("uq_screening_outcome_screening_id_n")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_screening_outcome_supersedes")),
    )
    recorded(
        "donor_information",
        RECORDED,
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("learned_at", sa.Text(), nullable=False),
        sa.Column("zone", KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        check_of(
            "donor_information", "kind", ("LATE_RESULT", "DONOR_CALL", "BIOVIGILANCE", "OTHER")
        ),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_donor_information_stream_n")),
    )
    guard(APPEND_ONLY)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
