"""Reading results: each row of a specification with its standing result and those before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from batches.ledger import Value
from batches.oos import governing
from batches.people import Actor
from batches.policy import shows
from batches.quantity import half_up
from batches.readings import read
from batches.samples import Plan
from batches.specification import Row, RowState, Specification, judge
from batches.verdict import Finding
from elnapp.record import Head, NotFound
from elnapp.results.models import Result, ResultInvalid, ResultReview


@dataclass(frozen=True, slots=True)
class Pinned:
    """What a lot is judged by: the specification pinned at issue, and its sampling plan if any."""

    stream: str
    number: str
    zone: str
    id: str
    name: str
    hash: str
    specification: Specification
    plan: Plan = field(default_factory=Plan)


@dataclass(frozen=True, slots=True)
class ResultView:
    """One result as pages and documents show it; `invalid` tells why it is none."""

    id: str
    address: str
    row: str
    n: int
    sample: str | None
    text: str
    number: Decimal | None
    unit: str
    inputs: Mapping[str, Any]
    computed: tuple[Mapping[str, Any], ...]
    interval: tuple[Decimal, Decimal] | None
    shown: Mapping[str, Any]
    verdict: str
    flags: frozenset[str]
    findings: tuple[Mapping[str, Any], ...]
    rounded: str
    deviations: tuple[str, ...]
    source: str
    comment: str
    analysed_by: str
    analysed_name: str
    analysed_at: datetime
    zone: str
    recorded_at: datetime
    invalid: str | None
    invalid_by: str | None
    invalid_name: str | None
    invalid_at: datetime | None
    interim: bool = False
    investigation: str | None = None
    reviewed_by: str | None = None
    reviewed_name: str | None = None
    reviewed_at: datetime | None = None
    review_comment: str = ""

    @property
    def to_review(self) -> bool:
        """Tell whether it waits for a second person; an invalid one waits for nobody."""
        return self.invalid is None and self.reviewed_by is None

    @property
    def span(self) -> list[str]:
        """Give the ends of the interval as people read them, with one decimal; none without one."""
        return [] if self.interval is None else [str(half_up(end, "0.0")) for end in self.interval]

    @property
    def said(self) -> tuple[Finding, ...]:
        """Give what was found about it, with numbers as numbers, for a sentence in any language."""
        return tuple(Finding.stored(f) for f in self.findings)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the certificate: the result that counts gives the verdict, none is PENDING."""

    row: Row
    history: tuple[ResultView, ...]

    @property
    def result(self) -> ResultView | None:
        """Give the result that counts, invalid when no other is there."""
        return governing(self.history)

    @property
    def verdict(self) -> RowState:
        """Give PASS, FAIL, INVALID or PENDING; what is interim concludes nothing."""
        if self.result is None:
            return "PENDING"
        if self.result.invalid is not None:
            return "INVALID"
        if self.result.interim:
            return "PENDING"
        return "PASS" if self.result.verdict == "PASS" else "FAIL"

    @property
    def earlier(self) -> tuple[ResultView, ...]:
        """Give the other results of the row, oldest first: none is ever left out."""
        return tuple(r for r in self.history if r is not self.result)

    @property
    def to_review(self) -> tuple[ResultView, ...]:
        """Give the valid results that no second person has reviewed."""
        return tuple(r for r in self.history if r.to_review)


def certificate(session: Session, stream: str, specification: Specification) -> tuple[Line, ...]:
    """Give every row of the specification with its results, RELEASE before ACTION before INFO."""
    return certificates(session, {stream: specification})[stream]


def certificates(
    session: Session, specifications: Mapping[str, Specification]
) -> dict[str, tuple[Line, ...]]:
    """Give the rows of several lots, each by the specification of its lot, with their results."""
    by_row: dict[tuple[str, str], list[ResultView]] = {}
    for stream, view in _given(session, col(Result.stream).in_(list(specifications))):
        by_row.setdefault((stream, view.row), []).append(view)
    return {
        stream: tuple(Line(row, tuple(by_row.get((stream, row.code), ()))) for row in one.rows)
        for stream, one in specifications.items()
    }


def results(session: Session, stream: str, row: str | None = None) -> list[ResultView]:
    """Give all results of a lot, or of one row, in the order they were given."""
    wanted = [col(Result.stream) == stream]
    if row is not None:
        wanted.append(col(Result.spec_row) == row)
    return [view for _stream, view in _given(session, *wanted)]


