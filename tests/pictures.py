"""Pictures for tests: a JPEG of any size, and the marks that a reader sets on a drawn field."""

from __future__ import annotations

import struct

from batches.clicks import Marks, written
from elnapp.demo.microscope import Field
from elnapp.record.plain import sha256


def jpeg(width: int, height: int, *, frame: int = 0xC0, depth: int = 8, parts: int = 1) -> bytes:
    """Write the parts of a JPEG that say its size, with a scan that shows nothing."""
    body = struct.pack(">BHHB", depth, height, width, parts) + b"\x01\x11\x00" * parts
    scan = b"\x01\x01\x00\x00\x3f\x00"
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            _segment(frame, body),
            _segment(0xDA, scan) + b"\x12\xff\x00\x34\xff\xd0\x56\xff",
            b"\xff\xd9",
        )
    )


def marked(drawn: Field, blue: int | None = None, other: int | None = None) -> str:
    """Write the marks of a reader who sees so many blue and other cells, as a form carries them."""
    return written(sha256(drawn.png), Marks(drawn.blue[:blue], drawn.other[:other]))


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
