"""Gates, and which events they hold, as Gating-ML 2.0 defines them.

A gate is tested on the places of its dimensions: compensated first, then on their scale.  An event
without a place on a dimension (the logarithm of what is not above zero) is in no gate on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.polygon import Corner, inside_polygon
from instruments.reading import Refusal

Floats = NDArray[np.float64]
Inside = NDArray[np.bool_]

UNCOMPENSATED = "uncompensated"
OF_THE_FILE = "FCS"
FEWEST_CORNERS = 3


@dataclass(frozen=True, slots=True)
class Dimension:
    """One axis: a channel, a dye of a matrix, or (`ratio`) a ratio defined in the strategy.

    `compensation` is `uncompensated`, `FCS` (the matrix of the file) or the id of a matrix;
    `transformation` the id of a scale, or empty.
    """

    name: str
    compensation: str = UNCOMPENSATED
    transformation: str = ""
    ratio: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A dimension with its bounds: low is inside, high is not; None is open."""

    dimension: Dimension
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Events within every span; with one span, a range."""

    id: str
    spans: tuple[Span, ...]
    parent: str = ""

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Give the axes in order."""
        return tuple(s.dimension for s in self.spans)

    def inside(self, places: Sequence[Floats]) -> Inside:
        """Tell for each event whether the gate holds it."""
        found = ~np.isnan(places[0])
        for span, values in zip(self.spans, places, strict=True):
            found &= ~np.isnan(values)
            if span.low is not None:
                found &= values >= span.low
            if span.high is not None:
                found &= values < span.high
        return found


@dataclass(frozen=True, slots=True)
class Polygon:
    """Events within an outline on two dimensions."""

    id: str
    dimensions: tuple[Dimension, Dimension]
    corners: tuple[Corner, ...]
    parent: str = ""

    def __post_init__(self) -> None:
        """Refuse fewer than three corners."""
        if len(self.corners) < FEWEST_CORNERS:
            raise Refusal("GATE-SHAPE", self.id, found=len(self.corners), expected="≥ 3")

    def inside(self, places: Sequence[Floats]) -> Inside:
        """Tell for each event whether the gate holds it."""
        return inside_polygon(self.corners, places[0], places[1])


@dataclass(frozen=True, slots=True)
class Ellipsoid:
    """Events within `distance` (squared) of `mean` in the metric of the covariance."""

    id: str
    dimensions: tuple[Dimension, ...]
    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    distance: float
    parent: str = ""

    def __post_init__(self) -> None:
        """Refuse shapes that differ and a covariance without an inverse."""
        size = len(self.dimensions)
        shaped = len(self.mean) == len(self.covariance) == size
        if not shaped or any(len(row) != size for row in self.covariance):
            raise Refusal("GATE-SHAPE", self.id, found=len(self.covariance), expected=size)
        if self.distance < 0 or np.linalg.matrix_rank(np.array(self.covariance)) < size:
            raise Refusal("GATE-COVARIANCE", self.id)

    @property
    def proper(self) -> bool:
        """Tell whether the covariance is one: symmetric and positive.

        The surface of any other is no ellipsoid; it is tested as it is written, and said.
        """
        matrix = np.array(self.covariance)
        return bool(np.allclose(matrix, matrix.T) and np.linalg.eigvalsh(matrix).min() > 0)

    def inside(self, places: Sequence[Floats]) -> Inside:
        """Tell for each event whether the gate holds it; the surface belongs to it."""
        inverse = np.linalg.inv(np.array(self.covariance))
        away = [values - m for values, m in zip(places, self.mean, strict=True)]
        total = np.zeros(places[0].shape)
        for i, first in enumerate(away):
            for j, second in enumerate(away):
                total += inverse[i, j] * first * second
        return np.asarray(total <= self.distance)


@dataclass(frozen=True, slots=True)
class Divider:
    """A dimension cut at rising values; a value on a cut belongs to the part above it."""

    id: str
    dimension: Dimension
    cuts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Quadrant:
    """One part of a division: for each divider a place within the part that is meant."""

    id: str
    positions: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Quadrants:
    """A division by dividers; its quadrants are the gates that others refer to."""

    id: str
    dividers: tuple[Divider, ...]
    quadrants: tuple[Quadrant, ...]
    parent: str = ""

    def __post_init__(self) -> None:
        """Refuse a quadrant that names no divider, and a divider without a cut."""
        known = {d.id for d in self.dividers}
        named = {name for q in self.quadrants for name, _ in q.positions}
        if named - known:
            raise Refusal("GATE-UNKNOWN", self.id, gate=", ".join(sorted(named - known)))
        if any(not d.cuts for d in self.dividers) or any(not q.positions for q in self.quadrants):
            raise Refusal("GATE-SHAPE", self.id, found=0, expected="≥ 1")

    def divider(self, name: str) -> Divider:
        """Give a divider by its id."""
        return next(d for d in self.dividers if d.id == name)


def in_part(divider: Divider, position: float, values: Floats) -> Inside:
    """Tell for each event whether it lies in the same part of a divider as `position`."""
    cuts = np.array(sorted(divider.cuts))
    part = np.searchsorted(cuts, values, side="right")
    same = part == np.searchsorted(cuts, position, side="right")
    return np.asarray(same & ~np.isnan(values))


@dataclass(frozen=True, slots=True)
class Reference:
    """A gate that another one speaks of; `complement` means the events it does not hold."""

    gate: str
    complement: bool = False


@dataclass(frozen=True, slots=True)
class Boolean:
    """Events in all (`and`), in any (`or`) or not in the one (`not`) of other gates."""

    id: str
    operator: Literal["and", "or", "not"]
    references: tuple[Reference, ...]
    parent: str = ""

    def __post_init__(self) -> None:
        """Refuse a number of references that the operator cannot have."""
        count = len(self.references)
        if count == 0 or (self.operator == "not" and count != 1):
            expected = "1" if self.operator == "not" else "≥ 1"
            raise Refusal("GATE-SHAPE", self.id, found=count, expected=expected)


Gate = Rectangle | Polygon | Ellipsoid | Quadrants | Boolean


def axes_of(gate: Gate) -> tuple[Dimension, ...]:
    """Give the dimensions a gate is drawn on; a boolean gate has none of its own."""
    if isinstance(gate, Quadrants):
        return tuple(divider.dimension for divider in gate.dividers)
    return () if isinstance(gate, Boolean) else gate.dimensions
