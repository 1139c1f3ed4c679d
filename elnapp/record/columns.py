"""Column types whose stored form is the canonical plain form, the same bytes in both databases.

Times, dates and decimals are text: SQLite would lose digits and zones, and a store must move from
one database to the other by replaying its events (docs/decisions/0003-text-columns.md).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from elnapp.record.plain import canonical, sha256, time_of, time_text
from elnapp.record.plain import plain as plain_value


class Key(TypeDecorator[str]):
    """A name that rows are found and ordered by: bytewise in both databases."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Ask PostgreSQL for the C collation, so that both sort as Python does."""
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(Text(collation=collation))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept as RFC 3339 text in UTC; naive values are refused."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write the canonical text."""
        return None if value is None else time_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read it back, aware."""
        return None if value is None else time_of(value)


class IsoDate(TypeDecorator[date]):
    """A civil date, kept as ISO text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write `YYYY-MM-DD`."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read it back."""
        return None if value is None else date.fromisoformat(value)


class DecimalText(TypeDecorator[Decimal]):
    """An exact decimal, kept as text: no digit is gained or lost."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write the digits; NaN and infinity have no place in a record."""
        if value is None:
            return None
        if not value.is_finite():
            message = f"{value} is not a finite number"
            raise ValueError(message)
        return str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Read the same digits."""
        return None if value is None else Decimal(value)


class JsonText(TypeDecorator[Any]):
    """A plain object, kept as its RFC 8785 text; treat what you read as frozen."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write the canonical text."""
        return json_text(plain_value(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the object."""
        return None if value is None else json.loads(value)


class SecretText(TypeDecorator[str]):
    """A secret of the store (a password hash, a TOTP seed): events carry its SHA-256 only."""

    impl = Text
    cache_ok = True


def plain_bound(kind: TypeEngine[Any], value: Any) -> Any:
    """Give the plain form of a Python value about to be stored in a column of type `kind`."""
    if isinstance(kind, SecretText) and value is not None:
        return "sha256:" + sha256(str(value).encode())
    return plain_value(value)


def plain_stored(kind: TypeEngine[Any], raw: Any) -> Any:
    """Give the plain form of what the database driver returned for a column of type `kind`.

    What no column of ours ever writes (a truth value of 2) stays as it is, to be told apart.
    """
    if raw is None:
        return None
    if isinstance(kind, SecretText):
        return "sha256:" + sha256(str(raw).encode())
    if isinstance(kind, Boolean):
        return bool(raw) if raw in (0, 1) else raw
    return raw


def json_text(value: Any) -> str | None:
    """Give the text that `JsonText` keeps for a plain value."""
    return None if value is None else canonical(value).decode()
