"""Moving the gates of one panel by hand, within what its approved template allows.

The debris polygon moves as a whole along its two axes, the viability threshold along its own; both
move for every tube of the panel alike, controls too, so that a threshold is still taken through the
gates that its sample went through.  Singlets and marker thresholds follow from the events and are
never moved.  A template without `moves` forbids every move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from batches.quantity import plain
from batches.text import Text
from batches.verdict import Finding

SHIFTS: dict[str, Text] = {
    "x": Text("Cells without debris, along {axis}", "Cellules sans débris, le long de {axis}"),
    "y": Text("Cells without debris, along {axis}", "Cellules sans débris, le long de {axis}"),
    "live": Text("Viability threshold of {axis}", "Seuil de viabilité de {axis}"),
}
"""What each shift moves; `axis` is the channel or the dye."""
ACCEPTED, DECLINED = "accepted", "declined"
OUTCOMES = {
    ACCEPTED: Text("The move is accepted", "Le déplacement est accepté"),
    DECLINED: Text("The move is declined", "Le déplacement est refusé"),
}
"""What a second person decides on moved gates."""


@dataclass(frozen=True, slots=True)
class Move:
    """How far each gate is moved, on the linear scale of its channel; 0 is not at all."""

    x: Decimal = Decimal(0)
    y: Decimal = Decimal(0)
    live: Decimal = Decimal(0)

    def plain(self) -> dict[str, str]:
        """Give what is moved, as the texts that are stored."""
        return {name: plain(value) for name, value in asdict(self).items() if value}

    @classmethod
    def from_plain(cls, kept: Mapping[str, str]) -> Move:
        """Give back what `plain` gave."""
        return cls(**{name: Decimal(value) for name, value in kept.items()})


def bounds(body: Mapping[str, Any]) -> dict[str, Decimal]:
    """Give how far each gate of a template may be moved, either way; empty where none may."""
    allowed = body.get("moves") or {}
    found = {**allowed.get("debris", {}), "live": allowed.get("live", "0")}
    return {name: Decimal(most) for name, most in found.items() if Decimal(most)}


def axes(body: Mapping[str, Any]) -> dict[str, str]:
    """Name the channel or the dye of each shift."""
    return {"x": body["debris"]["x"], "y": body["debris"]["y"], "live": body["live"]["labels"][0]}


def words(body: Mapping[str, Any], name: str, lang: str) -> str:
    """Say what a shift moves."""
    return SHIFTS[name][lang].format(axis=axes(body)[name])


def faults(body: Mapping[str, Any], move: Move) -> Iterator[Finding]:
    """Say why a move cannot be made: nothing moves, a gate may not, or not so far."""
    shifts = {name: Decimal(value) for name, value in move.plain().items()}
    most = bounds(body)
    if not shifts:
        yield Finding("GT-MOVE-NONE", where="x")
    for name, shift in shifts.items():
        said = {f"gate_{lang}": words(body, name, lang) for lang in ("en", "fr")}
        if name not in most:
            yield Finding("GT-MOVE-NEVER", said, name)
        elif abs(shift) > most[name]:
            yield Finding("GT-MOVE-FAR", {**said, "found": shift, "most": most[name]}, name)


def moved(body: Mapping[str, Any], move: Move) -> dict[str, Any]:
    """Give the body of a template with its gates moved; everything else stays as it is."""
    debris, live = body["debris"], body["live"]
    corners = [
        [str(Decimal(str(x)) + move.x), str(Decimal(str(y)) + move.y)]
        for x, y in debris["vertices"]
    ]
    return {
        **body,
        "debris": {**debris, "vertices": corners},
        "live": {**live, "below": str(Decimal(str(live["below"])) + move.live)},
    }
