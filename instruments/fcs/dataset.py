"""What one data set of an FCS file holds: frozen, with its events as they were stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from instruments.reading import Note

Column = NDArray[Any]
Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Channel:
    """One parameter of the events, as TEXT describes it.

    `index` counts from 1, as the keywords do; a channel is always addressable by it, because names
    may be doubled.  `pnn` is the short name ($PnN), `pns` the stain or label ($PnS).  `bits` is the
    stored width, 0 for ASCII data of free width.  `kind` is I, F, D or A.  `amplification` is
    (decades, offset) of $PnE with an offset of 0 taken as 1, or None where the scale is linear;
    `gain` is $PnG, `voltage` $PnV, None where not stated.
    """

    index: int
    pnn: str
    pns: str
    kind: str
    bits: int
    range: Decimal | None
    amplification: tuple[Decimal, Decimal] | None = None
    gain: Decimal | None = None
    voltage: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Spillover:
    """A square spillover matrix: row i says how the dye of `names[i]` shows in each detector.

    `keyword` names where it stood; `indices` are the channels' indices from 1; `matrix` is float64,
    len(names) x len(names).
    """

    keyword: str
    names: tuple[str, ...]
    indices: tuple[int, ...]
    matrix: Float64


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set: its keywords, channels and events.

    `number` counts the data sets of the file from 1.  `columns` holds one array of `total` values a
    channel, in channel order: integers after their bit mask, floats as stored (float32 stays
    float32, in the byte order of the file), before compensation, gain and amplification.  Where all
    channels share one type `matrix` is the same memory as events x channels; else it is None.
    `keywords` have upper-case names.  `spillover` is None when the file has none or a wrong one;
    `warnings` says which.
    """

    number: int
    version: str
    keywords: Mapping[str, str]
    channels: tuple[Channel, ...]
    total: int
    columns: tuple[Column, ...]
    matrix: Column | None
    spillover: Spillover | None = None
    analysis: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Note, ...] = ()
    encoding: str = "utf-8"

    def table(self) -> Float64:
        """Copy all events into one float64 array, events x channels."""
        if self.matrix is not None:
            return self.matrix.astype(np.float64)
        made = np.empty((self.total, len(self.columns)), dtype=np.float64)
        for place, column in enumerate(self.columns):
            made[:, place] = column
        return made

    def non_finite(self) -> int:
        """Count the values that are no finite number; what is computed from them must say so."""
        floats = [column for column in self.columns if column.dtype.kind == "f"]
        return sum(int(np.count_nonzero(~np.isfinite(column))) for column in floats)
