"""An FCS file as the events of one tube."""

from __future__ import annotations

import numpy as np

from instruments import fcs
from instruments.cytometry.events import Events, Values
from instruments.cytometry.spillover import Spillover
from instruments.reading import Refusal

SPILLOVER = "FCS-SPILL-"
TUBE_NAME = "TUBE NAME"


def read_tube(blob: bytes | memoryview, name: str, data_set: int | None = None) -> Events:
    """Read one tube; `name` is what the file is called, for the sentences.

    `data_set` says which of the file's data sets is meant, from 1 on; without it there must be one
    alone.  Refusal as `instruments.fcs.read` gives it, TUBE-SETS when the file holds several data sets
    and nobody said which, or none of that number; TUBE-NUMBERS when a value is no finite number.
    """
    found = fcs.read(blob)
    meant = [one for one in found if data_set in {None, one.number}]
    if len(meant) != 1:
        raise Refusal("TUBE-SETS", name, found=len(found))
    return events_of(meant[0], name)


def events_of(data: fcs.DataSet, name: str = "") -> Events:
    """Take the events of a data set on the scale of `$PnE` and `$PnG`."""
    if not _all_finite(data):
        raise Refusal("TUBE-NUMBERS", name, found=data.non_finite())
    fault = next((n for n in data.warnings if n.code.startswith(SPILLOVER)), None)
    return Events(
        tuple(c.pnn for c in data.channels),
        tuple(c.pns for c in data.channels),
        tuple(_values(data, i) for i in range(len(data.channels))),
        data.keywords,
        data.keywords.get(TUBE_NAME, "").strip() or name,
        _matrix(data),
        fault,
    )


def _all_finite(data: fcs.DataSet) -> bool:
    """Tell whether every value is a number: one that is none spoils the sum of them all."""
    if data.matrix is not None and np.isfinite(data.matrix.sum(dtype=np.float64)):
        return True
    return data.non_finite() == 0


def _values(data: fcs.DataSet, place: int) -> Values:
    """Give a channel; what needs no scale stays where it is, in its own width."""
    column, channel = data.columns[place], data.channels[place]
    plain = channel.amplification is None and channel.gain in (None, 1)
    if plain and column.dtype.kind == "f" and column.dtype.isnative:
        return column
    return fcs.scaled(column, channel)


def _matrix(data: fcs.DataSet) -> Spillover | None:
    found = data.spillover
    if found is None:
        return None
    names = tuple(data.channels[i - 1].pnn for i in found.indices)
    rows = tuple(tuple(float(v) for v in row) for row in found.matrix)
    return Spillover(names, names, rows)
