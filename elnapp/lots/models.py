"""A lot, its entries with their values, what was computed from them, and opened repetitions.

All of them only ever grow: a correction is a new entry that supersedes the one before.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from elnapp.record import DecimalText, IsoDate, JsonText, Key, Recorded, UtcDateTime

PURPOSES = ("clinical", "engineering", "process_simulation", "training")
QUALITIES = ("device", "stated", "received")
SOURCES = ("typed", "file", "marks")


def _one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in allowed)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Lot(Recorded, table=True):
    """The order: what is made, from whom, for what, and the versions that it runs on.

    `pinned` holds the other approved texts the lot relies on, by kind: `{kind: {id, code, version,
    hash}}`.
    """

    __tablename__ = "lot"
    __table_args__ = (
        _one_of("purpose", PURPOSES),
        Index("ix_lot_issued_at", "issued_at", "number"),
        Index("ix_lot_made", "product", "site", "issued_at"),
    )

    number: str = Field(unique=True, sa_type=Key)
    purpose: str = Field(sa_type=Key)
    product: str = Field(sa_type=Key, index=True)
    study: str | None = Field(default=None, sa_type=Key)
    site: str = Field(sa_type=Key)
    zone: str = Field(sa_type=Key)
    donor: str | None = Field(default=None, sa_type=Key, index=True)
    donation: str | None = Field(default=None, sa_type=Key, index=True)
    master_id: str = Field(foreign_key="document_version.id", sa_type=Key)
    master_name: str = Field(sa_type=Key)
    master_hash: str = Field(sa_type=Text)
    specification_id: str = Field(foreign_key="document_version.id", sa_type=Key)
    specification_name: str = Field(sa_type=Key)
    specification_hash: str = Field(sa_type=Text)
    pinned: Any = Field(sa_type=JsonText)
    comment: str = Field(default="", sa_type=Text)
    lang: str = Field(sa_type=Key)
    issued_by: str = Field(sa_type=Key)
    issued_name: str = Field(sa_type=Text)
    issued_at: datetime = Field(sa_type=UtcDateTime)


class Repetition(Recorded, table=True):
    """One run of a phase that repeats (a passage), opened by a person."""

    __tablename__ = "repetition"
    __table_args__ = (UniqueConstraint("stream", "phase", "n"),)

    phase: str = Field(sa_type=Key)
    n: int
    opened_by: str = Field(sa_type=Key)
    opened_name: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)


class Entry(Recorded, table=True):
    """One answer to one step by one person at one time.

    `n` counts the versions of the answer: the highest stands.  `done_at` is the time of the act
    with its quality (device clock, stated by the person, or the moment the server received it) and
    the zone it was stated in; `recorded_at` is the server's.  `relied` keeps what was relied on:
    the master's hash and the limits that were shown.  `reason` says why a value outside its limits
    was confirmed, or why the entry before was corrected.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("stream", "path", "n"),
        _one_of("done_quality", QUALITIES),
    )

    path: str = Field(sa_type=Key)
    n: int
    kind: str = Field(sa_type=Key)
    supersedes: str | None = Field(
        default=None, foreign_key="entry.id", unique=True, sa_type=Key, nullable=True
    )
    reason: str | None = Field(default=None, sa_type=Text)
    lang: str = Field(sa_type=Key)
    performed_by: str = Field(sa_type=Key, index=True)
    performed_name: str = Field(sa_type=Text)
    role: str = Field(sa_type=Key)
    done_at: datetime = Field(sa_type=UtcDateTime)
    done_quality: str = Field(sa_type=Key)
    zone: str = Field(sa_type=Key)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    relied: Any = Field(sa_type=JsonText)
    findings: Any = Field(sa_type=JsonText)


class EntryValue(Recorded, table=True):
    """One value as it was given: the text as typed, its exact reading, its unit, where from.

    The source "file" says that it is the value of an instrument's file, which `reading_use` names;
    "marks" that it is the number of marks on a picture, which `field_marks` names.
    """

    __tablename__ = "entry_value"
    __table_args__ = (UniqueConstraint("entry_id", "name"), _one_of("source", SOURCES))

    entry_id: str = Field(foreign_key="entry.id", sa_type=Key)
    position: int
    name: str = Field(sa_type=Key)
    text: str = Field(sa_type=Text)
    number: Decimal | None = Field(default=None, sa_type=DecimalText)
    unit: str = Field(default="", sa_type=Key)
    source: str = Field(default="typed", sa_type=Key)


