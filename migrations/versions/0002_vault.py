"""The tables of the vault

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

from migrations.steps import KEY, guard

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


APPEND_ONLY = ("identity_answer", "identity_look", "identity_request", "identity_version")


def upgrade() -> None:
    """Bring the store to this revision."""
    op.create_table(
        "identity_version",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("about", KEY, nullable=False),
        sa.Column("fields", KEY, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("why", KEY, nullable=True),
        sa.Column("policy", KEY, nullable=True),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_identity_version_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_version")),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_identity_version_stream_n")),
    )
    op.create_index(op.f("ix_identity_version_about"), "identity_version", ["about"], unique=False)
    op.create_index(
        op.f("ix_identity_version_address"), "identity_version", ["address"], unique=False
    )
    op.create_index(
        op.f("ix_identity_version_stream"), "identity_version", ["stream"], unique=False
    )
    op.create_table(
        "identity_request",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("what", KEY, nullable=False),
        sa.Column("why", KEY, nullable=True),
        sa.Column("policy", KEY, nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("asked_by_name", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.CheckConstraint("what IN ('open', 'shred')", name=op.f("ck_identity_request_what")),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_identity_request_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_request")),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_identity_request_stream_n")),
    )
    op.create_index(
        op.f("ix_identity_request_address"), "identity_request", ["address"], unique=False
    )
    op.create_index(
        op.f("ix_identity_request_stream"), "identity_request", ["stream"], unique=False
    )
    op.create_table(
        "identity_answer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("answer", KEY, nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("retained", sa.Text(), nullable=True),
        sa.Column("done_by", KEY, nullable=False),
        sa.Column("done_by_name", sa.Text(), nullable=False),
        sa.Column("done_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('approved', 'declined', 'seen', 'shredded')",
            name=op.f("ck_identity_answer_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["identity_request.id"],
            name=op.f("fk_identity_answer_request_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_identity_answer_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_answer")),
        sa.UniqueConstraint(
            "request_id", "answer", name=op.f("uq_identity_answer_request_id_answer")
        ),
    )
    op.create_index(
        op.f("ix_identity_answer_address"), "identity_answer", ["address"], unique=False
    )
    op.create_index(op.f("ix_identity_answer_stream"), "identity_answer", ["stream"], unique=False)
    op.create_table(
        "identity_look",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("way", KEY, nullable=False),
        sa.Column("purpose", KEY, nullable=False),
        sa.Column("policy", KEY, nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("request_id", KEY, nullable=True),
        sa.Column("looked_by", KEY, nullable=False),
        sa.Column("looked_by_name", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "way IN ('look', 'search', 'emergency')", name=op.f("ck_identity_look_way")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["identity_request.id"],
            name=op.f("fk_identity_look_request_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_identity_look_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_look")),
        sa.UniqueConstraint("request_id", name=op.f("uq_identity_look_request_id")),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_identity_look_stream_n")),
    )
    op.create_index(op.f("ix_identity_look_address"), "identity_look", ["address"], unique=False)
    op.create_index(op.f("ix_identity_look_stream"), "identity_look", ["stream"], unique=False)

    guard(APPEND_ONLY)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
