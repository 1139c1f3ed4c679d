"""Seeded FCS files of every kind, a third of them broken in one known way."""

from __future__ import annotations

import random
from collections.abc import Callable

from bench.fcs_written import Variant, data

VERSIONS = ("FCS2.0", "FCS3.0", "FCS3.1", "FCS3.2")
DELIMITERS = "/|\\!\x0c\x1e\t*"
WIDTHS = (8, 16, 24, 32, 40, 48, 56, 64)
# Exactly representable in float32, so that the truth is exact in both widths.
FLOATS = (0.0, -1.5, 1024.25, 262143.0, 0.125, -0.0625, 99999.5)


def variant(seed: int) -> Variant:
    """Make the variant of one seed; every third one has something broken in it."""
    dice = random.Random(seed)
    made = _sound(dice)
    if seed % 3 == 0:
        dice.choice(BREAKS)(made, dice)
    return made


def _sound(dice: random.Random) -> Variant:
    version = dice.choice(VERSIONS)
    kind = dice.choice("IIIIFFDDMPA" if version == "FCS3.2" else "IIIIFFDDPA")
    par, total = dice.randint(1, 9), dice.choice((0, 1, 2, 7, 40, 129))
    big = dice.random() < 0.5
    widths, kinds, order = _widths(kind, par, dice, big=big)
    ranges = [_range(width, each, dice) for width, each in zip(widths, kinds, strict=True)]
    events = [
        [_value(w, k, dice) for w, k in zip(widths, kinds, strict=True)] for _ in range(total)
    ]
    free = kind == "A" and dice.random() < 0.4
    return Variant(
        version=version,
        keywords={f"$P{n}B": "*" for n in range(1, par + 1)} if free else {},
        kind={"M": "F", "P": "I"}.get(kind, kind),
        order=order,
        widths=widths,
        kinds=kinds,
        ranges=ranges,
        events=events,
        delimiter=dice.choice(DELIMITERS[: -1 if free else None]),  # no value begins with it
        extra=_extra(dice),
        offsets=dice.choice(("both", "header", "text")) if version != "FCS2.0" else "header",
        end_by_one=dice.random() < 0.2 and kind not in "PA",
        gap=dice.choice((0, 0, 1, 200)),
        tail=dice.choice((b"", b"00000000", b"\0" * 33)),
    )


def _widths(
    kind: str, par: int, dice: random.Random, *, big: bool
) -> tuple[list[int], list[str], tuple[int, ...]]:
    """Choose widths and types of the channels, and a byte order that can hold them."""
    rising = tuple(range(dice.choice((2, 4, 8))))
    order = rising[::-1] if big else rising
    if kind == "P":  # packed: most significant first only
        return [dice.randint(1, 33) for _ in range(par - 1)] + [10], ["I"] * par, rising[::-1]
    if kind == "A":
        return [dice.randint(1, 9) for _ in range(par)], ["A"] * par, order
    if kind == "M":
        kinds = [dice.choice("IFD") for _ in range(par)]
        return [{"F": 32, "D": 64, "I": 16}[each] for each in kinds], kinds, order
    if kind in "FD":
        return [32 if kind == "F" else 64] * par, [kind] * par, order
    if dice.random() < 0.2:  # an order no machine of today has
        size = dice.choice((2, 3, 4))
        shuffled = list(range(size))
        dice.shuffle(shuffled)
        return [8 * size] * par, ["I"] * par, tuple(shuffled)
    widths = [dice.choice(WIDTHS) for _ in range(par)]
    return (widths if dice.random() < 0.5 else widths[:1] * par), ["I"] * par, order


def _range(width: int, kind: str, dice: random.Random) -> int:
    if kind != "I":
        return 262144
    if dice.random() < 0.3:
        return dice.randint(2, 1 << width) if width > 1 else 2
    return 1 << dice.randint(1, width)


def _value(width: int, kind: str, dice: random.Random) -> int | float:
    if kind == "A":
        return dice.randrange(10 ** min(width, 9))
    return dice.choice(FLOATS) if kind in "FD" else dice.getrandbits(width)


def _extra(dice: random.Random) -> list[tuple[str, str]]:
    """Keywords that a reader must carry along: delimiters inside, empty values, other languages."""
    some = [
        ("$FIL", "run<D>1<D><D>x.fcs"),
        ("$OP", "Zoé Müller"),
        ("$COM", ""),
        ("LOT", "=cmd|' /C calc'!A1"),
        ("NOTE", "<img src=x onerror=alert(1)>"),
        ("$SMNO", "AT26-001-S014"),
    ]
    return dice.sample(some, dice.randint(0, len(some)))


