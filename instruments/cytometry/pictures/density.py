"""Events as a grid of 256 x 256 cells, darker where there are more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.pictures.picture import (
    ACROSS,
    BOTTOM,
    DENSITY,
    DOWN,
    HEIGHT,
    LEFT,
    Axis,
    Scheme,
)

CELLS = 256
Floats = NDArray[np.float64]


def density(x: Floats, y: Floats, axes: tuple[Axis, Axis], scheme: Scheme) -> str:
    """Draw events by their places on two axes; what lies beyond an end is drawn at it.

    A level holds cells with 1, up to 2, 4, 8 ... events, scaled so that the fullest has the darkest.
    """
    grid = _counts(x, y, axes)
    top = int(grid.max()) if grid.size else 0
    if not top:
        return ""
    colours = DENSITY[scheme]
    level = np.ceil(np.log(np.maximum(grid, 1)) / max(np.log(top), 1e-9) * (len(colours) - 1))
    level = np.where(grid > 0, level + 1, 0).astype(np.uint8)
    # Cells become pixels of a 256 by 256 grid that is stretched over the frame, row 0 at the bottom.
    wide, high = ACROSS / CELLS, DOWN / CELLS
    place = f"translate({LEFT} {HEIGHT - BOTTOM}) scale({wide:.5f} {-high:.5f}) translate(0 0.5)"
    return f'<g transform="{place}" stroke-width="1" fill="none">{_paths(level, colours)}</g>'


def _paths(level: NDArray[np.uint8], colours: tuple[str, ...]) -> str:
    """Draw each level as one path of horizontal strokes, each begun where the last one ended."""
    runs: dict[int, list[str]] = {n: [] for n in range(1, len(colours) + 1)}
    at: dict[int, tuple[int, int]] = {}
    for row, start, length, value in _runs(level):
        x0, y0 = at.get(value, (0, 0))
        runs[value].append(f"m{start - x0} {row - y0}h{length}")
        at[value] = (start + length, row)
    return "".join(
        f'<path stroke="{colours[n - 1]}" d="{"".join(d)}"/>' for n, d in runs.items() if d
    )


def _counts(x: Floats, y: Floats, axes: tuple[Axis, Axis]) -> NDArray[np.intp]:
    cells = []
    for values, axis in zip((x, y), axes, strict=True):
        place = (values - axis.low) * (CELLS / (axis.high - axis.low))
        known = np.nan_to_num(place, nan=0.0)
        cells.append(np.clip(known, 0, CELLS - 1).astype(np.intp))
    flat = np.bincount(cells[1] * CELLS + cells[0], minlength=CELLS * CELLS)
    return flat.reshape(CELLS, CELLS)


def _runs(level: NDArray[np.uint8]) -> Iterator[tuple[int, int, int, int]]:
    """Give (row, first cell, length, level) of each run of equal cells that hold events."""
    edges = np.ones((CELLS, CELLS), dtype=np.bool_)
    edges[:, 1:] = level[:, 1:] != level[:, :-1]
    starts = np.flatnonzero(edges)
    lengths = np.diff(np.append(starts, CELLS * CELLS))
    values = level.ravel()[starts]
    for start, length, value in zip(
        starts.tolist(), lengths.tolist(), values.tolist(), strict=True
    ):
        if value:
            yield start // CELLS, start % CELLS, length, value
