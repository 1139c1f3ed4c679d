"""Records as canonical JSON and back, so that what is asked of a file can run in a process of its own.

Decimals, times and floats travel as text in an object of one key, so that nothing of them is lost,
and a mapping as its pairs, so that it keeps its order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from instruments.reading import Note, Parsed, Profile, Quantity, Reading, Source

_RECORD, _DECIMAL, _TIME, _MAP, _FLOAT = "record", "decimal", "time", "map", "float"


class Wire:
    """What may travel: these records (frozen dataclasses), plain values, and floats where allowed."""

    def __init__(self, *records: type, floats: bool = False) -> None:
        """Name the records; a wire of readings knows no float, for a record holds none."""
        self._known: dict[str, Any] = {record.__name__: record for record in records}
        self._floats = floats
        self._back: dict[str, Callable[[Any], Any]] = {
            _DECIMAL: Decimal,
            _TIME: datetime.fromisoformat,
            _FLOAT: float.fromhex,
            _MAP: lambda pairs: {key: self._unplain(value) for key, value in pairs},
        }

    def encode(self, value: object) -> bytes:
        """Give canonical JSON; TypeError when something in it may not travel."""
        plain = self._plain(value)
        text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "surrogatepass")

    def decode(self, data: bytes) -> Any:
        """Give back what `encode` was given; ValueError, TypeError or KeyError when it is none."""
        return self._unplain(json.loads(data.decode("utf-8", "surrogatepass")))

    def _plain(self, value: Any) -> Any:
        name = type(value).__name__
        if self._known.get(name) is type(value):
            kept = {each.name: self._plain(getattr(value, each.name)) for each in fields(value)}
            return {_RECORD: name, "of": kept}
        if isinstance(value, Mapping):
            return {_MAP: [(str(key), self._plain(each)) for key, each in value.items()]}
        if isinstance(value, tuple | list):
            return [self._plain(each) for each in value]
        return self._single(value)

    def _single(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return {_DECIMAL: str(value)}
        if isinstance(value, datetime):
            return {_TIME: value.isoformat()}
        if isinstance(value, float) and self._floats:
            return {_FLOAT: value.hex()}
        if value is None or isinstance(value, str | bool | int):
            return value
        message = f"a {type(value).__name__} may not travel on this wire"
        raise TypeError(message)

    def _unplain(self, value: Any) -> Any:
        if isinstance(value, list):
            return tuple(self._unplain(each) for each in value)
        if not isinstance(value, dict):
            return value
        if _RECORD in value:
            made = {key: self._unplain(each) for key, each in value["of"].items()}
            return self._known[value[_RECORD]](**made)
        ((kind, inner),) = value.items()
        return self._back[kind](inner)


READINGS = Wire(Parsed, Source, Reading, Quantity, Note, Profile)
"""What a reader is asked and answers."""
