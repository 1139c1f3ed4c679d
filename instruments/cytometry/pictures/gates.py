"""Each gate of a tube as a picture of the events it was applied to, with its outline and counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.pictures.density import density
from instruments.cytometry.pictures.picture import (
    ACROSS,
    BOTTOM,
    COLOURS,
    DOWN,
    HEIGHT,
    LEFT,
    TOP,
    Axis,
    Picture,
    Scheme,
    Table,
    axes,
    count,
    framed,
    linear_axis,
    logicle_axis,
    number,
    share,
    words,
)
from instruments.cytometry.template import Template
from instruments.cytometry.tube import STEPS, Gated
from instruments.text import Text

Floats = NDArray[np.float64]
Inside = NDArray[np.bool_]

WORDS = {
    "steady": Text("Steady run", "Acquisition stable"),
    "cells": Text("Cells without debris", "Cellules sans débris"),
    "singlets": Text("Single cells", "Cellules isolées"),
    "live": Text("Live cells", "Cellules vivantes"),
    "all": Text("All events", "Tous les événements"),
    "step": Text("step", "étape"),
    "count": Text("events", "événements"),
    "of_before": Text("% of the step before", "% de l'étape précédente"),
    "line": Text("{part} of {whole} events kept ({share})",
                 "{part} événements gardés sur {whole} ({share})"),
}  # fmt: skip


def gate_pictures(
    tube: Gated, template: Template, role: str, lang: str = "en", scheme: Scheme = "screen"
) -> tuple[Picture, ...]:
    """Draw the four gates of a tube: steady run, cells, single cells, live cells."""
    pictures = []
    for step, (across, up, x, y, outline) in _views(tube, template):
        before = tube.steps[STEPS[STEPS.index(step) - 1]]
        parts = [outline(scheme)] if step == "steady" else []
        parts.append(density(x[before], y[before], (across, up), scheme))
        parts += axes(across, up, scheme)
        parts += [] if step == "steady" else [outline(scheme)]
        title = f"{words(WORDS[step], lang)} – {role}"
        svg = framed(parts, title, [_line(tube, step, lang), tube.tube], scheme)
        name = f"gate-{role}-{STEPS.index(step)}-{step}"
        pictures.append(Picture(name, svg, _table(tube, step, title, lang)))
    return tuple(pictures)


View = tuple[Axis, Axis, Floats, Floats, "Outline"]


class Outline:
    """What bounds a gate: lines over the events, or areas beneath them."""

    def __init__(self, shapes: Sequence[str], colour: str, *, filled: bool = False) -> None:
        """Keep the shapes as SVG paths and the name of their colour."""
        self.shapes, self.colour, self.filled = shapes, colour, filled

    def __call__(self, scheme: Scheme) -> str:
        """Give the SVG of the outline."""
        if not self.shapes:
            return ""
        colour = COLOURS[scheme][self.colour]
        look = f'fill="{colour}"' if self.filled else f'fill="none" stroke="{colour}"'
        return f'<path {look} stroke-width="2" stroke-linejoin="round" d="{"".join(self.shapes)}"/>'


def _views(tube: Gated, template: Template) -> Iterator[tuple[str, View]]:
    events, debris = tube.events, template.debris
    time, forward, side = (
        events.column(c).astype(np.float64) for c in (template.time.channel, debris.x, debris.y)
    )
    size = linear_axis(debris.x, _top(forward))
    across = linear_axis(template.time.channel, _top(time))
    yield "steady", (across, size, time, forward, _removed(time, tube.steps["steady"], across))
    up = linear_axis(debris.y, _top(side))
    corners = [(_x(size, x), _y(up, y)) for x, y in debris.corners]
    yield "cells", (size, up, forward, side, Outline([f"M{'L'.join(map(_at, corners))}Z"], "gate"))
    yield "singlets", _singlets(tube, template)
    dye = tube.signal(tube.dye)
    scale = template.live.scale
    axis = logicle_axis(f"{template.live.labels[0]} ({tube.dye})", scale, min(-100.0, _low(dye)))
    cut = _x(axis, float(scale.forward(np.array([template.live.below]))[0]))
    line = Outline([f"M{number(cut)} {TOP}V{HEIGHT - BOTTOM}"], "gate")
    yield "live", (axis, size, scale.forward(dye), forward, line)


def _singlets(tube: Gated, template: Template) -> View:
    """Draw the two slopes between which single cells lie."""
    rule, kept = template.singlets, tube.steps["singlets"]
    area, height = (tube.events.column(c).astype(np.float64) for c in (rule.area, rule.height))
    across, up = (linear_axis(c, _top(v)) for c, v in ((rule.area, area), (rule.height, height)))
    shapes = []
    if kept.any():
        ratios = height[kept] / area[kept]
        for slope in (float(ratios.min()), float(ratios.max())):
            end = min(across.high, up.high / slope) if slope > 0 else across.high
            far = (_x(across, end), _y(up, slope * end))
            shapes.append(f"M{_at((_x(across, 0), _y(up, 0)))}L{_at(far)}")
    return across, up, area, height, Outline(shapes, "gate")


def _removed(time: Floats, kept: Inside, axis: Axis) -> Outline:
    """Shade the times whose events were taken away."""
    slices = 200
    edges = (axis.low, axis.high)
    gone, _ = np.histogram(time[~kept], slices, edges)
    here, _ = np.histogram(time[kept], slices, edges)
    wide = ACROSS / slices
    shapes = [
        f"M{number(LEFT + i * wide)} {TOP}h{number(wide)}v{DOWN}h{number(-wide)}Z"
        for i in np.flatnonzero(gone > here).tolist()
    ]
    return Outline(shapes, "removed", filled=True)


def _table(tube: Gated, shown: str, title: str, lang: str) -> Table:
    counts, last = tube.counts, STEPS.index(shown)
    head = tuple(words(WORDS[w], lang) for w in ("step", "count", "of_before"))
    rows = []
    for i, step in enumerate(STEPS[: last + 1]):
        if i < last - 1:
            continue
        before = counts[STEPS[max(0, i - 1)]]
        rows.append(
            (words(WORDS[step], lang), count(counts[step], lang), share(counts[step], before, lang))
        )
    return Table(title, head, tuple(rows))


def _line(tube: Gated, step: str, lang: str) -> str:
    part, whole = tube.counts[step], tube.counts[STEPS[STEPS.index(step) - 1]]
    return words(WORDS["line"], lang).format(
        part=count(part, lang), whole=count(whole, lang), share=share(part, whole, lang)
    )


def _top(values: Floats) -> float:
    return float(values.max()) if values.size else 1.0


def _low(values: Floats) -> float:
    return float(np.quantile(values, 0.001)) if values.size else 0.0


def _x(axis: Axis, place: float) -> float:
    return LEFT + ACROSS * axis.share(place)


def _y(axis: Axis, place: float) -> float:
    return HEIGHT - BOTTOM - DOWN * axis.share(place)


def _at(point: tuple[float, float]) -> str:
    return f"{number(point[0])} {number(point[1])}"
