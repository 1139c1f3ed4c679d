"""A writer of FCS files that shares nothing with the reader: one file and its truth.

Every value is put into bytes with Python's own integers and `struct`, so that a fault of numpy code in
the reader cannot hide behind the same fault here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field


@dataclass
class Variant:
    """One file: what it is made of, its bytes, and what a reader must find.

    `events` is None where the file must be refused; then `codes` names the true reasons.
    """

    version: str
    kind: str
    order: tuple[int, ...]
    widths: list[int]
    kinds: list[str]
    ranges: list[int]
    events: list[list[int | float]]
    delimiter: str
    keywords: dict[str, str] = field(default_factory=dict)
    extra: list[tuple[str, str]] = field(default_factory=list)
    offsets: str = "both"
    end_by_one: bool = False
    gap: int = 0
    tail: bytes = b""
    shift: int = 0
    cut: int = 0
    refused: tuple[str, ...] = ()
    what: str = "plain"


def truth(made: Variant) -> list[list[int | float]]:
    """Events as a reader must give them: integers without the bits above their range."""
    return [
        [
            value & _mask(made.ranges[n], made.widths[n])
            if made.kinds[n] == "I" and isinstance(value, int)
            else value
            for n, value in enumerate(event)
        ]
        for event in made.events
    ]


def _mask(limit: int, width: int) -> int:
    power = 1
    while power < limit:
        power *= 2
    return min(power, 1 << width) - 1


def data(made: Variant) -> bytes:
    """The DATA segment."""
    if made.kind == "A":
        if made.keywords.get("$P1B") == "*":
            return " ".join(str(value) for event in made.events for value in event).encode()
        return b"".join(
            str(value).rjust(made.widths[n]).encode()
            for event in made.events
            for n, value in enumerate(event)
        )
    if any(width % 8 for width in made.widths):
        return _bits(made)
    return b"".join(
        _bytes(value, made.widths[n] // 8, made.kinds[n], made.order)
        for event in made.events
        for n, value in enumerate(event)
    )


def _bits(made: Variant) -> bytes:
    written = "".join(
        format(int(value), f"0{made.widths[n]}b")
        for event in made.events
        for n, value in enumerate(event)
    )
    written += "0" * (-len(written) % 8)
    return bytes(int(written[at : at + 8], 2) for at in range(0, len(written), 8))


def _bytes(value: float, size: int, kind: str, order: tuple[int, ...]) -> bytes:
    """One value in the byte order of the file; a rising or falling order serves every size."""
    if kind in "FD":
        little = struct.pack("<f" if kind == "F" else "<d", value)
    else:
        little = int(value).to_bytes(size, "little")
    if len(order) == size:
        return bytes(little[place] for place in order)
    return little if order == tuple(sorted(order)) else little[::-1]


def build(made: Variant) -> bytes:
    """The whole file."""
    events = data(made)
    base = _keywords(made)
    body, begin, end = b"", 0, 0
    for _ in range(2):  # the offsets stand in TEXT, in fields of one width
        places = (begin + made.shift, end + made.shift)
        stated = dict(zip(("$BEGINDATA", "$ENDDATA"), (f"{p:>12}" for p in places), strict=True))
        body = _text(base | (stated if made.offsets != "header" else {}), made)
        if events:
            begin = 58 + len(body) + made.gap
            end = begin + len(events) - 1 + made.end_by_one
    place = (begin, end) if made.offsets != "text" else (0, 0)
    fields = (58, 58 + len(body) - 1, *place, 0, 0)
    head = made.version.encode() + b"    " + b"".join(b"%8d" % each for each in fields)
    whole = head + body + b"\0" * made.gap + events + made.tail
    return whole[: len(whole) - made.cut] if made.cut else whole


def _keywords(made: Variant) -> dict[str, str]:
    order = ",".join(str(place + 1) for place in made.order)
    words = {
        "$MODE": "L",
        "$DATATYPE": made.kind,
        "$BYTEORD": order,
        "$NEXTDATA": "0",
        "$PAR": str(len(made.widths)),
        "$TOT": str(len(made.events)),
    }
    for n, width in enumerate(made.widths, 1):
        words |= {f"$P{n}N": f"CH{n}-A", f"$P{n}B": str(width), f"$P{n}E": "0,0"}
        words[f"$P{n}R"] = str(made.ranges[n - 1])
        if made.kinds[n - 1] not in {made.kind, "A"}:
            words[f"$P{n}DATATYPE"] = made.kinds[n - 1]
    words |= made.keywords
    return {key: value for key, value in words.items() if value != "<none>"}


def _text(words: dict[str, str], made: Variant) -> bytes:
    """TEXT, with delimiters inside values doubled."""
    mark = made.delimiter
    pairs = [*words.items(), *((k, v.replace("<D>", mark)) for k, v in made.extra)]
    return (
        mark + "".join(f"{key}{mark}{value.replace(mark, mark * 2)}{mark}" for key, value in pairs)
    ).encode()
