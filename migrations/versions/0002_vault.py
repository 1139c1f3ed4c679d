"""The tables of the vault

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

APPEND_ONLY = ("identity_answer", "identity_look", "identity_request", "identity_version")


def guard_sqlite(table: str, *, updates: bool) -> None:
    """Refuse DELETE, REPLACE and (if `updates`) UPDATE on one table."""
    body = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    key = "stream" if table == "head" else "id"
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {body}")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {body}"
    )
    if updates:
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {body}")


def guard_postgres(table: str, *, updates: bool) -> None:
    """Refuse DELETE, TRUNCATE and (if `updates`) UPDATE on one table."""
    rows = "UPDATE OR DELETE" if updates else "DELETE"
    refuse = "EXECUTE FUNCTION elnapp_refuse()"
    op.execute(f"CREATE TRIGGER {table}_append_only BEFORE {rows} ON {table} FOR EACH ROW {refuse}")
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
    )


def guard() -> None:
    """Make the triggers that keep the record append-only, in the dialect of the store."""
    one = guard_sqlite if op.get_bind().dialect.name == "sqlite" else guard_postgres
    for table in APPEND_ONLY:
        one(table, updates=True)


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

    guard()


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
