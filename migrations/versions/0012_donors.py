"""Donors: what a lot says about how long the link to its donor is kept, and courier hand-overs

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
APPEND_ONLY = ("courier_leg", "lot_keeping")


def check_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    """Give the check that a column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


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


def recorded(table: str, *more: sa.schema.SchemaItem) -> None:
    """Make a recorded table: what each row of a stream has, who wrote it, and `more`."""
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        *(item for item in more if isinstance(item, sa.Column)),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        *(item for item in more if not isinstance(item, sa.Column)),
        refers(table, "stream", "head.stream"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_address"), table, ["address"], unique=False)
    op.create_index(op.f(f"ix_{table}_stream"), table, ["stream"], unique=False)


def refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """Give a foreign key that is checked at commit."""
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint(
        [column], [target], name=name, initially="DEFERRED", deferrable=True
    )


def keeping() -> None:
    """Make the table of what is stated about a lot's expiry and last use."""
    table = "lot_keeping"
    recorded(
        table,
        sa.Column("subject", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("basis", KEY, nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        check_of(table, "subject", ("expiry", "use")),
        check_of(table, "basis", ("certificate", "stability", "ended", "hospital", "none")),
        sa.UniqueConstraint("stream", "subject", "n", name=op.f("uq_lot_keeping_stream_subject_n")),
    )


def legs() -> None:
    """Make the table of what couriers took and delivered."""
    table = "courier_leg"
    recorded(
        table,
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("din", KEY, nullable=False),
        sa.Column("hand_over_id", KEY, nullable=False),
        sa.Column("way", KEY, nullable=False),
        sa.Column("happened_at", sa.Text(), nullable=False),
        sa.Column("zone", KEY, nullable=False),
        sa.Column("courier", sa.Text(), nullable=False),
        sa.Column("courier_code", KEY, nullable=False),
        sa.Column("waybill", KEY, nullable=False),
        sa.Column("confirmed", KEY, nullable=False),
        sa.Column("seal", KEY, nullable=False),
        sa.Column("seal_intact", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        check_of(table, "way", ("taken", "delivered")),
        check_of(table, "confirmed", ("badge", "waybill")),
        refers(table, "hand_over_id", "hand_over.id"),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_courier_leg_stream_n")),
    )
    op.create_index(op.f("ix_courier_leg_din"), table, ["din"], unique=False)


def upgrade() -> None:
    """Bring the store to this revision."""
    keeping()
    legs()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in APPEND_ONLY:
        guard_sqlite(table) if sqlite else guard_postgres(table)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