class ComputedValue(Recorded, table=True):
    """One computed value with all that is needed to compute it again; it never moves.

    `entry_id` is the entry that caused it: the step's own, or the correction of a step before it.
    `n` counts the computations of one step: those of the highest stand.  `position` is the order
    within one computation.
    """

    __tablename__ = "computed"
    __table_args__ = (UniqueConstraint("stream", "path", "n", "name"),)

    entry_id: str = Field(foreign_key="entry.id", sa_type=Key)
    path: str = Field(sa_type=Key)
    n: int
    position: int
    name: str = Field(sa_type=Key)
    value: Decimal | None = Field(default=None, sa_type=DecimalText)
    unit: str = Field(default="", sa_type=Key)
    formula: str = Field(sa_type=Key)
    version: int
    inputs: Any = Field(sa_type=JsonText)
    rounding: str = Field(default="", sa_type=Text)
    note: Any = Field(default=None, sa_type=JsonText, nullable=True)
    supersedes: str | None = Field(
        default=None, foreign_key="computed.id", unique=True, sa_type=Key, nullable=True
    )


class FieldImage(Recorded, table=True):
    """The picture of one field of a senescence reading, at the first reader's step (`path`).

    Its bytes are in the store under `sha256`.  The one that no other `supersedes` is counted;
    `reason` says why another one took its place.
    """

    __tablename__ = "field_image"

    path: str = Field(sa_type=Key)
    n: int
    sha256: str = Field(index=True, sa_type=Key)
    media_type: str = Field(sa_type=Key)
    width: int
    height: int
    size: int
    name: str = Field(sa_type=Text)
    supersedes: str | None = Field(
        default=None, foreign_key="field_image.id", unique=True, sa_type=Key, nullable=True
    )
    reason: str | None = Field(default=None, sa_type=Text)
    sent_by: str = Field(sa_type=Key)
    sent_by_name: str = Field(sa_type=Text)
    sent_at: datetime = Field(sa_type=UtcDateTime)


class FieldMarks(Recorded, table=True):
    """The cells that one reader marked on the picture of one field, for one entry.

    `marks` are places in pixels, `{positives: [[x, y], ...], negatives: [...]}`, `sha256` the
    picture.  `positives` and `negatives` count them; `taken` tells whether the entry's values are
    these counts.
    """

    __tablename__ = "field_marks"
    __table_args__ = (UniqueConstraint("entry_id", "n"),)

    entry_id: str = Field(foreign_key="entry.id", sa_type=Key)
    image_id: str = Field(foreign_key="field_image.id", sa_type=Key)
    n: int
    sha256: str = Field(sa_type=Key)
    marks: Any = Field(sa_type=JsonText)
    positives: int
    negatives: int
    taken: bool
    marked_by: str = Field(sa_type=Key)
    marked_by_name: str = Field(sa_type=Text)
    marked_at: datetime = Field(sa_type=UtcDateTime)


class Unwitnessed(Recorded, table=True):
    """The declaration that nobody witnessed an entry, with the deviation that it opened."""

    __tablename__ = "unwitnessed"

    entry_id: str = Field(foreign_key="entry.id", unique=True, sa_type=Key)
    deviation: str = Field(sa_type=Key)
    reason: str = Field(sa_type=Text)
    lang: str = Field(sa_type=Key)
    declared_by: str = Field(sa_type=Key)
    declared_name: str = Field(sa_type=Text)
    declared_at: datetime = Field(sa_type=UtcDateTime)


class LotKeeping(Recorded, table=True):
    """What quality assurance states about a lot for the time its donor's link is kept.

    `subject` is the expiry or the last clinical use; `basis` on what it rests, `source` the document
    that says it. The highest `n` of a subject stands. It says nothing about quality, so no signature
    covers it: an expiry that a stability study moves voids no certification.
    """

    __tablename__ = "lot_keeping"
    __table_args__ = (
        UniqueConstraint("stream", "subject", "n"),
        _one_of("subject", ("expiry", "use")),
        _one_of("basis", ("certificate", "stability", "ended", "hospital", "none")),
    )
    covered: ClassVar[bool] = False

    subject: str = Field(sa_type=Key)
    n: int
    basis: str = Field(sa_type=Key)
    day: date | None = Field(default=None, sa_type=IsoDate)
    source: str = Field(sa_type=Text)
    reason: str = Field(default="", sa_type=Text)
    lang: str = Field(sa_type=Key)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
