"""Tables of infectious markers; all of them only grow.

What is about a donor lies in the donor's stream, by code; what is about kits and files lies in the
stream of the site and holds no result of anybody.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from elnapp.record import DecimalText, IsoDate, JsonText, Key, Recorded, UtcDateTime


class MarkerRequest(Recorded, table=True):
    """A request for tests: which analytes, of which laboratory, under which protocol."""

    __tablename__ = "marker_request"
    __table_args__ = (UniqueConstraint("stream", "n"),)

    n: int
    version_id: str = Field(foreign_key="document_version.id", sa_type=Key)
    protocol: str = Field(sa_type=Key)
    protocol_hash: str = Field(sa_type=Key)
    analytes: Any = Field(sa_type=JsonText)
    laboratory: str = Field(sa_type=Key)
    comment: str = Field(default="", sa_type=Text)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class MarkerSample(Recorded, table=True):
    """One version of what is known of a sample; `code` stays, the newest version counts.

    `label` is what the laboratory reads on the tube.  `dilution` keeps the computed plasma dilution
    with its inputs and formula.
    """

    __tablename__ = "marker_sample"
    __table_args__ = (
        UniqueConstraint("stream", "code", "version"),
        CheckConstraint(
            "dilution_verdict IN ('NONE', 'ACCEPTED', 'DILUTED', 'NOT_ASSESSED')",
            name="dilution_verdict",
        ),
        CheckConstraint("fluids IN ('none', 'given', 'unknown')", name="fluids"),
        CheckConstraint("(version = 1) = (reason IS NULL)", name="reason"),
    )

    code: str = Field(index=True, sa_type=Key)
    version: int
    label: str = Field(index=True, sa_type=Key)
    specimen: str = Field(sa_type=Key)
    drawn_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    drawn_on: date = Field(sa_type=IsoDate)
    fluids: str = Field(sa_type=Key)
    weight: Decimal | None = Field(default=None, sa_type=DecimalText)
    blood: Decimal | None = Field(default=None, sa_type=DecimalText)
    colloids: Decimal | None = Field(default=None, sa_type=DecimalText)
    crystalloids: Decimal | None = Field(default=None, sa_type=DecimalText)
    dilution: Any = Field(default=None, sa_type=JsonText, nullable=True)
    dilution_verdict: str = Field(sa_type=Key)
    protocol_hash: str = Field(sa_type=Key)
    archived: str = Field(default="", sa_type=Text)
    findings: Any = Field(sa_type=JsonText)
    reason: str | None = Field(default=None, sa_type=Text)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class MarkerResult(Recorded, table=True):
    """One result of one analyte on one sample, with kit, lot and laboratory as they stood then.

    `findings` says what was out of order; such a result never counts in favour of the donor.
    """

    __tablename__ = "marker_result"
    __table_args__ = (
        UniqueConstraint("stream", "n"),
        CheckConstraint(
            "interpretation IN ('NONREACTIVE', 'REACTIVE', 'REPEAT_REACTIVE', 'INDETERMINATE', "
            "'INVALID')",
            name="interpretation",
        ),
        CheckConstraint(
            "confirmatory IN ('POSITIVE', 'NEGATIVE', 'INDETERMINATE') OR confirmatory IS NULL",
            name="confirmatory",
        ),
        CheckConstraint("(supersedes IS NULL) = (reason IS NULL)", name="reason"),
    )

    n: int
    sample: str = Field(sa_type=Key)
    analyte: str = Field(sa_type=Key)
    specimen: str = Field(sa_type=Key)
    retest: bool
    kit: str = Field(sa_type=Key)
    kit_name: str = Field(sa_type=Text)
    ce_status: str = Field(sa_type=Text)
    lot: str = Field(sa_type=Key)
    lot_expires_on: date = Field(sa_type=IsoDate)
    laboratory: str = Field(sa_type=Key)
    laboratory_name: str = Field(sa_type=Text)
    authorisation: str = Field(sa_type=Text)
    sampled_at: datetime = Field(sa_type=UtcDateTime)
    received_at: datetime = Field(sa_type=UtcDateTime)
    tested_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    text: str = Field(default="", sa_type=Text)
    number: Decimal | None = Field(default=None, sa_type=DecimalText)
    unit: str = Field(default="", sa_type=Key)
    interpretation: str = Field(sa_type=Key)
    confirmatory: str | None = Field(default=None, sa_type=Key)
    validator: str = Field(sa_type=Text)
    comment: str = Field(default="", sa_type=Text)
    findings: Any = Field(sa_type=JsonText)
    deviations: Any = Field(sa_type=JsonText)
    hold: str | None = Field(default=None, sa_type=Key)
    alarms: Any = Field(sa_type=JsonText)
    file_id: str | None = Field(default=None, foreign_key="marker_file.id", sa_type=Key)
    locator: str = Field(default="", sa_type=Key)
    supersedes: str | None = Field(
        default=None, foreign_key="marker_result.id", unique=True, sa_type=Key, nullable=True
    )
    reason: str | None = Field(default=None, sa_type=Text)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class MarkerCheck(Recorded, table=True):
    """A second person compared a result with the laboratory's report and agrees."""

    __tablename__ = "marker_check"

    result_id: str = Field(foreign_key="marker_result.id", unique=True, sa_type=Key)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class MarkerOpinion(Recorded, table=True):
    """The physician's conclusion on a marker; it speaks of the results it rests on, and no others."""

    __tablename__ = "marker_opinion"
    __table_args__ = (
        UniqueConstraint("stream", "n"),
        CheckConstraint("said IN ('no_active_infection', 'active_infection')", name="said"),
    )

    n: int
    marker: str = Field(sa_type=Key)
    said: str = Field(sa_type=Key)
    rests_on: Any = Field(sa_type=JsonText)
    reason: str = Field(sa_type=Text)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class KitLot(Recorded, table=True):
    """A lot of a registered kit with its expiry: a civil day, usable to its end."""

    __tablename__ = "kit_lot"
    __table_args__ = (UniqueConstraint("stream", "kit", "lot"),)

    kit: str = Field(sa_type=Key)
    lot: str = Field(sa_type=Key)
    expires_on: date = Field(sa_type=IsoDate)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class MarkerFile(Recorded, table=True):
    """A file of a laboratory as it was received; its bytes are in the store under `sha256`."""

    __tablename__ = "marker_file"
    __table_args__ = (UniqueConstraint("stream", "n"),)

    n: int
    sha256: str = Field(unique=True, sa_type=Key)
    size: int
    name: str = Field(sa_type=Text)
    mapping_id: str = Field(foreign_key="document_version.id", sa_type=Key)
    mapping: str = Field(sa_type=Key)
    mapping_hash: str = Field(sa_type=Key)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class MarkerFileEnd(Recorded, table=True):
    """The decision on a file: all of its results taken, or none, with the reason."""

    __tablename__ = "marker_file_end"
    __table_args__ = (
        CheckConstraint("outcome IN ('taken', 'refused')", name="outcome"),
        CheckConstraint("(outcome = 'refused') = (reason IS NOT NULL)", name="reason"),
    )

    file_id: str = Field(foreign_key="marker_file.id", unique=True, sa_type=Key)
    outcome: str = Field(sa_type=Key)
    results: int
    reason: str | None = Field(default=None, sa_type=Text)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
