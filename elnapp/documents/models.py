"""Versions of documents and the steps of their life; both only ever grow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from elnapp.record import IsoDate, JsonText, Key, Recorded, UtcDateTime


class DocumentVersion(Recorded, table=True):
    """One revision of one version, as written; a change before approval is a new revision."""

    __tablename__ = "document_version"
    __table_args__ = (
        UniqueConstraint("stream", "version", "revision"),
        CheckConstraint("version >= 1 AND revision >= 1", name="numbers"),
    )

    kind: str = Field(sa_type=Key)
    code: str = Field(sa_type=Key)
    version: int
    revision: int
    title: Any = Field(sa_type=JsonText)
    body: Any = Field(sa_type=JsonText)
    body_hash: str = Field(sa_type=Key)
    source: str = Field(sa_type=Text)
    valid_from: date | None = Field(default=None, sa_type=IsoDate)
    given: str | None = Field(default=None, sa_type=Text)
    written_by: str = Field(sa_type=Key)
    written_by_name: str = Field(sa_type=Text)
    written_at: datetime = Field(sa_type=UtcDateTime)


class DocumentStep(Recorded, table=True):
    """One step in the life of a revision; `day` is the first day it is, or no longer is, in force."""

    __tablename__ = "document_step"
    __table_args__ = (
        UniqueConstraint("version_id", "step"),
        CheckConstraint("step IN ('submitted', 'approved', 'effective', 'retired')", name="step"),
    )
    covered: ClassVar[bool] = False

    version_id: str = Field(foreign_key="document_version.id", sa_type=Key)
    step: str = Field(sa_type=Key)
    done_by: str = Field(sa_type=Key)
    done_by_name: str = Field(sa_type=Text)
    done_at: datetime = Field(sa_type=UtcDateTime)
    day: date | None = Field(default=None, sa_type=IsoDate)
    reason: str | None = Field(default=None, sa_type=Text)
