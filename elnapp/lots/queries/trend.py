"""The markers of cytometry over passages and donors, from the judged panels of all lots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from batches.limits import Bounds
from batches.people import Actor
from batches.specification import Row, Specification
from elnapp.documents import queries as documents
from elnapp.lots.queries.plan import Order, order
from elnapp.results import queries as results
from elnapp.results.queries import PanelView

MOST_PANELS = 200


@dataclass(frozen=True, slots=True)
class Measured:
    """One marker of one judged panel, with the row of the lot's specification that limits it.

    `name` is that of the gating template, by language; `percent` is None where nothing could be counted; `limit` is what the panel was judged by, in both
    languages; `result` is the address of the result made of it, None for a panel that gave none;
    `file` is `(name, SHA-256)` of its stained tube.
    """

    marker: str
    name: Mapping[str, str]
    template: str
    lot: str
    product: str
    donor: str
    passage: int | None
    panel: int
    at: datetime
    percent: Decimal | None
    interval: tuple[Decimal, Decimal] | None
    verdict: str
    flags: frozenset[str]
    limit: Mapping[str, str]
    result: str | None
    file: tuple[str, str] | None
    row: Row | None

    @property
    def bounds(self) -> Bounds:
        """Give the limit of the specification, the action limit where a row only reports."""
        if self.row is None:
            return Bounds()
        return self.row.limit if self.row.limit.limits else self.row.action


def marker_trend(session: Session, actor: Actor) -> list[Measured]:
    """Give every marker of the newest panels that the reader may see, by donor and passage."""
    found: list[Measured] = []
    orders: dict[str, Order] = {}
    rows: dict[str, Specification] = {}
    for stream, panel in results.newest_panels(session, actor, MOST_PANELS):
        if not panel.stands:
            continue
        if stream not in orders:
            orders[stream] = order(session, stream)
        issued = orders[stream]
        if issued.specification_id not in rows:
            rows[issued.specification_id] = _specification(session, issued.specification_id)
        found += _markers(panel, issued, rows[issued.specification_id])
    return sorted(found, key=lambda m: (m.donor, m.lot, -1 if m.passage is None else m.passage))


def _specification(session: Session, version_id: str) -> Specification:
    version = documents.version(session, version_id)
    return Specification.from_body(version.body) if version else Specification(())


def _markers(panel: PanelView, issued: Order, rows: Specification) -> Iterator[Measured]:
    template = panel.template.partition(" ")[0]
    limited = {row.panel[1]: row for row in rows.rows if row.panel and row.panel[0] == template}
    for code, told in panel.markers.items():
        percent = None if told["percent"] is None else Decimal(told["percent"])
        ends = told["ci95"]
        yield Measured(
            marker=code, name=told.get("name") or dict.fromkeys(("en", "fr"), code), template=template, lot=issued.number, product=issued.product,
            donor=issued.donor or "–", passage=panel.passage, panel=panel.n, at=panel.at,
            percent=percent, interval=(Decimal(ends[0]), Decimal(ends[1])) if ends else None,
            verdict=told["verdict"], flags=frozenset(told["flags"]), limit=told["limit"],
            result=panel.results.get(code), file=_file(panel, told), row=limited.get(code),
        )  # fmt: skip


def _file(panel: PanelView, told: Mapping[str, Any]) -> tuple[str, str] | None:
    tubes = (t for t in panel.tubes if t["role"] == told.get("tube"))
    return next(((t["file"], t["sha256"]) for t in tubes), None)