# --- What can be broken, and which reasons are true ---------------------------------------------

Break = Callable[[Variant, random.Random], None]


def _missing(made: Variant, dice: random.Random) -> None:
    names = ["$MODE", "$DATATYPE", "$PAR", "$P1N", "$P1B"]
    if made.version == "FCS3.2":
        names.remove("$MODE")
    if made.version != "FCS2.0":
        names.append("$TOT")
    name = dice.choice(names)
    made.keywords[name] = "<none>"
    made.refused, made.what = ("FCS-KEYWORD-MISSING",), f"no {name}"


def _doubled(made: Variant, dice: random.Random) -> None:
    name, value = dice.choice((("$TOT", "7777"), ("$P1B", "63"), ("$P1N", "OTHER"), ("$PAR", "77")))
    made.extra.append((name, value))
    made.refused, made.what = ("FCS-DUPLICATE",), f"two {name}"


def _total(made: Variant, dice: random.Random) -> None:
    made.events = made.events or [[0 for _ in made.widths]]
    more = len(made.events) + dice.choice((9, 100, 10**12))
    made.keywords["$TOT"] = str(more)
    made.refused, made.what = ("FCS-TOTAL", "FCS-ASCII-COUNT"), f"$TOT {more}"


def _mode(made: Variant, dice: random.Random) -> None:
    made.keywords["$MODE"] = dice.choice("CU")
    made.refused, made.what = ("FCS-MODE",), "histograms"


def _number(made: Variant, dice: random.Random) -> None:
    name = dice.choice(("$TOT", "$PAR", "$NEXTDATA"))
    made.keywords[name] = dice.choice(("-1", "1e3", "0x10", "many", "1_0", "1.0", "９"))
    made.refused, made.what = ("FCS-NOT-WHOLE",), f"{name} {made.keywords[name]}"


def _width(made: Variant, dice: random.Random) -> None:
    made.keywords["$P1B"] = dice.choice(("0", "65", "999999"))
    made.refused = ("FCS-WIDTH",) if made.kind != "A" or made.keywords["$P1B"] != "999999" else ()
    if not made.refused:
        made.refused = ("FCS-WIDTH", "FCS-TOTAL", "FCS-ASCII")
    made.what = f"$P1B {made.keywords['$P1B']}"


def _order(made: Variant, dice: random.Random) -> None:
    if made.kind == "A" or all(width == 8 for width in made.widths):
        _mode(made, dice)
        return
    made.keywords["$BYTEORD"] = dice.choice(
        ("1,1,2,2", "0,1,2,3", "4,3,2", "abc", "1,2,3,4,5,6,7,8,9")
    )
    if made.keywords["$BYTEORD"] == "4,3,2":
        made.keywords["$BYTEORD"] = "4,3,2,2"
    made.refused, made.what = ("FCS-BYTE-ORDER",), f"$BYTEORD {made.keywords['$BYTEORD']}"


def _channels(made: Variant, dice: random.Random) -> None:
    made.keywords["$PAR"] = dice.choice(("0", "999999999"))
    made.refused, made.what = ("FCS-PAR",), f"$PAR {made.keywords['$PAR']}"


def _type(made: Variant, dice: random.Random) -> None:
    made.keywords["$DATATYPE"] = dice.choice(("X", "IF", "Ｉ"))
    made.refused, made.what = ("FCS-DATATYPE",), f"$DATATYPE {made.keywords['$DATATYPE']}"


def _shifted(made: Variant, dice: random.Random) -> None:
    """TEXT places the events elsewhere than HEADER, and both places could be meant."""
    if made.version == "FCS2.0" or not made.events or made.kind == "A":
        _mode(made, dice)
        return
    made.offsets, made.shift, made.tail = "both", dice.choice((1, 4, 46)), b"\0" * 64
    made.refused, made.what = ("FCS-OFFSETS-CONFLICT",), "two places"


def _truncated(made: Variant, dice: random.Random) -> None:
    if not made.events:
        _mode(made, dice)
        return
    made.cut = len(made.tail) + dice.randint(1, len(data(made)))
    made.refused, made.what = ("FCS-TRUNCATED",), f"{made.cut} bytes cut"


BREAKS: tuple[Break, ...] = (
    _missing, _doubled, _total, _mode, _number, _width, _order, _channels, _type, _shifted,
    _truncated,
)  # fmt: skip
