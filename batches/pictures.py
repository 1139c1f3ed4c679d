"""What a picture of the microscope is, by its bytes alone: nothing is decoded, no name is believed.

PNG (ISO/IEC 15948) and JPEG (ITU-T T.81) are taken, for every browser shows them and neither can
carry a script.  Width and height stand in the header and are bounded before anybody decodes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from batches.verdict import Finding, Unreadable

PNG, JPEG = "image/png", "image/jpeg"
TAKEN = {PNG: "png", JPEG: "jpg"}
"""The types that are taken, and how their files are called."""
PNG_BEGINS, JPEG_BEGINS = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
TIFF_BEGINS = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
# Depths by colour type: ISO/IEC 15948, table 11.1.
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
CHUNK, HEADER, LONGEST = 12, 13, 2**31 - 1
# Frames by marker: T.81, table B.1.  Browsers show baseline, extended and progressive Huffman.
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
SHOWN = frozenset({0xC0, 0xC1, 0xC2})
START_OF_SCAN, END, RESTARTS = 0xDA, 0xD9, range(0xD0, 0xD8)
GREY, COLOUR, BITS = 1, 3, 8
FILL, BESIDE, FRAME = 0xFF, 2, 8
"""What fills up before a marker; the least bytes that a segment and a frame header say they have."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The type of a picture and its size in pixels."""

    media_type: str
    width: int
    height: int


def look(data: bytes, megapixels: int) -> Picture:
    """Say what a picture is; raises Unreadable with the reason.

    Codes: FILE-EMPTY, IMG-TIFF, IMG-TYPE (neither PNG nor JPEG), IMG-SORT (one that browsers do
    not show), IMG-PIXELS (more than `megapixels` million), IMG-CUT (the file ends too early),
    IMG-DAMAGED, IMG-MORE (bytes after the end of the picture: something else is in the file).
    """
    if not data:
        raise Unreadable(Finding("FILE-EMPTY", where="file"))
    found = _png(data, megapixels) if data.startswith(PNG_BEGINS) else None
    if found is None and data.startswith(JPEG_BEGINS):
        found = _jpeg(data, megapixels)
    if found is None:
        raise _not("IMG-TIFF" if data.startswith(TIFF_BEGINS) else "IMG-TYPE")
    return found


def _not(code: str, **params: int) -> Unreadable:
    return Unreadable(Finding(code, params, "file"))


def _bounded(picture: Picture, megapixels: int) -> Picture:
    """Refuse a picture without pixels, and one that would need more memory than anybody grants."""
    if not picture.width or not picture.height:
        raise _not("IMG-DAMAGED")
    if picture.width * picture.height > megapixels * 1_000_000:
        raise _not("IMG-PIXELS", width=picture.width, height=picture.height, most=megapixels)
    return picture


def _png(data: bytes, megapixels: int) -> Picture:
    """Read the header, then see that each chunk is whole and that nothing follows the last."""
    chunks = _chunks(data)
    name, header, _end = next(chunks)
    if name != b"IHDR" or len(header) != HEADER:
        raise _not("IMG-DAMAGED")
    width, height, depth, colour, packed, filtered, laced = struct.unpack(">IIBBBBB", header)
    if depth not in DEPTHS.get(colour, ()) or packed or filtered or laced > 1:
        raise _not("IMG-DAMAGED")
    found = _bounded(Picture(PNG, width, height), megapixels)
    names = set()
    for name, _body, end in chunks:
        names.add(name)
        if name == b"IEND" and end != len(data):
            raise _not("IMG-MORE")
    if b"acTL" in names:  # several pictures in one file: which of them was counted?
        raise _not("IMG-SORT")
    if b"IDAT" not in names:
        raise _not("IMG-DAMAGED")
    return found


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Give each chunk of a PNG with the place where it ends, up to IEND (IMG-CUT, IMG-DAMAGED)."""
    at, name = len(PNG_BEGINS), b""
    while name != b"IEND":
        if at + CHUNK > len(data):
            raise _not("IMG-CUT")
        (length,) = struct.unpack_from(">I", data, at)
        end = at + CHUNK + length
        if length > LONGEST:
            raise _not("IMG-DAMAGED")
        if end > len(data):
            raise _not("IMG-CUT")
        name = data[at + 4 : at + 8]
        if (
            zlib.crc32(memoryview(data)[at + 4 : end - 4])
            != struct.unpack_from(">I", data, end - 4)[0]
        ):
            raise _not("IMG-DAMAGED")
        yield name, data[at + 8 : end - 4], end
        at = end


def _jpeg(data: bytes, megapixels: int) -> Picture:
    """Read the frame header, then see that the scans are whole and that nothing follows them."""
    at, found, scanned = 2, None, False
    while True:
        marker, at = _marker(data, at)
        if marker == END:
            break
        length = _length(data, at)
        if marker in FRAMES:
            found = _bounded(_frame(data, at, marker), megapixels)
        at += length
        if marker == START_OF_SCAN:
            scanned, at = True, _after_scan(data, at)
    if found is None or not scanned:
        raise _not("IMG-DAMAGED")
    if at != len(data):
        raise _not("IMG-MORE")
    return found


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Give the next marker and the place after it; it may be filled up with FF before."""
    if at < len(data) and data[at] != FILL:
        raise _not("IMG-DAMAGED")
    while at < len(data) and data[at] == FILL:
        at += 1
    if at >= len(data):
        raise _not("IMG-CUT")
    return data[at], at + 1


def _length(data: bytes, at: int) -> int:
    if at + 2 > len(data):
        raise _not("IMG-CUT")
    length = int(struct.unpack_from(">H", data, at)[0])
    if length < BESIDE:
        raise _not("IMG-DAMAGED")
    if at + length > len(data):
        raise _not("IMG-CUT")
    return length


def _frame(data: bytes, at: int, marker: int) -> Picture:
    if _length(data, at) < FRAME:
        raise _not("IMG-DAMAGED")
    depth, height, width, parts = struct.unpack_from(">BHHB", data, at + 2)
    if marker not in SHOWN or depth != BITS or parts not in {GREY, COLOUR}:
        raise _not("IMG-SORT")
    return Picture(JPEG, width, height)


def _after_scan(data: bytes, at: int) -> int:
    """Give the place of the marker that ends a scan: inside one, FF 00 and restarts are data."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise _not("IMG-CUT")
        follows = data[at + 1]
        if follows == FILL:
            at += 1
        elif follows and follows not in RESTARTS:
            return at
        else:
            at += 2
