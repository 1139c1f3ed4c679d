"""Compensation: how much of each dye every detector sees, and the events with that taken out.

A row of the matrix is one dye, a column one detector: measured = true x S, so that true =
measured x S^-1.  Sums are made channel by channel, in the order of the detectors, in float64: the
value of an event then depends on that event alone, not on how many stand beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from instruments.reading import Refusal

Floats = NDArray[np.float64]
Values = NDArray[np.floating]
Rows = tuple[tuple[float, ...], ...]

CHUNK = 16_384  # events at a time, so that the sums stay in the cache


@dataclass(frozen=True)
class Spillover:
    """`rows[i][j]`: the share of dye `dyes[i]` that `detectors[j]` sees.

    `inverted` is True when `rows` already hold the inverse, detectors by dyes.
    """

    dyes: tuple[str, ...]
    detectors: tuple[str, ...]
    rows: Rows
    inverted: bool = False

    def __post_init__(self) -> None:
        """Refuse a matrix whose shape does not fit its names, or that holds no number."""
        wide, high = len(self.detectors), len(self.dyes)
        if self.inverted:
            wide, high = high, wide
        if len(self.rows) != high or any(len(r) != wide for r in self.rows):
            raise Refusal("SPILL-SHAPE", names=high, found=sum(map(len, self.rows)))
        if not all(math.isfinite(v) for row in self.rows for v in row):
            raise Refusal("SPILL-NUMBER", found="NaN")
        for names in (self.dyes, self.detectors):
            if len(set(names)) < len(names):
                raise Refusal("SPILL-TWICE", names=", ".join(names))

    @cached_property
    def inverse(self) -> Floats:
        """Give S^-1, detectors by dyes; least squares when there are more detectors than dyes."""
        rows = np.array(self.rows, dtype=np.float64)
        if self.inverted:
            return rows
        try:
            square = rows.shape[0] == rows.shape[1]
            found = np.linalg.inv(rows) if square else np.linalg.pinv(rows)
        except np.linalg.LinAlgError as error:
            raise Refusal("SPILL-SINGULAR", found="∞", most="") from error
        return np.asarray(found, dtype=np.float64)

    @property
    def condition(self) -> float:
        """Give the condition number, in the 2-norm; infinite when the matrix is singular."""
        return float(np.linalg.cond(np.array(self.rows, dtype=np.float64)))

    def compensated(self, dye: str, column: Callable[[str], Values]) -> Floats:
        """Give the values of one dye; `column` gives those of a detector."""
        return self.apart((dye,), column)[dye]

    def apart(self, dyes: Iterable[str], column: Callable[[str], Values]) -> dict[str, Floats]:
        """Give the values of several dyes, each detector read once for all of them."""
        weights = {dye: self.inverse[:, self.dyes.index(dye)].tolist() for dye in dyes}
        seen = [column(n) for n in self.detectors]
        size = seen[0].shape[0]
        found = {dye: np.zeros(size) for dye in weights}
        plain, share = np.empty(CHUNK), np.empty(CHUNK)
        for start in range(0, size, CHUNK):
            part = slice(start, min(start + CHUNK, size))
            value, weighed = (room[: part.stop - start] for room in (plain, share))
            for i, values in enumerate(seen):
                np.copyto(value, values[part])
                for dye, total in found.items():
                    if weights[dye][i]:
                        np.multiply(value, weights[dye][i], out=weighed)
                        total[part] += weighed
        return found


def checked(spill: Spillover, channels: Sequence[str], most_condition: float) -> Spillover:
    """Give the matrix back when it can be used; Refusal with the first thing that is wrong.

    Unknown channels, a diagonal other than 1, a condition number above `most_condition`.
    """
    strangers = [d for d in spill.detectors if d not in channels]
    if strangers:
        raise Refusal("SPILL-CHANNEL", found=", ".join(strangers), known=", ".join(channels))
    for i, dye in enumerate(spill.dyes):
        if spill.rows[i][i] != 1:
            raise Refusal("SPILL-DIAGONAL", channel=dye, found=f"{spill.rows[i][i]:g}")
    condition = spill.condition
    if not condition <= most_condition:
        found = f"{condition:.4g}" if math.isfinite(condition) else "∞"
        raise Refusal("SPILL-SINGULAR", found=found, most=f"{most_condition:g}")
    return spill
