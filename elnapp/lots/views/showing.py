"""How steps, values and results of a lot are laid out for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from batches import kinds
from batches.kinds import senescence
from batches.kinds.labels import label_of
from batches.kinds.scans import MAKES, OF_ROWS
from batches.master import Place
from batches.position import Position, StepState
from batches.steps import Step
from batches.text import Text
from elnapp.lots.queries import History, Passage, Plan, Seen
from elnapp.lots.views.values import plain, rounded
from elnapp.web.house import actor
from elnapp.web.locale import words
from elnapp.web.pages import Crumb

PURPOSE_WORDS: dict[str, Text] = {
    "clinical": Text("clinical", "clinique"),
    "engineering": Text("engineering", "technique"),
    "process_simulation": Text("process simulation", "simulation de procédé"),
    "training": Text("training", "formation"),
}
LONG = 120  # steps of a lot above which the parts that are not under way stay folded
QUALITY_WORDS: dict[str, Text] = {
    "device": Text("time of the device", "heure de l'appareil"),
    "stated": Text("time stated by the person", "heure indiquée par la personne"),
    "received": Text("time of receipt by the server", "heure de réception par le serveur"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One step in the list of a phase."""

    title: str
    url: str
    status: str
    note: str
    current: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One phase of the lot, or one repetition of it: how far it is, and its steps.

    Its state asks for the mandatory steps alone.  `steps` is None for a part that is done in a long lot and that nobody asked to see.
    """

    segment: str
    title: str
    settled: int
    total: int
    state: str
    steps: tuple[Task, ...] | None

    @property
    def done(self) -> bool:
        """Tell whether each step is done and verified, also those done if needed."""
        return self.settled == self.total


def step_url(number_of: str, path: str, endpoint: str = "lots.step") -> str:
    """Give the address of a page about one step."""
    segment, _slash, code = path.partition("/")
    return str(url_for(endpoint, number=number_of, segment=segment, code=code))


def crumbs(seen: Seen | None = None) -> tuple[Crumb, ...]:
    """Give the way back: the list, then the lot."""
    way = ((_("Lots"), url_for("lots.index")),)
    if seen is None:
        return way
    return (*way, (seen.number, url_for("lots.lot", number=seen.number)))


def place_name(place: Place | StepState) -> str:
    """Name the phase of a step, with its repetition."""
    return words(Text(place.run.name("en"), place.run.name("fr")))


def parts(seen: Seen, here: Position, asked: str | None = None) -> list[Part]:
    """Lay out all steps by phase and repetition; `asked` is a part to unfold in a long lot."""
    found: dict[str, list[StepState]] = {}
    for state in here.steps:
        found.setdefault(state.path.partition("/")[0], []).append(state)
    long = len(here.steps) > LONG
    return [_part(seen, here, segment, states, fold=long and segment != asked)
            for segment, states in found.items()]  # fmt: skip


def _part(seen: Seen, here: Position, segment: str, states: list[StepState], *, fold: bool) -> Part:
    settled = sum(s.settled or s.state == "not_due" for s in states)
    current = any(s.path == here.next for s in states)
    through = all(s.settled or s.state == "not_due" or not s.step.mandatory for s in states)
    state = "in_process" if settled or current else "not_started"
    if settled and through:
        state = "done"
    folded = fold and not current
    tasks = None if folded else tuple(_task(seen, s, here.next) for s in states)
    return Part(segment, place_name(states[0]), settled, len(states), state, tasks)


def veiled(plan: Plan, here: Position, path: str, history: History) -> bool:
    """Tell whether a step holds counts of a first reader, somebody else, that no one may see yet."""
    if any(entry.performed_by == actor().id for entry in history.entries):
        return False
    place = plan.master.place(path)
    second = senescence.second_reader(place.run.part.steps, place.step) if place else None
    if second is None:
        return False
    state = here.at(f"{path.partition('/')[0]}/{second.code}")
    return state is not None and not state.recorded


def without_values(history: History) -> History:
    """Keep who recorded a step and when, and nothing of what was found."""
    entries = tuple(replace(e, values={}, findings=(), reason=None) for e in history.entries)
    return History(entries, ())


def _task(seen: Seen, state: StepState, due: str | None) -> Task:
    return Task(
        words(state.step.title),
        step_url(seen.number, state.path),
        state.state,
        _waiting(state),
        current=state.path == due,
    )


def _waiting(state: StepState) -> str:
    if state.recorded and not state.verified:
        witness = state.step.verify == "W"
        return str(_("waits for a witness") if witness else _("waits for a check"))
    if state.due != "yes":
        return str(_("depends on an answer")) if state.due == "open" else ""
    return "" if state.step.mandatory else str(_("if needed"))


def about_units(step: Step) -> bool:
    """Tell whether rows of a step are about units that are there; what it makes has none yet."""
    tables = (f.rows for f in kinds.fields(step) if f.rows is not None)
    return step.kind not in MAKES and any(rows.of in OF_ROWS for rows in tables)


def rows_about(codes: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Give the codes of units by what the rows of a table are about."""
    return {rows: codes.get(kind, ()) for rows, kind in OF_ROWS.items()}


def done_of(here: Position, path: str) -> tuple[int, int]:
    """Give the place of a step in the lot, and how many there are so far."""
    paths = [s.path for s in here.steps]
    return (paths.index(path) + 1 if path in paths else 0, len(paths))


def limits_of(step: Step) -> list[tuple[str, Any, str]]:
    """Give label, limits and unit of each computed value that the master limits."""
    found = []
    for name in step.params.get("limits", {}):
        limits = step.computed_limits(name)
        if limits is not None:
            found.append((words(label_of(step, name)), limits, _unit(step, name)))
    return found


def passage_rows(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """Lay out the growth table, rounded for display."""
    places = {
        "doublings": 3, "cumulative": 3, "doubling_time": 1, "density": 2, "cv": 1,
        "growth_rate": 4, "fold": 2, "confluence_yield": 2,
        "senescent": 1, "senescent_low": 1, "senescent_high": 1,
    }  # fmt: skip
    return [
        {
            "passage": p,
            **{name: rounded(getattr(p, name), n) for name, n in places.items()},
            "harvested": plain(p.harvested),
            "viability": rounded(p.viability, 1),
        }
        for p in passages
    ]


def _unit(step: Step, name: str) -> str:
    known = {
        "density": "10*3/cm2", "cv": "%", "doubling_time": "h", "difference_percent": "%",
        "elapsed": str(step.params.get("unit", "min")),
    }  # fmt: skip
    own = {str(r["name"]): str(r["unit"]) for r in step.params.get("results", ())}
    return (known | own).get(name, "")
