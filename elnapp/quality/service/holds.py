"""Holds: placed by a rule or a person, lifted with a signature."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from batches.people import Proof
from batches.text import Text
from batches.verdict import Finding
from elnapp.documents.service import civil_day
from elnapp.quality import queries
from elnapp.quality.models import Hold, HoldLift
from elnapp.quality.queries import HoldView
from elnapp.quality.service.decisions import disposal, unchanged
from elnapp.quality.service.opening import given, numbered
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx
from elnapp.signing.queries import stream_of
from elnapp.signing.service import Wanted, sign

LIFT = Text("the hold is lifted", "le blocage est levé")


def place_in(tx: Tx, about: str, reason: str, rule: str | None = None) -> Hold:
    """Place a hold inside another room's command; the stream of `about` must be locked."""
    stream = stream_of(about)
    number = numbered(tx, stream, "hold", "H")
    return tx.add(
        Hold(
            stream=stream, address=f"{stream}/quality/{number}", number=number, about=about,
            site=tx.head(stream).site, reason=reason, lang=tx.actor.lang, rule=rule,
            placed_by=tx.actor.id, placed_by_name=tx.actor.name, placed_at=tx.at,
        )
    )  # fmt: skip


def place_hold(kernel: Kernel, call: Call, about: str, reason: str) -> Answer:
    """Place a hold on an address; gives `{number}`."""

    def do(tx: Tx) -> Answer:
        given(reason=reason)
        return {"number": place_in(tx, about, reason.strip()).number}

    asked = {"about": about, "reason": reason}
    return kernel.act(call, "quality.place_hold", do, streams=[stream_of(about)], request=asked)


def lift_hold(
    kernel: Kernel,
    call: Call,
    number: str,
    reason: str,
    proof: Proof,
    *,
    shown: str | None = None,
) -> Answer:
    """Lift a hold with a signature DISPOSED; `shown` is the digest on the signature page."""
    with kernel.reading() as session:
        seen = queries.hold(session, number)
    if seen is None:
        raise NotFound(number)

    def do(tx: Tx) -> Answer:
        found = _standing(tx, number)
        given(reason=reason)
        unchanged(tx, found.stream, found.address, shown)
        tx.add(
            HoldLift(
                stream=found.stream, address=found.address, hold_id=found.id,
                reason=reason.strip(), lang=tx.actor.lang, lifted_by=tx.actor.id,
                lifted_by_name=tx.actor.name, lifted_at=tx.at,
            )
        )  # fmt: skip
        on = civil_day(tx, tx.head(found.stream).site)
        sign(tx, decision(tx.session, found, on), proof)
        return {"number": number}

    asked = {"number": number, "reason": reason}
    return kernel.act(call, "quality.lift_hold", do, streams=[seen.stream], request=asked)


def decision(session: Session, found: HoldView, on: date) -> Wanted:
    """Give the signature that lifts a hold, as its page shows it."""
    return disposal(session, found.address, on, LIFT, {"hold": found.number})


def _standing(tx: Tx, number: str) -> HoldView:
    found = queries.hold(tx.session, number)
    if found is None:
        raise NotFound(number)
    if found.state != "hold":
        raise Refused([Finding("QUAL-LIFTED", {"number": number})])
    return found
