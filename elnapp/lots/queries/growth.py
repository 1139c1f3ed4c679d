"""The growth of a lot over its passages, as stored: nothing here is computed anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlmodel import Session

from batches.kinds.base import moment
from batches.kinds.senescence import first_reader
from batches.ledger import Computed, Value
from batches.master import Master, Place
from batches.references import named
from batches.text import Text
from elnapp.lots.queries.plan import plan
from elnapp.lots.queries.standing import opened
from elnapp.lots.queries.values import Values, standing_computed, standing_values

DAY = Decimal(86400)
GROWN = ("doubling_time", "growth_rate", "fold", "confluence_yield")
SENESCENCE = ("senescent", "senescent_low", "senescent_high", "reader_difference")


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage with what was seeded and harvested; cells in 10*6, times as stated.

    `days` counts from the first seeding of the lot to this harvest, `start` to this seeding;
    `formulas` names the formula and version of each computed value, `paths` the steps of the lot
    that the values stand at.
    """

    name: str
    n: int
    seeded: Decimal | None = None
    vessels: Decimal | None = None
    area: Decimal | None = None
    density: Decimal | None = None
    seeded_at: datetime | None = None
    harvested_at: datetime | None = None
    start: Decimal | None = None
    days: Decimal | None = None
    harvested: Decimal | None = None
    viability: Decimal | None = None
    cv: Decimal | None = None
    doublings: Decimal | None = None
    cumulative: Decimal | None = None
    doubling_time: Decimal | None = None
    growth_rate: Decimal | None = None
    fold: Decimal | None = None
    confluence_yield: Decimal | None = None
    senescent: Decimal | None = None
    senescent_low: Decimal | None = None
    senescent_high: Decimal | None = None
    reader_difference: Decimal | None = None
    paths: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, Text] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Growth:
    """All passages with the two conventions that their numbers mean nothing without."""

    passages: tuple[Passage, ...]
    passage_convention: Text
    doublings_convention: str


def growth(session: Session, stream: str) -> Growth:
    """Give the passages of a lot; raises NotFound."""
    found = plan(session, stream)
    rows = passages_of(
        found.master,
        opened(session, stream),
        standing_values(session, stream),
        standing_computed(session, stream),
    )
    master = found.master
    return Growth(tuple(rows), master.passage_convention, master.doublings_convention)


def passages(session: Session, stream: str) -> tuple[Passage, ...]:
    """Give the growth table of a lot."""
    return growth(session, stream).passages


def passages_of(
    master: Master,
    opened_runs: Mapping[str, int],
    values: Mapping[str, Values],
    computed: Mapping[str, tuple[Computed, ...]],
) -> list[Passage]:
    """Lay out each repetition that holds a harvest."""
    rows: list[Passage] = []
    first: datetime | None = None
    for place in master.places(opened_runs):
        if place.step.kind != "harvest" or place.repetition is None:
            continue
        row = _passage(place, values, computed)
        first = first or row.seeded_at
        rows.append(_dated(row, first))
    return rows


def _passage(
    place: Place,
    values: Mapping[str, Values],
    computed: Mapping[str, tuple[Computed, ...]],
) -> Passage:
    paths = _paths(place)
    seed = values.get(paths["seed"], {})
    density, counted, grown, old = (
        _by_name(computed.get(paths.get(name, ""), ()))
        for name in ("seed", "count", "harvest", "senescence")
    )
    results = density | counted | grown | _both(old)
    return Passage(
        name=paths["seed"].partition("/")[0].partition(".")[0], n=place.repetition or 0,
        seeded=_number(seed, "viable_seeded"), vessels=_number(seed, "vessels"),
        area=_number(seed, "area"), density=_result(density, "density"),
        seeded_at=_time(seed, "seeded_at"),
        harvested_at=_time(values.get(place.path, {}), "harvested_at"),
        harvested=_result(grown, "viable_harvested"),
        viability=_result(counted, "mean_viability"), cv=_result(counted, "cv"),
        doublings=_result(grown, "population_doublings"),
        cumulative=_result(grown, "cumulative_doublings"),
        **{name: _result(grown, name) for name in GROWN},
        **{name: _result(old, name) for name in SENESCENCE},
        paths={name: path for name, path in paths.items() if path in values},
        notes={name: one.note for name, one in results.items() if one.note},
        formulas={name: f"{one.formula}@{one.version}" for name, one in results.items()},
    )  # fmt: skip


def _paths(place: Place) -> dict[str, str]:
    """Name the steps that the growth of a harvest stands at."""
    found = {role: _relied(place, role) for role in ("seed", "count")} | {"harvest": place.path}
    second = next((s for s in place.run.part.steps if first_reader(s)), None)
    if second is not None:
        found["senescence"] = f"{place.run.segment}/{second.code}"
    return found


def _relied(place: Place, role: str) -> str:
    """Give the path of a step that a harvest relies on."""
    ref = str(place.step.params.get(role, role))
    return named(ref, place.run.segment, place.repetition, place.run.n)


def _both(results: Mapping[str, Computed]) -> dict[str, Computed]:
    return {name: one for name, one in results.items() if name in SENESCENCE}


def _dated(row: Passage, first: datetime | None) -> Passage:
    return replace(row, start=_day(row.seeded_at, first), days=_day(row.harvested_at, first))


def _day(at: datetime | None, first: datetime | None) -> Decimal | None:
    if first is None or at is None:
        return None
    passed = Decimal(int((at - first).total_seconds())) / DAY
    return passed.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _by_name(results: tuple[Computed, ...]) -> dict[str, Computed]:
    return {one.name: one for one in results}


def _result(results: Mapping[str, Computed], name: str) -> Decimal | None:
    found = results.get(name)
    return found.value if found else None


def _number(values: Values, name: str) -> Decimal | None:
    found: Value | None = values.get(name)
    return found.number if found else None


def _time(values: Values, name: str) -> datetime | None:
    found = values.get(name)
    return moment(found.text) if found else None
