"""Bytes of DATA to one array a channel.

Nothing is allocated before the length of DATA was compared with $TOT and the layout.  Float data and
unmasked integers of one common width are views of the file's own bytes; everything else is decoded
channel by channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from instruments.fcs.dataset import Channel, Column
from instruments.fcs.layout import FLOAT_BITS, Layout, mask
from instruments.fcs.offsets import Place
from instruments.reading import Refusal

_NATIVE = {8: "u1", 16: "u2", 32: "u4", 64: "u8"}
_CHUNK = (
    65_536  # events decoded bit by bit at a time; a multiple of 8, so that chunks are whole bytes
)
_DIGITS = 18  # that many always fit 63 bits
_ZERO, _NINE, _SPACE = b"09 "
_SEPARATORS = bytes.maketrans(b",\t\r\n", b"    ")


def decode(
    view: memoryview, place: Place, layout: Layout
) -> tuple[tuple[Column, ...], Column | None]:
    """Give the columns, and the same memory as events x channels where all share one type.

    `Refusal` FCS-PACKED-ORDER (packed bits in another order than most significant first),
    FCS-BYTE-ORDER, FCS-ASCII (what stands there is no whole number, or there are not as many values
    as $TOT and $PAR say).
    """
    raw = view[place.begin : place.begin + place.length]
    if layout.kind == "A":
        return _split(_ascii(raw, place, layout))
    total = place.total or 0
    common = _common_type(layout)
    if common is not None:
        return _split(_masked(_shaped(np.frombuffer(raw, dtype=common), total, layout), layout))
    if any(channel.bits % 8 for channel in layout.channels):
        return tuple(_packed(raw, total, layout)), None
    return tuple(_bytewise(raw, total, layout)), None


def _shaped(values: Column, total: int, layout: Layout) -> Column:
    """Lay values out as events x channels."""
    return values.reshape(total, len(layout.channels))


def _split(table: Column) -> tuple[tuple[Column, ...], Column]:
    return tuple(table[:, n] for n in range(table.shape[1])), table


def _common_type(layout: Layout) -> np.dtype[Any] | None:
    """Give the type that all values share, when numpy has it in this byte order."""
    kinds = {(channel.kind, channel.bits) for channel in layout.channels}
    if len(kinds) > 1 or not (layout.little or layout.big):
        return None
    kind, bits = next(iter(kinds))
    if kind in FLOAT_BITS:
        return _float_type(bits, layout)
    return np.dtype(_mark(layout) + _NATIVE[bits]) if bits in _NATIVE else None


def _mark(layout: Layout) -> str:
    return "<" if layout.little else ">"


def _float_type(bits: int, layout: Layout) -> np.dtype[Any]:
    return np.dtype(f"{_mark(layout)}f{bits // 8}")


def _masked(table: Column, layout: Layout) -> Column:
    """Clear the bits above each range; a table without such bits stays the view it is."""
    if table.dtype.kind == "f":
        return table
    masks = [mask(channel) for channel in layout.channels]
    full = (1 << 8 * table.dtype.itemsize) - 1
    if all(each == full for each in masks):
        return table
    kept: Column = table & np.array(masks, dtype=table.dtype.newbyteorder("="))
    return kept


def _bytewise(raw: memoryview, total: int, layout: Layout) -> Iterator[Column]:
    """Decode channels of different types, or of widths and byte orders that numpy has no type for."""
    table = np.frombuffer(raw, dtype=np.uint8).reshape(total, layout.bits // 8)
    at = 0
    for channel in layout.channels:
        size = channel.bits // 8
        stored = table[:, at : at + size]
        at += size
        if channel.kind in FLOAT_BITS:
            yield _floats(stored, channel, layout)
        else:
            yield _whole(_gathered(stored, _significance(layout, size)), channel)


def _floats(stored: NDArray[np.uint8], channel: Channel, layout: Layout) -> Column:
    """Read floats of any byte order: the bytes are put into the order of the machine."""
    ranks = _significance(layout, channel.bits // 8)
    sorted_bytes = stored[:, np.argsort(ranks)]
    return np.ascontiguousarray(sorted_bytes).view(f"<f{channel.bits // 8}")[:, 0]


def _significance(layout: Layout, size: int) -> list[int]:
    """Give for each of `size` stored bytes how significant it is, from 0."""
    if layout.little or size == 1:
        return list(range(size))
    if layout.big:
        return list(reversed(range(size)))
    if len(layout.order) != size:
        found = ",".join(str(each + 1) for each in layout.order)
        raise Refusal("FCS-BYTE-ORDER", found=found)
    return list(layout.order)


def _gathered(stored: NDArray[np.uint8], ranks: list[int]) -> Column:
    """Put the bytes of one channel together."""
    made = np.zeros(len(stored), dtype=_holding(8 * len(ranks)))
    for place, rank in enumerate(ranks):
        made |= stored[:, place].astype(made.dtype) << made.dtype.type(8 * rank)
    return made


def _holding(bits: int) -> str:
    """Name the smallest unsigned type that holds so many bits."""
    return next(name for size, name in _NATIVE.items() if bits <= size)


def _whole(values: Column, channel: Channel) -> Column:
    values &= values.dtype.type(mask(channel))
    return values


def _packed(raw: memoryview, total: int, layout: Layout) -> Iterator[Column]:
    """Decode one unbroken stream of bits, most significant first, without padding.

    With the least significant byte first the standard does not say how values straddle bytes, so
    that order is refused.
    """
    if not layout.big and layout.order:
        found = ",".join(str(each + 1) for each in layout.order)
        raise Refusal("FCS-PACKED-ORDER", found=found)
    if any(channel.kind in FLOAT_BITS for channel in layout.channels):
        raise Refusal("FCS-PACKED-ORDER", found="float")
    columns = [np.empty(total, dtype=_holding(channel.bits)) for channel in layout.channels]
    for first in range(0, total, _CHUNK):
        count = min(_CHUNK, total - first)
        begin = first * layout.bits // 8
        stored = np.frombuffer(raw[begin : begin + (count * layout.bits + 7) // 8], dtype=np.uint8)
        bits = np.unpackbits(stored)[: count * layout.bits].reshape(count, layout.bits)
        _fill(columns, first, bits, layout)
    return (_whole(values, each) for values, each in zip(columns, layout.channels, strict=True))


def _fill(columns: list[Column], first: int, bits: NDArray[np.uint8], layout: Layout) -> None:
    at = 0
    for values, channel in zip(columns, layout.channels, strict=True):
        part = values[first : first + len(bits)]
        part[:] = 0
        for place in range(at, at + channel.bits):
            part <<= part.dtype.type(1)
            part |= bits[:, place]
        at += channel.bits


def _ascii(raw: memoryview, place: Place, layout: Layout) -> Column:
    """Decode whole numbers written as text, in columns of fixed width or between separators."""
    if layout.bits:
        return _fixed(raw, place.total or 0, layout)
    words = bytes(raw).translate(_SEPARATORS).split(b" ")
    words = [word for word in words if word]
    par = len(layout.channels)
    total = len(words) // par if place.total is None else place.total
    if len(words) != total * par:
        raise Refusal("FCS-ASCII-COUNT", values=len(words), needed=total * par)
    if not all(word.isdigit() and len(word) <= _DIGITS for word in words):
        raise Refusal("FCS-ASCII")
    return np.array([int(word) for word in words], dtype=np.uint64).reshape(total, par)


def _fixed(raw: memoryview, total: int, layout: Layout) -> Column:
    """Decode columns of fixed width: blanks before the digits, and nothing else."""
    table = np.frombuffer(raw, dtype=np.uint8).reshape(total, layout.bits // 8)
    made = np.zeros((total, len(layout.channels)), dtype=np.uint64)
    at = 0
    for n, channel in enumerate(layout.channels):
        stored = table[:, at : at + channel.bits]
        at += channel.bits
        digit = (stored >= _ZERO) & (stored <= _NINE)
        begun = np.maximum.accumulate(digit, axis=1)
        wrong = np.where(begun, ~digit, stored != _SPACE).any()
        if wrong or not digit[:, -1].all() or channel.bits > _DIGITS:
            raise Refusal("FCS-ASCII")
        for place in range(channel.bits):
            made[:, n] *= np.uint64(10)
            made[:, n] += np.where(digit[:, place], stored[:, place] - _ZERO, 0).astype(np.uint64)
    return made
