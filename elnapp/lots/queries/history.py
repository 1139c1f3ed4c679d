"""How earlier lots of the same product grew at the same site."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from batches.passage_limits import PassageLimits, UnitHistory, history_of
from elnapp.lots.models import ComputedValue, Lot
from elnapp.lots.queries.plan import Order

MADE = ("clinical", "engineering")  # broth of a simulation does not grow as cells do
NAMES = ("doubling_time", "population_doublings")


def unit_history(session: Session, order: Order, limits: PassageLimits) -> UnitHistory:
    """Give the medians of the last lots that were issued before this one, of its product and site."""
    if not limits.of_last:
        return UnitHistory()
    rows = session.connection().execute(_statement(order, limits.of_last)).all()
    standing = {(row.stream, row.path, row.name): row.value for row in rows}  # the highest n stands
    found: dict[str, list[Decimal]] = {name: [] for name in NAMES}
    for (_stream, _path, name), value in standing.items():
        if value is not None:
            found[name].append(value)
    lots = len({stream for stream, _path, _name in standing})
    return history_of(found["doubling_time"], found["population_doublings"], lots, limits)


def _statement(order: Order, of_last: int) -> Any:
    lot, value = _table(Lot), _table(ComputedValue)
    earlier = (
        select(lot.c.stream)
        .where(
            lot.c.product == order.product,
            lot.c.site == order.site,
            lot.c.purpose.in_(MADE),
            lot.c.issued_at < order.issued_at,
        )
        .order_by(lot.c.issued_at.desc())
        .limit(of_last)
        .subquery()
    )
    columns = (value.c.stream, value.c.path, value.c.name, value.c.n, value.c.value)
    return (
        select(*columns)
        .join(earlier, earlier.c.stream == value.c.stream)
        .where(value.c.name.in_(NAMES), value.c.formula == value.c.name)  # not by colonies
        .order_by(value.c.n)
    )


def _table(model: type[Any]) -> Any:
    return model.__table__
