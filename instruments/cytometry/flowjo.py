"""FlowJo 10 workspaces, read to drafts: gates to look at and draw again, never the record.

A workspace is the private format of one program.  Rectangles carry their bounds as values and are
taken as they are; outlines and ellipses are taken where their plot had a scale that is ours too
(linear, logicle).  Everything else is left out with all that stands below it, and named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import numpy as np

from instruments.cytometry.gates import (
    UNCOMPENSATED,
    Dimension,
    Ellipsoid,
    Polygon,
    Rectangle,
    Span,
)
from instruments.cytometry.gatingml.elements import (
    attribute,
    child,
    children,
    local,
    needed,
    number,
    optional,
    parsed,
    value_of,
)
from instruments.cytometry.scales import Logicle, Transformation
from instruments.cytometry.spillover import Spillover
from instruments.cytometry.strategy import Strategy
from instruments.reading import Note, Refusal

MATRIX = "FlowJo"
COMPENSATED = "Comp-"  # how FlowJo names a channel it has compensated
BINS = 256  # FlowJo writes an ellipse in the bins of its plot, which has so many
FLAT = 1e-9  # of the longer axis, squared; what is flatter is a line
Shape = Rectangle | Polygon | Ellipsoid


@dataclass(frozen=True)
class Draft:
    """What was understood of one sample of a workspace, and a note for each thing that was not."""

    sample: str
    strategy: Strategy
    notes: tuple[Note, ...]


def read_workspace(blob: bytes) -> tuple[Draft, ...]:
    """Read every sample; Refusal only when the file is no workspace at all."""
    root = parsed(blob)
    if local(root.tag) != "Workspace" or attribute(root, "flowJoVersion") is None:
        raise Refusal("FLOWJO-NOT", found=local(root.tag))
    found = (e for e in root.iter() if local(e.tag) == "Sample")
    return tuple(_Sample(e).draft() for e in found)


@dataclass
class _Sample:
    """Gathers the gates of one sample."""

    element: Element
    gates: list[Shape] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    used: dict[str, Transformation] = field(default_factory=dict)
    matrix: Spillover | None = None
    scales: dict[str, Element] = field(default_factory=dict)

    def draft(self) -> Draft:
        """Read what can be read."""
        self.scales = dict(_scales(self.element))
        try:
            self.matrix = _matrix(self.element)
        except Refusal as refusal:
            self.notes.append(refusal.note)
        node = next(children(self.element, "SampleNode"), None)
        name = ""
        if node is not None:
            name = attribute(node, "name") or ""
            self._below(node, "")
        matrices = {MATRIX: self.matrix} if self.matrix else {}
        strategy = Strategy(tuple(self.gates), dict(self.used), {}, matrices)
        return Draft(name, strategy, tuple(self.notes))

    def _below(self, node: Element, parent: str) -> None:
        """Take the populations below a node, each with its own."""
        for group in children(node, "Subpopulations"):
            for population in (p for p in group if local(p.tag) != "Statistic"):
                name = self._named(population, parent)
                if self._take(population, name, parent):
                    self._below(population, name)

    def _named(self, population: Element, parent: str) -> str:
        """Name a gate by its path, which is unique where FlowJo's own names are not."""
        own = attribute(population, "name") or local(population.tag)
        path = f"{parent}/{own}" if parent else own
        same = sum(g.id == path or g.id.startswith(f"{path} (") for g in self.gates)
        return f"{path} ({same + 1})" if same else path

    def _take(self, population: Element, name: str, parent: str) -> bool:
        """Add the gate of a population; False when it was left out."""
        below = sum(local(e.tag) == "Population" for e in population.iter()) - 1
        gate = next(children(population, "Gate"), None)
        shape = next((e for e in gate), None) if gate is not None else None
        kind = local(shape.tag if shape is not None else population.tag)
        said: dict[str, str | int] = {"element": kind, "children": max(0, below)}
        if shape is None or kind not in TAKEN or attribute(shape, "eventsInside") == "0":
            self.notes.append(Note("FLOWJO-GATE", said, name))
            return False
        try:
            self.gates.append(TAKEN[kind](self, shape, name, parent))
        except Refusal as refusal:
            what = f"{refusal.note.code} {refusal.note.params.get('scale', '')}".strip()
            code = "FLOWJO-SCALE" if refusal.note.code == "SCALE-UNKNOWN" else "FLOWJO-BROKEN"
            said |= {"what": what, "scale": str(refusal.note.params.get("scale", ""))}
            self.notes.append(Note(code, said, name))
            return False
        return True

    def rectangle(self, shape: Element, name: str, parent: str) -> Rectangle:
        """Take bounds as values: every scale of FlowJo rises, so that they hold on all of them."""
        spans = []
        for element in children(shape, "dimension"):
            dimension = self._dimension(element, name)
            bounds = (optional(element, "min", name), optional(element, "max", name))
            spans.append(Span(dimension, *bounds))
        if not spans:
            raise Refusal("XML-MISSING", name, element="RectangleGate", name="dimension")
        return Rectangle(name, tuple(spans), parent)

    def polygon(self, shape: Element, name: str, parent: str) -> Polygon:
        """Take an outline: its corners are values, its edges straight on the scale of the plot."""
        plain = self._plane(shape, name)
        corners = _points(shape, name)
        columns = []
        axes = []
        for dimension, values in zip(plain, zip(*corners, strict=True), strict=True):
            axis, scale = self._scaled(dimension)
            axes.append(axis)
            places = np.array(values) if scale is None else scale.forward(np.array(values))
            columns.append(places.tolist())
        return Polygon(name, (axes[0], axes[1]), tuple(zip(*columns, strict=True)), parent)

    def ellipse(self, shape: Element, name: str, parent: str) -> Ellipsoid:
        """Take an ellipse: its foci and the first point of its edge, an end of the longer axis.

        The distance beside them is another one than that of its own points, and is not taken.
        """
        plain = self._plane(shape, name)
        foci, ends = (
            np.array(_points(child(shape, part, name), name)) for part in ("foci", "edge")
        )
        if foci.shape != (2, 2) or not len(ends):
            raise Refusal("GATE-SHAPE", name, found=len(foci), expected="2")
        axes, sizes, starts = zip(*(self._bins(d) for d in plain), strict=True)
        longer = float(np.linalg.norm(foci - ends[0], axis=1).sum()) / 2
        apart = (foci[1] - foci[0]) / 2
        # Of the axes a and b and the foci at c: a² - b² = c², so that this is b² I + c cᵗ.
        shorter = longer**2 - float(apart @ apart)
        if shorter <= FLAT * longer**2:
            raise Refusal("GATE-COVARIANCE", name)
        spread = np.outer(sizes, sizes) * (shorter * np.eye(2) + np.outer(apart, apart))
        mean = np.array(starts) + np.array(sizes) * foci.mean(axis=0)
        covariance = tuple(tuple(row) for row in spread.tolist())
        return Ellipsoid(name, axes, tuple(mean.tolist()), covariance, 1.0, parent)

    def _plane(self, shape: Element, name: str) -> list[Dimension]:
        plain = [self._dimension(e, name) for e in children(shape, "dimension")]
        if len(plain) != 2:  # noqa: PLR2004 - a plane
            raise Refusal("GATE-SHAPE", name, found=len(plain), expected="2")
        return plain

    def _bins(self, dimension: Dimension) -> tuple[Dimension, float, float]:
        """Give the axis of a plot with the size of one of its bins and where the first begins."""
        axis, scale = self._scaled(dimension)
        if scale is not None:
            return axis, 1 / BINS, 0.0
        found = self._scale_of(dimension)
        if found is None:
            raise Refusal("SCALE-UNKNOWN", scale="–")
        low, high = (value_of(found, name, dimension.name) for name in ("minRange", "maxRange"))
        return axis, (high - low) / BINS, low

    def _dimension(self, element: Element, where: str) -> Dimension:
        name = needed(child(element, "fcs-dimension", where), "name", where)
        dye = name.removeprefix(COMPENSATED)
        if name != dye and self.matrix is not None and dye in self.matrix.dyes:
            return Dimension(dye, MATRIX)
        return Dimension(name, UNCOMPENSATED)

    def _scaled(self, dimension: Dimension) -> tuple[Dimension, Transformation | None]:
        """Give the axis of an outline on the scale it was drawn on; Refusal for a foreign scale."""
        found = self._scale_of(dimension)
        kind = local(found.tag) if found is not None else "linear"
        if found is None or kind == "linear":
            self._gain(found, dimension.name)
            return dimension, None
        if kind != "logicle":
            raise Refusal("SCALE-UNKNOWN", scale=kind)
        name = _written(dimension)
        key = f"logicle {name}"
        numbers = [value_of(found, n, name) for n in ("T", "W", "M", "A")]
        self.used[key] = Transformation(Logicle(*numbers))
        return Dimension(dimension.name, dimension.compensation, key), self.used[key]

    def _scale_of(self, dimension: Dimension) -> Element | None:
        found = self.scales.get(_written(dimension))
        return self.scales.get(dimension.name) if found is None else found

    def _gain(self, found: Element | None, channel: str) -> None:
        gain = attribute(found, "gain") if found is not None else None
        if gain is not None and number(gain, channel) != 1:
            said: dict[str, str | int] = {"channel": channel, "gain": gain}
            note = Note("FLOWJO-DIVIDED", said)
            if note not in self.notes:
                self.notes.append(note)


