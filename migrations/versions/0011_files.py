"""Files of instruments, what was read from them, what rests on them; agents; judged panels

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

APPEND_ONLY = (
    "agent",
    "agent_end",
    "instrument_file",
    "instrument_read",
    "instrument_reading",
    "panel",
    "reading_aside",
    "reading_use",
)
WIDER = (
    ("entry_value", "source IN ('typed')", "source IN ('typed', 'file')"),
    ("result", "source IN ('typed', 'record')", "source IN ('typed', 'record', 'file')"),
)


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
    """Refuse UPDATE, DELETE and TRUNCATE on one table."""
    refuse = "EXECUTE FUNCTION elnapp_refuse()"
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW {refuse}"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
    )


def widen_sqlite(table: str, narrow: str, wide: str) -> None:
    """Let a value come from a file, without rebuilding a table that triggers keep append-only.

    A wider CHECK changes nothing in the rows, so only the stored text of the table changes, in the
    way SQLite documents for such a case; the next statement then reads the schema again.
    """
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) "
        "WHERE type = 'table' AND name = ? AND instr(sql, ?) > 0",
        (narrow, wide, table, narrow),
    ).rowcount
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
    if changed != 1:
        message = (
            f"the table {table} has another CHECK than revision 0001 made; nothing was changed"
        )
        raise RuntimeError(message)


def widen_postgres(table: str, _narrow: str, wide: str) -> None:
    """Let a value come from a file; triggers stay as they are."""
    op.drop_constraint(op.f(f"ck_{table}_source"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_source"), table, wide)


def upgrade() -> None:
    """Bring the store to this revision."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for check in WIDER:
        (widen_sqlite if sqlite else widen_postgres)(*check)
    op.create_table(
        "agent",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("instrument", KEY, nullable=False),
        sa.Column("token_sha256", KEY, nullable=False),
        sa.Column("issued_by", KEY, nullable=False),
        sa.Column("issued_by_name", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_agent_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent")),
        sa.UniqueConstraint("stream", "name", name=op.f("uq_agent_stream_name")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_agent_token_sha256")),
    )
    op.create_index(op.f("ix_agent_address"), "agent", ["address"], unique=False)
    op.create_index(op.f("ix_agent_stream"), "agent", ["stream"], unique=False)
    op.create_table(
        "instrument_file",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("named", KEY, nullable=False),
        sa.Column("route", KEY, nullable=False),
        sa.Column("agent", KEY, nullable=True),
        sa.Column("received_by", KEY, nullable=False),
        sa.Column("received_by_name", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(route = 'agent') = (agent IS NOT NULL)", name=op.f("ck_instrument_file_agent")
        ),
        sa.CheckConstraint("route IN ('page', 'agent')", name=op.f("ck_instrument_file_route")),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_instrument_file_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_instrument_file_sha256")),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_instrument_file_stream_n")),
    )
    op.create_index(
        op.f("ix_instrument_file_address"), "instrument_file", ["address"], unique=False
    )
    op.create_index(op.f("ix_instrument_file_stream"), "instrument_file", ["stream"], unique=False)
    op.create_table(
        "agent_end",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_by", KEY, nullable=False),
        sa.Column("ended_by_name", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agent.id"],
            name=op.f("fk_agent_end_agent_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_agent_end_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_end")),
        sa.UniqueConstraint("agent_id", name=op.f("uq_agent_end_agent_id")),
    )
    op.create_index(op.f("ix_agent_end_address"), "agent_end", ["address"], unique=False)
    op.create_index(op.f("ix_agent_end_stream"), "agent_end", ["stream"], unique=False)
    op.create_table(
        "instrument_read",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("outcome", KEY, nullable=False),
        sa.Column("format", KEY, nullable=False),
        sa.Column("version", KEY, nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("unread", sa.Text(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("instrument", KEY, nullable=False),
        sa.Column("register_name", KEY, nullable=False),
        sa.Column("register_hash", sa.Text(), nullable=False),
        sa.Column("holds", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("read_by", KEY, nullable=False),
        sa.Column("read_by_name", sa.Text(), nullable=False),
        sa.Column("read_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'refused') = (refusal IS NOT NULL)", name=op.f("ck_instrument_read_refusal")
        ),
        sa.CheckConstraint(
            "outcome IN ('read', 'refused')", name=op.f("ck_instrument_read_outcome")
        ),
        sa.CheckConstraint("(n = 1) = (reason IS NULL)", name=op.f("ck_instrument_read_reason")),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["instrument_file.id"],
            name=op.f("fk_instrument_read_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_instrument_read_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_read")),
        sa.UniqueConstraint("file_id", "n", name=op.f("uq_instrument_read_file_id_n")),
    )
    op.create_index(
        op.f("ix_instrument_read_address"), "instrument_read", ["address"], unique=False
    )
    op.create_index(op.f("ix_instrument_read_stream"), "instrument_read", ["stream"], unique=False)
    op.create_table(
        "panel",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("template_id", KEY, nullable=False),
        sa.Column("template", KEY, nullable=False),
        sa.Column("template_hash", sa.Text(), nullable=False),
        sa.Column("formula", KEY, nullable=False),
        sa.Column("sample_unit", KEY, nullable=True),
        sa.Column("passage", sa.Integer(), nullable=True),
        sa.Column("verdict", KEY, nullable=False),
        sa.Column("tubes", sa.Text(), nullable=False),
        sa.Column("markers", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("pictures", sa.Text(), nullable=False),
        sa.Column("judged_by", KEY, nullable=False),
        sa.Column("judged_by_name", sa.Text(), nullable=False),
        sa.Column("judged_at", sa.Text(), nullable=False),
        sa.CheckConstraint("verdict IN ('PASS', 'FAIL', 'INVALID')", name=op.f("ck_panel_verdict")),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_panel_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["document_version.id"],
            name=op.f("fk_panel_template_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_panel_stream_n")),
    )
    op.create_index(op.f("ix_panel_address"), "panel", ["address"], unique=False)
    op.create_index(op.f("ix_panel_stream"), "panel", ["stream"], unique=False)
    op.create_table(
        "instrument_reading",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("read_id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("sample", KEY, nullable=False),
        sa.Column("locator", sa.Text(), nullable=False),
        sa.Column("status", KEY, nullable=False),
        sa.Column("measured_at", sa.Text(), nullable=True),
        sa.Column("measured_raw", sa.Text(), nullable=False),
        sa.Column("measured_local", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("quantities", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("unread", sa.Text(), nullable=False),
        sa.Column("warnings", sa.Text(), nullable=False),
        sa.Column("holds", sa.Text(), nullable=False),
        sa.Column("sample_unit", KEY, nullable=True),
        sa.Column("sample_stream", KEY, nullable=True),
        sa.Column("supersedes", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["instrument_file.id"],
            name=op.f("fk_instrument_reading_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["read_id"],
            ["instrument_read.id"],
            name=op.f("fk_instrument_reading_read_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_instrument_reading_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"],
            ["instrument_reading.id"],
            name=op.f("fk_instrument_reading_supersedes"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_reading")),
        sa.UniqueConstraint(
            "read_id", "position", name=op.f("uq_instrument_reading_read_id_position")
        ),
        sa.UniqueConstraint("supersedes", name=op.f("uq_instrument_reading_supersedes")),
    )
    op.create_index(
        op.f("ix_instrument_reading_address"), "instrument_reading", ["address"], unique=False
    )
    op.create_index(
        op.f("ix_instrument_reading_file_id"), "instrument_reading", ["file_id"], unique=False
    )
    op.create_index(
        op.f("ix_instrument_reading_read_id"), "instrument_reading", ["read_id"], unique=False
    )
    op.create_index(
        op.f("ix_instrument_reading_sample"), "instrument_reading", ["sample"], unique=False
    )
    op.create_index(
        op.f("ix_instrument_reading_stream"), "instrument_reading", ["stream"], unique=False
    )
    op.create_table(
        "reading_aside",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("reading_id", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        sa.Column("decided_by", KEY, nullable=False),
        sa.Column("decided_by_name", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["instrument_reading.id"],
            name=op.f("fk_reading_aside_reading_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_reading_aside_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_aside")),
        sa.UniqueConstraint("reading_id", name=op.f("uq_reading_aside_reading_id")),
    )
    op.create_index(op.f("ix_reading_aside_address"), "reading_aside", ["address"], unique=False)
    op.create_index(op.f("ix_reading_aside_stream"), "reading_aside", ["stream"], unique=False)
    op.create_table(
        "reading_use",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("reading_id", KEY, nullable=False),
        sa.Column("purpose", KEY, nullable=False),
        sa.Column("owner", KEY, nullable=False),
        sa.Column("slot", KEY, nullable=False),
        sa.Column("quantity", KEY, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", KEY, nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("holds", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("linked_by", KEY, nullable=False),
        sa.Column("linked_by_name", sa.Text(), nullable=False),
        sa.Column("linked_at", sa.Text(), nullable=False),
        sa.CheckConstraint("purpose IN ('entry', 'result')", name=op.f("ck_reading_use_purpose")),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["instrument_reading.id"],
            name=op.f("fk_reading_use_reading_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_reading_use_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_use")),
        sa.UniqueConstraint(
            "owner", "slot", "reading_id", name=op.f("uq_reading_use_owner_slot_reading_id")
        ),
    )
    op.create_index(op.f("ix_reading_use_address"), "reading_use", ["address"], unique=False)
    op.create_index(op.f("ix_reading_use_owner"), "reading_use", ["owner"], unique=False)
    op.create_index(op.f("ix_reading_use_reading_id"), "reading_use", ["reading_id"], unique=False)
    op.create_index(op.f("ix_reading_use_stream"), "reading_use", ["stream"], unique=False)
    for table in APPEND_ONLY:
        (guard_sqlite if sqlite else guard_postgres)(table)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
