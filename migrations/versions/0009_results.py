"""Results: reviews, the way of samples, investigations of results out of specification

Revision 0009, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
APPEND_ONLY = ("oos", "oos_step", "result_review", "sample_step")


def guard_sqlite(table: str) -> None:
    """Refuse DELETE, REPLACE and UPDATE on one table."""
    body = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {body}")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {body}"
    )
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {body}")


def guard_postgres(table: str) -> None:
    """Refuse DELETE, TRUNCATE and UPDATE on one table."""
    refuse = "EXECUTE FUNCTION elnapp_refuse()"
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW {refuse}"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
    )


def refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """Give a foreign key that is checked at commit."""
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint(
        [column], [target], name=name, initially="DEFERRED", deferrable=True
    )


def recorded(table: str, done: str, *more: sa.schema.SchemaItem) -> None:
    """Make a recorded table: what each row of a stream has, `more`, and who did it (`done`_by)."""
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        *(item for item in more if isinstance(item, sa.Column)),
        sa.Column(f"{done}_by", KEY, nullable=False),
        sa.Column(f"{done}_name", sa.Text(), nullable=False),
        sa.Column(f"{done}_at", sa.Text(), nullable=False),
        *(item for item in more if not isinstance(item, sa.Column)),
        refers(table, "stream", "head.stream"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_address"), table, ["address"], unique=False)
    op.create_index(op.f(f"ix_{table}_stream"), table, ["stream"], unique=False)


def upgrade() -> None:
    """Add what a result may be besides final, and make four tables."""
    op.add_column("result", sa.Column("interim", sa.Boolean(), nullable=True))
    op.add_column("result", sa.Column("investigation", KEY, nullable=True))
    recorded(
        "result_review", "reviewed",
        sa.Column("result_id", KEY, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        refers("result_review", "result_id", "result.id"),
        sa.UniqueConstraint("result_id", name=op.f("uq_result_review_result_id")),
    )  # fmt: skip
    recorded(
        "sample_step", "recorded",
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
        sa.CheckConstraint(
            "step IN ('sent', 'received', 'retained', 'destroyed')",
            name=op.f("ck_sample_step_step"),
        ),
        sa.CheckConstraint(
            "(supersedes IS NULL) = (reason IS NULL)", name=op.f("ck_sample_step_reason")
        ),
        refers("sample_step", "unit_id", "unit.id"),
        refers("sample_step", "supersedes", "sample_step.id"),
        sa.UniqueConstraint("unit_id", "n", name=op.f("uq_sample_step_unit_id_n")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_sample_step_supersedes")),
    )  # fmt: skip
    recorded(
        "oos", "opened",
        sa.Column("number", KEY, nullable=False),
        sa.Column("result_id", KEY, nullable=False),
        sa.Column("result_address", KEY, nullable=False),
        sa.Column("spec_row", KEY, nullable=False),
        sa.Column("deviation", KEY, nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        refers("oos", "result_id", "result.id"),
        sa.UniqueConstraint("number", name=op.f("uq_oos_number")),
        sa.UniqueConstraint("result_id", name=op.f("uq_oos_result_id")),
    )  # fmt: skip
    recorded(
        "oos_step", "done",
        sa.Column("oos_id", KEY, nullable=False),
        sa.Column("step", KEY, nullable=False),
        sa.Column("outcome", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("retests", sa.Integer(), nullable=True),
        sa.Column("lang", KEY, nullable=False),
        sa.CheckConstraint(
            "step IN ('laboratory', 'planned', 'plan_approved', 'concluded')",
            name=op.f("ck_oos_step_step"),
        ),
        refers("oos_step", "oos_id", "oos.id"),
    )  # fmt: skip
    op.create_index(op.f("ix_oos_step_oos_id"), "oos_step", ["oos_id"], unique=False)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        guard_sqlite(table) if sqlite else guard_postgres(table)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
