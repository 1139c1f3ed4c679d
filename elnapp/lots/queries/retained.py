"""What the lots made from a person's donations say about how long the link to the person is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches.retention import Facts, LotFact, facts_of
from elnapp.lots.models import Lot, LotKeeping
from elnapp.record.plain import plain

KEPT = (
    "subject", "n", "basis", "day", "source", "reason", "lang", "recorded_by", "recorded_by_name",
    "recorded_at",
)  # fmt: skip


def retention_facts(session: Session, about: str) -> Facts:
    """Give what is known of the material of a donor, by the donor's stream.

    A lot of which nobody has stated expiry or use leaves it unknown, and what is unknown keeps the
    identity. For a patient everything is unknown.
    """
    kind, _slash, code = about.partition("/")
    if kind != "donor":
        return Facts()
    made = select(Lot).where(col(Lot.donor) == code).order_by(col(Lot.number))
    lots = session.scalars(made).all()
    standing = kept_of(session, [lot.stream for lot in lots])
    return facts_of([_fact(lot, standing.get(lot.stream, {})) for lot in lots])


def keeping(session: Session, stream: str) -> list[LotKeeping]:
    """Give everything stated about one lot, in the order it was; the last of a subject stands."""
    return _rows(session, [stream])


def kept_of(session: Session, streams: Iterable[str]) -> dict[str, dict[str, LotKeeping]]:
    """Give what stands about each of these lots, by stream and subject."""
    found: dict[str, dict[str, LotKeeping]] = {}
    for row in _rows(session, streams):
        found.setdefault(row.stream, {})[row.subject] = row
    return found


def keeping_plain(session: Session, stream: str) -> list[dict[str, Any]]:
    """Give everything stated about one lot as the dossier keeps it."""
    return [{n: plain(getattr(row, n)) for n in KEPT} for row in keeping(session, stream)]


def _rows(session: Session, streams: Iterable[str]) -> list[LotKeeping]:
    found = select(LotKeeping).where(col(LotKeeping.stream).in_(list(streams)))
    return list(session.scalars(found.order_by(col(LotKeeping.n), col(LotKeeping.subject))))


def _fact(lot: Lot, stands: dict[str, LotKeeping]) -> LotFact:
    expiry, use = stands.get("expiry"), stands.get("use")
    return LotFact(
        lot.number, expiry.day if expiry else None, use.day if use else None, use is not None
    )