TAKEN: dict[str, Callable[[_Sample, Element, str, str], Shape]] = {
    "RectangleGate": _Sample.rectangle,
    "PolygonGate": _Sample.polygon,
    "EllipsoidGate": _Sample.ellipse,
}


def _written(dimension: Dimension) -> str:
    """Give the name that FlowJo has for a channel."""
    compensated = dimension.compensation == MATRIX
    return COMPENSATED + dimension.name if compensated else dimension.name


def _points(shape: Element, name: str) -> list[list[float]]:
    """Give the points of a shape in its plane."""
    points = [[value_of(c, "value", name) for c in v] for v in children(shape, "vertex")]
    wrong = next((len(p) for p in points if len(p) != 2), None)  # noqa: PLR2004 - a plane
    if wrong is not None:
        raise Refusal("GATE-SHAPE", name, found=wrong, expected="2")
    return points


def _scales(sample: Element) -> Iterator[tuple[str, Element]]:
    for group in children(sample, "Transformations"):
        for scale in group:
            for parameter in children(scale, "parameter"):
                yield attribute(parameter, "name") or "", scale


def _matrix(sample: Element) -> Spillover | None:
    found = next(children(sample, "spilloverMatrix"), None)
    if found is None:
        return None
    names, rows = [], []
    for row in children(found, "spillover"):
        names.append(needed(row, "parameter", "spillover"))
        cells = {
            needed(c, "parameter", names[-1]): value_of(c, "value", names[-1])
            for c in children(row, "coefficient")
        }
        rows.append(cells)
    whole = tuple(tuple(cells.get(n, 0.0) for n in names) for cells in rows)
    return Spillover(tuple(names), tuple(names), whole)
