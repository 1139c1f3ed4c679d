"""A courier takes a shipper or delivers it: the courier confirms, and a person of the house signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from batches import handing as rules
from batches.handing import Leg
from batches.people import Proof
from batches.procurement import Requirements
from batches.verdict import Finding
from elnapp.procurement import queries
from elnapp.procurement.models import CourierLeg, HandOver
from elnapp.procurement.queries import DonationView
from elnapp.procurement.service.writing import act_on, demand, signed
from elnapp.record import Answer, Call, Kernel, Refused, Tx


@dataclass(frozen=True, slots=True)
class NewLeg:
    """A change of hands as it is about to be recorded; `way` is taken or delivered."""

    way: str
    happened_at: datetime
    zone: str
    courier: str
    courier_code: str
    waybill: str
    confirmed: str
    seal: str
    seal_intact: bool


def pass_on(kernel: Kernel, call: Call, din: str, given: NewLeg, proof: Proof) -> Answer:
    """Record that a courier took or delivered the shipper, signed HANDED or RECEIVED; gives `{din, n}`.

    Codes: HND-NOT-SENT, PRO-RECEIVED, those of `batches.handing.may_pass`, those of a signature.
    What breaks the chain is taken, said, and wants a deviation at receipt.
    """

    def do(tx: Tx, view: DonationView) -> Answer:
        sent = _sent(view)
        leg = _leg(given, tx.actor.id)
        demand(rules.may_pass(leg, queries.legs_of(view), queries.sent_of(sent), tx.at))
        row = _row(tx, view, sent, given)
        signed(tx, view, rules.MEANS[given.way], row.address, proof)
        return {"din": din, "n": row.n}

    return act_on(kernel, call, ("procurement.pass_on", din), do, asdict(given))


def chain(view: DonationView, asked: Requirements, received: datetime) -> tuple[Finding, ...]:
    """Say where the chain of hand-overs of a shipper received now has a gap."""
    if view.hand_over is None:
        return ()
    sent = queries.sent_of(view.hand_over)
    return rules.gaps(sent, queries.legs_of(view), received, asked.unheld_minutes)


def _sent(view: DonationView) -> HandOver:
    if view.receipt is not None:
        raise Refused([Finding("PRO-RECEIVED", {"din": view.din})])
    if view.hand_over is None:
        raise Refused([Finding("HND-NOT-SENT", {"din": view.din})])
    return view.hand_over


def _leg(given: NewLeg, by: str) -> Leg:
    return Leg(
        given.way, given.happened_at, given.courier, given.courier_code, given.waybill,
        given.confirmed, given.seal, given.seal_intact, by,
    )  # fmt: skip


def _row(tx: Tx, view: DonationView, sent: HandOver, given: NewLeg) -> CourierLeg:
    found = tuple(_said(view, given, sent, tx.actor.id))
    for one in found:
        tx.note(one)
    n = tx.number(view.stream, "leg")
    return tx.add(
        CourierLeg(
            stream=view.stream, address=f"{view.stream}/courier/{n}", n=n, din=view.din,
            hand_over_id=sent.id, way=given.way, happened_at=given.happened_at, zone=given.zone,
            courier=given.courier.strip(), courier_code=given.courier_code.strip(),
            waybill=given.waybill.strip(), confirmed=given.confirmed, seal=given.seal.strip(),
            seal_intact=given.seal_intact, findings=[f.plain() for f in found],
            reason=(tx.call.reason or "").strip() or None, recorded_by=tx.actor.id,
            recorded_by_name=tx.actor.name, recorded_at=tx.at,
        )
    )  # fmt: skip


def _said(view: DonationView, given: NewLeg, sent: HandOver, by: str) -> Iterator[Finding]:
    """Say what this change of hands leaves open, while the shipper is still under way."""
    before, now = queries.legs_of(view), _leg(given, by)
    known = rules.gaps(queries.sent_of(sent), before, None, None)
    for one in rules.gaps(queries.sent_of(sent), (*before, now), None, None):
        if one not in known:
            yield one
