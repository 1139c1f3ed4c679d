"""Readings that no Allotrope model fits, in the same style and said to be ours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from instruments.asm import parts
from instruments.reading import Parsed, Reading

KIND = "elnapp plain reading document 1; no Allotrope model fits these readings"


def document(parsed: Parsed, file_name: str) -> dict[str, Any]:
    """Return the document of a file."""
    return {
        "document kind": KIND,
        "reading aggregate document": {
            "reading document": [_reading(parsed, each) for each in parsed.readings],
            "data system document": parts.data_system(parsed, file_name),
            "device system document": parts.device_system(parsed),
        },
    }


def _reading(parsed: Parsed, each: Reading) -> dict[str, Any]:
    """Return one reading: its values, its series, what is said of both."""
    time, said = parts.time_of(each)
    return {
        "measurement identifier": parts.identifier(parsed, each.locator),
        "reading kind": each.kind,
        "measurement time": time,
        "sample document": parts.sample(each),
        parts.CUSTOM: parts.custom(each, said),
    } | parts.filled(
        {
            "analyst": each.operator,
            "result document": {
                parts.words(name): parts.quantity(value)
                for name, value in each.values.items()
                if not value.qualifier
            },
            "series document": {
                parts.words(name): [_plain(value) for value in column]
                for name, column in each.series.items()
            },
        }
    )


def _plain(value: Any) -> Any:
    """Return one value of a series as JSON."""
    return parts.number(value) if isinstance(value, Decimal) else value
