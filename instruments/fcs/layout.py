"""How the bytes of one event become numbers: types, widths, byte order, masks and scales."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from instruments.fcs.dataset import Channel
from instruments.fcs.keywords import number, required, whole
from instruments.reading import Note, Refusal

FLOAT_BITS = {"F": 32, "D": 64}
_WIDEST = 64
_FEWEST_KEYWORDS = 2  # a channel has at least a name and a width
_ORDER_LIMIT = 8
_MODE_OPTIONAL = "FCS3.2"
_OPTIONAL_LOG = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The channels in stored order and the byte order.

    `order` gives for each stored byte its significance from 0, as $BYTEORD does from 1; it is empty
    for ASCII data and where every value is one byte.  `bits` is the size of one event, 0 where ASCII
    values have no fixed width.
    """

    kind: str
    channels: tuple[Channel, ...]
    order: tuple[int, ...]
    bits: int

    @property
    def little(self) -> bool:
        """Tell whether the least significant byte comes first."""
        return self.order == tuple(range(len(self.order)))

    @property
    def big(self) -> bool:
        """Tell whether the most significant byte comes first."""
        return self.order == tuple(reversed(range(len(self.order))))


def read_layout(keywords: Mapping[str, str], version: str, warnings: list[Note]) -> Layout:
    """Read the layout.

    `Refusal` FCS-KEYWORD-MISSING, FCS-NOT-WHOLE, FCS-MODE, FCS-DATATYPE, FCS-PAR, FCS-WIDTH,
    FCS-RANGE, FCS-BYTE-ORDER.
    """
    _list_mode(keywords, version)
    kind = required(keywords, "$DATATYPE").upper()
    if kind not in {"I", "F", "D", "A"}:
        raise Refusal("FCS-DATATYPE", keyword="$DATATYPE", found=kind)
    par = whole(keywords, "$PAR")
    if par is None:
        raise Refusal("FCS-KEYWORD-MISSING", keyword="$PAR")
    if not 0 < par * _FEWEST_KEYWORDS <= len(keywords):
        raise Refusal("FCS-PAR", found=par, keywords=len(keywords))
    channels = tuple(_channel(keywords, n, kind, version, warnings) for n in range(1, par + 1))
    _same_names(channels, warnings)
    _offset_zero(keywords, channels, warnings)
    bits = sum(_stored_bits(each) for each in channels)
    order = () if kind == "A" else _order(keywords, channels)
    return Layout(kind, channels, order, 0 if any(c.bits == 0 for c in channels) else bits)


def _list_mode(keywords: Mapping[str, str], version: str) -> None:
    """Only list mode holds single events; FCS 3.2 lets the keyword be absent."""
    if "$MODE" not in keywords and version == _MODE_OPTIONAL:
        return
    mode = required(keywords, "$MODE").upper()
    if mode != "L":
        raise Refusal("FCS-MODE", found=mode)


def _channel(
    keywords: Mapping[str, str], n: int, kind: str, version: str, warnings: list[Note]
) -> Channel:
    own = _own_kind(keywords, n, kind, version)
    name = f"$P{n}"
    limit = number(keywords[f"{name}R"]) if f"{name}R" in keywords else None
    if own == "I":
        _check_range(keywords, n, limit, warnings)
    return Channel(
        index=n,
        pnn=required(keywords, f"{name}N"),
        pns=keywords.get(f"{name}S", "").strip(),
        kind=own,
        bits=_bits(keywords, n, own),
        range=limit,
        amplification=_amplification(keywords, n, own, warnings),
        gain=_gain(keywords, n, warnings),
        voltage=number(keywords.get(f"{name}V", "")),
    )


def _own_kind(keywords: Mapping[str, str], n: int, kind: str, version: str) -> str:
    """Give the type of one channel: FCS 3.2 may name it apart from $DATATYPE."""
    name = f"$P{n}DATATYPE"
    own = keywords.get(name, "").strip().upper()
    if not own or version != "FCS3.2":
        return kind
    if own not in {"I", "F", "D"} or kind == "A":
        raise Refusal("FCS-DATATYPE", keyword=name, found=own)
    return own


def _bits(keywords: Mapping[str, str], n: int, kind: str) -> int:
    """Give the width of one channel; for ASCII data $PnB counts characters, * is free width."""
    name = f"$P{n}B"
    if kind == "A" and required(keywords, name) == "*":
        return 0
    required(keywords, name)
    bits = whole(keywords, name) or 0
    expected = FLOAT_BITS.get(kind, bits)
    if bits != expected or not 0 < bits <= _WIDEST:
        raise Refusal("FCS-WIDTH", keyword=name, found=bits, datatype=kind)
    return bits


