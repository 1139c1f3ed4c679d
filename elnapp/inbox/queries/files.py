"""Files as they arrived, and what each reader made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches.people import Actor
from batches.policy import shows
from elnapp.inbox.models import InstrumentFile, InstrumentRead
from elnapp.record import Head, NotFound


@dataclass(frozen=True, slots=True)
class ReadView:
    """What one version of a reader said of a file; `refusal` and `warnings` are stored notes."""

    id: str
    n: int
    outcome: str
    format: str
    version: str
    serial: str
    source: Mapping[str, Any]
    warnings: tuple[Mapping[str, Any], ...]
    unread: Mapping[str, str]
    refusal: Mapping[str, Any] | None
    instrument: str
    register: str
    holds: tuple[Mapping[str, Any], ...]
    reason: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as it arrived, with what was read from it, the newest first."""

    id: str
    site: str
    n: int
    sha256: str
    size: int
    name: str
    named: str
    route: str
    agent: str | None
    by: str
    at: datetime
    reads: tuple[ReadView, ...]

    @property
    def read(self) -> ReadView | None:
        """Give the reading that counts."""
        return self.reads[0] if self.reads else None


def by_hash(session: Session, sha256: str) -> InstrumentFile | None:
    """Give a file of any site by its hash."""
    found = select(InstrumentFile).where(col(InstrumentFile.sha256) == sha256)
    return session.scalars(found).first()


def read_rows(session: Session, file_id: str) -> list[InstrumentRead]:
    """Give every reading of a file, oldest first."""
    found = select(InstrumentRead).where(col(InstrumentRead.file_id) == file_id)
    return list(session.scalars(found.order_by(col(InstrumentRead.n))))


def reads(session: Session, file_id: str) -> tuple[ReadView, ...]:
    """Give every reading of a file for a page, newest first."""
    return tuple(_read(row) for row in reversed(read_rows(session, file_id)))


def file(session: Session, actor: Actor, sha256: str) -> FileView:
    """Give a file for a page; NotFound where the reader's grants do not reach it."""
    rows = _files(session, actor, sha256)
    if not rows:
        raise NotFound(f"readings/files/{sha256}")
    return rows[0]


def files(session: Session, actor: Actor) -> list[FileView]:
    """Give the files of the sites that a reader may see, the newest first."""
    return _files(session, actor, None)


def unread_files(session: Session, actor: Actor) -> list[FileView]:
    """Give the files that no reader could read."""
    return [f for f in files(session, actor) if f.read and f.read.outcome == "refused"]


def _files(session: Session, actor: Actor, sha256: str | None) -> list[FileView]:
    found = select(InstrumentFile, Head).join(Head, col(Head.stream) == col(InstrumentFile.stream))
    if sha256 is not None:
        found = found.where(col(InstrumentFile.sha256) == sha256)
    found = found.order_by(col(InstrumentFile.id).desc())
    seen = [(f, h.site) for f, h in session.execute(found) if _sees(actor, h.site)]
    return [_file(row, site, reads(session, row.id)) for row, site in seen]


def _sees(actor: Actor, site: str) -> bool:
    return shows("inbox", actor.roles(site))


def _file(row: InstrumentFile, site: str, found: tuple[ReadView, ...]) -> FileView:
    return FileView(
        row.id, site, row.n, row.sha256, row.size, row.name, row.named, row.route, row.agent,
        row.received_by_name, row.received_at, found,
    )  # fmt: skip


def _read(row: InstrumentRead) -> ReadView:
    return ReadView(
        row.id, row.n, row.outcome, row.format, row.version, row.serial, row.source,
        tuple(row.warnings), row.unread, row.refusal, row.instrument, row.register_name,
        tuple(row.holds), row.reason, row.read_by_name, row.read_at,
    )  # fmt: skip
