"""One tube through the gates of a template: compensated, cleaned, and counted at each step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.cleaning import single, steady
from instruments.cytometry.events import Events
from instruments.cytometry.polygon import inside_polygon
from instruments.cytometry.spillover import Spillover, checked
from instruments.cytometry.template import Template
from instruments.reading import Note, Refusal

Floats = NDArray[np.float64]
Inside = NDArray[np.bool_]

STEPS = ("all", "steady", "cells", "singlets", "live")


@dataclass(frozen=True)
class Gated:
    """A tube with the population of each step, every one within the one before it.

    `dye` is the channel of the viability dye; `notes` say why the tube must not be used.
    """

    events: Events
    matrix: Spillover
    steps: dict[str, Inside]
    dye: str
    notes: tuple[Note, ...] = ()

    @property
    def tube(self) -> str:
        """Give the name of the tube."""
        return self.events.tube

    @property
    def counts(self) -> dict[str, int]:
        """Give the number of events after each step."""
        return {name: int(np.count_nonzero(inside)) for name, inside in self.steps.items()}

    def signal(self, channel: str) -> Floats:
        """Give the compensated values of a channel, of all events."""
        return compensated(self.events, self.matrix, channel)

    def live(self, channel: str) -> Floats:
        """Give the compensated values of a channel, of the live singlets alone."""
        kept = self.events.chosen(self.steps["live"])
        return compensated(kept, self.matrix, channel)


def compensated(events: Events, matrix: Spillover, channel: str) -> Floats:
    """Give the values of a channel, compensated when the matrix knows it."""
    if channel in matrix.dyes:
        return matrix.compensated(channel, events.column)
    return events.column(channel).astype(np.float64)


def gated(events: Events, template: Template) -> Gated:
    """Take a tube through steps 2 to 6; Refusal when its matrix or channels do not serve."""
    matrix = _matrix(events, template)
    dye = _labelled(events, template.live.labels)
    steps = {"all": np.ones(len(events), dtype=np.bool_)}
    steps["steady"] = _steady(events, matrix, template)
    debris, rule = template.debris, template.singlets
    x, y = (events.column(c).astype(np.float64) for c in (debris.x, debris.y))
    steps["cells"] = steps["steady"] & inside_polygon(debris.corners, x, y)
    area, height = events.column(rule.area), events.column(rule.height)
    steps["singlets"] = steps["cells"] & single(area, height, steps["cells"], rule)
    alive = compensated(events, matrix, dye) < template.live.below
    steps["live"] = steps["singlets"] & alive
    return Gated(events, matrix, steps, dye, _unsteady(events, steps, template))


def _steady(events: Events, matrix: Spillover, template: Template) -> Inside:
    check = template.time
    signals = [compensated(events, matrix, c) for c in check.signals]
    return steady(events.column(check.channel), list(signals), check)


def _unsteady(events: Events, steps: dict[str, Inside], template: Template) -> tuple[Note, ...]:
    total = len(events)
    if not total:
        return (Note("TUBE-EMPTY", where=events.tube),)
    removed = 1 - np.count_nonzero(steps["steady"]) / total
    if removed <= template.time.most:
        return ()
    said: dict[str, str | int] = {
        "found": f"{100 * removed:.1f}",
        "most": f"{100 * template.time.most:g}",
    }
    return (Note("TUBE-UNSTEADY", said, events.tube),)


def _matrix(events: Events, template: Template) -> Spillover:
    """Give the matrix of the file, else of the template, when it can be used."""
    try:
        found = events.spillover() or template.matrix
        if found is not None:
            return checked(found, events.names, template.most_condition)
    except Refusal as refusal:
        note = refusal.note
        raise Refusal(note.code, events.tube, **note.params) from refusal
    raise Refusal("SPILL-NONE", events.tube)


def _labelled(events: Events, labels: tuple[str, ...]) -> str:
    found = events.labelled(labels)
    if found is None:
        known = ", ".join(s for s in events.labels if s)
        raise Refusal("LABEL-UNKNOWN", events.tube, label=" / ".join(labels), known=known)
    return found