def _stored_bits(channel: Channel) -> int:
    return channel.bits * 8 if channel.kind == "A" else channel.bits


def _check_range(
    keywords: Mapping[str, str], n: int, limit: Decimal | None, warnings: list[Note]
) -> None:
    """An integer without a range has no mask: bits above it may be anything."""
    name = f"$P{n}R"
    found = required(keywords, name)
    if limit is None or limit < 0:
        raise Refusal("FCS-RANGE", keyword=name, found=found[:40])
    if limit <= 1:
        warnings.append(Note("FCS-RANGE-UNSTATED", {"keyword": name, "found": found}))


def mask(channel: Channel) -> int:
    """Give the bits that are data: below the next power of two of $PnR, at most the width.

    A range of 0 or 1 says nothing, and nothing is masked (the warning FCS-RANGE-UNSTATED tells).
    Source: FCS 3.1, $PnR; the junk that older cytometers leave above is why it is needed.
    """
    full = (1 << channel.bits) - 1
    limit = channel.range
    if limit is None or limit <= 1 or limit > full:
        return full
    top = int(limit.to_integral_value(rounding="ROUND_CEILING")) - 1
    return min(full, (1 << top.bit_length()) - 1)


def _amplification(
    keywords: Mapping[str, str], n: int, kind: str, warnings: list[Note]
) -> tuple[Decimal, Decimal] | None:
    """Read $PnE: decades and offset of a logarithmic amplifier; 0,0 is linear."""
    name = f"$P{n}E"
    if name not in keywords:
        return None
    parts = [number(part) for part in keywords[name].split(",")]
    decades, offset = parts if len(parts) == _OPTIONAL_LOG else (None, None)
    if decades is None or offset is None or decades < 0 or offset < 0:
        warnings.append(Note("FCS-SCALE", {"keyword": name, "found": keywords[name][:40]}))
        return None
    if decades == 0:
        return None
    if kind in FLOAT_BITS:
        warnings.append(Note("FCS-SCALE-FLOAT", {"keyword": name, "found": keywords[name][:40]}))
        return None
    return decades, offset or Decimal(1)


def _offset_zero(
    keywords: Mapping[str, str], channels: tuple[Channel, ...], warnings: list[Note]
) -> None:
    """Say where a logarithmic scale begins at 0, which no logarithm does; it is taken as 1."""
    names = [f"$P{channel.index}E" for channel in channels if channel.amplification]
    zero = [name for name in names if number(keywords[name].partition(",")[2]) == 0]
    if zero:
        warnings.append(Note("FCS-SCALE-ZERO", {"keywords": ", ".join(zero)[:120]}))


def _gain(keywords: Mapping[str, str], n: int, warnings: list[Note]) -> Decimal | None:
    name = f"$P{n}G"
    if name not in keywords:
        return None
    gain = number(keywords[name])
    if gain is None or gain <= 0:
        warnings.append(Note("FCS-GAIN", {"keyword": name, "found": keywords[name][:40]}))
        return None
    return gain


def _same_names(channels: tuple[Channel, ...], warnings: list[Note]) -> None:
    counted = Counter(channel.pnn for channel in channels)
    twice = sorted(name for name, count in counted.items() if count > 1)
    if twice:
        warnings.append(Note("FCS-NAME-TWICE", {"names": ", ".join(twice)[:200]}))


def _order(keywords: Mapping[str, str], channels: tuple[Channel, ...]) -> tuple[int, ...]:
    """Read $BYTEORD; one that is neither rising nor falling must fit every value it is used for."""
    if all(channel.bits == 8 for channel in channels):  # noqa: PLR2004 - one byte has no order
        return ()
    found = required(keywords, "$BYTEORD")
    parts = [part.strip() for part in found.split(",")]
    given = tuple(int(part) - 1 for part in parts if part.isascii() and part.isdecimal())
    if len(parts) > _ORDER_LIMIT or len(parts) < 2 or sorted(given) != list(range(len(parts))):  # noqa: PLR2004
        raise Refusal("FCS-BYTE-ORDER", found=found[:40])
    straight = given in {tuple(range(len(given))), tuple(reversed(range(len(given))))}
    if not straight and any(c.bits not in {8, 8 * len(given)} for c in channels):
        raise Refusal("FCS-BYTE-ORDER", found=found[:40])
    return given
