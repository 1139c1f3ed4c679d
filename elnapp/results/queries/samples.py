"""Reading samples: what the plan says of each, and its way since it was taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    return [u.code for u in _units(session, stream)]


def sample_views(session: Session, stream: str, plan: Plan) -> list[SampleView]:
    """Give the samples of a lot in the order of their taking, each with its way."""
    taken, tested, resulted = _times(session, stream)
    steps: dict[str, list[StepView]] = {}
    for unit_id, step in _steps(session, stream):
        steps.setdefault(unit_id, []).append(step)
    return [
        _view(u, plan.of(u.role), (taken[u.id], tested.get(u.code)), steps.get(u.id, []), resulted)
        for u in _units(session, stream)
    ]


def sample(session: Session, stream: str, plan: Plan, code: str) -> SampleView:
    """Give one sample; NotFound when the lot has none of that code."""
    for view in sample_views(session, stream, plan):
        if view.code == code:
            return view
    raise NotFound(f"{stream}/samples/{code}")


def _units(session: Session, stream: str) -> list[UnitView]:
    return [u for u in custody.units(session, stream) if u.kind in KINDS and u.state != "undone"]


_Times = tuple[dict[str, datetime], dict[str, datetime], frozenset[str]]


def _times(session: Session, stream: str) -> _Times:
    """Give when each sample was taken, by unit, and last tested, by code; and the rows with a result.

    A test counts when its result is valid and final.
    """
    made = select(col(Act.unit_id), col(Act.at)).where(
        col(Act.stream) == stream, col(Act.act).in_(MAKING), col(Act.reverses).is_(None)
    )
    tests = (
        select(col(Result.spec_row), col(Result.sample_unit), col(Result.analysed_at))
        .outerjoin(ResultInvalid, col(ResultInvalid.result_id) == col(Result.id))
        .where(
            col(Result.stream) == stream, col(Result.interim).is_(None),
            col(Result.invalid).is_(None), col(ResultInvalid.id).is_(None),
        )
        .order_by(col(Result.analysed_at))
    )  # fmt: skip
    taken = {row[0]: row[1] for row in session.execute(made.order_by(col(Act.id)))}
    found = list(session.execute(tests))
    tested = {str(sample): at for _row, sample, at in found if sample is not None}
    return taken, tested, frozenset(str(row) for row, _sample, _at in found)


def _steps(session: Session, stream: str) -> list[tuple[str, StepView]]:
    rows = list(
        session.scalars(
            select(SampleStep)
            .where(col(SampleStep.stream) == stream)
            .order_by(col(SampleStep.unit_id), col(SampleStep.n))
        )
    )
    replaced = {row.supersedes for row in rows}
    return [(row.unit_id, _step(row, replaced=row.id in replaced)) for row in rows]


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
