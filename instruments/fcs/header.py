"""HEADER: the version and where the segments stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from instruments.reading import Refusal

SIZE = 58
VERSIONS = ("FCS2.0", "FCS3.0", "FCS3.1", "FCS3.2")
_OFFSET = re.compile(rb"[ \0]*([0-9]*)[ \0]*")
_FILLED = 99_999_999  # what some writers put where an offset has more than eight digits


@dataclass(frozen=True, slots=True)
class Segment:
    """First and last byte, both counted from the HEADER of the data set and both inside."""

    begin: int
    end: int

    @property
    def length(self) -> int:
        """The number of bytes."""
        return self.end - self.begin + 1

    @property
    def stated(self) -> bool:
        """Tell whether it is a place at all: 0 and 0 say that there is none."""
        return self.begin > 0 or self.end > 0

    @property
    def filled(self) -> bool:
        """Tell whether HEADER had no room for the offset and holds nines instead."""
        return _FILLED in {self.begin, self.end}

    def overlaps(self, other: Segment) -> bool:
        """Tell whether the two share a byte."""
        return self.begin <= other.end and other.begin <= self.end


@dataclass(frozen=True, slots=True)
class Header:
    """The version and the three pairs of offsets of a data set."""

    version: str
    text: Segment
    data: Segment
    analysis: Segment


def read_header(view: memoryview) -> Header:
    """Read the HEADER at the start of `view`.

    `Refusal` FCS-NOT-FCS, FCS-VERSION, FCS-TRUNCATED (shorter than a HEADER), FCS-OFFSET (no whole
    number), FCS-TEXT-PLACE (TEXT does not lie in the file).
    """
    head = bytes(view[:SIZE])
    if head[:3] != b"FCS":
        raise Refusal("FCS-NOT-FCS", begins=head[:8].hex(" "))
    version = head[:6].decode("ascii", "replace")
    if version not in VERSIONS:
        raise Refusal("FCS-VERSION", found=version, known=", ".join(VERSIONS))
    if len(head) < SIZE:
        raise Refusal("FCS-TRUNCATED", needed=SIZE, bytes=len(head))
    offsets = [_offset(head[at : at + 8]) for at in range(10, SIZE, 8)]
    text, data, analysis = (Segment(*offsets[at : at + 2]) for at in (0, 2, 4))
    if text.begin < SIZE or text.end <= text.begin:
        raise Refusal("FCS-TEXT-PLACE", begin=text.begin, end=text.end, bytes=len(view))
    if text.end >= len(view):
        raise Refusal("FCS-TRUNCATED", needed=text.end + 1, bytes=len(view))
    return Header(version, text, data, analysis)


def without_data(view: memoryview, header: Header) -> Header:
    """Give the header with a TEXT that ends before DATA, where its end counts one byte too far.

    That is so when the byte that both would share follows the closing delimiter of TEXT.
    """
    text = header.text
    shared = header.data.begin == text.end
    if not shared or view[text.end - 1] != view[text.begin]:
        return header
    return replace(header, text=Segment(text.begin, text.end - 1))


def _offset(field: bytes) -> int:
    match = _OFFSET.fullmatch(field)
    if match is None:
        raise Refusal("FCS-OFFSET", found=field.decode("ascii", "replace"))
    return int(match[1] or 0)
