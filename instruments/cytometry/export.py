"""The gates a panel was evaluated by, as a strategy that travels as Gating-ML.

Everything that was fixed by the template or found in the tube stands in it as a number: the polygon,
the two slopes of single cells, the viability cut, the thresholds.  The check of a steady run is no
gate of the standard: the strategy holds for the events that passed it.
"""

from __future__ import annotations

import math

import numpy as np

from instruments.cytometry.gates import Dimension, Polygon, Rectangle, Span
from instruments.cytometry.panel import Evaluation
from instruments.cytometry.scales import Ratio
from instruments.cytometry.strategy import RatioOf, Strategy
from instruments.cytometry.template import Template
from instruments.cytometry.tube import Gated

MATRIX, SLOPE = "compensation", "height_over_area"


def strategy_of(role: str, done: Evaluation, template: Template) -> Strategy:
    """Give the gates of a stained tube: cells, singlets, live, and each marker above its threshold."""
    tube = done.tubes[role]
    debris, rule = template.debris, template.singlets
    axes = (Dimension(debris.x), Dimension(debris.y))
    gates: list[Polygon | Rectangle] = [Polygon("cells", axes, debris.corners)]
    gates.append(_singlets(tube, template))
    below = Span(_compensated(tube, tube.dye), None, template.live.below)
    gates.append(Rectangle("live", (below,), "singlets"))
    for found in done.markers:
        if found.marker.tube == role and found.threshold is not None:
            cut = math.nextafter(float(found.threshold), math.inf)  # above it, not at it
            span = Span(_compensated(tube, found.channel), cut)
            gates.append(Rectangle(found.marker.code, (span,), "live"))
    ratios = {SLOPE: RatioOf(Ratio(1.0, 0.0, 0.0), rule.height, rule.area)}
    return Strategy(tuple(gates), {}, ratios, {MATRIX: tube.matrix})


def _singlets(tube: Gated, template: Template) -> Rectangle:
    """Give the slopes that the tube's own single cells lie between."""
    rule, kept = template.singlets, tube.steps["singlets"]
    area, height = (tube.events.column(c).astype(np.float64) for c in (rule.area, rule.height))
    found = height[kept] / area[kept]
    low, high = (float(found.min()), float(found.max())) if found.size else (0.0, 0.0)
    slope = Dimension(SLOPE, ratio=True)
    span = Span(slope, low, math.nextafter(high, math.inf) if found.size else 0.0)
    return Rectangle("singlets", (span,), "cells")


def _compensated(tube: Gated, channel: str) -> Dimension:
    return Dimension(channel, MATRIX) if channel in tube.matrix.dyes else Dimension(channel)
