"""The evaluation of a panel: what each marker counts, by the template alone.

Version 1: threshold = quantile (linear between neighbours) of the control's live singlets, rounded
half even to 6 significant figures; positive = compensated value above that rounded threshold, so
that the stored threshold gives the stored counts again; MFI = median of the live singlets'
compensated values, 6 significant figures, half even.
Sources: Dominici 2006 (the panel); Roederer 2001 and Maecker 2006 (thresholds from fluorescence
minus one).  Percentages and verdicts are made of the counts by `batches.phenotype`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.events import Events
from instruments.cytometry.roles import control_role
from instruments.cytometry.template import Marker, Template
from instruments.cytometry.tube import Gated, gated
from instruments.reading import Note, Refusal

FORMULA = ("isct_panel", 1)
FIGURES = 6
ROUNDING = "6 significant figures, half even"
_CONTEXT = Context(prec=FIGURES, rounding=ROUND_HALF_EVEN)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Counted:
    """One marker: its channel, threshold, and the counts above it in sample and control.

    `faults` say why the marker has no valid result; numbers that could still be made stand beside
    them.  `control` is the role of the control tube.
    """

    marker: Marker
    control: str
    channel: str = ""
    threshold: Decimal | None = None
    positives: int | None = None
    total: int | None = None
    control_positives: int | None = None
    control_total: int | None = None
    mfi: Decimal | None = None
    control_mfi: Decimal | None = None
    faults: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """All markers in the order of the template, the tubes by role, and what is wrong with them."""

    markers: tuple[Counted, ...]
    tubes: Mapping[str, Gated]
    faults: Mapping[str, tuple[Note, ...]]


def evaluate(
    template: Template, tubes: Mapping[str, Events], refused: Mapping[str, Note] | None = None
) -> Evaluation:
    """Evaluate the tubes of one panel, given by role; `refused` are tubes that could not be read."""
    done: dict[str, Gated] = {}
    faults: dict[str, tuple[Note, ...]] = {r: (n,) for r, n in (refused or {}).items()}
    first = next((code for code in template.tubes if code in tubes), None)
    reference = tubes[first] if first else None
    for role in _needed(template):
        if role not in tubes:
            faults.setdefault(role, (Note("PANEL-MISSING", {"role": role}),))
            continue
        found = list(_differences(tubes[role], reference, template)) if reference else []
        try:
            done[role] = gated(tubes[role], template)
            found += [*done[role].notes, *_other_matrix(done, role, first)]
        except Refusal as refusal:
            found.append(refusal.note)
        if found:
            faults[role] = tuple(found)
    return Evaluation(
        tuple(_counted(m, template, done, faults) for m in template.markers), done, faults
    )


def decimal(value: float) -> Decimal:
    """Round a float to 6 significant figures, half even, as a plain decimal."""
    return _CONTEXT.create_decimal(repr(float(value))) + Decimal(0)


def _needed(template: Template) -> Iterable[str]:
    roles = [*template.tubes, *(control_role(m.control, m.code) for m in template.markers)]
    return dict.fromkeys(roles)


def _differences(events: Events, reference: Events, template: Template) -> Iterable[Note]:
    """Name what differs between a tube and the first stained tube of its run."""
    for key in template.same:
        one, other = (e.keywords.get(key, "") for e in (events, reference))
        if one != other:
            yield _differs("TUBE-DIFFERS", events, key, one, other)
    if events.names != reference.names:
        one, other = (", ".join(e.names) for e in (events, reference))
        yield _differs("TUBE-DIFFERS", events, "$PnN", one, other)
    elif template.voltages:
        for i, name in enumerate(events.names, start=1):
            one, other = (e.keywords.get(f"$P{i}V", "").strip() for e in (events, reference))
            if not _same_number(one, other):
                yield _differs("TUBE-VOLTAGE", events, name, one, other)


def _other_matrix(done: Mapping[str, Gated], role: str, first: str | None) -> Iterable[Note]:
    if first is not None and first in done and done[role].matrix != done[first].matrix:
        one, other = (" × ".join(done[r].matrix.dyes) for r in (role, first))
        yield _differs("TUBE-DIFFERS", done[role].events, "$SPILLOVER", one, other)


def _differs(code: str, events: Events, key: str, one: str, other: str) -> Note:
    return Note(code, {"key": key, "found": one or "–", "expected": other or "–"}, events.tube)


def _same_number(one: str, other: str) -> bool:
    try:
        return float(one or "nan") == float(other or "nan") or one == other
    except ValueError:
        return one == other


def _counted(
    marker: Marker,
    template: Template,
    tubes: Mapping[str, Gated],
    faults: Mapping[str, tuple[Note, ...]],
) -> Counted:
    role = control_role(marker.control, marker.code)
    found = [note for r in dict.fromkeys((marker.tube, role)) for note in faults.get(r, ())]
    sample, control = tubes.get(marker.tube), tubes.get(role)
    if sample is None:
        return Counted(marker, role, faults=tuple(found))
    channel = sample.events.labelled(marker.labels)
    if channel is None:
        known = ", ".join(s for s in sample.events.labels if s)
        said: dict[str, str | int] = {"label": " / ".join(marker.labels), "known": known}
        return Counted(marker, role, faults=(*found, Note("LABEL-UNKNOWN", said, sample.tube)))
    found += _too_few("TUBE-FEW", sample, template.least_events)
    if control is not None:
        found += _too_few("CONTROL-FEW", control, marker.least_control_events)
    return _measured(Counted(marker, role, channel, faults=tuple(found)), sample, control)


def _too_few(code: str, tube: Gated, least: int) -> list[Note]:
    count = tube.counts["live"]
    return [Note(code, {"found": count, "least": least}, tube.tube)] if count < least else []


def _measured(known: Counted, sample: Gated, control: Gated | None) -> Counted:
    """Add the numbers that the tubes allow."""
    values = sample.live(known.channel)
    least = (
        control.live(known.channel) if control and known.channel in control.events.names else None
    )
    cut = _threshold(least, known.marker.quantile) if least is not None else None
    return Counted(
        known.marker,
        known.control,
        known.channel,
        cut,
        None if cut is None else _above(values, cut),
        int(values.size),
        None if cut is None or least is None else _above(least, cut),
        None if least is None else int(least.size),
        _median(values),
        None if least is None else _median(least),
        known.faults,
    )


def _threshold(values: Floats, quantile: float) -> Decimal | None:
    return decimal(np.quantile(values, quantile)) if values.size else None


def _above(values: Floats, cut: Decimal) -> int:
    return int(np.count_nonzero(values > float(cut)))


def _median(values: Floats) -> Decimal | None:
    return decimal(float(np.median(values))) if values.size else None
