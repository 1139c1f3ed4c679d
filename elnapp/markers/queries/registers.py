"""Reading the registers of laboratories, kits and lots, the mappings, and received files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from batches.marker_entry import Kit, Laboratory
from batches.people import Actor
from batches.policy import shows
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.markers.models import KitLot, MarkerFile, MarkerFileEnd
from elnapp.record import Head, NotFound

LABORATORIES, KITS, MAPPING = "laboratory-register", "kit-register", "result-mapping"


@dataclass(frozen=True, slots=True)
class FileView:
    """A received file, and the decision on it."""

    row: MarkerFile
    site: str
    end: MarkerFileEnd | None

    @property
    def state(self) -> str:
        """Give received, taken or refused."""
        return self.end.outcome if self.end else "received"


def laboratories(session: Session, on: date) -> dict[str, Laboratory]:
    """Give the laboratories of the registers in force on a day, by code."""
    found = documents.all_effective(session, LABORATORIES, on)
    rows = (Laboratory.from_body(b) for v in found for b in v.body["laboratories"])
    return {row.code: row for row in rows}


def kits(session: Session, on: date) -> dict[str, Kit]:
    """Give the kits of the registers in force on a day, by code."""
    found = documents.all_effective(session, KITS, on)
    return {row.code: row for row in (Kit.from_body(b) for v in found for b in v.body["kits"])}


def lots(session: Session, site: str) -> list[KitLot]:
    """Give the kit lots of a site, by kit and lot."""
    found = select(KitLot).where(col(KitLot.stream) == f"site/{site}")
    return list(session.scalars(found.order_by(col(KitLot.kit), col(KitLot.lot))))


def lot(session: Session, site: str, kit: str, number: str) -> KitLot | None:
    """Give one lot of a kit at a site."""
    return next((r for r in lots(session, site) if (r.kit, r.lot) == (kit, number)), None)


def mappings(session: Session, on: date) -> list[Version]:
    """Give the mappings in force on a day, by code."""
    return documents.all_effective(session, MAPPING, on)


def files(session: Session, actor: Actor) -> list[FileView]:
    """Give the received files of the sites that a reader may see, the newest first."""
    rows = select(MarkerFile, MarkerFileEnd, Head).join(
        Head, col(Head.stream) == col(MarkerFile.stream)
    )
    rows = rows.outerjoin(MarkerFileEnd, col(MarkerFileEnd.file_id) == col(MarkerFile.id))
    rows = rows.order_by(col(MarkerFile.recorded_at).desc(), col(MarkerFile.n).desc())
    return [FileView(f, h.site, e) for f, e, h in session.execute(rows) if _sees(actor, h)]


def file(session: Session, actor: Actor, sha256: str) -> FileView:
    """Give a received file by its hash; NotFound where the reader may not see it."""
    found = next((f for f in files(session, actor) if f.row.sha256 == sha256), None)
    if found is None:
        raise NotFound(f"laboratory/files/{sha256}")
    return found


def file_row(session: Session, sha256: str) -> MarkerFile | None:
    """Give a received file by its hash, of any site."""
    return session.scalars(select(MarkerFile).where(col(MarkerFile.sha256) == sha256)).first()


def decided(session: Session, file_id: str) -> bool:
    """Tell whether a file has its decision."""
    found = select(MarkerFileEnd).where(col(MarkerFileEnd.file_id) == file_id)
    return session.scalars(found).first() is not None


def _sees(actor: Actor, head: Head) -> bool:
    return shows("donors.medical", actor.roles(head.site, None))