def _given(session: Session, *wanted: ColumnElement[bool]) -> Iterator[tuple[str, ResultView]]:
    """Give the results that fit, each with its lot, those of a row in the order they were given."""
    found = (
        select(Result, ResultInvalid, ResultReview)
        .outerjoin(ResultInvalid, col(ResultInvalid.result_id) == col(Result.id))
        .outerjoin(ResultReview, col(ResultReview.result_id) == col(Result.id))
        .where(*wanted)
        .order_by(col(Result.spec_row), col(Result.n))
    )
    for given, ended, review in session.execute(found):
        yield given.stream, _view(given, ended, review)


def analysts(session: Session, stream: str) -> frozenset[str]:
    """Give the accounts that analysed or invalidated anything in a lot."""
    gave = session.scalars(select(col(Result.analysed_by)).where(col(Result.stream) == stream))
    ended = select(col(ResultInvalid.declared_by)).where(col(ResultInvalid.stream) == stream)
    return frozenset(gave) | frozenset(session.scalars(ended))


def reviewers(session: Session, stream: str) -> frozenset[str]:
    """Give the accounts that reviewed results of a lot."""
    gave = select(col(ResultReview.reviewed_by)).where(col(ResultReview.stream) == stream)
    return frozenset(session.scalars(gave))


def unreviewed(session: Session, stream: str) -> frozenset[str]:
    """Give the rows of a lot with a valid result that no second person has reviewed."""
    return frozenset(r.row for r in results(session, stream) if r.to_review)


def misjudged(session: Session, pinned: Pinned) -> list[str]:
    """Judge every stored result again from its inputs; name those whose verdict is another one."""
    found = []
    for view in results(session, pinned.stream):
        row = pinned.specification.row(view.row)
        kept = (view.verdict, view.rounded, view.number, view.interim)
        if row is None or kept != _again(row, view):
            found.append(view.address)
    return found


def _again(row: Row, view: ResultView) -> tuple[str, str, Decimal | None, bool]:
    if view.verdict == "INVALID":  # a person, or the test itself, said why it is no result
        return "INVALID", "", view.number, False
    values = {
        name: Value(v["text"], None if v["number"] is None else Decimal(v["number"]), v["unit"])
        for name, v in view.inputs.items()
    }
    reading = read(row, values)
    if reading.invalid is not None:
        return "INVALID", "", None, False
    verdict = judge(row, reading.result)
    interim = reading.interim and verdict.verdict == "PASS"
    return verdict.verdict, verdict.rounded, reading.result.number, interim


def head_of(session: Session, actor: Actor, stream: str) -> Head:
    """Give the head of a lot for a page; NotFound where the reader may not see its results."""
    head = session.get(Head, stream)
    if head is None or not shows("results", actor.roles(head.site, head.study)):
        raise NotFound(stream)
    return head


def row_of(pinned: Pinned, code: str) -> Row:
    """Give a row of the pinned specification; NotFound when it has none of that code."""
    row = pinned.specification.row(code)
    if row is None:
        raise NotFound(f"{pinned.stream}/results/{code}")
    return row


def _view(row: Result, ended: ResultInvalid | None, review: ResultReview | None) -> ResultView:
    interval = None if row.interval is None else tuple(Decimal(end) for end in row.interval)
    return ResultView(
        id=row.id, address=row.address, row=row.spec_row, n=row.n, sample=row.sample_unit,
        text=row.text, number=row.number, unit=row.unit, inputs=row.inputs,
        computed=tuple(row.computed),
        interval=None if interval is None else (interval[0], interval[1]),
        shown=row.shown, verdict=row.verdict, flags=frozenset(row.flags),
        findings=tuple(row.findings), rounded=row.rounded, deviations=tuple(row.deviations),
        source=row.source, comment=row.comment, analysed_by=row.analysed_by,
        analysed_name=row.analysed_name, analysed_at=row.analysed_at, zone=row.zone,
        recorded_at=row.recorded_at,
        invalid=ended.reason if ended else row.invalid,
        invalid_by=ended.declared_by if ended else (row.analysed_by if row.invalid else None),
        invalid_name=ended.declared_name if ended else (row.analysed_name if row.invalid else None),
        invalid_at=ended.declared_at if ended else (row.recorded_at if row.invalid else None),
        interim=bool(row.interim), investigation=row.investigation,
        reviewed_by=review.reviewed_by if review else None,
        reviewed_name=review.reviewed_name if review else None,
        reviewed_at=review.reviewed_at if review else None,
        review_comment=review.comment if review else "",
    )  # fmt: skip
