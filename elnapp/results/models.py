"""Results and the invalidation of results; both only ever grow."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from elnapp.record import DecimalText, JsonText, Key, Recorded, UtcDateTime


class Result(Recorded, table=True):
    """One result of one row of the specification, with the verdict of the moment it was given.

    `n` counts the results of a row.  `shown` keeps the row as the analyst saw it (limit, method,
    rounding rule), `inputs` what was typed, `computed` each value with its formula.  `invalid`
    says why a run gave no result at all.  `supersedes` is the invalid result that this one repeats.
    """

    __tablename__ = "result"
    __table_args__ = (
        UniqueConstraint("stream", "spec_row", "n"),
        CheckConstraint("verdict IN ('PASS', 'FAIL', 'INVALID')", name="verdict"),
        CheckConstraint("source IN ('typed', 'record', 'file')", name="source"),
        CheckConstraint("(verdict = 'INVALID') = (invalid IS NOT NULL)", name="invalid"),
    )

    spec_row: str = Field(sa_type=Key)
    n: int
    specification_id: str = Field(foreign_key="document_version.id", sa_type=Key)
    specification_hash: str = Field(sa_type=Text)
    sample_unit: str | None = Field(default=None, sa_type=Key, index=True)
    text: str = Field(sa_type=Text)
    number: Decimal | None = Field(default=None, sa_type=DecimalText)
    unit: str = Field(default="", sa_type=Key)
    inputs: Any = Field(sa_type=JsonText)
    computed: Any = Field(sa_type=JsonText)
    interval: Any = Field(default=None, sa_type=JsonText, nullable=True)
    shown: Any = Field(sa_type=JsonText)
    verdict: str = Field(sa_type=Key)
    flags: Any = Field(sa_type=JsonText)
    findings: Any = Field(sa_type=JsonText)
    rounded: str = Field(default="", sa_type=Text)
    deviations: Any = Field(sa_type=JsonText)
    source: str = Field(default="typed", sa_type=Key)
    comment: str = Field(default="", sa_type=Text)
    lang: str = Field(sa_type=Key)
    invalid: str | None = Field(default=None, sa_type=Text)
    supersedes: str | None = Field(
        default=None, foreign_key="result.id", unique=True, sa_type=Key, nullable=True
    )
    analysed_by: str = Field(sa_type=Key, index=True)
    analysed_name: str = Field(sa_type=Text)
    analysed_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class ResultInvalid(Recorded, table=True):
    """The end of a result: the test was not valid, for the reason given; the result stays."""

    __tablename__ = "result_invalid"

    result_id: str = Field(foreign_key="result.id", unique=True, sa_type=Key)
    reason: str = Field(sa_type=Text)
    lang: str = Field(sa_type=Key)
    declared_by: str = Field(sa_type=Key)
    declared_name: str = Field(sa_type=Text)
    declared_at: datetime = Field(sa_type=UtcDateTime)


class Panel(Recorded, table=True):
    """A panel of flow cytometry judged by an approved gating template; its results stand beside it.

    `tubes` are `[{role, file, sha256, reading, ...}]`, `markers` the answer by marker (percentage,
    interval, threshold, events, verdict), `results` the address of the result made of a marker, and
    `pictures` the drawn gates and histograms by language: `{lang: [{name, sha256, ...}]}`.
    """

    __tablename__ = "panel"
    __table_args__ = (
        UniqueConstraint("stream", "n"),
        CheckConstraint("verdict IN ('PASS', 'FAIL', 'INVALID')", name="verdict"),
    )

    n: int
    template_id: str = Field(foreign_key="document_version.id", sa_type=Key)
    template: str = Field(sa_type=Key)
    template_hash: str = Field(sa_type=Text)
    formula: str = Field(sa_type=Key)
    sample_unit: str | None = Field(default=None, sa_type=Key)
    passage: int | None = None
    verdict: str = Field(sa_type=Key)
    tubes: Any = Field(sa_type=JsonText)
    markers: Any = Field(sa_type=JsonText)
    findings: Any = Field(sa_type=JsonText)
    results: Any = Field(sa_type=JsonText)
    pictures: Any = Field(sa_type=JsonText)
    judged_by: str = Field(sa_type=Key)
    judged_by_name: str = Field(sa_type=Text)
    judged_at: datetime = Field(sa_type=UtcDateTime)
