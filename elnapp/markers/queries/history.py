"""Reading the markers of one donor: samples, results, conclusions, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from batches import markers as rules
from batches.marker_dilution import Fluids, dilution
from batches.marker_protocol import MarkerProtocol, Stage
from batches.markers import History, Opinion, Sample, Standing, Test
from batches.people import Actor
from batches.policy import shows
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.markers.models import (
    MarkerCheck,
    MarkerOpinion,
    MarkerRequest,
    MarkerResult,
    MarkerSample,
)
from elnapp.people import queries as people
from elnapp.record import Head, NotFound
from elnapp.record.plain import plain

PROTOCOL = "marker-protocol"
Donated = Callable[[Session, str], date | None]
"""Gives the civil day of a donor's last donation; the room of donors, which lies above, tells it."""


@dataclass(frozen=True, slots=True)
class DonorSeen:
    """A donor as this room sees it: a code, a stream, a place."""

    code: str
    stream: str
    site: str
    study: str
    zone: str
    state: str
    seq: int


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result with its verification; `standing` is false once a newer one took its place."""

    row: MarkerResult
    check: MarkerCheck | None
    standing: bool

    @property
    def verified(self) -> bool:
        """Tell whether a second person agreed."""
        return self.check is not None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything about the markers of one donor; samples are in their newest version, by code."""

    requests: tuple[MarkerRequest, ...]
    samples: tuple[MarkerSample, ...]
    results: tuple[ResultView, ...]
    opinions: tuple[MarkerOpinion, ...]

    def sample(self, code: str) -> MarkerSample | None:
        """Find a sample."""
        return next((s for s in self.samples if s.code == code), None)

    def history(self) -> History:
        """Give what the rules read: results that were superseded no longer speak."""
        return History(
            tuple(Sample(s.code, s.drawn_on, s.dilution_verdict) for s in self.samples),
            tuple(as_test(v.row, verified=v.verified) for v in self.results if v.standing),
            tuple(Opinion(o.marker, o.said, frozenset(o.rests_on)) for o in self.opinions),
        )


@dataclass(frozen=True, slots=True)
class StandingView:
    """What the markers come to, with the protocol that says so."""

    version: Version
    protocol: MarkerProtocol
    standing: Standing

    @property
    def criteria(self) -> Mapping[str, str]:
        """Give PASS, FAIL or UNKNOWN by criterion of the screening (E02a to E03c)."""
        return rules.criteria(self.standing)

    def plain(self) -> dict[str, Any]:
        """Give what a determination freezes with its inputs."""
        return {
            "protocol": self.version.name,
            "protocol_hash": self.version.hash,
            "criteria": dict(self.criteria),
            **self.standing.plain(),
        }


def stream_of(code: str) -> str:
    """Give the stream of a donor."""
    return f"donor/{code}"


def donor(session: Session, actor: Actor, code: str) -> DonorSeen:
    """Give a donor for a page; NotFound where the reader may not see what is medical."""
    found = find(session, code)
    if found is None or not shows("donors.medical", actor.roles(found.site, found.study)):
        raise NotFound(stream_of(code))
    return found


def find(session: Session, code: str) -> DonorSeen | None:
    """Give a donor by its code, without asking who reads."""
    head = session.get(Head, stream_of(code))
    if head is None or head.kind != "donor":
        return None
    zone = zone_of(session, head.site)
    return DonorSeen(code, head.stream, head.site, head.study or "", zone, head.state, head.seq)


def zone_of(session: Session, site: str) -> str:
    """Give the IANA zone of a site."""
    place = people.site(session, site)
    return place.zone if place else "UTC"


