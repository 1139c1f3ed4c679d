"""Signatures and their voiding; both only ever grow."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlmodel import Field

from elnapp.record import JsonText, Key, Recorded, UtcDateTime


class Signature(Recorded, table=True):
    """One signature: the manifest is what was signed, the rest is read from it for lists."""

    __tablename__ = "signature"
    covered: ClassVar[bool] = False

    meaning: str = Field(sa_type=Key)
    signer: str = Field(sa_type=Key, index=True)
    signer_name: str = Field(sa_type=Text)
    role: str = Field(sa_type=Key)
    scopes: Any = Field(sa_type=JsonText)
    digest: str = Field(sa_type=Text)
    signed_at: datetime = Field(sa_type=UtcDateTime)
    manifest: Any = Field(sa_type=JsonText)


class SignatureVoid(Recorded, table=True):
    """The end of a signature: what it covered has changed."""

    __tablename__ = "signature_void"
    covered: ClassVar[bool] = False

    signature_id: str = Field(foreign_key="signature.id", unique=True, sa_type=Key)
    cause: str = Field(sa_type=Key)
    voided_at: datetime = Field(sa_type=UtcDateTime)
