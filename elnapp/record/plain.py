"""The canonical plain form of stored values: capture, replay, digests and record.json use no other.

Decimals are text as stored, times RFC 3339 in UTC with six digits and Z, dates ISO, secrets the
SHA-256 of their text.  Objects become RFC 8785 bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import rfc8785

TIME_LENGTH = len("2026-11-22T14:05:12.123456Z")


def time_text(value: datetime) -> str:
    """Write an aware time as `2026-11-22T14:05:12.123456Z`; a naive one is a ValueError."""
    if value.tzinfo is None:
        message = f"a time without zone cannot be recorded: {value!r}"
        raise ValueError(message)
    return value.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def time_of(text: str) -> datetime:
    """Read what `time_text` wrote; anything else is a ValueError."""
    if len(text) != TIME_LENGTH or not text.endswith("Z") or text[10] != "T":
        message = f"not a time as records keep it: {text!r}"
        raise ValueError(message)
    return datetime.fromisoformat(text)


def plain(value: Any) -> Any:
    """Give any value a command carries its JSON form; floats have no place in a record."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(v) for v in value)
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return sha256(value)
    if isinstance(value, Decimal):
        return str(value)
    message = f"no plain form for {type(value).__name__}"
    raise TypeError(message)


_FAST = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
# Where the encoder above may differ from RFC 8785: keys beyond the Basic Multilingual Plane (their
# order), numbers that are not small integers.  A text that looks like one only costs some time.
# Each pattern begins with letters that a search skips to: one of alternatives takes nine times as long.
_NUMBER = rb"-?(?:\d{16}|\d+(?:\.\d|[eE][-+]?\d)|NaN|Infinity)"
_DOUBTFUL = tuple(
    re.compile(p) for p in (b'":' + _NUMBER, b"," + _NUMBER, rb"\[" + _NUMBER, rb"[\xf0-\xf4]")
)


def canonical(value: Any) -> bytes:
    """Give the RFC 8785 bytes of a plain value; what has none is a ValueError.

    Each entry needs a dozen of them, so the encoder of the standard library writes those that both
    write alike, and the library of the RFC all others.
    """
    data = _FAST.encode(value).encode()
    alike = isinstance(value, dict | list) and not any(p.search(data) for p in _DOUBTFUL)
    return data if alike else rfc8785.dumps(value)


def sha256(data: bytes) -> str:
    """Give the SHA-256 as 64 hexadecimal characters."""
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """Give the SHA-256 of the canonical form of `value`."""
    return sha256(canonical(plain(value)))
