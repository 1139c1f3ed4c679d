"""What all commands on donated material share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from batches.ledger import Value
from batches.material import donation_state
from batches.people import Proof
from batches.procurement import Requirements
from batches.verdict import Finding
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.procurement import queries
from elnapp.procurement.queries import DonationView
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx
from elnapp.signing.service import Wanted, sign


def act_on(
    kernel: Kernel,
    call: Call,
    doing: tuple[str, str],
    do: Callable[[Tx, DonationView], Answer],
    request: Mapping[str, Any],
    also: Sequence[str] = (),
) -> Answer:
    """Run one command (verb, donation number); a form shown before it last changed is Stale.

    `also` are other streams that the rules read or write.
    """
    verb, din = doing
    stream = queries.stream_of(din)

    def work(tx: Tx) -> Answer:
        tx.expect(stream)
        found = queries.find(tx.session, din)
        if found is None:
            raise NotFound(stream)
        return do(tx, found)

    asked = {"din": din, **request, "reason": call.reason}
    return kernel.act(call, verb, work, streams=[stream, *also], request=asked)


def asked_now(tx: Tx, view: DonationView) -> tuple[Version, Requirements]:
    """Give the document in force for the tissue, today at the site (PRO-NO-RULES)."""
    found = queries.requirements(tx.session, view.donation.tissue, civil_day(tx, view.zone))
    if found is None:
        raise Refused([Finding("PRO-NO-RULES", {"tissue": view.donation.tissue})])
    return found


def asked_then(tx: Tx, view: DonationView) -> tuple[Version, Requirements]:
    """Give the document that the procurement was recorded over: its receipt follows the same one."""
    made = view.procurement
    version = documents.version(tx.session, made.document_id) if made else None
    return (version, Requirements.from_body(version.body)) if version else asked_now(tx, view)


def civil_day(tx: Tx, zone: str) -> date:
    """Give the civil day of a command in a zone."""
    return tx.at.astimezone(ZoneInfo(zone)).date()


def demand(findings: Iterable[Finding], *, matters: bool = False) -> None:
    """Refuse when anything was found."""
    found = tuple(findings)
    if found:
        raise Refused(found, matters=matters)


def instant(values: Mapping[str, Value], name: str) -> datetime:
    """Give the instant of an answer; Refused (PRO-TIME) when it is none with an offset."""
    try:
        found = datetime.fromisoformat(values[name].text)
    except (KeyError, ValueError):
        found = None
    if found is None or found.tzinfo is None:
        raise Refused([Finding("PRO-TIME", {"found": values[name].text[:40]}, name)])
    return found


def text(values: Mapping[str, Value], name: str) -> str:
    """Give the text of an answer, trimmed, or nothing."""
    return values[name].text.strip() if name in values else ""


def signed(tx: Tx, view: DonationView, meaning: str, address: str, proof: Proof) -> None:
    """Sign what stands at an address of the donation."""
    facts = {"din": view.din, "donor": view.donor}
    on = civil_day(tx, view.zone)
    sign(tx, Wanted(documents.meaning(tx.session, meaning, on), address, (address,),
                    facts=facts, zone=view.zone), proof)  # fmt: skip


def state_of(tx: Tx, stream: str) -> str:
    """Derive the state of a donation inside a command."""
    return derived_state(tx.session, stream)


def derived_state(session: Session, stream: str) -> str:
    """Derive the state of a donation from what is on record."""
    found = queries.find(session, stream.partition("/")[2])
    if found is None:
        return "recorded"
    decision = found.receipt.decision if found.receipt else None
    return donation_state(bool(found.procurements), found.hand_over is not None, decision)
