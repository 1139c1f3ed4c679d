"""Gating-ML 2.0 to a strategy; what is not understood is named, never dropped in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

from instruments.cytometry.gates import (
    UNCOMPENSATED,
    Boolean,
    Dimension,
    Divider,
    Ellipsoid,
    Gate,
    Polygon,
    Quadrant,
    Quadrants,
    Rectangle,
    Reference,
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
from instruments.cytometry.gatingml.names import GATING
from instruments.cytometry.gatingml.scales import matrix_of, ratio_of, transformation_of
from instruments.cytometry.scales import Transformation
from instruments.cytometry.spillover import Spillover
from instruments.cytometry.strategy import RatioOf, Strategy
from instruments.reading import Note, Refusal

PASSED_OVER = frozenset({"custom_info"})  # others' notes to themselves; they change no gate


@dataclass(frozen=True)
class Imported:
    """A strategy, and a note for each part of the file that has no place in it."""

    strategy: Strategy
    notes: tuple[Note, ...] = ()


def read(blob: bytes) -> Imported:
    """Read a Gating-ML 2.0 file; Refusal says what is wrong and in which gate."""
    root = parsed(blob)
    if root.tag != f"{GATING}Gating-ML":
        raise Refusal("GATINGML-NOT", found=local(root.tag))
    reader = _Reader()
    for element in root:
        reader.take(element)
    strategy = Strategy(tuple(reader.gates), reader.transformations, reader.ratios, reader.matrices)
    return Imported(strategy, tuple(reader.notes))


class _Reader:
    """Gathers the parts of a file."""

    def __init__(self) -> None:
        self.gates: list[Gate] = []
        self.transformations: dict[str, Transformation] = {}
        self.ratios: dict[str, RatioOf] = {}
        self.matrices: dict[str, Spillover] = {}
        self.notes: list[Note] = []

    def take(self, element: Element) -> None:
        """Put one element where it belongs."""
        name = local(element.tag)
        if name in GATES:
            gate = GATES[name](element)
            self.gates.append(gate)
            if isinstance(gate, Ellipsoid) and not gate.proper:
                self.notes.append(Note("GATE-NOT-ELLIPSOID", where=gate.id))
        elif name == "transformation":
            self._transformation(element)
        elif name == "spectrumMatrix":
            self.matrices[needed(element, "id", name)] = matrix_of(element)
        elif name not in PASSED_OVER:
            self.notes.append(Note("GATINGML-UNKNOWN", {"element": name}))

    def _transformation(self, element: Element) -> None:
        name = needed(element, "id", "transformation")
        ratio = next(children(element, "fratio"), None)
        if ratio is not None:
            self.ratios[name] = ratio_of(ratio, name)
        else:
            self.transformations[name] = transformation_of(element, name)


def _ids(element: Element) -> tuple[str, str]:
    name = needed(element, "id", local(element.tag))
    return name, attribute(element, "parent_id") or ""


def _dimension(element: Element, where: str) -> Dimension:
    """Read the axis behind a `dimension` or a `divider`."""
    compensation = attribute(element, "compensation-ref") or UNCOMPENSATED
    scale = attribute(element, "transformation-ref") or ""
    new = next(children(element, "new-dimension"), None)
    if new is not None:
        return Dimension(needed(new, "transformation-ref", where), compensation, scale, ratio=True)
    channel = child(element, "fcs-dimension", where)
    return Dimension(needed(channel, "name", where), compensation, scale)


def _rectangle(element: Element) -> Rectangle:
    name, parent = _ids(element)
    spans = tuple(
        Span(_dimension(d, name), optional(d, "min", name), optional(d, "max", name))
        for d in children(element, "dimension")
    )
    if not spans:
        raise Refusal("XML-MISSING", name, element="RectangleGate", name="dimension")
    return Rectangle(name, spans, parent)


def _coordinates(element: Element, where: str) -> tuple[float, ...]:
    return tuple(value_of(c, "value", where) for c in children(element, "coordinate"))


def _polygon(element: Element) -> Polygon:
    name, parent = _ids(element)
    axes = tuple(_dimension(d, name) for d in children(element, "dimension"))
    corners = [_coordinates(v, name) for v in children(element, "vertex")]
    if len(axes) != 2 or any(len(c) != 2 for c in corners):  # noqa: PLR2004 - a plane
        raise Refusal("GATE-SHAPE", name, found=len(axes), expected="2")
    return Polygon(name, (axes[0], axes[1]), tuple((c[0], c[1]) for c in corners), parent)


def _ellipsoid(element: Element) -> Ellipsoid:
    name, parent = _ids(element)
    matrix = child(element, "covarianceMatrix", name)
    rows = tuple(
        tuple(value_of(e, "value", name) for e in children(row, "entry"))
        for row in children(matrix, "row")
    )
    return Ellipsoid(
        name,
        tuple(_dimension(d, name) for d in children(element, "dimension")),
        _coordinates(child(element, "mean", name), name),
        rows,
        value_of(child(element, "distanceSquare", name), "value", name),
        parent,
    )


def _quadrants(element: Element) -> Quadrants:
    name, parent = _ids(element)
    dividers = tuple(
        Divider(
            needed(d, "id", name),
            _dimension(d, name),
            tuple(number(v.text, name) for v in children(d, "value")),
        )
        for d in children(element, "divider")
    )
    parts = tuple(_quadrant(q, name) for q in children(element, "Quadrant"))
    return Quadrants(name, dividers, parts, parent)


def _quadrant(element: Element, where: str) -> Quadrant:
    name = needed(element, "id", where)
    positions = tuple(
        (needed(p, "divider_ref", name), value_of(p, "location", name))
        for p in children(element, "position")
    )
    return Quadrant(name, positions)


def _boolean(element: Element) -> Boolean:
    name, parent = _ids(element)
    operators: tuple[Literal["and", "or", "not"], ...] = ("and", "or", "not")
    for operator in operators:
        found = next(children(element, operator), None)
        if found is not None:
            references = tuple(_reference(r, name) for r in children(found, "gateReference"))
            return Boolean(name, operator, references, parent)
    raise Refusal("XML-MISSING", name, element="BooleanGate", name="and, or, not")


def _reference(element: Element, where: str) -> Reference:
    said = (attribute(element, "use-as-complement") or "false").lower()
    return Reference(needed(element, "ref", where), complement=said in {"true", "1"})


GATES: dict[str, Callable[[Element], Gate]] = {
    "RectangleGate": _rectangle,
    "PolygonGate": _polygon,
    "EllipsoidGate": _ellipsoid,
    "QuadrantGate": _quadrants,
    "BooleanGate": _boolean,
}
