"""The documents that were issued; the sealed bytes are the record and are never rendered again."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from elnapp.record import Key, Recorded, UtcDateTime


class Report(Recorded, table=True):
    """One issued document: its number, its bytes by SHA-256, and the record they were made from."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("lang IN ('fr', 'en')", name="lang"),
        CheckConstraint("standing IN ('draft', 'original')", name="standing"),
    )
    covered: ClassVar[bool] = False

    number: str = Field(sa_type=Key)
    lot: str = Field(sa_type=Key)
    lang: str = Field(sa_type=Key)
    standing: str = Field(sa_type=Key)
    sha256: str = Field(sa_type=Key)
    record_digest: str = Field(sa_type=Text)
    pages: int
    sealed_by: str = Field(sa_type=Text)
    level: str = Field(sa_type=Key)
    made_at: datetime = Field(sa_type=UtcDateTime)
    job: str = Field(sa_type=Key)
