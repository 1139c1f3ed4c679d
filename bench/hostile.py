"""Hostile files: what a careless or malicious export could hold, made by our own code.

`files` names each and makes it when it is wanted.  `flips` turns single bits of
good files.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace

from bench import fcs_panel
from bench.fcs_variants import variant
from bench.fcs_written import Variant, build

Made = Callable[[], bytes]
MEBI = 1 << 20
BOMBS = (0, 2, 999, 10**6, 10**9, 10**12, 10**18, 10**19, 10**30)
NAMES = (
    "=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "-2+3", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "{{7*7}}", "${jndi:ldap://127.0.0.1/x}", "'; DROP TABLE lot;--",
    "../../etc/passwd", "%s%s%s%n", "\u202egnp.exe", "A" * 70_000, "\x00", "\x1b[2J", "NaN", " ",
)  # fmt: skip
HEADS = {
    "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-1.7\n", "exe": b"MZ\x90\0", "elf": b"\x7fELF",
    "gzip": b"\x1f\x8b\x08\0", "html": b"<html><script>", "pickle": b"\x80\x04\x95", "jpeg": b"\xff\xd8",
    "sqlite": b"SQLite format 3\0", "fcs1": b"FCS1.0    ", "fcs9": b"FCS9.9    ", "fcs": b"FCS3.1",
}  # fmt: skip


def good(seed: int = 1) -> Variant:
    """Make a file that is read: 40 events of float32."""
    dice = random.Random(seed)
    rows: list[list[int | float]] = [
        [float(dice.randrange(9999)) for _ in range(3)] for _ in range(40)
    ]
    return Variant("FCS3.1", "F", (0, 1, 2, 3), [32] * 3, ["F"] * 3, [262144] * 3, rows, "/")


def files(canary: str) -> Iterator[tuple[str, Made]]:
    """Give every hostile file, made when asked; some name the address `canary` to look outside."""
    yield from _bombs()
    yield from _cuts()
    yield from _offsets()
    yield from _names()
    yield from _values()
    yield from _texts()
    yield from _sets()
    yield from _others(canary)
    yield from _plates()
    for seed in range(0, 90, 3):
        yield f"broken variant {seed}", lambda seed=seed: build(variant(seed))  # type: ignore[misc]


def _with(**words: str) -> bytes:
    """Build the good file with other keywords, `$` left out of their names."""
    return build(replace(good(), keywords={f"${name}": value for name, value in words.items()}))


def _bombs() -> Iterator[tuple[str, Made]]:
    """Counts that ask for memory the file does not have."""
    for name in ("TOT", "PAR", "P1B", "NEXTDATA", "BEGINDATA", "ENDDATA", "BEGINSTEXT", "P1R"):
        for value in BOMBS:
            word = {name: str(value)} | ({"ENDSTEXT": str(value)} if name == "BEGINSTEXT" else {})
            yield f"${name} {value}", lambda word=word: _with(**word)  # type: ignore[misc]
    yield "a number of a million digits", lambda: _with(TOT="9" * MEBI)
    yield "text data that unfolds", _ascii_bomb
    yield "packed bits that unfold", _packed_bomb


def _ascii_bomb() -> bytes:
    """12 MiB of small numbers: as objects of Python they take more than twenty times that."""
    count = 4 * MEBI
    words = {"$P1B": "*", "$TOT": str(count)}
    made = Variant("FCS2.0", "A", (0, 1), [2], ["A"], [99], [[77]], "/", words, offsets="header")
    whole = build(made)
    begin = len(whole) - 2
    body = b"77 " * count
    return whole[:26] + b"%8d%8d" % (begin, begin + len(body) - 1) + whole[42:begin] + body


def _packed_bomb() -> bytes:
    """One-bit channels: sixty-four times their size as numbers of 64 bits, were they so."""
    made = Variant("FCS2.0", "I", (1, 0), [1] * 24, ["I"] * 24, [2] * 24, [[1] * 24], "/")
    made = replace(made, keywords={"$TOT": str(2 * MEBI)}, offsets="header")
    whole = build(made)
    begin = len(whole) - 3
    body = bytes(6 * MEBI)
    return whole[:26] + b"%8d%8d" % (begin, begin + len(body) - 1) + whole[42:begin] + body


def _cuts() -> Iterator[tuple[str, Made]]:
    """Files that end too early, anywhere."""
    whole = build(good())
    for place in (*range(0, 60, 6), *range(60, len(whole), len(whole) // 12)):
        yield f"cut at {place}", lambda place=place: whole[:place]  # type: ignore[misc]


def _offsets() -> Iterator[tuple[str, Made]]:
    """HEADER fields that lead nowhere, or into each other."""
    whole = build(good())
    for field in range(6):
        for text in (b"      -1", b"99999999", b"0x000040", b"  1e3   ", b"\xff" * 8):
            at = 10 + 8 * field
            made = whole[:at] + text + whole[at + 8 :]
            yield f"field {field} {text!r}", lambda made=made: made  # type: ignore[misc]


def _names() -> Iterator[tuple[str, Made]]:
    """Names that would do something, in a page, a sheet or a terminal."""
    for name in NAMES:
        yield f"name {name[:20]!r}", lambda name=name: _with(P1N=name, P1S=name)  # type: ignore[misc]


def _values() -> Iterator[tuple[str, Made]]:
    """Events that are no numbers, and scales that are none."""
    for value in (float("nan"), float("inf"), -float("inf"), 1e38, 1e-45):
        rows: list[list[int | float]] = [[value] * 3 for _ in range(40)]
        made = build(replace(good(), events=rows))
        yield f"events {value}", lambda made=made: made  # type: ignore[misc]
    for word in ("0,0,0", "-4,1", "nan,1", "1e999,1", "4,-1", ","):
        yield f"$P1E {word}", lambda word=word: _with(P1E=word, P1G="NaN")  # type: ignore[misc]


def _texts() -> Iterator[tuple[str, Made]]:
    """TEXT made to take time or memory."""
    many = "".join(f"/K{n}/v" for n in range(MEBI // 4))
    yield "a quarter of a million keywords", lambda: _text(many)
    yield "a megabyte of delimiters", lambda: _text("/" * MEBI)
    yield "a million doubled keywords", lambda: _text("/A/b" * MEBI)
    yield "one keyword of 4 MiB", lambda: _text("/" + "K" * 4 * MEBI + "/v/")
    size = 700
    matrix = ",".join(["1.5"] * size * size)
    names = ",".join(f"D{n}" for n in range(size))
    yield "a matrix of half a million numbers", lambda: _with(SPILLOVER=f"{size},{names},{matrix}")
    yield "a matrix of nothing", lambda: _with(SPILLOVER="99999," + "," * 99999)
    yield "a matrix of itself", lambda: _with(SPILLOVER="2,CH1-A,CH1-A,1,0,0,1")


def _text(text: str) -> bytes:
    data = text.encode()
    fields = (58, 58 + len(data) - 1, 0, 0, 0, 0)
    return b"FCS3.1    " + b"".join(b"%8d" % each for each in fields) + data


def _sets() -> Iterator[tuple[str, Made]]:
    """Data sets that follow each other for ever."""
    whole = build(good())
    yield "a data set that follows itself", lambda: _with(NEXTDATA="0000000058")
    step = len(_with(NEXTDATA=f"{9999:010d}"))
    chain = _with(NEXTDATA=f"{step:010d}")
    yield "five thousand data sets", lambda: chain * 5000
    yield "a second data set that is cut", lambda: chain + whole[:-9]
    yield "a second data set that is none", lambda: chain + b"FCS" + bytes(60)


def _others(canary: str) -> Iterator[tuple[str, Made]]:
    """Files of other kinds: heads, archives that unfold, XML that looks outside."""
    for name, head in HEADS.items():
        yield name, lambda head=head: head + bytes(512)  # type: ignore[misc]
    yield "nothing", lambda: b""
    yield "zeros", lambda: bytes(MEBI)
    yield "noise", lambda: random.Random(5).randbytes(MEBI)
    yield "archive that unfolds", lambda: _xlsx("xl/worksheets/sheet1.xml", b" " * MEBI, 300)
    yield "archive of strings", lambda: _xlsx("xl/sharedStrings.xml", b"<si/>" * MEBI, 40)
    yield "archive with a path", lambda: _xlsx("../../../elnapp", b"x")
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l12;</x>'.encode()
    outside = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{canary}">]><x>&e;</x>'.encode()
    )
    local = outside.replace(canary.encode(), b"file:///etc/passwd")
    for name, body in (("laughs", bomb), ("outside", outside), ("local", local)):
        yield f"XML, {name}", lambda body=body: body  # type: ignore[misc]
        yield f"sheet, {name}", lambda body=body: _xlsx("xl/workbook.xml", body)  # type: ignore[misc]
    for lines in (
        b"a;b\n" * MEBI,
        b'"' * MEBI,
        b"1,2" + b"," * MEBI,
        struct.pack("<H", 0xFEFF) * 999,
    ):
        yield f"table {lines[:4]!r}", lambda lines=lines: lines  # type: ignore[misc]


PLATES = {
    "softmax": "##BLOCKS= 1\nPlate:\tP\t1.3\tPlateFormat\tEndpoint\tAbsorbance\tRaw\n",
    "gen5": "Software Version\t3.12.08\n\nExperiment File Path:\tX:\\a.xpt\nProtocol File Path:\tX:\\b.prt\n",
    "envision": "Plate information\nPlate,Repeat,Barcode,Measured height\n1,1,P,0\n",
    "mars": "User: U,Path: P,Test run no.: 1\nTest name: T,Date: 1/2/2026,Time: 1:00:00 PM\nRaw Data\n",
    "immunospot": "Software version: ImmunoSpot 7.0.30.4\nMachine ID: M\n",
}
"""How exports of plate readers begin, so that the converter is what reads what comes after."""


def _plates() -> Iterator[tuple[str, Made]]:
    """Exports of plate readers that go on as none does: endless, cut, named to be run, not text."""
    for name, head in PLATES.items():
        for told, rest in (
            ("cut", b""),
            ("wide", b"," * MEBI + b"\t" * MEBI),
            ("long", b"1\t2,3\n" * (2 * MEBI // 6)),
            ("names", "\n".join(NAMES).encode()),
            ("noise", random.Random(7).randbytes(MEBI)),
        ):
            yield f"{name}, {told}", lambda head=head, rest=rest: head.encode() + rest  # type: ignore[misc]
    many = PLATES["softmax"].replace("= 1", f"= {10**18}")
    yield "softmax, blocks", many.encode
    yield "softmax, a plate of 10^9 wells", lambda: many.encode() + b"\t\t1\t1000000000\n" * 999


def _xlsx(name: str, body: bytes, times: int = 1) -> bytes:
    """Make an archive as a sheet program would, with one part that holds `body` so many times."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(name, "w") as part:
            for _ in range(times):
                part.write(body)
    return kept.getvalue()


