"""The spillover matrix a file carries, in the three spellings software writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from instruments.fcs.dataset import Channel, Spillover
from instruments.fcs.keywords import number
from instruments.reading import Note, Refusal

# $SPILLOVER since FCS 3.1, SPILL by BD before it; $COMP since FCS 3.0 names no channels.
NAMED = ("$SPILLOVER", "SPILL", "SPILLOVER", "$SPILL")
UNNAMED = "$COMP"
_SINGULAR = 1e12  # a matrix with a larger condition number has no inverse in float64


def read_spillover(
    keywords: Mapping[str, str], channels: tuple[Channel, ...], warnings: list[Note]
) -> Spillover | None:
    """Read the matrix; None when there is none, and None with a warning when it cannot be right.

    Whether it may be used (its condition, its diagonal) the gating template decides.
    """
    found = [name for name in (*NAMED, UNNAMED) if keywords.get(name, "").strip(" 0")]
    if not found:
        return None
    texts = {re.sub(r"\s", "", keywords[name]) for name in found if name in NAMED}
    if len(texts) > 1:
        told = {"keyword": found[0], "others": ", ".join(found[1:])}
        warnings.append(Note("FCS-SPILL-TWO", told))
    try:
        return _read(found[0], keywords[found[0]].strip(), channels)
    except Refusal as refusal:
        warnings.append(refusal.note)
        return None


def _read(keyword: str, text: str, channels: tuple[Channel, ...]) -> Spillover:
    parts = [part.strip() for part in text.split(",")]
    count = int(parts[0]) if re.fullmatch(r"[0-9]{1,5}", parts[0]) else 0
    names = _names(keyword, parts, count, channels)
    values = parts[1:] if keyword == UNNAMED else parts[1 + count :]
    if not count or len(values) != count * count:
        raise Refusal("FCS-SPILL-SIZE", keyword=keyword, channels=count, values=len(values))
    indices = _indices(keyword, names, channels)
    if len(set(indices)) != count:
        raise Refusal("FCS-SPILL-TWICE", keyword=keyword)
    numbers = [number(value) for value in values]
    if any(each is None for each in numbers):
        raise Refusal("FCS-SPILL-NUMBER", keyword=keyword)
    matrix = np.array(numbers, dtype=np.float64).reshape(count, count)
    if not np.isfinite(matrix).all() or not np.linalg.cond(matrix) < _SINGULAR:
        raise Refusal("FCS-SPILL-SINGULAR", keyword=keyword)
    return Spillover(keyword, names, indices, matrix)


def _names(
    keyword: str, parts: list[str], count: int, channels: tuple[Channel, ...]
) -> tuple[str, ...]:
    if keyword != UNNAMED:
        return tuple(parts[1 : 1 + count])
    if count != len(channels):
        raise Refusal("FCS-SPILL-UNNAMED", keyword=keyword, channels=count)
    return tuple(channel.pnn for channel in channels)


def _indices(
    keyword: str, names: tuple[str, ...], channels: tuple[Channel, ...]
) -> tuple[int, ...]:
    """Give the channels of the matrix: by name, or by number where no channel has such a name."""
    known = {channel.pnn.strip() for channel in channels}
    numbers = [int(name) for name in names if re.fullmatch(r"[0-9]{1,5}", name)]
    if len(numbers) == len(names) and known.isdisjoint(names):
        if all(1 <= each <= len(channels) for each in numbers):
            return tuple(numbers)
        raise Refusal("FCS-SPILL-CHANNEL", keyword=keyword, channel=", ".join(names)[:60])
    return tuple(_index(keyword, name, channels) for name in names)


def _index(keyword: str, name: str, channels: tuple[Channel, ...]) -> int:
    found = [channel.index for channel in channels if channel.pnn.strip() == name]
    if len(found) != 1:
        raise Refusal("FCS-SPILL-CHANNEL", keyword=keyword, channel=name[:60])
    return found[0]
