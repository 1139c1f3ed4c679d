"""Reading results: each row of a specification with its standing result and those before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches.ledger import Value
from batches.people import Actor
from batches.policy import shows
from batches.quantity import half_up
from batches.readings import read
from batches.specification import Row, RowState, Specification, judge
from batches.verdict import Finding
from elnapp.custody import queries as custody
from elnapp.record import Head, NotFound
from elnapp.results.models import Panel, Result, ResultInvalid


@dataclass(frozen=True, slots=True)
class Pinned:
    """The specification that a lot is judged by: the version pinned when it was issued."""

    stream: str
    number: str
    zone: str
    id: str
    name: str
    hash: str
    specification: Specification


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

    @property
    def span(self) -> list[str]:
        """Give the ends of the interval as people read them, with one decimal; none without one."""
        return [] if self.interval is None else [str(half_up(end, "0.0")) for end in self.interval]

    @property
    def said(self) -> tuple[Finding, ...]:
        """Give what was found about it, with numbers as numbers, for a sentence in any language."""
        return tuple(
            Finding(f["code"], {k: _number(k, v) for k, v in f["params"].items()}, f["where"])
            for f in self.findings
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the certificate: the newest result gives the verdict, none is PENDING."""

    row: Row
    history: tuple[ResultView, ...]

    @property
    def result(self) -> ResultView | None:
        """Give the newest result of the row, invalid or not."""
        return self.history[-1] if self.history else None

    @property
    def verdict(self) -> RowState:
        """Give PASS, FAIL, INVALID or PENDING."""
        if self.result is None:
            return "PENDING"
        if self.result.invalid is not None:
            return "INVALID"
        return "PASS" if self.result.verdict == "PASS" else "FAIL"

    @property
    def earlier(self) -> tuple[ResultView, ...]:
        """Give the results before the newest one, oldest first."""
        return self.history[:-1]


def certificate(session: Session, stream: str, specification: Specification) -> tuple[Line, ...]:
    """Give every row of the specification with its results, RELEASE before ACTION before INFO."""
    by_row: dict[str, list[ResultView]] = {}
    for view in results(session, stream):
        by_row.setdefault(view.row, []).append(view)
    return tuple(Line(row, tuple(by_row.get(row.code, ()))) for row in specification.rows)


def results(session: Session, stream: str, row: str | None = None) -> list[ResultView]:
    """Give all results of a lot, or of one row, in the order they were given."""
    found = (
        select(Result, ResultInvalid)
        .outerjoin(ResultInvalid, col(ResultInvalid.result_id) == col(Result.id))
        .where(col(Result.stream) == stream)
        .order_by(col(Result.spec_row), col(Result.n))
    )
    if row is not None:
        found = found.where(col(Result.spec_row) == row)
    return [_view(result, ended) for result, ended in session.execute(found)]


def analysts(session: Session, stream: str) -> frozenset[str]:
    """Give the accounts that analysed or invalidated anything in a lot."""
    gave = session.scalars(select(col(Result.analysed_by)).where(col(Result.stream) == stream))
    ended = select(col(ResultInvalid.declared_by)).where(col(ResultInvalid.stream) == stream)
    return frozenset(gave) | frozenset(session.scalars(ended))


def samples(session: Session, stream: str) -> list[str]:
    """Give the codes of the samples of a lot that a test may be of, in the order of their taking."""
    kinds = {"sample", "vial"}
    return [
        u.code for u in custody.units(session, stream) if u.kind in kinds and u.state != "undone"
    ]


def misjudged(session: Session, pinned: Pinned) -> list[str]:
    """Judge every stored result again from its inputs; name those whose verdict is another one."""
    found = []
    for view in results(session, pinned.stream):
        row = pinned.specification.row(view.row)
        kept = (view.verdict, view.rounded, view.number)
        if row is None or kept != _again(row, view):
            found.append(view.address)
    return found


def _again(row: Row, view: ResultView) -> tuple[str, str, Decimal | None]:
    if view.verdict == "INVALID":
        return view.verdict, "", None
    values = {
        name: Value(v["text"], None if v["number"] is None else Decimal(v["number"]), v["unit"])
        for name, v in view.inputs.items()
    }
    reading = read(row, values)
    verdict = judge(row, reading.result)
    return verdict.verdict, verdict.rounded, reading.result.number


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


def _number(name: str, stored: Any) -> Any:
    """Read the numbers of a stored finding back; its other params stay what they are."""
    if name not in {"value", "raw"}:
        return stored
    try:
        return Decimal(str(stored))
    except InvalidOperation:
        return stored


def _view(row: Result, ended: ResultInvalid | None) -> ResultView:
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
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PanelView:
    """A judged panel as pages and documents show it (see `models.Panel` for the shapes)."""

    id: str
    address: str
    n: int
    template: str
    template_hash: str
    formula: str
    sample: str | None
    passage: int | None
    verdict: str
    tubes: tuple[Mapping[str, Any], ...]
    markers: Mapping[str, Mapping[str, Any]]
    findings: tuple[Mapping[str, Any], ...]
    results: Mapping[str, str]
    pictures: Mapping[str, tuple[Mapping[str, Any], ...]]
    by: str
    at: datetime


def panels(session: Session, stream: str) -> list[PanelView]:
    """Give the judged panels of a lot, in the order they were judged."""
    rows = session.scalars(select(Panel).where(col(Panel.stream) == stream).order_by(col(Panel.n)))
    return [_panel(row) for row in rows]


def _panel(row: Panel) -> PanelView:
    return PanelView(
        row.id, row.address, row.n, row.template, row.template_hash, row.formula, row.sample_unit,
        row.passage, row.verdict, tuple(row.tubes), row.markers, tuple(row.findings), row.results,
        {lang: tuple(pictures) for lang, pictures in row.pictures.items()}, row.judged_by_name,
        row.judged_at,
    )  # fmt: skip
