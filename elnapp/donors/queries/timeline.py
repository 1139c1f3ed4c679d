"""A donor's life in order of time, and what is missing next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from batches.eligibility import OPENS, Stage, next_step
from batches.verdict import Finding
from elnapp.donors.queries.consent import reconsent
from elnapp.donors.queries.eligibility import (
    CONFIRMED,
    determinations,
    information,
    questioned,
)
from elnapp.donors.queries.register import DonorView, consents, donations, local_day, withdrawals
from elnapp.donors.queries.screening import outcomes_of, screenings
from elnapp.quality import queries as quality


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to a donor.

    `code` is a conclusion, scope, kind or number, as the kind of moment has one; `n` leads to its
    page. `medical` moments are shown to medical roles alone. `day` is a civil day it speaks of.
    """

    at: datetime
    kind: str
    by: str
    code: str = ""
    n: int = 0
    text: str = ""
    day: date | None = None
    medical: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """What is missing next, what questions the determination, and what else waits for somebody."""

    next: Finding | None
    questions: tuple[Finding, ...]
    reconsent: Finding | None


def timeline(session: Session, donor: DonorView) -> list[Moment]:
    """Give everything that happened to a donor, the newest first."""
    stream = donor.stream
    found = [
        Moment(donor.enrolled_at, "enrolled", donor.enrolled_by_name, medical=False),
        *_consents(session, stream),
        *_screened(session, stream),
        *_determined(session, stream),
        *_donated(session, stream),
        *_held(session, stream),
    ]
    return sorted(found, key=lambda moment: moment.at)[::-1]


def way(session: Session, donor: DonorView, today: date) -> Way:
    """Say what a donor waits for on a civil day of the site."""
    views = determinations(session, donor.stream)
    row = views[0].row if views else None
    opens = row is not None and views[0].signed and row.conclusion in OPENS
    donated = bool(donations(session, donor.stream))
    stage = Stage(donor.state, opens, donated, row.until if row else None)
    return Way(
        next_step(stage, today),
        questioned(session, donor.stream),
        reconsent(session, donor, today),
    )


def _consents(session: Session, stream: str) -> Iterator[Moment]:
    for row in consents(session, stream):
        yield Moment(row.recorded_at, "consent", row.recorded_by_name, row.form_version, row.n)
    for gone in withdrawals(session, stream):
        yield Moment(
            gone.recorded_at, "withdrawal", gone.recorded_by_name, gone.scope, text=gone.comment
        )


def _screened(session: Session, stream: str) -> Iterator[Moment]:
    for row in screenings(session, stream):
        yield Moment(
            row.screened_at, "screening", row.screened_by_name, row.conclusion, row.n,
            row.protocol, row.donation_on,
        )  # fmt: skip
        for again in outcomes_of(session, row):
            yield Moment(
                again.recorded_at, "moved", again.recorded_by_name, again.conclusion, row.n,
                again.reason, again.donation_on,
            )  # fmt: skip


def _determined(session: Session, stream: str) -> Iterator[Moment]:
    for view in determinations(session, stream):
        row = view.row
        yield Moment(
            row.determined_at, "determined", row.determined_by_name, row.conclusion, row.n,
            row.reason, row.until,
        )  # fmt: skip
        for signed in view.signatures:
            if signed.meaning == CONFIRMED:
                yield Moment(signed.at, "confirmed", signed.signer_name, row.conclusion, row.n)


def _donated(session: Session, stream: str) -> Iterator[Moment]:
    for row in donations(session, stream):
        yield Moment(
            row.recorded_at, "donation", row.recorded_by_name, row.din,
            day=local_day(row.collected_at, row.zone), medical=False,
        )  # fmt: skip
    for news in information(session, stream):
        text = f"{news.source}: {news.told}"
        yield Moment(
            news.recorded_at, "information", news.recorded_by_name, news.kind, news.n, text,
            local_day(news.learned_at, news.zone),
        )  # fmt: skip


def _held(session: Session, stream: str) -> Iterator[Moment]:
    for row in quality.holds(session, [stream]):
        yield Moment(
            row.placed_at, "hold", row.placed_name, row.number, text=row.reason, medical=False
        )
        if row.lifted_at is not None:
            yield Moment(
                row.lifted_at, "lifted", row.lifted_name or "", row.number,
                text=row.lifted_reason or "", medical=False,
            )  # fmt: skip
