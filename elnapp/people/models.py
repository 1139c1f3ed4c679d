"""Accounts and their grants, places and products; sessions, guesses and codes beside the record."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field

from elnapp.record import JsonText, Key, Operational, Recorded, SecretText, UtcDateTime


class Account(Recorded, table=True):
    """One person who can sign in; kept for ever, because the record names it."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("login"),
        CheckConstraint("lang IN ('en', 'fr')", name="lang"),
    )
    append_only: ClassVar[bool] = False
    covered: ClassVar[bool] = False

    login: str = Field(sa_type=Key)
    name: str = Field(sa_type=Text)
    function: str = Field(sa_type=Text)
    site: str = Field(sa_type=Key)
    lang: str = Field(sa_type=Key)
    verified_how: str = Field(sa_type=Text)
    password: str = Field(sa_type=SecretText)
    must_change: bool = True
    totp: str | None = Field(default=None, sa_type=SecretText)
    active: bool = True
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RoleGrant(Recorded, table=True):
    """A role held at a site for one study or all; a revoked one stays to be read."""

    __tablename__ = "role_grant"
    append_only: ClassVar[bool] = False
    covered: ClassVar[bool] = False

    account_id: str = Field(foreign_key="account.id", index=True, sa_type=Key)
    role: str = Field(sa_type=Key)
    site: str = Field(sa_type=Key)
    study: str | None = Field(default=None, sa_type=Key)
    granted_by: str = Field(sa_type=Key)
    granted_at: datetime = Field(sa_type=UtcDateTime)
    revoked_by: str | None = Field(default=None, sa_type=Key)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Site(Recorded, table=True):
    """A place of manufacture or treatment, with the zone in which its days are counted."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("code"),)

    code: str = Field(sa_type=Key)
    name: str = Field(sa_type=Text)
    zone: str = Field(sa_type=Key)
    country: str = Field(sa_type=Key)
    unit: str = Field(sa_type=Text)
    establishment: str = Field(sa_type=Text)
    authorisation: str = Field(sa_type=Text)


class Study(Recorded, table=True):
    """A clinical trial as the house knows it, led from one site."""

    __tablename__ = "study"
    __table_args__ = (UniqueConstraint("code"),)

    code: str = Field(sa_type=Key)
    site: str = Field(sa_type=Key)
    title: Any = Field(sa_type=JsonText)
    sponsor: str = Field(sa_type=Text)
    eu_ct: str = Field(sa_type=Text)
    imp_dossier: str = Field(sa_type=Text)


class Product(Recorded, table=True):
    """A product: its name in both languages and the tissue it comes from (AT, M, UC, ...)."""

    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("code"),)

    code: str = Field(sa_type=Key)
    name: Any = Field(sa_type=JsonText)
    source: str = Field(sa_type=Key)


class BrowserSession(Operational, table=True):
    """One signed-in browser; the cookie holds the secret, the store only its SHA-256."""

    __tablename__ = "browser_session"
    why_operational: ClassVar[str] = (
        "who is signed in at the moment; signing in and out are events, and losing this table only "
        "signs everybody out"
    )

    sid: str = Field(primary_key=True, sa_type=Key)
    account_id: str = Field(foreign_key="account.id", index=True, sa_type=Key)
    created: datetime = Field(sa_type=UtcDateTime)
    last_seen: datetime = Field(sa_type=UtcDateTime)
    ended: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Attempt(Operational, table=True):
    """Wrong guesses in a row for one user ID or one network address, known by a digest."""

    __tablename__ = "attempt"
    why_operational: ClassVar[str] = (
        "a counter that slows guessing down; each failure and each lock of an account is an event"
    )

    subject: str = Field(primary_key=True, sa_type=Key)
    failures: int = 0
    last_at: datetime = Field(sa_type=UtcDateTime)
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CodeUse(Operational, table=True):
    """The last time step whose code an account has used: each code works once."""

    __tablename__ = "code_use"
    why_operational: ClassVar[str] = (
        "codes live for a minute or two; the factors of each signature are in its own record"
    )

    account_id: str = Field(primary_key=True, foreign_key="account.id", sa_type=Key)
    counter: int


class PendingFactor(Operational, table=True):
    """A second factor shown for enrolment and not yet confirmed by a code."""

    __tablename__ = "pending_factor"
    why_operational: ClassVar[str] = "an enrolment that was not confirmed is begun again"

    account_id: str = Field(primary_key=True, foreign_key="account.id", sa_type=Key)
    seed: str = Field(sa_type=SecretText)
    made_at: datetime = Field(sa_type=UtcDateTime)


class Preference(Operational, table=True):
    """The language a person last chose for the pages."""

    __tablename__ = "preference"
    why_operational: ClassVar[str] = "a convenience: the language shown is kept by what was signed"

    account_id: str = Field(primary_key=True, foreign_key="account.id", sa_type=Key)
    lang: str = Field(sa_type=Key)
