"""Reading samples: what the plan says of each, and its way since it was taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches.samples import Plan, Planned, Way, due_on
from elnapp.custody import queries as custody
from elnapp.custody.models import Act
from elnapp.custody.queries import UnitView
from elnapp.record import NotFound
from elnapp.results.models import Result, ResultInvalid, SampleStep

KINDS = frozenset({"sample", "vial"})
MAKING = ("create", "sample", "opening")


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a sample; `replaced` when a later one corrects it."""

    id: str
    n: int
    step: str
    at: datetime
    zone: str
    place: str
    condition: str
    findings: Sequence[Mapping[str, Any]]
    deviations: Sequence[str]
    reason: str | None
    by: str
    name: str
    recorded_at: datetime
    replaced: bool


@dataclass(frozen=True, slots=True)
class SampleView:
    """One sample as pages and documents show it; `label` is its type in the step that took it.

    `awaited` are the rows of the specification it was taken for that have no result yet.
    """

    id: str
    code: str
    stream: str
    role: str
    label: str
    entry: str | None
    planned: Planned | None
    way: Way
    steps: tuple[StepView, ...]
    awaited: frozenset[str] = frozenset()

    @property
    def state(self) -> str:
        """Give the state that lists show."""
        return self.way.state

    @property
    def lot(self) -> str:
        """Give the number of the lot."""
        return self.stream.partition("/")[2]

    @property
    def path(self) -> str:
        """Give the step of the record that took it."""
        return "/".join(self.role.split("/")[1:3])

    @property
    def type(self) -> str:
        """Give its type in the step that took it."""
        return "".join(self.role.split("/")[3:4])

    @property
    def due(self) -> datetime | None:
        """Give when its results are due; none once all are there, and none after its end."""
        waits = self.awaited and self.way.step != "destroyed"
        return due_on(self.planned, self.way) if waits else None

    @property
    def destroyed_at(self) -> datetime | None:
        """Give when it was destroyed."""
        return self.way.last if self.way.step == "destroyed" else None

    def overdue(self, now: datetime) -> bool:
        """Tell whether its result should have come."""
        return self.due is not None and self.due < now


def samples(session: Session, stream: str) -> list[str]:
    """Give the codes of the samples of a lot that a test may be of, in the order of their taking."""
    return [u.code for u in _units(session, [stream])]


def sample_views(session: Session, stream: str, plan: Plan) -> list[SampleView]:
    """Give the samples of a lot in the order of their taking, each with its way."""
    return samples_of(session, {stream: plan})


def samples_of(session: Session, plans: Mapping[str, Plan]) -> list[SampleView]:
    """Give the samples of several lots in the order of their taking, each by the plan of its lot."""
    streams = list(plans)
    taken, tests, steps = (
        _taken(session, streams),
        _tests(session, streams),
        _steps(session, streams),
    )
    resulted: dict[str, frozenset[str]] = {}
    for stream, row, _sample, _at in tests:
        resulted[stream] = resulted.get(stream, frozenset()) | {row}
    tested = {str(sample): at for _stream, _row, sample, at in tests if sample is not None}
    return [
        _view(
            u, plans[u.stream].of(u.role), (taken[u.id], tested.get(u.code)), steps.get(u.id, []),
            resulted.get(u.stream, frozenset()),
        )
        for u in _units(session, streams)
    ]  # fmt: skip


def sample(session: Session, stream: str, plan: Plan, code: str) -> SampleView:
    """Give one sample; NotFound when the lot has none of that code."""
    for view in sample_views(session, stream, plan):
        if view.code == code:
            return view
    raise NotFound(f"{stream}/samples/{code}")


def _units(session: Session, streams: Collection[str]) -> list[UnitView]:
    found = custody.units_of(session, streams)
    return [u for u in found if u.kind in KINDS and u.state != "undone"]


def _taken(session: Session, streams: Collection[str]) -> dict[str, datetime]:
    """Give when each sample was taken, by unit."""
    made = select(col(Act.unit_id), col(Act.at)).where(
        col(Act.stream).in_(streams), col(Act.act).in_(MAKING), col(Act.reverses).is_(None)
    )
    return {str(unit): at for unit, at in session.execute(made.order_by(col(Act.id)))}


def _tests(
    session: Session, streams: Collection[str]
) -> list[tuple[str, str, str | None, datetime]]:
    """Give (lot, row, sample, when analysed) of each result that counts: valid and final."""
    tests = (
        select(
            col(Result.stream), col(Result.spec_row), col(Result.sample_unit),
            col(Result.analysed_at),
        )
        .outerjoin(ResultInvalid, col(ResultInvalid.result_id) == col(Result.id))
        .where(
            col(Result.stream).in_(streams), col(Result.interim).is_(None),
            col(Result.invalid).is_(None), col(ResultInvalid.id).is_(None),
        )
        .order_by(col(Result.analysed_at))
    )  # fmt: skip
    return [(stream, row, sample, at) for stream, row, sample, at in session.execute(tests)]


def _steps(session: Session, streams: Collection[str]) -> dict[str, list[StepView]]:
    """Give the steps of each sample in their order, by unit."""
    wanted = (
        select(SampleStep)
        .where(col(SampleStep.stream).in_(streams))
        .order_by(col(SampleStep.unit_id), col(SampleStep.n))
    )
    rows = list(session.scalars(wanted))
    replaced = {row.supersedes for row in rows}
    steps: dict[str, list[StepView]] = {}
    for row in rows:
        steps.setdefault(row.unit_id, []).append(_step(row, replaced=row.id in replaced))
    return steps


def _step(row: SampleStep, *, replaced: bool) -> StepView:
    return StepView(
        row.id, row.n, row.step, row.at, row.zone, row.place, row.condition, tuple(row.findings),
        tuple(row.deviations), row.reason, row.recorded_by, row.recorded_name, row.recorded_at,
        replaced,
    )  # fmt: skip


def _view(
    unit: UnitView,
    planned: Planned | None,
    times: tuple[datetime, datetime | None],
    steps: Sequence[StepView],
    resulted: frozenset[str],
) -> SampleView:
    standing = tuple((s.step, s.at) for s in steps if not s.replaced)
    return SampleView(
        unit.id, unit.code, unit.stream, unit.role, unit.label, unit.entry, planned,
        Way(unit.code, times[0], standing, times[1]), tuple(steps),
        planned.tests - resulted if planned else frozenset(),
    )  # fmt: skip
