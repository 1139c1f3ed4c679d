"""The order of a lot and the approved texts it is pinned to.

An approved version never changes, so what was read from one is kept by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from batches import signing
from batches.master import Master
from batches.verdict import Finding
from elnapp.documents.models import DocumentVersion
from elnapp.lots.models import Lot
from elnapp.record import Head, NotFound, Refused

Read = TypeVar("Read")
KEPT = 64  # versions read per process; a unit works on a handful of masters at a time

_COLUMNS = (
    "stream", "number", "purpose", "product", "study", "site", "zone", "donor", "donation",
    "master_id", "master_name", "master_hash", "specification_id", "specification_name",
    "specification_hash", "pinned", "comment", "issued_by", "issued_name", "issued_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """What the lot was issued for, from whom, and on which versions."""

    stream: str
    number: str
    purpose: str
    product: str
    study: str | None
    site: str
    zone: str
    donor: str | None
    donation: str | None
    master_id: str
    master_name: str
    master_hash: str
    specification_id: str
    specification_name: str
    specification_hash: str
    pinned: dict[str, dict[str, Any]]
    comment: str
    issued_by: str
    issued_name: str
    issued_at: datetime

    def pin(self, kind: str) -> dict[str, Any]:
        """Give `{id, code, version, hash}` of a pinned text; one never pinned is NotFound."""
        if kind not in self.pinned:
            raise NotFound(f"{self.stream}/{kind}")
        return self.pinned[kind]


@dataclass(frozen=True, slots=True)
class Plan:
    """An order with its master, read."""

    order: Order
    master: Master


_LOT: Any = Lot.__table__  # type: ignore[attr-defined]
_HEAD: Any = Head.__table__  # type: ignore[attr-defined]
_OWN = tuple(_LOT.c[name] for name in _COLUMNS)
_ORDER = (
    select(*_OWN, _HEAD.c.state, _HEAD.c.seq)
    .join(_HEAD, _HEAD.c.stream == _LOT.c.stream)
    .where(_LOT.c.stream == bindparam("stream"))
)


def order(session: Session, stream: str) -> Order:
    """Give the order of a lot; raises NotFound."""
    return order_with_head(session, stream)[0]


def order_with_head(session: Session, stream: str) -> tuple[Order, str, int]:
    """Give the order of a lot, its state, and where its record stands; raises NotFound."""
    row = session.connection().execute(_ORDER, {"stream": stream}).first()
    if row is None:
        raise NotFound(stream)
    *order_of, state, seq = row
    return Order(*order_of), state, seq


def orders(session: Session, streams: Collection[str]) -> dict[str, Order]:
    """Give the orders of several lots, by stream; raises NotFound where one is none."""
    rows = session.connection().execute(select(*_OWN).where(_LOT.c.stream.in_(list(streams))))
    found = {row.stream: Order(*row) for row in rows}
    missing = sorted(set(streams) - found.keys())
    if missing:
        raise NotFound(missing[0])
    return found


def plan(session: Session, stream: str) -> Plan:
    """Give the order and the master it runs on; raises NotFound, and Refused for a changed text."""
    return plan_of(session, order(session, stream))


def plan_of(session: Session, found: Order) -> Plan:
    """Give an order that was read already, with its master."""
    return Plan(found, master(session, found))


def master(session: Session, found: Order) -> Master:
    """Give the pinned master."""
    pin = {"id": found.master_id, "hash": found.master_hash}
    return _kept(session, pin, Master.from_body)


def meanings(session: Session, found: Order) -> dict[str, signing.Meaning]:
    """Give the pinned signature meanings by code."""
    return _kept(session, found.pin("meanings"), signing.meanings)


def meaning(session: Session, found: Order, code: str) -> signing.Meaning:
    """Give one pinned meaning; Refused when the pinned document has none of that code."""
    known = meanings(session, found)
    if code not in known:
        raise Refused([Finding("DOC-MEANING", {"meaning": code})])
    return known[code]


def independence(session: Session, found: Order) -> tuple[signing.Rule, ...]:
    """Give the pinned rules of who may not sign beside whom."""
    return _kept(session, found.pin("independence"), signing.rules)


def numbering(session: Session, found: Order) -> dict[str, Any]:
    """Give the pinned document of how numbers are given."""
    return _kept(session, found.pin("numbering"), dict)


_read: dict[tuple[str, str, object], Any] = {}


def _kept(session: Session, pin: dict[str, Any], read: Callable[[Any], Read]) -> Read:
    """Read a pinned version once per process; what is not the pinned text is refused."""
    key = (pin["id"], pin["hash"], read)
    if key not in _read:
        while len(_read) >= KEPT:
            _read.pop(next(iter(_read)))
        _read[key] = read(_body(session, pin))
    found: Read = _read[key]
    return found


def _body(session: Session, pin: dict[str, Any]) -> Any:
    found = select(col(DocumentVersion.body), col(DocumentVersion.body_hash)).where(
        col(DocumentVersion.id) == pin["id"]
    )
    row = session.execute(found).first()
    if row is None:
        raise NotFound(str(pin["id"]))
    if row.body_hash != pin["hash"]:
        raise Refused([Finding("LOT-PINNED", {"document": str(pin["id"])})])
    return row.body
