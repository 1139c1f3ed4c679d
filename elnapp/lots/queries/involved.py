"""Who did what in a lot: what independence of people is judged by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from elnapp.lots.models import Entry
from elnapp.lots.queries.standing import AT_STEPS, record_address
from elnapp.signing.models import Signature

People = dict[str, frozenset[str]]


def involvement(session: Session, stream: str) -> People:
    """Give who performed, corrected, witnessed and checked anything in the lot, by act."""
    return involvement_by_step(session, stream)[0]


def involvement_by_step(session: Session, stream: str) -> tuple[People, dict[str, People]]:
    """Give who did what in the lot, and at each step by its path.

    Signatures count even when void: the person took part all the same.
    """
    lot: dict[str, set[str]] = {}
    steps: dict[str, dict[str, set[str]]] = {}
    for path, act, person in (*_entries(session, stream), *_signed(session, stream)):
        lot.setdefault(act, set()).add(person)
        steps.setdefault(path, {}).setdefault(act, set()).add(person)
    return _frozen(lot), {path: _frozen(acts) for path, acts in steps.items()}


def witnesses(session: Session, address: str) -> frozenset[str]:
    """Give who ever witnessed the step at `address`."""
    s = _table(Signature)
    found = select(s.c.signer).where(s.c.address == address, s.c.meaning == "WITNESSED")
    return frozenset(row[0] for row in session.connection().execute(found))


def first_done(session: Session, stream: str, path: str) -> datetime:
    """Give when the step was done, by its first entry."""
    e = _table(Entry)
    found = select(e.c.done_at).where(e.c.stream == stream, e.c.path == path, e.c.n == 1)
    at: datetime = session.connection().execute(found).scalar_one()
    return at


def _entries(session: Session, stream: str) -> list[tuple[str, str, str]]:
    e = _table(Entry)
    found = select(e.c.path, e.c.n, e.c.performed_by).where(e.c.stream == stream)
    return [
        (path, "PERFORMED" if n == 1 else "CORRECTED", person)
        for path, n, person in session.connection().execute(found)
    ]


def _signed(session: Session, stream: str) -> list[tuple[str, str, str]]:
    s = _table(Signature)
    found = select(s.c.address, s.c.meaning, s.c.signer).where(
        s.c.stream == stream, s.c.meaning.in_(AT_STEPS)
    )
    start = record_address(stream, "")
    return [
        (address.removeprefix(start), meaning, signer)
        for address, meaning, signer in session.connection().execute(found)
    ]


def _frozen(acts: dict[str, set[str]]) -> People:
    return {act: frozenset(people) for act, people in acts.items()}


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]
