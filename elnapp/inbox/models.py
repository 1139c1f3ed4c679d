"""Tables of instrument files and what was read from them; all of them only grow.

Files and readings lie in the stream of the site that received them.  What a record takes from a
reading lies in the record's own stream, at the address of the entry or result that it answers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from elnapp.record import JsonText, Key, Recorded, UtcDateTime


class InstrumentFile(Recorded, table=True):
    """A file as it arrived: by a page or by an agent; its bytes are in the store under `sha256`.

    `named` is the instrument that its sender named ("" when the file is left to say it).
    """

    __tablename__ = "instrument_file"
    __table_args__ = (
        UniqueConstraint("stream", "n"),
        CheckConstraint("route IN ('page', 'agent')", name="route"),
        CheckConstraint("(route = 'agent') = (agent IS NOT NULL)", name="agent"),
    )

    n: int
    sha256: str = Field(unique=True, sa_type=Key)
    size: int = Field(sa_type=BigInteger)
    name: str = Field(sa_type=Text)
    named: str = Field(default="", sa_type=Key)
    route: str = Field(sa_type=Key)
    agent: str | None = Field(default=None, sa_type=Key)
    received_by: str = Field(sa_type=Key)
    received_by_name: str = Field(sa_type=Text)
    received_at: datetime = Field(sa_type=UtcDateTime)


class InstrumentRead(Recorded, table=True):
    """One reading of a file by one version of one reader; the newest of a file counts.

    `source`, `warnings` and `unread` are what the reader said of the file; `refusal` why it could
    not be read.  `instrument` is the registered one it was found to be of, by the register of
    `register_hash`; `holds` say what does not agree.  `reason` says why it was read again.
    """

    __tablename__ = "instrument_read"
    __table_args__ = (
        UniqueConstraint("file_id", "n"),
        CheckConstraint("outcome IN ('read', 'refused')", name="outcome"),
        CheckConstraint("(outcome = 'refused') = (refusal IS NOT NULL)", name="refusal"),
        CheckConstraint("(n = 1) = (reason IS NULL)", name="reason"),
    )

    file_id: str = Field(foreign_key="instrument_file.id", sa_type=Key)
    n: int
    outcome: str = Field(sa_type=Key)
    format: str = Field(default="", sa_type=Key)
    version: str = Field(default="", sa_type=Key)
    serial: str = Field(default="", sa_type=Text)
    source: Any = Field(sa_type=JsonText)
    warnings: Any = Field(sa_type=JsonText)
    unread: Any = Field(sa_type=JsonText)
    refusal: Any = Field(default=None, sa_type=JsonText, nullable=True)
    instrument: str = Field(default="", sa_type=Key)
    register_name: str = Field(default="", sa_type=Key)
    register_hash: str = Field(default="", sa_type=Text)
    holds: Any = Field(sa_type=JsonText)
    reason: str | None = Field(default=None, sa_type=Text)
    read_by: str = Field(sa_type=Key)
    read_by_name: str = Field(sa_type=Text)
    read_at: datetime = Field(sa_type=UtcDateTime)


class InstrumentReading(Recorded, table=True):
    """One measurement in a file.

    `quantities` are `{name: {value, unit, raw, qualifier}}`.  `sample_unit` is the unit whose code
    is exactly the sample code of the file, at home in `sample_stream`.  `supersedes` is the reading
    of the same place in the file by the reader before.
    """

    __tablename__ = "instrument_reading"
    __table_args__ = (UniqueConstraint("read_id", "position"),)

    read_id: str = Field(foreign_key="instrument_read.id", index=True, sa_type=Key)
    file_id: str = Field(foreign_key="instrument_file.id", index=True, sa_type=Key)
    position: int
    kind: str = Field(sa_type=Key)
    sample: str = Field(default="", index=True, sa_type=Key)
    locator: str = Field(sa_type=Text)
    status: str = Field(sa_type=Key)
    measured_at: datetime | None = Field(default=None, sa_type=UtcDateTime, nullable=True)
    measured_raw: str = Field(default="", sa_type=Text)
    measured_local: str = Field(default="", sa_type=Text)
    operator: str = Field(default="", sa_type=Text)
    quantities: Any = Field(sa_type=JsonText)
    series: Any = Field(sa_type=JsonText)
    unread: Any = Field(sa_type=JsonText)
    warnings: Any = Field(sa_type=JsonText)
    holds: Any = Field(sa_type=JsonText)
    sample_unit: str | None = Field(default=None, sa_type=Key)
    sample_stream: str | None = Field(default=None, sa_type=Key)
    supersedes: str | None = Field(
        default=None, foreign_key="instrument_reading.id", unique=True, sa_type=Key, nullable=True
    )


class ReadingAside(Recorded, table=True):
    """The decision that a reading belongs nowhere: a test count, a blank; it stays, with its reason."""

    __tablename__ = "reading_aside"

    reading_id: str = Field(foreign_key="instrument_reading.id", unique=True, sa_type=Key)
    reason: str = Field(sa_type=Text)
    lang: str = Field(sa_type=Key)
    decided_by: str = Field(sa_type=Key)
    decided_by_name: str = Field(sa_type=Text)
    decided_at: datetime = Field(sa_type=UtcDateTime)


class ReadingUse(Recorded, table=True):
    """One value of a record that rests on a reading, in the stream of that record.

    `owner` is the entry or the result (`purpose`), `slot` the question that it answers.  `taken`
    tells whether the value of the record is that of the file; `holds` is what was known against the
    reading, `reason` what the person said to it.
    """

    __tablename__ = "reading_use"
    __table_args__ = (
        UniqueConstraint("owner", "slot", "reading_id"),
        CheckConstraint("purpose IN ('entry', 'result')", name="purpose"),
    )

    reading_id: str = Field(foreign_key="instrument_reading.id", index=True, sa_type=Key)
    purpose: str = Field(sa_type=Key)
    owner: str = Field(index=True, sa_type=Key)
    slot: str = Field(sa_type=Key)
    quantity: str = Field(sa_type=Key)
    value: str = Field(sa_type=Text)
    unit: str = Field(default="", sa_type=Key)
    raw: str = Field(sa_type=Text)
    taken: bool
    source: Any = Field(sa_type=JsonText)
    holds: Any = Field(sa_type=JsonText)
    reason: str | None = Field(default=None, sa_type=Text)
    linked_by: str = Field(sa_type=Key)
    linked_by_name: str = Field(sa_type=Text)
    linked_at: datetime = Field(sa_type=UtcDateTime)


class Agent(Recorded, table=True):
    """A program that may send files for a site; only the SHA-256 of its token is kept."""

    __tablename__ = "agent"
    __table_args__ = (UniqueConstraint("stream", "name"),)

    name: str = Field(sa_type=Key)
    instrument: str = Field(default="", sa_type=Key)
    token_sha256: str = Field(unique=True, sa_type=Key)
    issued_by: str = Field(sa_type=Key)
    issued_by_name: str = Field(sa_type=Text)
    issued_at: datetime = Field(sa_type=UtcDateTime)


class AgentEnd(Recorded, table=True):
    """The end of an agent: its token opens nothing any more."""

    __tablename__ = "agent_end"

    agent_id: str = Field(foreign_key="agent.id", unique=True, sa_type=Key)
    reason: str = Field(sa_type=Text)
    ended_by: str = Field(sa_type=Key)
    ended_by_name: str = Field(sa_type=Text)
    ended_at: datetime = Field(sa_type=UtcDateTime)
