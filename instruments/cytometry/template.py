"""A gating template as the arithmetic reads it: every number of the method, none in the code.

The document's schema says what each field means and refuses what has another shape; here its texts
become numbers.  Limits and verdicts stand in the same document and are read by `batches.phenotype`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from instruments.cytometry.polygon import Corner
from instruments.cytometry.scales import Logicle
from instruments.cytometry.spillover import Spillover

Control = Literal["fmo", "isotype", "unstained"]


@dataclass(frozen=True, slots=True)
class TimeCheck:
    """Bins of `size` events; bad past `deviations` MAD and past a floor, at most `most` removed.

    Signals are compared as arcsinh(median / `cofactor`), durations as natural logarithms; `most` is
    a share of the events, 0 to 1.
    """

    channel: str
    signals: tuple[str, ...]
    size: int
    deviations: float
    floor: float
    duration_floor: float
    cofactor: float
    most: float


@dataclass(frozen=True, slots=True)
class Debris:
    """The polygon of cells on two linear scatter channels."""

    x: str
    y: str
    corners: tuple[Corner, ...]


@dataclass(frozen=True, slots=True)
class Singlets:
    """Height over area within `deviations` MAD of the median."""

    area: str
    height: str
    deviations: float


@dataclass(frozen=True, slots=True)
class Live:
    """Compensated viability dye below `below`; its channel is found by its `$PnS`."""

    labels: tuple[str, ...]
    below: float
    scale: Logicle


@dataclass(frozen=True, slots=True)
class Marker:
    """One population that is counted, and the control its threshold is taken from.

    `quantile` is a share, 0.995 for the 99.5th percentile; `tube` the code of the stained tube.
    """

    code: str
    labels: tuple[str, ...]
    tube: str
    control: Control
    quantile: float
    least_control_events: int
    scale: Logicle


@dataclass(frozen=True, slots=True)
class Template:
    """The method of one panel."""

    tubes: tuple[str, ...]
    same: tuple[str, ...]
    voltages: bool
    matrix: Spillover | None
    most_condition: float
    time: TimeCheck
    debris: Debris
    singlets: Singlets
    live: Live
    least_events: int
    markers: tuple[Marker, ...]

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Template:
        """Read the body of a valid `gating-template` document."""
        compensation, admission = body["compensation"], body["admission"]
        scale = _scale(body["scale"])
        live = body["live"]
        return cls(
            tubes=tuple(t["code"] for t in body["tubes"]),
            same=tuple(admission["same"]),
            voltages=bool(admission["voltages"]),
            matrix=_matrix(compensation["matrix"]) if compensation["matrix"] else None,
            most_condition=float(compensation["most_condition"]),
            time=_time(body["time_check"]),
            debris=_debris(body["debris"]),
            singlets=_singlets(body["singlets"]),
            live=Live(tuple(live["labels"]), float(live["below"]), scale),
            least_events=int(body["least_live_singlets"]),
            markers=tuple(_marker(m, scale) for m in body["markers"]),
        )


def _time(body: Mapping[str, Any]) -> TimeCheck:
    return TimeCheck(
        body["channel"],
        tuple(body["signals"]),
        int(body["bin_events"]),
        float(body["deviations"]),
        float(body["floor"]),
        float(body["duration_floor"]),
        float(body["cofactor"]),
        float(body["most_removed_percent"]) / 100,
    )


def _debris(body: Mapping[str, Any]) -> Debris:
    corners = tuple((float(x), float(y)) for x, y in body["vertices"])
    return Debris(body["x"], body["y"], corners)


def _singlets(body: Mapping[str, Any]) -> Singlets:
    return Singlets(body["area"], body["height"], float(body["deviations"]))


def _matrix(body: Mapping[str, Any]) -> Spillover:
    names = tuple(body["detectors"])
    return Spillover(names, names, tuple(tuple(float(v) for v in r) for r in body["rows"]))


def _scale(body: Mapping[str, Any]) -> Logicle:
    return Logicle(*(float(body[name]) for name in ("T", "W", "M", "A")))


def _marker(body: Mapping[str, Any], scale: Logicle) -> Marker:
    return Marker(
        body["code"],
        tuple(body["labels"]),
        body["tube"],
        body["control"],
        float(body["percentile"]) / 100,
        int(body["least_control_events"]),
        scale,
    )
