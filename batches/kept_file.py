"""A file that answers a question of a step: its hash, its size and its name are the value.

The bytes lie in the store of files under the hash; what is recorded, signed and printed is the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_NAME = 120
MARK = "sha256:"
_TEXT = re.compile(r"sha256:([0-9a-f]{64}) (\d{1,12}) (\S.*)")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file: SHA-256 in hexadecimal, bytes, and the name it came with."""

    sha256: str
    size: int
    name: str

    @classmethod
    def read(cls, text: str) -> KeptFile | None:
        """Read a recorded value; None for a text that names no kept file."""
        found = _TEXT.fullmatch(text)
        return cls(found[1], int(found[2]), found[3]) if found else None

    @property
    def text(self) -> str:
        """Give the value as it is recorded: `sha256:… 1234 curve.csv`."""
        return f"{MARK}{self.sha256} {self.size} {self.name}"

    @property
    def ending(self) -> str:
        """Give what stands after the last point of the name, in small letters; "" without one."""
        _name, point, ending = self.name.rpartition(".")
        return ending.casefold() if point else ""


def own_name(sent: str) -> str:
    """Give the name of a file without the folders of the sender, on one line, never empty."""
    name = sent.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(shown.split())[-LONGEST_NAME:].strip() or "–"
