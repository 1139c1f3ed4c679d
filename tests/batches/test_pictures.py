"""Pictures of the microscope are known by their bytes, and what is not whole is refused by name."""

from __future__ import annotations

import struct

import pytest

from batches import pictures
from batches.pictures import Picture, look
from batches.verdict import Unreadable
from elnapp.demo.microscope import chunk, field
from tests.pictures import jpeg

PNG = field("a test", 3, 12).png
MOST = 40
HEADER = b"IHDR"
BEGINS = pictures.PNG_BEGINS


def png(width: int, height: int, *more: bytes, depth: int = 8, colour: int = 3) -> bytes:
    """Write a PNG that says any size, with nothing of it behind."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [chunk(HEADER, header), *more, chunk(b"IDAT", b"x"), chunk(b"IEND", b"")]
    return BEGINS + b"".join(parts)


def code(data: bytes, most: int = MOST) -> str:
    """Give the code that a file is refused with, or what it is."""
    try:
        return look(data, most).media_type
    except Unreadable as unreadable:
        return f"{unreadable.finding.code} at {unreadable.finding.where}".removesuffix(" at file")


def test_a_picture_says_its_type_and_its_size() -> None:
    assert look(PNG, MOST) == Picture("image/png", 900, 660)
    assert look(jpeg(1280, 960), MOST) == Picture("image/jpeg", 1280, 960)
    assert look(jpeg(30, 20, frame=0xC2), MOST) == Picture("image/jpeg", 30, 20)


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (b"", "FILE-EMPTY"),
        (b"II*\x00\x08\x00\x00\x00", "IMG-TIFF"),
        (b"MM\x00*\x00\x00\x00\x08", "IMG-TIFF"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "IMG-TYPE"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "IMG-TYPE"),
        (b"GIF89a\x01\x00\x01\x00", "IMG-TYPE"),
        (b"%PDF-1.7", "IMG-TYPE"),
        (png(100_000, 100_000), "IMG-PIXELS"),
        (png(2**31 - 1, 2**31 - 1), "IMG-PIXELS"),
        (jpeg(65_535, 65_535), "IMG-PIXELS"),
        (png(0, 10), "IMG-DAMAGED"),
        (jpeg(0, 10), "IMG-DAMAGED"),
        (png(10, 10, depth=3), "IMG-DAMAGED"),
        (png(10, 10, colour=5), "IMG-DAMAGED"),
        (png(10, 10, chunk(b"acTL", b"\x00" * 8)), "IMG-SORT"),
        (PNG.replace(HEADER, b"ihdr"), "IMG-DAMAGED"),
        (PNG + b"PK\x03\x04 a folder of programs", "IMG-MORE"),
        (PNG + b"<script>alert(1)</script>", "IMG-MORE"),
        (jpeg(10, 10) + b"<?php", "IMG-MORE"),
        (jpeg(10, 10, parts=4), "IMG-SORT"),
        (jpeg(10, 10, frame=0xC3), "IMG-SORT"),
        (jpeg(10, 10, depth=12), "IMG-SORT"),
        (jpeg(10, 10).replace(b"\xff\xda", b"\x00\xda"), "IMG-DAMAGED"),
        (b"\xff\xd8\xff\xd9", "IMG-DAMAGED"),
        (BEGINS + chunk(HEADER, b"short") + chunk(b"IEND", b""), "IMG-DAMAGED"),
        (BEGINS + b"\xff\xff\xff\xff" + b"IHDR" + b"\x00" * 60, "IMG-DAMAGED"),
    ],
)  # fmt: skip
def test_what_is_no_whole_picture_has_its_own_sentence(data: bytes, refused: str) -> None:
    assert code(data) == refused


@pytest.mark.parametrize("whole", [PNG, jpeg(640, 480), jpeg(64, 48, frame=0xC2)])
def test_a_picture_cut_anywhere_is_refused(whole: bytes) -> None:
    step = max(1, len(whole) // 400)
    found = {code(whole[:length]) for length in range(1, len(whole), step)}
    assert found <= {"IMG-CUT", "IMG-TYPE", "IMG-DAMAGED"}


def test_a_bit_that_fell_over_in_a_png_is_found_wherever_it_is() -> None:
    for at in range(len(BEGINS), len(PNG), 97):
        broken = bytearray(PNG)
        broken[at] ^= 0x10
        assert code(bytes(broken)) in {"IMG-DAMAGED", "IMG-CUT", "IMG-PIXELS", "IMG-MORE"}


def test_the_bound_is_that_of_the_house() -> None:
    assert code(png(4_000, 5_000), most=20) == "image/png"
    assert code(png(4_000, 5_001), most=20) == "IMG-PIXELS"