def civil_day(at: datetime, zone: str) -> date:
    """Give the civil day of an instant in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def board(session: Session, stream: str) -> Board:
    """Read everything about the markers of one donor."""
    newest = {s.code: s for s in _rows(session, MarkerSample, stream, "version")}
    results = _rows(session, MarkerResult, stream, "n")
    checks = {c.result_id: c for c in _rows(session, MarkerCheck, stream, "id")}
    gone = {r.supersedes for r in results}
    return Board(
        tuple(_rows(session, MarkerRequest, stream, "n")),
        tuple(newest[code] for code in sorted(newest)),
        tuple(ResultView(r, checks.get(r.id), r.id not in gone) for r in results),
        tuple(_rows(session, MarkerOpinion, stream, "n")),
    )


def protocol_version(session: Session, study: str, on: date, today: date) -> Version | None:
    """Give the marker protocol of a study for a donation of that day, else the present one.

    A donation older than the first protocol is read by the present one: a late result is never
    turned away for want of a document.
    """
    found = documents.effective(session, PROTOCOL, study, on)
    return found or documents.effective(session, PROTOCOL, study, today)


def standing(
    session: Session, stream: str, donation_on: date | None, today: date, stage: Stage = "use"
) -> StandingView | None:
    """Give what the markers of a donor come to; None where the study has no marker protocol.

    `donation_on` is the civil day of the donation, planned or actual; `today` that of the site.
    `collection` asks whether tissue may be procured, `use` whether its cells may be used.
    """
    head = session.get(Head, stream)
    if head is None:
        raise NotFound(stream)
    version = protocol_version(session, head.study or "", donation_on or today, today)
    if version is None:
        return None
    protocol = MarkerProtocol.from_body(version.body)
    found = rules.evaluate(protocol, board(session, stream).history(), donation_on, stage)
    return StandingView(version, protocol, found)


def recorded(session: Session, stream: str, donation_on: date | None) -> StandingView | None:
    """Give what the samples on record come to; None while there is none.

    It follows from rows of the donor's own stream: the protocol is the one that the newest sample
    was recorded under, so that a state derived from it never moves by itself.
    """
    samples = _rows(session, MarkerSample, stream, "recorded_at")
    version = _version_of(session, samples[-1]) if samples else None
    if version is None:
        return None
    protocol = MarkerProtocol.from_body(version.body)
    found = rules.evaluate(protocol, board(session, stream).history(), donation_on)
    return StandingView(version, protocol, found)


def labelled(session: Session, label: str) -> MarkerSample | None:
    """Give the newest version of the sample with a label or code, of any donor."""
    wanted = (col(MarkerSample.label) == label) | (col(MarkerSample.code) == label)
    rows = session.scalars(select(MarkerSample).where(wanted)).all()
    for code in sorted({r.code for r in rows}):
        newest = board(session, next(r.stream for r in rows if r.code == code)).sample(code)
        if newest is not None and label in {newest.label, newest.code}:
            return newest
    return None


def misjudged(session: Session, stream: str) -> Iterator[str]:
    """Judge every stored dilution again from its inputs; name the samples where it differs."""
    for row in _rows(session, MarkerSample, stream, "version"):
        rule = _rule_of(session, row)
        if rule is None:
            yield f"{row.address}: the protocol {row.protocol_hash} is not in the store"
            continue
        again = dilution(fluids_of(row), rule.dilution)
        if (again.verdict, plain(computed_plain(again.computed))) != (
            row.dilution_verdict,
            row.dilution,
        ):
            yield f"{row.address}: the dilution is {row.dilution_verdict}, its inputs say {again.verdict}"


def fluids_of(row: MarkerSample) -> Fluids:
    """Give the fluids of a stored sample."""
    return Fluids(row.fluids, row.weight, row.blood, row.colloids, row.crystalloids)


def computed_plain(found: Any) -> dict[str, Any] | None:
    """Give a computed value as it is stored."""
    if found is None:
        return None
    return {
        "name": found.name, "value": found.value, "unit": found.unit, "formula": found.formula,
        "version": found.version, "inputs": dict(found.inputs), "rounding": found.rounding,
    }  # fmt: skip


def number_of(stored: Any) -> Decimal | None:
    """Read the value of a stored computed value."""
    return None if not stored else Decimal(stored["value"])


def _rule_of(session: Session, row: MarkerSample) -> MarkerProtocol | None:
    version = _version_of(session, row)
    return MarkerProtocol.from_body(version.body) if version else None


def _version_of(session: Session, row: MarkerSample) -> Version | None:
    head = session.get(Head, row.stream)
    known = documents.versions(session, PROTOCOL, (head.study if head else None) or "")
    return next((v for v in known if v.hash == row.protocol_hash), None)


def _rows(session: Session, model: Any, stream: str, order: str) -> list[Any]:
    found = select(model).where(col(model.stream) == stream)
    return list(session.scalars(found.order_by(getattr(model, order), col(model.id))))


def as_test(row: MarkerResult, *, verified: bool = False) -> Test:
    """Give a result as the rules read it."""
    return Test(
        row.id, row.analyte, row.sample, row.interpretation, row.retest, row.confirmatory,
        verified, not row.findings,
    )  # fmt: skip
