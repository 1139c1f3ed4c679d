"""docs/formats.md: every format that is read, made from the registry."""

from __future__ import annotations

from instruments.registry import FORMATS

_HEAD = """# Files of instruments

Made by `./dev flask words formats > docs/formats.md`; a test fails when it is not current. A format
is known by its bytes, never by its name alone, and each reader is our own. *Tested with* says which
real exports were tests; a maker or a version that is not named here has not been tried.

| format | maker | instrument | reader | tested with |
|---|---|---|---|---|
"""
_TAIL = """
A table that no reader knows is read with an approved document of the kind `column-mapping`, which
names for each column its quantity and unit, and for the file its decimal mark, order of dates and
zone. Every read file can be exported (`./dev flask instrument asm FILE`): cell counts, culture
analysers, cytometers and plates as Allotrope Simple Model, the others as a plain document of ours.

Local times become moments only with the zone of the instrument's profile. A file without one is read
and shows its times as written. Numbers that can be read in two ways are refused, with what to set in
the profile; a day that can be the month leaves its reading without a moment, and its values stand.
"""


def page() -> str:
    """Return the page."""
    rows = [
        f"| `{each.id}` | {each.maker} | {each.model} | {each.version} |"
        f" {'; '.join(each.tested_with)} |"
        for each in FORMATS
    ]
    return _HEAD + "\n".join(rows) + "\n" + _TAIL
