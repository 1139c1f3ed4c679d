"""Eligibility: provisional conclusions, outcomes computed again, new information, scans of consent

Revision 0006, after 0005.

Three checks learn the word PROVISIONAL. Both databases do it without touching a row: PostgreSQL
swaps the constraint, SQLite rewrites the text of the table (the way its own documentation gives
for a CHECK), because rebuilding a table would drop the triggers that keep it append-only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
APPEND_ONLY = ("consent_scan", "donor_information", "screening_outcome")

# Table, constraint, column, the words it knew, the words it knows.
WIDENED = (
    ("screening", "ck_screening_conclusion", "conclusion",
     ("ELIGIBLE", "INELIGIBLE", "INCOMPLETE"),
     ("ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE")),
    ("determination", "ck_determination_conclusion", "conclusion",
     ("ELIGIBLE", "INELIGIBLE", "INCOMPLETE", "DEFERRED"),
     ("ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE", "DEFERRED")),
    ("determination", "ck_determination_rule", "rule",
     ("ELIGIBLE", "INELIGIBLE", "INCOMPLETE"),
     ("ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE")),
)  # fmt: skip


def check_of(column: str, words: tuple[str, ...]) -> str:
    """Give the condition as both databases know it."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def widen_sqlite() -> None:
    """Change the text of the tables; rows, indexes and triggers stay as they are."""
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    for table, name, column, before, after in WIDENED:
        found = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
        ).scalar_one()
        old = f"CONSTRAINT {name} CHECK ({check_of(column, before)})"
        if found.count(old) != 1:
            message = f"{table} does not have the check {name} that this revision widens"
            raise RuntimeError(message)
        new = found.replace(old, f"CONSTRAINT {name} CHECK ({check_of(column, after)})")
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (new, table)
        )
    # Every other connection reads the schema again; this one does at once.
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")
    broken = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
    if broken != ["ok"]:
        message = f"the store is damaged: {broken[0]}"
        raise RuntimeError(message)


def widen_postgres() -> None:
    """Swap each constraint for the wider one; the rows that are there fit both."""
    for table, name, column, _before, after in WIDENED:
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, check_of(column, after))


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


def upgrade() -> None:
    """Widen the checks, add what a consent and a screening rest on, make three tables."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    widen_sqlite() if sqlite else widen_postgres()
    op.add_column("consent", sa.Column("form_id", KEY, nullable=True))
    op.add_column("consent", sa.Column("form_hash", KEY, nullable=True))
    op.add_column("screening", sa.Column("laboratory", sa.Text(), nullable=True))
    recorded(
        "consent_scan",
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
        sa.Column("screening_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("donation_on", sa.Text(), nullable=False),
        sa.Column("laboratory", sa.Text(), nullable=True),
        sa.Column("outcomes", sa.Text(), nullable=False),
        sa.Column("conclusion", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supersedes", KEY, nullable=True),
        sa.CheckConstraint(
            check_of("conclusion", ("ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE")),
            name=op.f("ck_screening_outcome_conclusion"),
        ),
        refers("screening_outcome", "screening_id", "screening.id"),
        refers("screening_outcome", "supersedes", "screening_outcome.id"),
        sa.UniqueConstraint("screening_id", "n", name=op.f("uq_screening_outcome_screening_id_n")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_screening_outcome_supersedes")),
    )
    recorded(
        "donor_information",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("learned_at", sa.Text(), nullable=False),
        sa.Column("zone", KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        sa.CheckConstraint(
            check_of("kind", ("LATE_RESULT", "DONOR_CALL", "BIOVIGILANCE", "OTHER")),
            name=op.f("ck_donor_information_kind"),
        ),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_donor_information_stream_n")),
    )
    for table in APPEND_ONLY:
        guard_sqlite(table) if sqlite else guard_postgres(table)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
