"""Readings: those that wait, those that a step may take, and what rests on each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel, col

from batches.inbox import Known, Measured, twice
from batches.people import Actor
from batches.policy import shows
from batches.quantity import quote
from batches.verdict import Finding
from elnapp.inbox.models import (
    InstrumentFile,
    InstrumentRead,
    InstrumentReading,
    ReadingAside,
    ReadingUse,
)
from elnapp.inbox.queries.checks import Asked, checks
from elnapp.inbox.queries.register import register
from elnapp.record import Head, NotFound


@dataclass(frozen=True, slots=True)
class UseView:
    """Where a reading is used: the record's stream and address, by whom and when."""

    stream: str
    address: str
    owner: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One measurement with its file; `holds` are findings that want a reason before it is used."""

    id: str
    site: str
    file_id: str
    sha256: str
    file_name: str
    file_n: int
    route: str
    received_at: datetime
    format: str
    version: str
    serial: str
    instrument: str
    read_n: int
    current: bool
    kind: str
    sample: str
    locator: str
    position: int
    status: str
    measured_at: datetime | None
    measured_raw: str
    operator: str
    quantities: Mapping[str, Measured]
    unread: Mapping[str, str]
    warnings: tuple[Mapping[str, Any], ...]
    holds: tuple[Finding, ...]
    sample_unit: str | None
    sample_stream: str | None
    supersedes: str | None
    use: UseView | None = None
    aside: str | None = None

    @property
    def state(self) -> str:
        """Give used, aside, held or open."""
        if self.use is not None:
            return "used"
        if self.aside is not None:
            return "aside"
        return "held" if self.holds else "open"

    @property
    def source(self) -> dict[str, Any]:
        """Give what a record keeps of where a value came from."""
        return {
            "file": self.sha256, "name": self.file_name, "locator": self.locator,
            "format": self.format, "version": self.version, "serial": self.serial,
            "instrument": self.instrument, "sample": self.sample, "operator": self.operator,
            "measured_at": self.measured_at.isoformat() if self.measured_at else None,
            "measured_raw": self.measured_raw,
        }  # fmt: skip


def inbox(session: Session, actor: Actor, state: str = "") -> list[ReadingView]:
    """Give the readings that wait, the oldest first; `state` asks for another one, or "all"."""
    if state in {"used", "aside", "all"}:
        rows = _seen(session, actor, _rows().order_by(col(InstrumentReading.id).desc()))
        return [r for r in rows if r.current and state in {"all", r.state}]
    rows = _seen(session, actor, _open(_rows()).order_by(col(InstrumentReading.id)))
    return [r for r in rows if r.current and (not state or r.state == state)]


def overdue(session: Session, actor: Actor, now: datetime) -> list[ReadingView]:
    """Give the readings that nobody linked for longer than the register of their site allows."""
    found, after = [], dict[str, timedelta | None]()
    for row in inbox(session, actor):
        if row.site not in after:
            after[row.site] = register(session, row.site, now).register.alarm_after
        limit = after[row.site]
        if limit is not None and now - row.received_at > limit:
            found.append(row)
    return found


def usable(session: Session, site: str, kinds: Iterable[str]) -> list[ReadingView]:
    """Give the waiting readings of a site that are of one of the kinds, the newest first."""
    rows = _open(_rows()).where(
        col(InstrumentReading.stream) == f"site/{site}",
        col(InstrumentReading.kind).in_(sorted(kinds)),
    )
    found = _views(session, rows.order_by(col(InstrumentReading.id).desc()))
    return [r for r in found if r.current]


def choose(session: Session, ids: Sequence[str]) -> list[ReadingView]:
    """Give readings by their ids, of any site, in the order asked; one not known is left out."""
    rows = _views(session, _rows().where(col(InstrumentReading.id).in_(list(ids))))
    by_id = {row.id: row for row in rows}
    return [by_id[one] for one in dict.fromkeys(ids) if one in by_id]


def in_file(session: Session, file_id: str) -> list[ReadingView]:
    """Give every reading of a file, of the newest reader first, in the order of the file."""
    rows = _rows().where(col(InstrumentReading.file_id) == file_id)
    order = (col(InstrumentRead.n).desc(), col(InstrumentReading.position))
    return _views(session, rows.order_by(*order))


def reading(session: Session, actor: Actor, reading_id: str) -> ReadingView:
    """Give a reading for a page; NotFound where the reader's grants do not reach it."""
    found = _seen(session, actor, _rows().where(col(InstrumentReading.id) == reading_id))
    if not found:
        raise NotFound(f"readings/{reading_id}")
    return found[0]


def _rows() -> Any:
    return (
        select(InstrumentReading, InstrumentRead, InstrumentFile, Head)
        .join(InstrumentRead, col(InstrumentRead.id) == col(InstrumentReading.read_id))
        .join(InstrumentFile, col(InstrumentFile.id) == col(InstrumentReading.file_id))
        .join(Head, col(Head.stream) == col(InstrumentReading.stream))
    )


def _open(rows: Any) -> Any:
    """Keep what is neither used nor set aside, by whichever reader its place in the file was read."""
    r = _table(InstrumentReading)
    place = r.alias("place")
    same = (
        place.c.file_id == r.c.file_id, place.c.locator == r.c.locator, place.c.kind == r.c.kind,
    )  # fmt: skip
    for ended in (_table(ReadingUse), _table(ReadingAside)):
        done = select(ended.c.id).join(place, place.c.id == ended.c.reading_id).where(*same)
        rows = rows.where(~done.correlate(r).exists())
    return rows


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]


