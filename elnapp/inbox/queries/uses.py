"""What a record took from files, in the words of its page, its dossier and its certificate."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from elnapp.inbox.models import ReadingUse
from elnapp.record.plain import plain

USE = (
    "reading_id", "slot", "quantity", "value", "unit", "raw", "taken", "source", "holds", "reason",
    "linked_by", "linked_by_name", "linked_at",
)  # fmt: skip


def evidence(session: Session, stream: str) -> dict[str, list[ReadingUse]]:
    """Give what the entries and results of a record took from files, by entry or result."""
    found = select(ReadingUse).where(col(ReadingUse.stream) == stream).order_by(col(ReadingUse.id))
    by_owner: dict[str, list[ReadingUse]] = {}
    for use in session.scalars(found):
        by_owner.setdefault(use.owner, []).append(use)
    return by_owner


def uses_plain(session: Session, stream: str) -> dict[str, list[dict[str, Any]]]:
    """Give the same as plain values, for `record.json`."""
    return {
        owner: [{name: plain(getattr(use, name)) for name in USE} for use in uses]
        for owner, uses in evidence(session, stream).items()
    }
