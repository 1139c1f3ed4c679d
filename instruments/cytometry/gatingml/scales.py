"""Scales, ratios and matrices of a Gating-ML file."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from instruments.cytometry.gatingml.elements import (
    attribute,
    child,
    children,
    local,
    needed,
    optional,
    value_of,
)
from instruments.cytometry.scales import (
    Asinh,
    Hyperlog,
    Linear,
    Log,
    Logicle,
    Ratio,
    Scale,
    Transformation,
)
from instruments.cytometry.spillover import Spillover
from instruments.cytometry.strategy import RatioOf
from instruments.reading import Refusal

MADE: dict[str, tuple[Callable[..., Scale], tuple[str, ...]]] = {
    "flin": (Linear, ("T", "A")),
    "flog": (Log, ("T", "M")),
    "fasinh": (Asinh, ("T", "M", "A")),
    "logicle": (Logicle, ("T", "W", "M", "A")),
    "hyperlog": (Hyperlog, ("T", "W", "M", "A")),
}


def transformation_of(element: Element, where: str) -> Transformation:
    """Read a scale with its bounds; Refusal SCALE-UNKNOWN when it is none of the five."""
    found = next((e for e in element if local(e.tag) in MADE), None)
    if found is None:
        names = ", ".join(local(e.tag) for e in element)
        raise Refusal("SCALE-UNKNOWN", where, scale=names)
    make, names_of = MADE[local(found.tag)]
    scale = make(*(value_of(found, n, where) for n in names_of))
    bounds = [optional(element, n, where) for n in ("boundMin", "boundMax")]
    return Transformation(scale, bounds[0], bounds[1])


def ratio_of(element: Element, where: str) -> RatioOf:
    """Read a ratio of two channels."""
    channels = [needed(c, "name", where) for c in children(element, "fcs-dimension")]
    if len(channels) != 2:  # noqa: PLR2004 - a ratio
        raise Refusal("GATE-SHAPE", where, found=len(channels), expected="2")
    a, b, c = (value_of(element, n, where) for n in ("A", "B", "C"))
    return RatioOf(Ratio(a, b, c), *channels)


def matrix_of(element: Element) -> Spillover:
    """Read a spectrum matrix; it may hold the inverse already."""
    where = needed(element, "id", "spectrumMatrix")
    dyes, detectors = (
        tuple(needed(d, "name", where) for d in child(element, part, where))
        for part in ("fluorochromes", "detectors")
    )
    rows = tuple(
        tuple(value_of(c, "value", where) for c in children(row, "coefficient"))
        for row in children(element, "spectrum")
    )
    said = (attribute(element, "matrix-inverted-already") or "false").lower()
    return Spillover(dyes, detectors, rows, inverted=said in {"true", "1"})
