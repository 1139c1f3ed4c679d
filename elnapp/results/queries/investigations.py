"""Reading investigations of results out of specification: each with its steps and its state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from batches.oos import OPEN, OosFact, state_after
from batches.people import Actor
from batches.policy import shows
from elnapp.record import Head, NotFound
from elnapp.results.models import Oos, OosStep


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of an investigation: what was found, planned, approved or concluded."""

    step: str
    outcome: str
    text: str
    retests: int | None
    by: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OosView:
    """One investigation as pages, the gate and documents read it."""

    id: str
    number: str
    stream: str
    address: str
    result_id: str
    result_address: str
    row: str
    deviation: str | None
    finding: Mapping[str, Any]
    opened_by: str
    opened_name: str
    opened_at: datetime
    steps: tuple[Taken, ...]

    @property
    def state(self) -> str:
        """Give the state, from the steps taken."""
        return state_after([(s.step, s.outcome) for s in self.steps])

    @property
    def open(self) -> bool:
        """Tell whether it is not concluded."""
        return self.state in OPEN

    @property
    def lot(self) -> str:
        """Give the number of the lot."""
        return self.stream.partition("/")[2]

    @property
    def plan(self) -> Taken | None:
        """Give the plan that stands: the newest one."""
        return self._last("planned")

    @property
    def planned(self) -> int:
        """Give how many retests the plan has; 0 without one."""
        return (self.plan.retests or 0) if self.plan else 0

    @property
    def conclusion(self) -> Taken | None:
        """Give the conclusion, or the laboratory's cause that ended it."""
        ended = None if self.open else self._last("laboratory")
        return self._last("concluded") or ended

    def _last(self, step: str) -> Taken | None:
        return next((s for s in reversed(self.steps) if s.step == step), None)


def investigations(session: Session, stream: str) -> list[OosView]:
    """Give the investigations of a lot in the order of their opening."""
    return _read(session, col(Oos.stream) == stream)


def investigations_of(session: Session, streams: Collection[str]) -> list[OosView]:
    """Give the investigations of several lots in the order of their opening."""
    return _read(session, col(Oos.stream).in_(streams))


def investigation(session: Session, number: str) -> OosView | None:
    """Give one investigation by its number."""
    return next(iter(_read(session, col(Oos.number) == number)), None)


def investigation_of(session: Session, result_id: str) -> OosView | None:
    """Give the investigation that a result opened."""
    return next(iter(_read(session, col(Oos.result_id) == result_id)), None)


def number_seen(session: Session, actor: Actor, number: str) -> OosView:
    """Give one investigation for a page; NotFound where the reader may not see its lot's results."""
    found = investigation(session, number)
    head = session.get(Head, found.stream) if found else None
    if found is None or head is None or not shows("results", actor.roles(head.site, head.study)):
        raise NotFound(number)
    return found


def oos_facts(session: Session, stream: str) -> tuple[OosFact, ...]:
    """Give the investigations of a lot as the gate sees them."""
    return tuple(OosFact(o.number, o.row, o.state) for o in investigations(session, stream))


def _read(session: Session, wanted: ColumnElement[bool]) -> list[OosView]:
    rows = list(session.scalars(select(Oos).where(wanted).order_by(col(Oos.id))))
    taken: dict[str, list[OosStep]] = {}
    about = select(OosStep).join(Oos, col(Oos.id) == col(OosStep.oos_id)).where(wanted)
    for step in session.scalars(about.order_by(col(OosStep.id))):
        taken.setdefault(step.oos_id, []).append(step)
    return [_view(row, taken.get(row.id, [])) for row in rows]


def _view(row: Oos, steps: list[OosStep]) -> OosView:
    return OosView(
        row.id, row.number, row.stream, row.address, row.result_id, row.result_address,
        row.spec_row, row.deviation, row.finding, row.opened_by, row.opened_name, row.opened_at,
        tuple(
            Taken(s.step, s.outcome, s.text, s.retests, s.done_by, s.done_name, s.done_at)
            for s in steps
        ),
    )  # fmt: skip
