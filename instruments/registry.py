"""Every format that is read, in one list, and which of them a file is.

A format is known by its bytes.  A file that no format knows is refused, and so is one that two
formats know equally well: nobody guesses what an instrument meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from instruments.fcs import parse as fcs
from instruments.format import Format
from instruments.mapped import parser as mapped
from instruments.plates.formats import PLATES
from instruments.reading import Parsed, Profile, Refusal
from instruments.tabular import TABULAR

HEAD = 1_048_576  # bytes a format may look at to know its file

FORMATS: tuple[Format, ...] = (fcs.FORMAT, *TABULAR, *PLATES, mapped.FORMAT)


def recognise(
    blob: bytes | memoryview, name: str, formats: Sequence[Format] | None = None
) -> Format:
    """Give the one format that knows this file best; `Refusal` when there is none, or two."""
    if not len(blob):
        raise Refusal("READER-EMPTY")
    head = bytes(blob[:HEAD])
    known = FORMATS if formats is None else formats
    scores = [(each.sniff(head, name), each) for each in known]
    best = max((score for score, _ in scores), default=0)
    if best <= 0:
        raise Refusal("READER-UNKNOWN", begins=_shown(head))
    found = [each for score, each in scores if score == best]
    if len(found) > 1:
        raise Refusal("READER-AMBIGUOUS", formats=", ".join(each.id for each in found))
    return found[0]


def by_id(format_id: str, formats: Sequence[Format] | None = None) -> Format:
    """Give the format of that name; `Refusal` when there is none."""
    for each in FORMATS if formats is None else formats:
        if each.id == format_id:
            return each
    raise Refusal("READER-NO-FORMAT", format=format_id)


def parse(blob: bytes | memoryview, name: str, profile: Profile | None = None) -> Parsed:
    """Recognise a file and read it; `Refusal` says why not.

    Errors: whatever else a reader raises is a fault of the reader; the sandbox names it.
    """
    asked = profile or Profile()
    return read(chosen(blob, name, asked), blob, asked)


def chosen(blob: bytes | memoryview, name: str, profile: Profile) -> Format:
    """Give the mapped reader where the profile holds a column mapping, else the format of the bytes."""
    if mapped.MAPPING in profile.choices and len(blob):
        return mapped.FORMAT
    return recognise(blob, name)


def read(found: Format, blob: bytes | memoryview, profile: Profile) -> Parsed:
    """Let one format read a file; a mapped file is copied where the format needs bytes."""
    if isinstance(blob, memoryview):
        if found.parse_view is not None:
            return found.parse_view(blob, profile)
        blob = bytes(blob)
    return found.parse(blob, profile)


def _shown(head: bytes) -> str:
    """Show the first bytes of an unknown file so that a person can compare them."""
    return head[:12].hex(" ")
