"""Files of laboratories that test donors: delimited text and HL7 v2 ORU^R01, by a mapping.

A mapping is an approved document that names, for each field of a result, the column or the place
in the message; nothing is guessed.  A row keeps the texts of the file, untouched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from instruments.reading import Refusal

UNREADABLE = "MRK-FILE-UNREADABLE"
LARGEST = 2 * 1024 * 1024
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result of a file: where it stands, and its fields by name as text."""

    locator: str
    fields: Mapping[str, str]


def refused(found: str, expected: tuple[str, str], where: str = "") -> Refusal:
    """Say what was found and what was expected (English and French)."""
    return Refusal(
        UNREADABLE, where, found=found[:80], expected_en=expected[0], expected_fr=expected[1]
    )


def decoded(data: bytes, mapping: Mapping[str, Any]) -> str:
    """Read the bytes as the mapping's encoding says; raises Refusal."""
    encoding = str(mapping["encoding"])
    if len(data) > LARGEST:
        raise refused(f"{len(data)} bytes", ("at most 2 MiB", "au plus 2 Mio"))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"0x{data[error.start]:02x} @ {error.start}"
        raise refused(found, (f"text in {encoding}", f"du texte en {encoding}")) from error
    if "\x00" in text:
        raise refused("NUL", ("a text file", "un fichier texte"))
    return text
