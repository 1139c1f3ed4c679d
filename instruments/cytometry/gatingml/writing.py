"""A strategy as Gating-ML 2.0; reading what was written gives the same strategy.

Numbers are written so that they read back to the last bit, elements in the order of the strategy:
the same strategy gives the same bytes.
"""

from __future__ import annotations

from dataclasses import fields
from functools import singledispatch
from xml.etree import ElementTree as ET

from instruments.cytometry.gates import (
    Boolean,
    Dimension,
    Ellipsoid,
    Gate,
    Polygon,
    Quadrants,
    Rectangle,
)
from instruments.cytometry.gatingml.names import GATING, NAMESPACES, TRANSFORMS, TYPES
from instruments.cytometry.gatingml.scales import MADE
from instruments.cytometry.scales import Transformation
from instruments.cytometry.spillover import Spillover
from instruments.cytometry.strategy import RatioOf, Strategy

TAGS = {make: tag for tag, (make, _names) in MADE.items()}


def write(strategy: Strategy) -> bytes:
    """Write a strategy as UTF-8 XML."""
    for prefix, address in NAMESPACES.items():
        ET.register_namespace(prefix, address)
    root = ET.Element(f"{GATING}Gating-ML")
    for name, transformation in strategy.transformations.items():
        _transformation(root, name, transformation)
    for name, ratio in strategy.ratios.items():
        _ratio(root, name, ratio)
    for name, matrix in strategy.matrices.items():
        _matrix(root, name, matrix)
    for gate in strategy.gates:
        element = _gate(gate)
        element.set(f"{GATING}id", gate.id)
        if gate.parent:
            element.set(f"{GATING}parent_id", gate.parent)
        root.append(element)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return body + b"\n"


def _number(value: float) -> str:
    return repr(float(value))


def _add(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    """Add an element whose attributes stand in its own namespace; `_` in a name is written `-`."""
    space = name.partition("}")[0] + "}"
    found = ET.SubElement(parent, name)
    for key, value in attributes.items():
        found.set(space + key, value)
    return found


def _value(parent: ET.Element, name: str, value: float) -> None:
    ET.SubElement(parent, name).set(f"{TYPES}value", _number(value))


def _axis(element: ET.Element, dimension: Dimension) -> ET.Element:
    """Write what a dimension or a divider is made of."""
    element.set(f"{GATING}compensation-ref", dimension.compensation)
    if dimension.transformation:
        element.set(f"{GATING}transformation-ref", dimension.transformation)
    kind, key = ("new", "transformation-ref") if dimension.ratio else ("fcs", "name")
    ET.SubElement(element, f"{TYPES}{kind}-dimension").set(f"{TYPES}{key}", dimension.name)
    return element


@singledispatch
def _gate(gate: Gate) -> ET.Element:
    raise TypeError(type(gate))


@_gate.register
def _rectangle(gate: Rectangle) -> ET.Element:
    element = ET.Element(f"{GATING}RectangleGate")
    for span in gate.spans:
        dimension = _axis(_add(element, f"{GATING}dimension"), span.dimension)
        for key, bound in (("min", span.low), ("max", span.high)):
            if bound is not None:
                dimension.set(f"{GATING}{key}", _number(bound))
    return element


@_gate.register
def _polygon(gate: Polygon) -> ET.Element:
    element = ET.Element(f"{GATING}PolygonGate")
    for dimension in gate.dimensions:
        _axis(_add(element, f"{GATING}dimension"), dimension)
    for corner in gate.corners:
        vertex = _add(element, f"{GATING}vertex")
        for value in corner:
            _value(vertex, f"{GATING}coordinate", value)
    return element


@_gate.register
def _ellipsoid(gate: Ellipsoid) -> ET.Element:
    element = ET.Element(f"{GATING}EllipsoidGate")
    for dimension in gate.dimensions:
        _axis(_add(element, f"{GATING}dimension"), dimension)
    mean = _add(element, f"{GATING}mean")
    for value in gate.mean:
        _value(mean, f"{GATING}coordinate", value)
    matrix = _add(element, f"{GATING}covarianceMatrix")
    for row in gate.covariance:
        line = _add(matrix, f"{GATING}row")
        for value in row:
            _value(line, f"{GATING}entry", value)
    _value(element, f"{GATING}distanceSquare", gate.distance)
    return element


@_gate.register
def _quadrants(gate: Quadrants) -> ET.Element:
    element = ET.Element(f"{GATING}QuadrantGate")
    for divider in gate.dividers:
        found = _axis(_add(element, f"{GATING}divider", id=divider.id), divider.dimension)
        for cut in divider.cuts:
            ET.SubElement(found, f"{GATING}value").text = _number(cut)
    for quadrant in gate.quadrants:
        part = _add(element, f"{GATING}Quadrant", id=quadrant.id)
        for name, at in quadrant.positions:
            _add(part, f"{GATING}position", divider_ref=name, location=_number(at))
    return element


@_gate.register
def _boolean(gate: Boolean) -> ET.Element:
    element = ET.Element(f"{GATING}BooleanGate")
    operator = _add(element, f"{GATING}{gate.operator}")
    for reference in gate.references:
        found = _add(operator, f"{GATING}gateReference", ref=reference.gate)
        if reference.complement:
            found.set(f"{GATING}use-as-complement", "true")
    return element


def _transformation(root: ET.Element, name: str, found: Transformation) -> None:
    element = _add(root, f"{TRANSFORMS}transformation", id=name)
    for key, bound in (("boundMin", found.low), ("boundMax", found.high)):
        if bound is not None:
            element.set(f"{TRANSFORMS}{key}", _number(bound))
    scale = _add(element, f"{TRANSFORMS}{TAGS[type(found.scale)]}")
    for field in fields(found.scale):  # type: ignore[arg-type]
        scale.set(f"{TRANSFORMS}{field.name}", _number(getattr(found.scale, field.name)))


def _ratio(root: ET.Element, name: str, found: RatioOf) -> None:
    element = _add(root, f"{TRANSFORMS}transformation", id=name)
    numbers = {n: _number(getattr(found.ratio, n)) for n in ("A", "B", "C")}
    ratio = _add(element, f"{TRANSFORMS}fratio", **numbers)
    for channel in (found.over, found.under):
        ET.SubElement(ratio, f"{TYPES}fcs-dimension").set(f"{TYPES}name", channel)


def _matrix(root: ET.Element, name: str, found: Spillover) -> None:
    element = _add(root, f"{TRANSFORMS}spectrumMatrix", id=name)
    if found.inverted:
        element.set(f"{TRANSFORMS}matrix-inverted-already", "true")
    for part, names in (("fluorochromes", found.dyes), ("detectors", found.detectors)):
        held = _add(element, f"{TRANSFORMS}{part}")
        for each in names:
            ET.SubElement(held, f"{TYPES}fcs-dimension").set(f"{TYPES}name", each)
    for row in found.rows:
        spectrum = _add(element, f"{TRANSFORMS}spectrum")
        for value in row:
            _add(spectrum, f"{TRANSFORMS}coefficient", value=_number(value))