def tubes(count: int) -> Iterator[dict[str, bytes]]:
    """Give small panels, each with a tube of turned bits or of values at the ends of their type."""
    dice = random.Random(20261125)
    held = {"CD90": 0.99, "CD73": 0.97, "CD105": 0.9, "NEG": 0.01}
    sound = {
        name: fcs_panel.tube(stem, {k: v for k, v in held.items() if k not in stem}, events=1_500)
        for name in fcs_panel.panel(held, events=10)
        for stem in [name.removesuffix(".fcs")]
    }
    turned = {name: flips([blob], count) for name, blob in sound.items()}
    for n in range(count):
        name = dice.choice(list(sound))
        blob = next(turned[name]) if n % 2 else _extreme(sound[name], dice)
        yield sound | {name: blob}


def _extreme(blob: bytes, dice: random.Random) -> bytes:
    """Set some events of a tube to what a float can hold and no cell has."""
    changed, ends = bytearray(blob), (3.4e38, -3.4e38, 1e30, -1e30, 1e-38, 0.0, float("nan"))
    for _ in range(dice.choice((1, 3, 50))):
        at = len(blob) - 4 * dice.randrange(1, 10_000)
        changed[at : at + 4] = struct.pack("<f", dice.choice(ends))
    return bytes(changed)


def flips(originals: list[bytes], count: int) -> Iterator[bytes]:
    """Give files with one to four bits turned, most of them in HEADER and TEXT."""
    dice = random.Random(20261122)
    for n in range(count):
        turned = bytearray(originals[n % len(originals)])
        reach = min(len(turned), dice.choice((58, 600, 6000, len(turned))))
        for _ in range(dice.randint(1, 4)):
            turned[dice.randrange(reach)] ^= 1 << dice.randrange(8)
        yield bytes(turned)
