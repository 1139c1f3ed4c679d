"""The scales of Gating-ML 2.0: from measured values to places on an axis.

T is the value at 1, M the number of decades, W those that are nearly linear, A additional negative
ones.  Each scale checks its own numbers and refuses with SCALE-DOMAIN, naming the number, what it
is and what it must be.  Where a scale has no value (the logarithm of what is not above zero) the
answer is not a number, and such an event is in no gate on that scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.biexponential import Curve, Floats, HyperlogCurve, LogicleCurve, Shape
from instruments.reading import Refusal

LN10 = math.log(10)
Values = NDArray[np.floating]


class Scale(Protocol):
    """What a gate needs of a scale."""

    def forward(self, values: Values) -> Floats:
        """Give the place of each value."""
        ...

    def backward(self, places: Values) -> Floats:
        """Give the value at each place."""
        ...


@dataclass(frozen=True, slots=True)
class Linear:
    """(x + A) / (T + A); 0 <= A <= T."""

    T: float
    A: float

    def __post_init__(self) -> None:
        """Refuse what the specification does."""
        _check("T", self.T, low=0, above=True)
        _check("A", self.A, low=0, high=self.T)

    def forward(self, values: Values) -> Floats:
        """Give the place of each value."""
        return (np.asarray(values, dtype=np.float64) + self.A) / (self.T + self.A)

    def backward(self, places: Values) -> Floats:
        """Give the value at each place."""
        return np.asarray(places, dtype=np.float64) * (self.T + self.A) - self.A


@dataclass(frozen=True, slots=True)
class Log:
    """log10(x / T) / M + 1, for x above zero only."""

    T: float
    M: float

    def __post_init__(self) -> None:
        """Refuse what the specification does."""
        _check("T", self.T, low=0, above=True)
        _check("M", self.M, low=0, above=True)

    def forward(self, values: Values) -> Floats:
        """Give the place of each value."""
        x = np.asarray(values, dtype=np.float64)
        known = np.where(x > 0, x, np.nan)
        return np.log10(known / self.T) / self.M + 1

    def backward(self, places: Values) -> Floats:
        """Give the value at each place."""
        return self.T * 10 ** ((np.asarray(places, dtype=np.float64) - 1) * self.M)


@dataclass(frozen=True, slots=True)
class Asinh:
    """(arcsinh(x sinh(M ln 10) / T) + A ln 10) / ((M + A) ln 10); 0 <= A <= M."""

    T: float
    M: float
    A: float

    def __post_init__(self) -> None:
        """Refuse what the specification does."""
        _check("T", self.T, low=0, above=True)
        _check("M", self.M, low=0, above=True)
        _check("A", self.A, low=0, high=self.M)

    def forward(self, values: Values) -> Floats:
        """Give the place of each value."""
        inner = np.asarray(values, dtype=np.float64) * (math.sinh(self.M * LN10) / self.T)
        return (np.arcsinh(inner) + self.A * LN10) / ((self.M + self.A) * LN10)

    def backward(self, places: Values) -> Floats:
        """Give the value at each place."""
        y = np.asarray(places, dtype=np.float64) * ((self.M + self.A) * LN10) - self.A * LN10
        return np.sinh(y) * (self.T / math.sinh(self.M * LN10))


@dataclass(frozen=True, slots=True)
class _Biexponential:
    """T, W, M, A of the two scales without a closed form; -W <= A <= M - 2 W."""

    T: float
    W: float
    M: float
    A: float

    def __post_init__(self) -> None:
        """Refuse what the specification does."""
        _check("T", self.T, low=0, above=True)
        _check("M", self.M, low=0, above=True)
        _check("W", self.W, low=0, high=self.M / 2)
        _check("A", self.A, low=-self.W, high=self.M - 2 * self.W)

    def forward(self, values: Values) -> Floats:
        """Give the place of each value."""
        return self.curve().forward(values)

    def backward(self, places: Values) -> Floats:
        """Give the value at each place."""
        return self.curve().backward(places)

    def curve(self) -> Curve:
        """Give the tabulated curve."""
        raise NotImplementedError

    def shape(self) -> Shape:
        """Give the scale in units of its length."""
        whole = self.M + self.A
        return Shape(whole * LN10, self.W / whole, self.A / whole)


@dataclass(frozen=True, slots=True)
class Logicle(_Biexponential):
    """The scale of Moore and Parks; W = 0 is the arcsinh it degenerates to."""

    def curve(self) -> Curve:
        """Give the tabulated curve, made once for each set of numbers."""
        return _logicle(self)


@dataclass(frozen=True, slots=True)
class Hyperlog(_Biexponential):
    """Bagwell's scale; W must be above zero."""

    def __post_init__(self) -> None:
        """Refuse what the specification does."""
        _Biexponential.__post_init__(self)
        _check("W", self.W, low=0, above=True)

    def curve(self) -> Curve:
        """Give the tabulated curve, made once for each set of numbers."""
        return _hyperlog(self)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A (x - B) / (y - C) of two dimensions; not a number where y equals C."""

    A: float
    B: float
    C: float

    def of(self, x: Values, y: Values) -> Floats:
        """Give the ratio of each event."""
        under = np.asarray(y, dtype=np.float64) - self.C
        under = np.where(under == 0, np.nan, under)
        return self.A * (np.asarray(x, dtype=np.float64) - self.B) / under


@dataclass(frozen=True, slots=True)
class Transformation:
    """A scale with the bounds between which its places are kept; None where there is no bound."""

    scale: Scale
    low: float | None = None
    high: float | None = None

    def forward(self, values: Values) -> Floats:
        """Give the place of each value within the bounds."""
        y = self.scale.forward(values)
        if self.low is None and self.high is None:
            return y
        return np.clip(y, self.low, self.high)


@lru_cache(maxsize=64)
def _logicle(scale: Logicle) -> Curve:
    return LogicleCurve(scale.T, scale.shape())


@lru_cache(maxsize=64)
def _hyperlog(scale: Hyperlog) -> Curve:
    return HyperlogCurve(scale.T, scale.shape())


def _check(
    name: str, value: float, *, low: float, high: float = math.inf, above: bool = False
) -> None:
    inside = low < value <= high if above else low <= value <= high
    if inside and math.isfinite(value):
        return
    bound = f"> {low:g}" if above else f">= {low:g}"
    wanted = bound if math.isinf(high) else f"{bound}, <= {high:g}"
    raise Refusal("SCALE-DOMAIN", name=name, found=f"{value:g}", expected=wanted)
