"""Deviations and holds with what followed; all of it only ever grows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text
from sqlmodel import Field

from elnapp.record import JsonText, Key, Recorded, UtcDateTime


class Deviation(Recorded, table=True):
    """Something was not as planned; `about` is the address it happened at."""

    __tablename__ = "deviation"
    __table_args__ = (CheckConstraint("weight BETWEEN 1 AND 3", name="weight"),)

    number: str = Field(unique=True, sa_type=Key)
    about: str = Field(index=True, sa_type=Key)
    site: str = Field(sa_type=Key)
    title: str = Field(sa_type=Text)
    description: str = Field(sa_type=Text)
    lang: str = Field(sa_type=Key)
    weight: int
    rule: str | None = Field(default=None, sa_type=Key)
    finding: Any = Field(default=None, sa_type=JsonText, nullable=True)
    opened_by: str = Field(sa_type=Key)
    opened_by_name: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)


class DeviationStep(Recorded, table=True):
    """What was found out about a deviation, or what was decided; the newest assessment counts."""

    __tablename__ = "deviation_step"
    __table_args__ = (
        CheckConstraint("step IN ('assessed', 'dispositioned')", name="step"),
        CheckConstraint("severity IN ('minor', 'major', 'critical')", name="severity"),
        CheckConstraint(
            "disposition IN ('no_impact', 'acceptable', 'reject') OR disposition IS NULL",
            name="disposition",
        ),
        CheckConstraint("(step = 'assessed') = (disposition IS NULL)", name="decided"),
    )

    deviation_id: str = Field(foreign_key="deviation.id", index=True, sa_type=Key)
    step: str = Field(sa_type=Key)
    severity: str = Field(sa_type=Key)
    cause: str = Field(sa_type=Text)
    impact_quality: str = Field(sa_type=Text)
    impact_patient: str = Field(sa_type=Text)
    action: str = Field(sa_type=Text)
    disposition: str | None = Field(default=None, sa_type=Key)
    reason: str | None = Field(default=None, sa_type=Text)
    lang: str = Field(sa_type=Key)
    done_by: str = Field(sa_type=Key)
    done_by_name: str = Field(sa_type=Text)
    done_at: datetime = Field(sa_type=UtcDateTime)


class Hold(Recorded, table=True):
    """What lies at and below `about` may not be certified, released or used until it is lifted."""

    __tablename__ = "hold"

    number: str = Field(unique=True, sa_type=Key)
    about: str = Field(index=True, sa_type=Key)
    site: str = Field(sa_type=Key)
    reason: str = Field(sa_type=Text)
    lang: str = Field(sa_type=Key)
    rule: str | None = Field(default=None, sa_type=Key)
    placed_by: str = Field(sa_type=Key)
    placed_by_name: str = Field(sa_type=Text)
    placed_at: datetime = Field(sa_type=UtcDateTime)


class HoldLift(Recorded, table=True):
    """The end of a hold, with its reason; signed."""

    __tablename__ = "hold_lift"

    hold_id: str = Field(foreign_key="hold.id", unique=True, sa_type=Key)
    reason: str = Field(sa_type=Text)
    lang: str = Field(sa_type=Key)
    lifted_by: str = Field(sa_type=Key)
    lifted_by_name: str = Field(sa_type=Text)
    lifted_at: datetime = Field(sa_type=UtcDateTime)
