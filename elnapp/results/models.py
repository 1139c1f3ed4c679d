"""Results, their reviews and ends, the way of samples, investigations; all only ever grow."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Boolean, CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from elnapp.record import LATER, DecimalText, JsonText, Key, Recorded, UtcDateTime


class Result(Recorded, table=True):
    """One result of one row of the specification, with the verdict of the moment it was given.

    `n` counts the results of a row.  `shown` keeps the row as the analyst saw it (limit, method,
    rounding rule), `inputs` what was typed, `computed` each value with its formula.  `invalid`
    says why a run gave no result at all.  `supersedes` is the result that this one follows: invalid,
    or `interim` (so far good, concluding nothing).  `investigation` is the number of the one that a
    retest belongs to.
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
    interim: bool | None = Field(default=None, sa_type=Boolean, sa_column_kwargs=LATER)
    investigation: str | None = Field(default=None, sa_type=Key, sa_column_kwargs=LATER)


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


class GateMove(Recorded, table=True):
    """That the gates of a panel were moved by hand: how far, why, and what came of it.

    `panel_id` is the panel with the moved gates, `of_id` the one they were moved from; both stay.
    `shifts` are those of `batches.gate_moves`, `counted` the digest of the panel's tubes and markers, so
    that the signature over this row speaks of them.
    """

    __tablename__ = "gate_move"

    panel_id: str = Field(foreign_key="panel.id", unique=True, sa_type=Key)
    of_id: str = Field(foreign_key="panel.id", index=True, sa_type=Key)
    shifts: Any = Field(sa_type=JsonText)
    reason: str = Field(sa_type=Text)
    counted: str = Field(sa_type=Text)
    lang: str = Field(sa_type=Key)
    moved_by: str = Field(sa_type=Key)
    moved_name: str = Field(sa_type=Text)
    moved_at: datetime = Field(sa_type=UtcDateTime)


class GateDecision(Recorded, table=True):
    """What a second person decided on moved gates; `results` the addresses of what was given then."""

    __tablename__ = "gate_decision"
    __table_args__ = (CheckConstraint("outcome IN ('accepted', 'declined')", name="outcome"),)

    move_id: str = Field(foreign_key="gate_move.id", unique=True, sa_type=Key)
    outcome: str = Field(sa_type=Key)
    comment: str = Field(sa_type=Text)
    results: Any = Field(sa_type=JsonText)
    lang: str = Field(sa_type=Key)
    decided_by: str = Field(sa_type=Key)
    decided_name: str = Field(sa_type=Text)
    decided_at: datetime = Field(sa_type=UtcDateTime)


class ResultReview(Recorded, table=True):
    """That a second person compared a result with its evidence."""

    __tablename__ = "result_review"

    result_id: str = Field(foreign_key="result.id", unique=True, sa_type=Key)
    comment: str = Field(default="", sa_type=Text)
    lang: str = Field(sa_type=Key)
    reviewed_by: str = Field(sa_type=Key)
    reviewed_name: str = Field(sa_type=Text)
    reviewed_at: datetime = Field(sa_type=UtcDateTime)


class SampleStep(Recorded, table=True):
    """One step of a sample after it was taken: when, where, in which condition, by whom.

    `supersedes` is the step that this one corrects, with its reason; the old one stays.
    """

    __tablename__ = "sample_step"
    __table_args__ = (
        UniqueConstraint("unit_id", "n"),
        CheckConstraint("step IN ('sent', 'received', 'retained', 'destroyed')", name="step"),
        CheckConstraint("(supersedes IS NULL) = (reason IS NULL)", name="reason"),
    )
    covered: ClassVar[bool] = False

    unit_id: str = Field(foreign_key="unit.id", sa_type=Key)
    code: str = Field(sa_type=Key)
    n: int
    step: str = Field(sa_type=Key)
    at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    place: str = Field(sa_type=Text)
    condition: str = Field(default="", sa_type=Text)
    findings: Any = Field(sa_type=JsonText)
    deviations: Any = Field(sa_type=JsonText)
    lang: str = Field(sa_type=Key)
    reason: str | None = Field(default=None, sa_type=Text)
    supersedes: str | None = Field(
        default=None, foreign_key="sample_step.id", unique=True, sa_type=Key, nullable=True
    )
    recorded_by: str = Field(sa_type=Key)
    recorded_name: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Oos(Recorded, table=True):
    """The investigation of a valid result out of its limit; opened by the rule, once a result."""

    __tablename__ = "oos"

    number: str = Field(unique=True, sa_type=Key)
    result_id: str = Field(foreign_key="result.id", unique=True, sa_type=Key)
    result_address: str = Field(sa_type=Key)
    spec_row: str = Field(sa_type=Key)
    deviation: str | None = Field(default=None, sa_type=Key)
    finding: Any = Field(sa_type=JsonText)
    opened_by: str = Field(sa_type=Key)
    opened_name: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)


class OosStep(Recorded, table=True):
    """What was found, planned, approved or concluded in an investigation.

    `outcome` is cause or no_cause of the laboratory, or the conclusion; `retests` of a plan.
    """

    __tablename__ = "oos_step"
    __table_args__ = (
        CheckConstraint(
            "step IN ('laboratory', 'planned', 'plan_approved', 'concluded')", name="step"
        ),
    )

    oos_id: str = Field(foreign_key="oos.id", index=True, sa_type=Key)
    step: str = Field(sa_type=Key)
    outcome: str = Field(default="", sa_type=Key)
    text: str = Field(default="", sa_type=Text)
    retests: int | None = None
    lang: str = Field(sa_type=Key)
    done_by: str = Field(sa_type=Key)
    done_name: str = Field(sa_type=Text)
    done_at: datetime = Field(sa_type=UtcDateTime)
