"""When what a master plans is due: observations, changes of medium, read-outs, results of samples.

A step says `params.due: {after: step, days: [low, high]}`: it is due from the low to the high day
after the step it names.  A type of sample says `result_days`.  Days are civil days of the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from batches.kinds.base import Values, number
from batches.master import Place
from batches.references import named
from batches.text import Text

State = Literal["planned", "due", "overdue", "done"]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due between two civil days, both included; `path` is its step.

    `what` is the sample whose result is expected, None for the step itself.
    """

    path: str
    place: Place
    first: date
    last: date
    state: State
    what: Text | None = None


def calendar(
    places: Iterable[Place],
    happened: Mapping[str, date],
    values: Mapping[str, Values],
    today: date,
    read: Mapping[tuple[str, str], date] | None = None,
) -> tuple[Due, ...]:
    """Give everything that was done and everything that is due, by day and in the master's order.

    `happened` is the civil day of each recorded step, `values` what was typed at it; `read` the day
    on which the last result of the samples of a step was reviewed, by path and type of sample.
    """
    found: list[Due] = []
    for place in places:
        day = happened.get(place.path)
        if day is not None:
            found.append(Due(place.path, place, day, day, "done"))
            found += _results(place, day, values.get(place.path, {}), today, read or {})
        else:
            found += _planned(place, happened, today)
    return tuple(sorted(found, key=lambda d: (d.first, d.last)))


def _planned(place: Place, happened: Mapping[str, date], today: date) -> Iterator[Due]:
    plan = place.step.params.get("due")
    start = happened.get(_after(place)) if plan else None
    if plan is None or start is None:
        return
    low, high = (start + timedelta(days=int(n)) for n in plan["days"])
    if today > high and not place.step.mandatory:
        return  # what is done only if needed was not needed
    yield Due(place.path, place, low, high, _state(low, high, today))


def _after(place: Place) -> str:
    """Give the path of the step that a step is due after, as masters name other steps."""
    ref = str(place.step.params["due"]["after"])
    return named(ref, place.run.segment, place.repetition, place.run.n)


def _results(
    place: Place,
    taken: date,
    values: Values,
    today: date,
    read: Mapping[tuple[str, str], date],
) -> Iterator[Due]:
    if place.step.kind != "sample":
        return
    for sample in place.step.params.get("types", ()):
        days, count = sample.get("result_days"), number(values, str(sample["code"]))
        if days is None or (count or Decimal(0)) == 0:
            continue
        label, day = Text.from_body(sample["label"]), taken + timedelta(days=int(days))
        done = read.get((place.path, str(sample["code"])))
        if done is not None:
            yield Due(place.path, place, done, done, "done", label)
            continue
        # The room of results has the words for late; here a result that is not there stays due.
        state: State = "planned" if today < day else "due"
        yield Due(place.path, place, day, day, state, label)


def _state(low: date, high: date, today: date) -> State:
    if today < low:
        return "planned"
    return "due" if today <= high else "overdue"
