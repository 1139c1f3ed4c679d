"""The texts that lots were issued with, read for what is decided about their results."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session

from batches.samples import Plan
from batches.specification import Specification
from batches.verdict import Finding
from elnapp.documents import queries as documents
from elnapp.lots import queries as lots
from elnapp.lots.queries import Order
from elnapp.record import NotFound, Refused
from elnapp.results.queries import Pinned

Bodies = Mapping[str, tuple[str, dict[str, Any]]]


def pinned_specification(session: Session, stream: str) -> Pinned:
    """Give the specification that a lot was issued with; raises NotFound."""
    return pinned_specifications(session, [stream])[stream]


def pinned_specifications(session: Session, streams: Collection[str]) -> dict[str, Pinned]:
    """Give the specifications that several lots were issued with, by stream; raises NotFound.

    Each text is read once, in the same two statements for any number of lots.
    """
    orders = lots.orders(session, streams)
    pins = {stream: _pins(order) for stream, order in orders.items()}
    bodies = documents.bodies(session, {str(pin["id"]) for two in pins.values() for pin in two})
    read: dict[tuple[str, ...], tuple[Specification, Plan]] = {}
    found = {}
    for stream, two in pins.items():
        key = tuple(f"{pin['id']} {pin['hash']}" for pin in two)
        if key not in read:
            read[key] = _read(*(_checked(bodies, pin) for pin in two))
        found[stream] = _pinned(orders[stream], *read[key])
    return found


def pinned_body(session: Session, pin: Mapping[str, Any]) -> dict[str, Any]:
    """Give the body of a pinned version; Refused when it is not the text that was pinned."""
    return _checked(documents.bodies(session, {str(pin["id"])}), pin)


def _pins(order: Order) -> tuple[Mapping[str, Any], ...]:
    """Give the pin of the specification, and that of the sampling plan where there is one."""
    specification = {"id": order.specification_id, "hash": order.specification_hash}
    plan = order.pinned.get("sampling-plan")
    return (specification, plan) if plan else (specification,)


def _checked(bodies: Bodies, pin: Mapping[str, Any]) -> dict[str, Any]:
    if str(pin["id"]) not in bodies:
        raise NotFound(str(pin["id"]))
    kept, body = bodies[str(pin["id"])]
    if kept != pin["hash"]:
        raise Refused([Finding("LOT-PINNED", {"document": str(pin["id"])})])
    return body


def _read(
    body: Mapping[str, Any], plan: Mapping[str, Any] | None = None
) -> tuple[Specification, Plan]:
    specification = Specification.from_body(body)
    read = Plan.from_body(plan) if plan else Plan()
    return specification, read.within(frozenset(row.code for row in specification.rows))


def _pinned(order: Order, specification: Specification, plan: Plan) -> Pinned:
    return Pinned(
        order.stream, order.number, order.zone, order.specification_id, order.specification_name,
        order.specification_hash, specification, plan,
    )  # fmt: skip
