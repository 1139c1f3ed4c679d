"""Which points lie in a polygon: even-odd, its edges and corners included.

A ray to the right of a point crosses the outline an odd number of times when the point is inside,
also where the outline crosses itself; that and the edges are the rule of Gating-ML 2.0.

Many points are sorted into a grid first: a cell that no edge touches is inside or outside as a
whole, so that only the points in the cells of the outline are tested one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Inside = NDArray[np.bool_]
Corner = tuple[float, float]

CELLS = 256
MANY = 20_000  # points from which the grid is worth making
CHUNK = 65_536


def inside_polygon(corners: Sequence[Corner], x: Floats, y: Floats) -> Inside:
    """Tell for each point whether it lies in the polygon; what is not a number does not.

    `corners` in order, the last one joined to the first; x and y of equal length.
    """
    if x.size < MANY:
        return _direct(corners, x, y)
    grid = _Grid(corners)
    found = np.empty(x.size, dtype=np.bool_)
    for start in range(0, x.size, CHUNK):
        part = slice(start, start + CHUNK)
        found[part] = grid.inside(x[part], y[part])
    return found


def _edges(corners: Sequence[Corner]) -> Iterator[tuple[Corner, Corner]]:
    return zip(corners, [*corners[1:], corners[0]], strict=True)


def _direct(corners: Sequence[Corner], x: Floats, y: Floats) -> Inside:
    """Test each point against each edge."""
    odd, on = np.zeros(x.shape, dtype=np.bool_), np.zeros(x.shape, dtype=np.bool_)
    with np.errstate(invalid="ignore", over="ignore"):
        for (ax, ay), (bx, by) in _edges(corners):
            # Above zero left of the edge from a to b, below zero right of it, zero on its line.
            side = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
            if by != ay:
                spans = (min(ay, by) <= y) & (y < max(ay, by))
                odd ^= spans & ((side > 0) if by > ay else (side < 0))
            on |= (side == 0) & _between(x, ax, bx) & _between(y, ay, by)
    return odd | on


def _between(values: Floats, one: float, other: float) -> Inside:
    return (min(one, other) <= values) & (values <= max(one, other))


class _Grid:
    """The box around a polygon in 256 x 256 cells: outside 0, inside 1, to be tested 2."""

    def __init__(self, corners: Sequence[Corner]) -> None:
        points = np.array(corners, dtype=np.float64)
        self.corners = corners
        self.low, self.high = points.min(axis=0), points.max(axis=0)
        size = self.high - self.low
        self.per = np.where(size > 0, CELLS / np.where(size > 0, size, 1), 0.0)
        self.cells = self._sorted()

    def inside(self, x: Floats, y: Floats) -> Inside:
        """Look each point up; test those of the outline."""
        (x0, y0), (x1, y1) = self.low, self.high
        box = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
        column = ((np.where(box, x, x0) - x0) * self.per[0]).astype(np.intp)
        row = ((np.where(box, y, y0) - y0) * self.per[1]).astype(np.intp)
        state = self.cells.take(row * (CELLS + 1) + column)
        found = (state == 1) & box
        near = np.flatnonzero((state == 2) & box)  # noqa: PLR2004 - the third of three states
        found[near] = _direct(self.corners, x[near], y[near])
        return np.asarray(found, dtype=np.bool_)

    def _sorted(self) -> NDArray[np.uint8]:
        """Mark the cells of the outline, one cell wider than it, and test one point of the others."""
        side = CELLS + 1  # the last cell holds the points on the far edge alone
        marked = np.zeros((side, side), dtype=np.bool_)
        for start, end in _edges(self.corners):
            self._mark(marked, np.array(start), np.array(end))
        step = np.divide(1.0, self.per, out=np.zeros(2), where=self.per > 0)
        middle = (np.arange(side) + 0.5)[:, None] * step + self.low
        xs, ys = np.meshgrid(middle[:, 0], middle[:, 1])
        whole = _direct(self.corners, xs.ravel(), ys.ravel()).reshape(side, side)
        return np.where(marked, 2, whole).astype(np.uint8).ravel()

    def _mark(self, marked: Inside, start: Floats, end: Floats) -> None:
        """Mark every cell within one cell of an edge, row by row."""
        a, b = (start - self.low) * self.per, (end - self.low) * self.per
        low, high = (a, b) if a[1] <= b[1] else (b, a)
        slope = (high[0] - low[0]) / (high[1] - low[1]) if high[1] > low[1] else 0.0
        for row in range(max(0, int(low[1]) - 1), min(CELLS, int(high[1]) + 1) + 1):
            if high[1] > low[1]:
                reach = np.clip([row - 1.0, row + 2.0], low[1], high[1])
                ends = low[0] + (reach - low[1]) * slope
            else:
                ends = np.array([low[0], high[0]])
            first, last = int(ends.min()) - 1, int(ends.max()) + 2
            marked[row, max(0, first) : min(CELLS + 1, last + 1)] = True
