"""A gating strategy, and the populations it makes of the events of a tube."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.events import Events
from instruments.cytometry.gates import (
    OF_THE_FILE,
    UNCOMPENSATED,
    Boolean,
    Dimension,
    Gate,
    Quadrant,
    Quadrants,
    axes_of,
    in_part,
)
from instruments.cytometry.scales import Ratio, Transformation
from instruments.cytometry.spillover import Spillover
from instruments.reading import Refusal

Floats = NDArray[np.float64]
Inside = NDArray[np.bool_]


@dataclass(frozen=True)
class RatioOf:
    """A ratio and the two channels it is made of."""

    ratio: Ratio
    over: str
    under: str


@dataclass(frozen=True)
class Strategy:
    """Gates in the order they were written, and what they refer to, each by its id."""

    gates: tuple[Gate, ...]
    transformations: Mapping[str, Transformation] = field(default_factory=dict)
    ratios: Mapping[str, RatioOf] = field(default_factory=dict)
    matrices: Mapping[str, Spillover] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an id that stands twice and references that lead nowhere or in a circle."""
        names: set[str] = set()
        for name in self.ids():
            if name in names:
                raise Refusal("GATE-TWICE", gate=name)
            names.add(name)
        for gate in self.gates:
            for other in _refers(gate):
                if other not in names:
                    raise Refusal("GATE-UNKNOWN", gate.id, gate=other)
        _refuse_circles(self)

    def ids(self) -> list[str]:
        """Name every population: the gates, and for a division its quadrants."""
        found: list[str] = []
        for gate in self.gates:
            found += [q.id for q in gate.quadrants] if isinstance(gate, Quadrants) else [gate.id]
        return found

    def gate(self, name: str) -> tuple[Gate, Quadrant | None]:
        """Find a gate, or a quadrant with the division it belongs to."""
        for gate in self.gates:
            if isinstance(gate, Quadrants):
                for quadrant in gate.quadrants:
                    if quadrant.id == name:
                        return gate, quadrant
            if gate.id == name:
                return gate, None
        raise Refusal("GATE-UNKNOWN", gate=name)


class Population:
    """The events of one tube seen through a strategy; each place and each gate is made once."""

    def __init__(self, strategy: Strategy, events: Events) -> None:
        """Take a tube; nothing is computed before it is asked for."""
        self.strategy, self.events = strategy, events
        self._places: dict[Dimension, Floats] = {}
        self._inside: dict[str, Inside] = {}
        self._dyes: dict[tuple[str, str], Floats] = {}

    def inside(self, name: str) -> Inside:
        """Tell for each event whether a gate and all its parents hold it."""
        if name not in self._inside:
            gate, quadrant = self.strategy.gate(name)
            found = self._own(gate, quadrant)
            self._inside[name] = found & self.inside(gate.parent) if gate.parent else found
        return self._inside[name]

    def place(self, dimension: Dimension) -> Floats:
        """Give the place of each event on a dimension."""
        if dimension not in self._places:
            self._places[dimension] = self._scaled(dimension, self._linear(dimension))
        return self._places[dimension]

    def _own(self, gate: Gate, quadrant: Quadrant | None) -> Inside:
        if isinstance(gate, Boolean):
            return self._combined(gate)
        if isinstance(gate, Quadrants):
            if quadrant is None:
                return np.ones(len(self.events), dtype=np.bool_)
            parts = [(gate.divider(name), at) for name, at in quadrant.positions]
            held = [in_part(d, at, self.place(d.dimension)) for d, at in parts]
            return np.asarray(np.logical_and.reduce(held))
        return gate.inside([self.place(d) for d in gate.dimensions])

    def _combined(self, gate: Boolean) -> Inside:
        held = [self.inside(r.gate) ^ r.complement for r in gate.references]
        if gate.operator == "not":
            return ~held[0]
        join = np.logical_and if gate.operator == "and" else np.logical_or
        return np.asarray(join.reduce(held), dtype=np.bool_)

    def _scaled(self, dimension: Dimension, values: Floats) -> Floats:
        if not dimension.transformation:
            return values
        known = self.strategy.transformations.get(dimension.transformation)
        if known is None:
            raise Refusal("SCALE-UNKNOWN", scale=dimension.transformation)
        return known.forward(values)

    def _linear(self, dimension: Dimension) -> Floats:
        if not dimension.ratio:
            return self._dye(dimension.name, dimension.compensation)
        known = self.strategy.ratios.get(dimension.name)
        if known is None:
            raise Refusal("SCALE-UNKNOWN", scale=dimension.name)
        over, under = (self._dye(n, dimension.compensation) for n in (known.over, known.under))
        return known.ratio.of(over, under)

    def _dye(self, name: str, compensation: str) -> Floats:
        key = (name, compensation)
        if key not in self._dyes:
            matrix = self._matrix(compensation)
            if matrix is not None and name in matrix.dyes:
                for dye, values in matrix.apart(
                    self._wanted(key, matrix), self.events.column
                ).items():
                    self._dyes[dye, compensation] = values
            else:
                self._dyes[key] = np.asarray(self.events.column(name), dtype=np.float64)
        return self._dyes[key]

    def _wanted(self, key: tuple[str, str], matrix: Spillover) -> list[str]:
        """Name the dyes that the gates of the strategy take from a matrix, with the one asked for."""
        used = {d.name for g in self.strategy.gates for d in axes_of(g) if d.compensation == key[1]}
        return [dye for dye in matrix.dyes if dye in used or dye == key[0]]

    def _matrix(self, compensation: str) -> Spillover | None:
        if compensation == UNCOMPENSATED:
            return None
        if compensation == OF_THE_FILE:
            return self.events.spillover()
        known = self.strategy.matrices.get(compensation)
        if known is None:
            raise Refusal("SPILL-UNKNOWN", matrix=compensation)
        return known


def _refers(gate: Gate) -> list[str]:
    named = [r.gate for r in gate.references] if isinstance(gate, Boolean) else []
    return [*named, *([gate.parent] if gate.parent else [])]


def _refuse_circles(strategy: Strategy) -> None:
    """Take away, round by round, every gate that refers to nothing left; what stays is a circle."""
    ends = {name: set(_refers(strategy.gate(name)[0])) for name in strategy.ids()}
    while ends:
        free = {name for name, others in ends.items() if not others & set(ends)}
        if not free:
            raise Refusal("GATE-CIRCLE", gate=", ".join(sorted(ends)))
        ends = {name: others for name, others in ends.items() if name not in free}
