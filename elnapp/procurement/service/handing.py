"""Handing over: each container by its code, the seal, the logger, and who gives them away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from batches import procurement as rules
from batches.ledger import Value
from batches.people import Proof
from batches.procurement import Requirements
from batches.verdict import Finding
from elnapp.procurement import queries
from elnapp.procurement.models import HandOver
from elnapp.procurement.queries import DonationView
from elnapp.procurement.service.writing import (
    act_on,
    asked_then,
    demand,
    instant,
    signed,
    text,
)
from elnapp.record import Answer, Call, Kernel, Tx


@dataclass(frozen=True, slots=True)
class NewHandOver:
    """What is handed over: the codes of the containers, and the answers of the document."""

    items: Sequence[str]
    values: Mapping[str, Value]
    zone: str


def hand_over(kernel: Kernel, call: Call, din: str, given: NewHandOver, proof: Proof) -> Answer:
    """Record that the sender hands over, with a signature HANDED; gives `{din, n}`.

    Codes: PRO-MISSING, PRO-TIME, PRO-FUTURE, PRO-RECEIVED, MAT-CONTAINER, those of a signature.
    """

    def do(tx: Tx, view: DonationView) -> Answer:
        _version, asked = asked_then(tx, view)
        demand(_faults(tx, view, asked, given))
        row = _row(tx, view, asked, given)
        signed(tx, view, "HANDED", row.address, proof)
        return {"din": din, "n": row.n}

    return act_on(kernel, call, ("procurement.hand_over", din), do, asdict(given))


def _faults(
    tx: Tx, view: DonationView, asked: Requirements, given: NewHandOver
) -> Iterator[Finding]:
    missing = rules.unanswered(asked.sections["hand_over"], given.values)
    yield from missing
    if view.receipt is not None:
        yield Finding("PRO-RECEIVED", {"din": view.din})
    if not missing and instant(given.values, "dispatched_at") > tx.at:
        yield Finding("PRO-FUTURE", {}, "dispatched_at")
    yield from strangers(view, given.items)


def strangers(view: DonationView, items: Sequence[str]) -> Iterator[Finding]:
    """Refuse a code that is no open container of the donation, and a list without any."""
    here = {unit.code for unit in view.containers if unit.state == "open"}
    for code in items or ("–",):
        if code not in here:
            yield Finding("MAT-CONTAINER", {"code": code, "din": view.din}, "items", 3)


def _row(tx: Tx, view: DonationView, asked: Requirements, given: NewHandOver) -> HandOver:
    n = tx.number(view.stream, "hand_over")
    found = rules.outside(asked.sections["hand_over"], given.values)
    for one in found:
        tx.note(one)
    return tx.add(
        HandOver(
            stream=view.stream, address=f"{view.stream}/hand-over/{n}", n=n, din=view.din,
            items=sorted(given.items), dispatched_at=instant(given.values, "dispatched_at"),
            zone=given.zone, shipper=text(given.values, "shipper"),
            logger=text(given.values, "logger"), seal=text(given.values, "seal"),
            material_state=view.state, answers=queries.plain_answers(given.values),
            findings=[f.plain() for f in found], handed_by=tx.actor.id,
            handed_by_name=tx.actor.name, recorded_at=tx.at,
        )
    )  # fmt: skip
