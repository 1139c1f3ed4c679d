"""Reading deviations and holds: with their state, what they are about, and who may see them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from batches import policy
from batches.deviation import DeviationFact
from batches.people import Actor
from elnapp.quality.models import Deviation, DeviationStep, Hold, HoldLift
from elnapp.record import Head, NotFound
from elnapp.signing.queries import stream_of

ADDRESS = re.compile(r"[A-Za-z0-9._/-]{1,200}")
THINGS = {
    "lot": "lots", "donor": "donors", "donation": "procurement", "document": "documents",
}  # fmt: skip
"""What a reader must be shown to see what is about a stream of this kind; else `quality`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One assessment of a deviation, or the decision on it."""

    step: str
    severity: str
    cause: str
    impact_quality: str
    impact_patient: str
    action: str
    disposition: str | None
    reason: str | None
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeviationView:
    """A deviation as pages, gates and documents read it."""

    id: str
    number: str
    stream: str
    address: str
    about: str
    title: str
    description: str
    weight: int
    rule: str | None
    finding: Mapping[str, Any] | None
    opened_by: str
    opened_name: str
    opened_at: datetime
    steps: tuple[Judged, ...]

    @property
    def state(self) -> str:
        """Give open, assessed or closed."""
        taken = {s.step for s in self.steps}
        if "dispositioned" in taken:
            return "closed"
        return "assessed" if "assessed" in taken else "open"

    @property
    def assessment(self) -> Judged | None:
        """Give the newest assessment."""
        return next((s for s in reversed(self.steps) if s.step == "assessed"), None)

    @property
    def decision(self) -> Judged | None:
        """Give the decision, once there is one."""
        return next((s for s in self.steps if s.step == "dispositioned"), None)

    @property
    def conclusion(self) -> str | None:
        """Give how it was concluded."""
        return self.decision.disposition if self.decision else None

    @property
    def severity(self) -> str | None:
        """Give the class once assessed: minor, major or critical."""
        return self.assessment.severity if self.assessment else None

    @property
    def path(self) -> str:
        """Give the step of the lot it speaks of, or nothing when it is about something else."""
        start = f"{self.stream}/record/"
        return self.about.removeprefix(start) if self.about.startswith(start) else ""

    def fact(self) -> DeviationFact:
        """Give the deviation as a gate sees it."""
        return DeviationFact(self.number, self.state, self.weight, self.path, self.conclusion)


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold, and its end when it was lifted."""

    id: str
    number: str
    stream: str
    address: str
    about: str
    reason: str
    rule: str | None
    placed_name: str
    placed_at: datetime
    lifted_reason: str | None
    lifted_name: str | None
    lifted_at: datetime | None

    @property
    def state(self) -> str:
        """Give hold or lifted."""
        return "hold" if self.lifted_at is None else "lifted"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; empty means everything."""

    state: str = ""
    weight: int | None = None
    text: str = ""


def deviations(session: Session, stream: str | None = None) -> list[DeviationView]:
    """Give the deviations of a stream (or of all), each with what followed, in order of number."""
    found = select(Deviation).order_by(col(Deviation.opened_at), col(Deviation.number))
    steps = select(DeviationStep).order_by(col(DeviationStep.id))
    if stream is not None:
        found = found.where(col(Deviation.stream) == stream)
        steps = steps.where(col(DeviationStep.stream) == stream)
    return _deviations(session, found, steps)


def open_deviations(session: Session, stream: str) -> list[DeviationView]:
    """Give the deviations of a stream that are not closed."""
    return [d for d in deviations(session, stream) if d.state != "closed"]


def facts(session: Session, stream: str) -> list[DeviationFact]:
    """Give all deviations of a stream as gates see them."""
    return [d.fact() for d in deviations(session, stream)]


def deviation(session: Session, number: str) -> DeviationView | None:
    """Give one deviation by its number."""
    row = session.scalars(select(Deviation).where(col(Deviation.number) == number)).first()
    if row is None:
        return None
    return next(d for d in deviations(session, row.stream) if d.number == number)


def holds(session: Session, streams: Iterable[str] | None = None) -> list[HoldView]:
    """Give the holds of these streams (or of all), lifted ones too, in order of time."""
    wanted = None if streams is None else col(Hold.stream).in_(sorted(set(streams)))
    return _holds(session, wanted)


def open_holds(session: Session, streams: Iterable[str]) -> list[HoldView]:
    """Give the holds of these streams that stand."""
    wanted = col(Hold.stream).in_(sorted(set(streams)))
    return _holds(session, wanted & col(HoldLift.id).is_(None))


def hold(session: Session, number: str) -> HoldView | None:
    """Give one hold by its number."""
    return next(iter(_holds(session, col(Hold.number) == number)), None)


def may_see(session: Session, actor: Actor, address: str) -> bool:
    """Tell whether a reader may see the record that an address lies in."""
    head = session.get(Head, stream_of(address))
    return head is not None and _sees(actor, head)


def resolve(session: Session, actor: Actor, text: str) -> str | None:
    """Give the address that a person means by an address or a printed number; None when unknown.

    `AT26-001` means the lot of that number, when the person may see it and it names one record.
    """
    words = text.strip().strip("/")
    if not ADDRESS.fullmatch(words):
        return None
    if "/" in words:
        return words if may_see(session, actor, words) else None
    named = select(Head).where(col(Head.stream).endswith(f"/{words}", autoescape=True))
    found = [h.stream for h in session.scalars(named) if h.kind in THINGS and _sees(actor, h)]
    return found[0] if len(found) == 1 else None


def deviation_list(session: Session, actor: Actor, wanted: Filter) -> list[DeviationView]:
    """Give the deviations a reader may see, filtered, the newest first."""
    seen = _visible(session, actor)
    found = [d for d in deviations(session) if d.stream in seen and _fits(d, wanted)]
    return found[::-1]


def hold_list(session: Session, actor: Actor) -> list[HoldView]:
    """Give the holds a reader may see: those that stand first, then the newest."""
    seen = _visible(session, actor)
    found = [h for h in holds(session) if h.stream in seen]
    found.reverse()
    return sorted(found, key=lambda h: h.state != "hold")


def deviation_page(session: Session, actor: Actor, number: str) -> DeviationView:
    """Give a deviation for a page; NotFound where the reader may not see it."""
    found = deviation(session, number)
    if found is None or not may_see(session, actor, found.about):
        raise NotFound(number)
    return found


def hold_page(session: Session, actor: Actor, number: str) -> HoldView:
    """Give a hold for a page; NotFound where the reader may not see it."""
    found = hold(session, number)
    if found is None or not may_see(session, actor, found.about):
        raise NotFound(number)
    return found


def _visible(session: Session, actor: Actor) -> set[str]:
    named = set(session.scalars(select(col(Deviation.stream)).distinct()))
    named |= set(session.scalars(select(col(Hold.stream)).distinct()))
    heads = session.scalars(select(Head).where(col(Head.stream).in_(sorted(named))))
    return {h.stream for h in heads if _sees(actor, h)}


def _sees(actor: Actor, head: Head) -> bool:
    roles = actor.roles(head.site, head.study)
    thing = THINGS.get(head.kind, "quality")
    return policy.shows("quality", roles) and policy.shows(thing, roles)


def _fits(found: DeviationView, wanted: Filter) -> bool:
    state_fits = wanted.state in {"", found.state} or (
        wanted.state == "not_closed" and found.state != "closed"
    )
    text = wanted.text.casefold().strip()
    haystack = f"{found.number} {found.about} {found.title} {found.description}".casefold()
    return state_fits and wanted.weight in {None, found.weight} and text in haystack


def _deviations(session: Session, found: Any, steps: Any) -> list[DeviationView]:
    taken: dict[str, list[DeviationStep]] = {}
    for step in session.scalars(steps):
        taken.setdefault(step.deviation_id, []).append(step)
    return [_deviation(row, taken.get(row.id, [])) for row in session.scalars(found)]


def _deviation(row: Deviation, steps: list[DeviationStep]) -> DeviationView:
    return DeviationView(
        row.id, row.number, row.stream, row.address, row.about, row.title, row.description,
        row.weight, row.rule, row.finding, row.opened_by, row.opened_by_name, row.opened_at,
        tuple(
            Judged(
                s.step, s.severity, s.cause, s.impact_quality, s.impact_patient, s.action,
                s.disposition, s.reason, s.done_by_name, s.done_at,
            )
            for s in steps
        ),
    )  # fmt: skip


def _holds(session: Session, wanted: ColumnElement[bool] | None) -> list[HoldView]:
    found = (
        select(Hold, HoldLift)
        .outerjoin(HoldLift, col(HoldLift.hold_id) == col(Hold.id))
        .order_by(col(Hold.placed_at), col(Hold.number))
    )
    if wanted is not None:
        found = found.where(wanted)
    return [_hold(row, lift) for row, lift in session.execute(found)]


def _hold(row: Hold, lift: HoldLift | None) -> HoldView:
    return HoldView(
        row.id, row.number, row.stream, row.address, row.about, row.reason, row.rule,
        row.placed_by_name, row.placed_at,
        lift.reason if lift else None, lift.lifted_by_name if lift else None,
        lift.lifted_at if lift else None,
    )  # fmt: skip
