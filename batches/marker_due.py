"""When the next sample of a donor is due, so that nobody has to count days.

What is due follows from the sample timing of the protocol (docs/markers.md): the sample of the
donation while its window is open, and the repeat where no other route stands (Directive 2006/17/EC
annex II: after 180 days, unless nucleic acid tests on the sample of the donation waive it). Nothing is
due of a donor whose markers are negative for use, or positive. Days are civil days of the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from batches.marker_protocol import MarkerProtocol
from batches.markers import History, Standing
from batches.text import Text

SAMPLE, REPEAT = "SAMPLE", "REPEAT"
WORDS: dict[str, Text] = {
    SAMPLE: Text("Sample of the donation, at the latest", "Échantillon du don, au plus tard"),
    REPEAT: Text("Repeat sample, not before", "Échantillon de répétition, pas avant"),
}
SETTLED = frozenset({"NEGATIVE", "POSITIVE"})


@dataclass(frozen=True, slots=True)
class Due:
    """One sample that is due: its last day (`SAMPLE`) or its first one (`REPEAT`), and for what."""

    what: str
    on: date
    markers: tuple[Text, ...] = ()

    def late(self, today: date) -> bool:
        """Tell whether it is overdue: the window has closed, or the day of the repeat has come."""
        return self.on < today if self.what == SAMPLE else self.on <= today


def due(protocol: MarkerProtocol, history: History, standing: Standing) -> tuple[Due, ...]:
    """Give the samples that are due for the use of a donation's cells, the soonest first."""
    if standing.donation_on is None or standing.conclusion in SETTLED:
        return ()
    found = (*_sample(protocol, history, standing.donation_on), *_repeats(standing))
    return tuple(sorted(found, key=lambda one: one.on))


def _sample(protocol: MarkerProtocol, history: History, donation_on: date) -> Iterator[Due]:
    """Ask for a sample while none lies in a window for use."""
    windows = [r.sample for r in protocol.routes if r.stage == "use"]
    days = [(s.drawn_on - donation_on).days for s in history.samples]
    if windows and not any(low <= day <= high for low, high in windows for day in days):
        yield Due(SAMPLE, donation_on + timedelta(days=max(high for _low, high in windows)))


def _repeats(standing: Standing) -> Iterator[Due]:
    """Ask for a repeat on each day that the rules name, with the markers that wait for it."""
    waiting: dict[date, list[Text]] = {}
    for marker in standing.markers:
        if marker.conclusion in SETTLED:
            continue
        days = {str(f.params["due"]) for f in marker.findings if f.code == "MRK-REPEAT"}
        for day in sorted(days):
            waiting.setdefault(date.fromisoformat(day), []).append(marker.label)
    for on, markers in waiting.items():
        yield Due(REPEAT, on, tuple(markers))
