"""Reviews of the audit trail and decisions on a lot; both only ever grow."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from elnapp.record import JsonText, Key, Recorded, UtcDateTime


class TrailReview(Recorded, table=True):
    """One review of a lot's audit trail: from which event to which, and the link it ended at."""

    __tablename__ = "trail_review"
    __table_args__ = (
        UniqueConstraint("stream", "n"),
        CheckConstraint("from_seq >= 1 AND to_seq >= from_seq", name="range"),
    )

    n: int
    from_seq: int
    to_seq: int
    events: int
    head_hash: str = Field(sa_type=Text)
    from_at: datetime = Field(sa_type=UtcDateTime)
    to_at: datetime = Field(sa_type=UtcDateTime)
    comment: str = Field(default="", sa_type=Text)
    lang: str = Field(sa_type=Key)
    reviewed_by: str = Field(sa_type=Key)
    reviewed_name: str = Field(sa_type=Text)
    reviewed_at: datetime = Field(sa_type=UtcDateTime)


class Disposition(Recorded, table=True):
    """A decision on a lot, with the answers of the gate as they were at that moment.

    `containers` are the codes decided on, `refused` those in quarantine that a certification left
    out, `statement` the words that were signed.
    """

    __tablename__ = "disposition"
    __table_args__ = (
        UniqueConstraint("stream", "n"),
        CheckConstraint("decision IN ('certified', 'declined', 'released')", name="decision"),
        CheckConstraint("purpose IN ('destruction', 'investigation') OR purpose IS NULL", name="purpose"),
    )  # fmt: skip
    covered: ClassVar[bool] = False

    n: int
    decision: str = Field(sa_type=Key)
    containers: Any = Field(sa_type=JsonText)
    refused: Any = Field(sa_type=JsonText)
    reason: str = Field(default="", sa_type=Text)
    purpose: str | None = Field(default=None, sa_type=Key)
    justifications: Any = Field(sa_type=JsonText)
    gate: Any = Field(sa_type=JsonText)
    site: str = Field(default="", sa_type=Text)
    statement: Any = Field(sa_type=JsonText)
    signature_id: str = Field(foreign_key="signature.id", unique=True, sa_type=Key)
    lang: str = Field(sa_type=Key)
    decided_by: str = Field(sa_type=Key)
    decided_name: str = Field(sa_type=Text)
    decided_at: datetime = Field(sa_type=UtcDateTime)