def _seen(session: Session, actor: Actor, rows: Any) -> list[ReadingView]:
    return [r for r in _views(session, rows) if shows("inbox", actor.roles(r.site))]


def _views(session: Session, rows: Any) -> list[ReadingView]:
    found = list(session.execute(rows))
    newest = _newest(session, {f.id for _r, _read, f, _h in found})
    views = [_view(r, read, f, h.site, newest[f.id]) for r, read, f, h in found]
    return _with_ends(session, _with_checks(session, _with_twice(session, views)))


def _newest(session: Session, files: set[str]) -> dict[str, int]:
    counted = select(col(InstrumentRead.file_id), func.max(col(InstrumentRead.n)))
    counted = counted.where(col(InstrumentRead.file_id).in_(files))
    rows = session.execute(counted.group_by(col(InstrumentRead.file_id)))
    return {str(row[0]): int(row[1]) for row in rows}


def _with_twice(session: Session, views: list[ReadingView]) -> list[ReadingView]:
    """Hold the readings whose sample code stands in another file that nobody set aside."""
    samples = {v.sample for v in views if v.sample}
    aside = select(col(ReadingAside.reading_id))
    rows = session.execute(
        select(
            col(InstrumentReading.id), col(InstrumentReading.file_id),
            col(InstrumentReading.kind), col(InstrumentReading.sample),
        ).where(
            col(InstrumentReading.sample).in_(samples), col(InstrumentReading.id).not_in(aside)
        )
    )  # fmt: skip
    doubled = twice(Known(*row) for row in rows)
    return [
        replace(v, holds=(*v.holds, Finding("FILE-SAMPLE-TWICE", {"sample": quote(v.sample)}, "", 2)))
        if v.id in doubled
        else v
        for v in views
    ]  # fmt: skip


def _with_checks(session: Session, views: list[ReadingView]) -> list[ReadingView]:
    """Hold the readings of an instrument whose check of the day is missing or failed."""
    asked = (Asked(v.site, v.instrument, v.sample, v.measured_at, v.received_at) for v in views)
    found = checks(session, asked)
    return [
        replace(v, holds=(*v.holds, *held)) if held else v
        for v, held in zip(views, found, strict=True)
    ]  # fmt: skip


def _with_ends(session: Session, views: list[ReadingView]) -> list[ReadingView]:
    """Say of each reading where its place in the file is used, or why it was set aside."""
    files = {v.file_id for v in views}
    place = (
        col(InstrumentReading.file_id),
        col(InstrumentReading.kind),
        col(InstrumentReading.locator),
    )
    uses: dict[tuple[str, str, str], UseView] = {}
    rows = select(*place, ReadingUse).join(
        ReadingUse, col(ReadingUse.reading_id) == col(InstrumentReading.id)
    )
    for file, kind, locator, use in session.execute(
        rows.where(col(InstrumentReading.file_id).in_(files)).order_by(col(ReadingUse.id))
    ):
        made = UseView(use.stream, use.address, use.owner, use.linked_by_name, use.linked_at)
        uses[file, kind, locator] = made
    ended = select(*place, col(ReadingAside.reason)).join(
        ReadingAside, col(ReadingAside.reading_id) == col(InstrumentReading.id)
    )
    aside = {
        (file, kind, locator): reason
        for file, kind, locator, reason in session.execute(
            ended.where(col(InstrumentReading.file_id).in_(files))
        )
    }
    return [
        replace(v, use=uses.get(_place(v)), aside=aside.get(_place(v))) for v in views
    ]  # fmt: skip


def _place(view: ReadingView) -> tuple[str, str, str]:
    return view.file_id, view.kind, view.locator


def _view(
    row: InstrumentReading, read: InstrumentRead, file: InstrumentFile, site: str, newest: int
) -> ReadingView:
    holds = (*read.holds, *row.holds)
    return ReadingView(
        id=row.id, site=site, file_id=file.id, sha256=file.sha256, file_name=file.name,
        file_n=file.n, route=file.route, received_at=file.received_at, format=read.format,
        version=read.version, serial=read.serial, instrument=read.instrument, read_n=read.n,
        current=read.n == newest, kind=row.kind, sample=row.sample, locator=row.locator,
        position=row.position, status=row.status, measured_at=row.measured_at,
        measured_raw=row.measured_raw, operator=row.operator, quantities=_measured(row.quantities),
        unread=row.unread, warnings=tuple(row.warnings), holds=tuple(_finding(f) for f in holds),
        sample_unit=row.sample_unit, sample_stream=row.sample_stream, supersedes=row.supersedes,
    )  # fmt: skip


def _measured(stored: Mapping[str, Mapping[str, str]]) -> dict[str, Measured]:
    return {
        name: Measured(Decimal(one["value"]), one["unit"], one["raw"], one["qualifier"])
        for name, one in stored.items()
    }


def _finding(stored: Mapping[str, Any]) -> Finding:
    return Finding(stored["code"], dict(stored["params"]), stored["where"], stored["weight"])
