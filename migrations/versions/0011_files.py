"""Files of instruments, what was read from them, what rests on them; agents; judged panels

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

from migrations.steps import KEY, check_of, guard, recorded, refers, widen

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

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
    ("entry_value", "source", ("typed",), ("typed", "file")),
    ("result", "source", ("typed", "record"), ("typed", "record", "file")),
)


def agent() -> None:
    """Make the table of agents, which send files with a token."""
    recorded(
        "agent",
        ("issued_by", "issued_by_name", "issued_at"),
        sa.Column("name", KEY, nullable=False),
        sa.Column("instrument", KEY, nullable=False),
        sa.Column("token_sha256", KEY, nullable=False),
        sa.UniqueConstraint("stream", "name", name=op.f("uq_agent_stream_name")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_agent_token_sha256")),
    )


def instrument_file() -> None:
    """Make the table of the files that came."""
    recorded(
        "instrument_file",
        ("received_by", "received_by_name", "received_at"),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("named", KEY, nullable=False),
        sa.Column("route", KEY, nullable=False),
        sa.Column("agent", KEY, nullable=True),
        sa.CheckConstraint(
            "(route = 'agent') = (agent IS NOT NULL)", name=op.f("ck_instrument_file_agent")
        ),
        check_of("instrument_file", "route", ("page", "agent")),
        sa.UniqueConstraint("sha256", name=op.f("uq_instrument_file_sha256")),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_instrument_file_stream_n")),
    )


def agent_end() -> None:
    """Make the table of the ends of agents."""
    recorded(
        "agent_end",
        ("ended_by", "ended_by_name", "ended_at"),
        sa.Column("agent_id", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        refers("agent_end", "agent_id", "agent.id"),
        sa.UniqueConstraint("agent_id", name=op.f("uq_agent_end_agent_id")),
    )


def instrument_read() -> None:
    """Make the table of what a reader made of a file."""
    recorded(
        "instrument_read",
        ("read_by", "read_by_name", "read_at"),
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
        sa.CheckConstraint(
            "(outcome = 'refused') = (refusal IS NOT NULL)", name=op.f("ck_instrument_read_refusal")
        ),
        check_of("instrument_read", "outcome", ("read", "refused")),
        sa.CheckConstraint("(n = 1) = (reason IS NULL)", name=op.f("ck_instrument_read_reason")),
        refers("instrument_read", "file_id", "instrument_file.id"),
        sa.UniqueConstraint("file_id", "n", name=op.f("uq_instrument_read_file_id_n")),
    )


def panel() -> None:
    """Make the table of judged panels of tubes."""
    recorded(
        "panel",
        ("judged_by", "judged_by_name", "judged_at"),
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
        check_of("panel", "verdict", ("PASS", "FAIL", "INVALID")),
        refers("panel", "template_id", "document_version.id"),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_panel_stream_n")),
    )


def instrument_reading() -> None:
    """Make the table of single readings."""
    recorded(
        "instrument_reading",
        None,
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
        refers("instrument_reading", "file_id", "instrument_file.id"),
        refers("instrument_reading", "read_id", "instrument_read.id"),
        refers("instrument_reading", "supersedes", "instrument_reading.id"),
        sa.UniqueConstraint(
            "read_id", "position", name=op.f("uq_instrument_reading_read_id_position")
        ),
        sa.UniqueConstraint("supersedes", name=op.f("uq_instrument_reading_supersedes")),
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


def reading_aside() -> None:
    """Make the table of readings that were set aside."""
    recorded(
        "reading_aside",
        ("decided_by", "decided_by_name", "decided_at"),
        sa.Column("reading_id", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lang", KEY, nullable=False),
        refers("reading_aside", "reading_id", "instrument_reading.id"),
        sa.UniqueConstraint("reading_id", name=op.f("uq_reading_aside_reading_id")),
    )


def reading_use() -> None:
    """Make the table of what rests on a reading."""
    recorded(
        "reading_use",
        ("linked_by", "linked_by_name", "linked_at"),
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
        check_of("reading_use", "purpose", ("entry", "result")),
        refers("reading_use", "reading_id", "instrument_reading.id"),
        sa.UniqueConstraint(
            "owner", "slot", "reading_id", name=op.f("uq_reading_use_owner_slot_reading_id")
        ),
    )
    op.create_index(op.f("ix_reading_use_owner"), "reading_use", ["owner"], unique=False)
    op.create_index(op.f("ix_reading_use_reading_id"), "reading_use", ["reading_id"], unique=False)


def upgrade() -> None:
    """Bring the store to this revision."""
    for check in WIDER:
        widen(*check)
    agent()
    instrument_file()
    agent_end()
    instrument_read()
    panel()
    instrument_reading()
    reading_aside()
    reading_use()
    guard(APPEND_ONLY)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
