"""Scales that are linear around zero and logarithmic far from it: logicle and hyperlog.

Both are given by their inverse, an increasing B with B(x1) = 0 and B(1) = T, and have no closed
form themselves.  A curve is tabulated once: nodes evenly spaced in u = arcsinh(x / s), the exact y
of each node by bisection, and a cubic through the values and slopes of its two neighbours between
them.  With s = B'(x1) / b the curve in u is nearly straight at both ends, so that a few thousand
nodes give y to better than 1e-11; a test compares with arithmetic of 40 digits.

Below x1 a curve is the mirror of its upper half, y(-x) = 2 x1 - y(x); B continued there as it is
written would be another function.

Sources: Moore and Parks 2012, Cytometry A 81:273 (logicle); Bagwell 2005, Cytometry A 64:34 and the
Gating-ML 2.0 specification (hyperlog).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NODES = 8192
REACH = 4.0  # the table ends at so many times T; beyond it each event is solved by itself
HALVINGS = 64  # of an interval of y below 8: 64 halvings pass the last bit
CHUNK = 16_384  # events at a time: what is worked on stays in the cache


@dataclass(frozen=True, slots=True)
class Shape:
    """The width and the ends of a scale in units of its full length M + A.

    b = (M + A) ln 10; w = W / (M + A); x2 = A / (M + A); x1 = x2 + w; x0 = x2 + 2 w.
    """

    b: float
    w: float
    x2: float

    @property
    def x1(self) -> float:
        """Give the place of zero on the scale."""
        return self.x2 + self.w

    @property
    def x0(self) -> float:
        """Give the place where the linear part ends."""
        return self.x2 + 2 * self.w


class Curve:
    """One tabulated scale; `low` is a e^(by) + low(y) - f, see the two subclasses."""

    x1: float
    top: float
    bend: float

    def raised(self, y: Floats) -> Floats:
        """Give B(y) for y at or above x1."""
        raise NotImplementedError

    def slope(self, y: Floats) -> Floats:
        """Give B'(y)."""
        raise NotImplementedError

    def forward(self, values: NDArray[np.floating]) -> Floats:
        """Give y of each value; values that are not numbers stay so."""
        flat = np.asarray(values).ravel()
        found = np.empty(flat.size)
        for start in range(0, flat.size, CHUNK):
            part = flat[start : start + CHUNK].astype(np.float64)
            found[start : start + CHUNK] = self._mirrored(part)
        return found.reshape(np.shape(values))

    def backward(self, places: NDArray[np.floating]) -> Floats:
        """Give the value at each place of the scale."""
        y = np.asarray(places, dtype=np.float64)
        above = self.x1 + np.abs(y - self.x1)
        return np.copysign(self.raised(above), y - self.x1)

    def _mirrored(self, values: Floats) -> Floats:
        return self.x1 + np.copysign(self._upper(np.abs(values)), values)

    def _upper(self, sizes: Floats) -> Floats:
        """Give y - x1 of values at or above zero: by the table, and what it does not reach alone."""
        origin, step, cubic = self._table
        with np.errstate(invalid="ignore"):
            place = np.arcsinh(sizes * (1 / self.bend)) * (1 / step)
            outside = ~(place < cubic.shape[1])
            cell = np.where(outside, 0, place).astype(np.intp)
        t = place - cell
        y = cubic[3].take(cell)
        for power in (2, 1, 0):
            y *= t
            y += cubic[power].take(cell)
        if outside.any():
            y[outside] = self.solved(sizes[outside]) - origin
        return np.asarray(y)

    def solved(self, sizes: Floats) -> Floats:
        """Give y of values at or above zero by bisection, then one step of Newton."""
        finite = np.isfinite(sizes)
        x = np.where(finite, sizes, 0.0)
        low, high = np.full(x.shape, self.x1), np.full(x.shape, self.x1 + 1.0)
        while np.any(short := self.raised(high) < x):
            high = np.where(short, self.x1 + 2 * (high - self.x1), high)
        for _ in range(HALVINGS):
            middle = 0.5 * (low + high)
            below = self.raised(middle) < x
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        y = 0.5 * (low + high)
        y -= (self.raised(y) - x) / self.slope(y)
        return np.where(finite, y, sizes)

    @cached_property
    def _table(self) -> tuple[float, float, Floats]:
        """Give the origin, the step in u and, for each cell, the four numbers of its cubic."""
        u, step = np.linspace(0.0, math.asinh(REACH * self.top / self.bend), NODES, retstep=True)
        y = self.solved(self.bend * np.sinh(u))
        rise = self.bend * np.cosh(u) / self.slope(y) * step
        y0, y1, m0, m1 = y[:-1] - self.x1, y[1:] - self.x1, rise[:-1], rise[1:]
        cubic = np.array([y0, m0, 3 * (y1 - y0) - 2 * m0 - m1, 2 * (y0 - y1) + m0 + m1])
        return self.x1, float(step), cubic


class LogicleCurve(Curve):
    """B(y) = a e^(by) - c e^(-dy) - f, with B''(x1) = 0 where the two exponentials balance."""

    def __init__(self, top: float, shape: Shape) -> None:
        """Find a, c, d, f; d by bisection of 2 (ln d - ln b) + w (b + d) = 0 on (0, b]."""
        b, x1 = shape.b, shape.x1
        d = _second_rate(b, shape.w)
        c_a = math.exp(shape.x0 * (b + d))
        f_a = math.exp(b * x1) - c_a * math.exp(-d * x1)
        self.a = top / (math.exp(b) - c_a * math.exp(-d) - f_a)
        self.b, self.c, self.d, self.f = b, c_a * self.a, d, f_a * self.a
        self.x1, self.top = x1, top
        self.bend = float(self.slope(np.array(x1))) / b

    def raised(self, y: Floats) -> Floats:
        """Give B(y)."""
        return self.a * np.exp(self.b * y) - self.c * np.exp(-self.d * y) - self.f

    def slope(self, y: Floats) -> Floats:
        """Give B'(y)."""
        rising = self.a * self.b * np.exp(self.b * y)
        return np.asarray(rising + self.c * self.d * np.exp(-self.d * y))


class HyperlogCurve(Curve):
    """B(y) = a e^(by) + c y - f, where the slope at x0 is shared evenly by both terms."""

    def __init__(self, top: float, shape: Shape) -> None:
        """Find a, c, f in closed form."""
        b, x1 = shape.b, shape.x1
        c_a = math.exp(b * shape.x0) / shape.w
        f_a = math.exp(b * x1) + c_a * x1
        self.a = top / (math.exp(b) + c_a - f_a)
        self.b, self.c, self.f = b, c_a * self.a, f_a * self.a
        self.x1, self.top = x1, top
        self.bend = float(self.slope(np.array(x1))) / b

    def raised(self, y: Floats) -> Floats:
        """Give B(y)."""
        return self.a * np.exp(self.b * y) + self.c * y - self.f

    def slope(self, y: Floats) -> Floats:
        """Give B'(y)."""
        return np.asarray(self.a * self.b * np.exp(self.b * y) + self.c)


def _second_rate(b: float, w: float) -> float:
    if w == 0:
        return b
    low, high = 0.0, b
    for _ in range(2 * HALVINGS):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if 2 * math.log(middle / b) + w * (b + middle) < 0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
