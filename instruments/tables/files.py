"""A file as a whole: where its readings come from, and what is said once of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from instruments.reading import Parsed, Profile, Reading, Source
from instruments.tables.sheets import Sheet

_ONCE = frozenset({"TABLE-ZONE-ASSUMED", "TABLE-ZONE-NOT-GIVEN"})


def source(blob: bytes, name: str, version: str, **facts: str) -> Source:
    """Return the source of a file: the digest and the size of its bytes, and what it says."""
    return Source(name, version, hashlib.sha256(blob).hexdigest(), len(blob), **facts)


def parsed(
    origin: Source,
    sheet: Sheet,
    made: tuple[Reading, ...],
    profile: Profile,
    others: Mapping[str, str] | None = None,
) -> Parsed:
    """Put a file together: its readings, and once what all of them say (a zone that was assumed)."""
    zone = profile.zone if any(_said(each, "TABLE-ZONE-ASSUMED") for each in made) else ""
    shared = {
        note.code: replace(note, where="")
        for each in made
        for note in each.warnings
        if note.code in _ONCE
    }
    made = tuple(
        replace(each, warnings=tuple(note for note in each.warnings if note.code not in _ONCE))
        for each in made
    )
    origin = replace(origin, zone_assumed=zone, encoding=sheet.encoding)
    return Parsed(origin, made, (*sheet.notes, *shared.values()), dict(others or {}))


def _said(each: Reading, code: str) -> bool:
    """Tell whether a reading carries a note."""
    return any(note.code == code for note in each.warnings)
