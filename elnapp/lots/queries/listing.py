"""Lots as lists and pages find them, within the reader's sites and studies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, func, literal, or_, select, tuple_, union_all
from sqlmodel import Session, SQLModel

from batches import policy
from batches.people import Actor
from elnapp.custody import queries as custody
from elnapp.lots.models import Entry, Lot
from elnapp.lots.queries.plan import Order, order_with_head
from elnapp.lots.queries.values import entry_ids
from elnapp.people import queries as people
from elnapp.quality.models import Deviation, DeviationStep, Hold, HoldLift
from elnapp.record import Head, NotFound
from elnapp.signing.models import Signature, SignatureVoid

PAGE = 50  # lots of one page of the list


@dataclass(frozen=True, slots=True)
class Listed:
    """One lot in a list."""

    number: str
    purpose: str
    product: str
    study: str | None
    site: str
    donor: str | None
    state: str
    issued_at: datetime
    entries: int
    open_deviations: int
    open_holds: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of lots is narrowed to; `after` is the last lot of the page before."""

    text: str = ""
    state: str = ""
    product: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of lots; `more` is the lot that the next page goes on after."""

    rows: tuple[Listed, ...]
    more: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A lot that a reader may see: its order, its state, and where its record stands."""

    order: Order
    state: str
    seq: int

    @property
    def stream(self) -> str:
        """Give the stream of the lot."""
        return self.order.stream

    @property
    def number(self) -> str:
        """Give the lot number."""
        return self.order.number


def stream_of(number: str) -> str:
    """Give the stream of a lot number."""
    return f"lot/{number}"


def lot(session: Session, actor: Actor, number: str) -> Seen:
    """Give a lot for a page; NotFound where the reader's grants do not reach it."""
    found, state, seq = order_with_head(session, stream_of(number))
    if not _sees(actor, found.site, found.study):
        raise NotFound(stream_of(number))
    return Seen(found, state, seq)


def lots(session: Session, actor: Actor, wanted: Wanted) -> Found:
    """Give one page of the lots that the reader may see, the newest first.

    A page costs the same however many lots there are: it is found by an index, from the lot where
    the page before ended, and what is open is counted for its lots alone.
    """
    page, h, e = _page(session, actor, wanted), _table(Head), _table(Entry)
    entries = select(func.count()).where(e.c.stream == page.c.stream, e.c.n == literal(1))
    found = (
        select(
            page.c.number, page.c.purpose, page.c.product, page.c.study, page.c.site, page.c.donor,
            h.c.state, page.c.issued_at, entries.scalar_subquery(),
            _open(Deviation, DeviationStep, "deviation_id", page),
            _open(Hold, HoldLift, "hold_id", page),
        )
        .join(h, h.c.stream == page.c.stream)
        .order_by(page.c.issued_at.desc(), page.c.number.desc())
    )  # fmt: skip
    rows = [Listed(*row) for row in session.connection().execute(found)]
    more = rows[PAGE - 1].number if len(rows) > PAGE else None
    return Found(tuple(rows[:PAGE]), more)


def _page(session: Session, actor: Actor, wanted: Wanted) -> Any:
    """Find the lots of one page, and one more, which tells that there is a next page."""
    t, h = _table(Lot), _table(Head)
    found = select(t).where(people.within(session, actor, "lots", t))
    if wanted.state:
        found = found.join(h, h.c.stream == t.c.stream).where(h.c.state == wanted.state)
    if wanted.product:
        found = found.where(t.c.product == wanted.product)
    if wanted.text.strip():
        part = wanted.text.strip().casefold()
        named = (
            func.lower(c).contains(part, autoescape=True)
            for c in (t.c.number, t.c.donor, t.c.study)
        )
        found = found.where(or_(*named))
    if wanted.after:
        last = select(t.c.issued_at, t.c.number).where(t.c.number == wanted.after).subquery()
        older = tuple_(t.c.issued_at, t.c.number) < tuple_(last.c.issued_at, last.c.number)
        found = found.join(last, literal(value=True)).where(older)
    return found.order_by(t.c.issued_at.desc(), t.c.number.desc()).limit(PAGE + 1).subquery()


def standing_meanings(session: Session, stream: str) -> tuple[bool, frozenset[str]]:
    """Tell whether anything was recorded, and which signatures stand on the lot itself."""
    rows = session.connection().execute(_STANDING, {"stream": stream}).all()
    recorded = any(what == "entry" for what, _meaning in rows)
    return recorded, frozenset(meaning for what, meaning in rows if what == "meaning")


def head_state(session: Session, stream: str) -> str:
    """Give the stored state of a lot; raises NotFound."""
    return order_with_head(session, stream)[1]


def booked(session: Session, stream: str) -> dict[str, dict[str, tuple[str, str, Decimal]]]:
    """Give the acts that stand by step and slot: (act, role, quantity), 0 for an end."""
    path_of = {entry: path for path, ids in entry_ids(session, stream).items() for entry in ids}
    found: dict[str, dict[str, tuple[str, str, Decimal]]] = {}
    for home in (stream, *custody.elsewhere(session, stream, path_of)):
        for account in custody.accounts(session, home).values():
            # A unit of another lot is spoken of by its code.
            name = account.role if home == stream else account.code
            for line in account.lines:
                path = path_of.get(line.entry or "")
                if path is not None:
                    quantity = Decimal(0) if line.act == "end" else line.quantity
                    found.setdefault(path, {})[line.slot] = (line.act, name, quantity)
    return found


def _open(what: type[SQLModel], end: type[SQLModel], key: str, lots_table: Any) -> Any:
    """Count what was opened in a lot's stream and has not ended."""
    w, x = _table(what), _table(end)
    ended = select(x.c.id).where(x.c[key] == w.c.id)
    if "step" in x.c:
        ended = ended.where(x.c.step == "dispositioned")
    counted = select(func.count()).where(w.c.stream == lots_table.c.stream, ~ended.exists())
    return counted.scalar_subquery()


def _sees(actor: Actor, site: str, study: str | None) -> bool:
    return policy.shows("lots", actor.roles(site, study))


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]


# Built once: it is asked in every command, and a statement costs more to build than to run.


def _standing() -> Any:
    e, s, v = _table(Entry), _table(Signature), _table(SignatureVoid)
    stream: Any = bindparam("stream")
    first = select(e.c.id).where(e.c.stream == stream).limit(1).subquery()
    return union_all(
        select(literal("entry"), first.c.id),
        select(literal("meaning"), s.c.meaning)
        .outerjoin(v, v.c.signature_id == s.c.id)
        .where(s.c.address == stream, v.c.id.is_(None)),
    )


_STANDING = _standing()
