"""Readings as canonical JSON and back, so that a reader can run in a process of its own.

Decimals and times travel as text in an object of one key, so that nothing of them is lost; keys are
sorted, so that the same file gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from instruments.reading import Note, Parsed, Profile, Quantity, Reading, Source

_RECORDS = (Parsed, Source, Reading, Quantity, Note, Profile)
_BY_NAME = {record.__name__: record for record in _RECORDS}
_RECORD, _DECIMAL, _TIME, _MAP = "record", "decimal", "time", "map"
_BACK: dict[str, Callable[[Any], Any]] = {
    _DECIMAL: Decimal,
    _TIME: datetime.fromisoformat,
    _MAP: lambda pairs: {key: _unplain(value) for key, value in pairs.items()},
}


def encode(value: Parsed | Note | Profile | tuple[str, Parsed | Note]) -> bytes:
    """Give canonical JSON of what a reader answers or is asked."""
    text = json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> Any:
    """Give back what `encode` was given; ValueError or TypeError when it is nothing of the kind."""
    return _unplain(json.loads(data.decode("utf-8", "surrogatepass")))


def _plain(value: Any) -> Any:
    if isinstance(value, _RECORDS):
        kept = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return {_RECORD: type(value).__name__, "of": kept}
    if isinstance(value, Mapping):
        return {_MAP: {str(key): _plain(each) for key, each in value.items()}}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    if isinstance(value, datetime):
        return {_TIME: value.isoformat()}
    if value is None or isinstance(value, str | bool | int):
        return value
    message = f"a reading holds a {type(value).__name__}, which has no plain form"
    raise TypeError(message)


def _unplain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unplain(each) for each in value)
    if not isinstance(value, dict):
        return value
    if _RECORD in value:
        made = {key: _unplain(each) for key, each in value["of"].items()}
        return _BY_NAME[value[_RECORD]](**made)
    ((kind, inner),) = value.items()
    return _BACK[kind](inner)
