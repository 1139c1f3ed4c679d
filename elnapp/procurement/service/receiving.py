"""Receipt: what arrived, what the logger says, and whether it is taken into quarantine or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from batches import procurement as rules
from batches.findings import sentence
from batches.ledger import Value
from batches.people import Proof
from batches.procurement import Arrival, Requirements
from batches.verdict import Finding
from elnapp.custody import service as custody
from elnapp.custody.service import Kept
from elnapp.documents.queries import Version
from elnapp.procurement import queries
from elnapp.procurement.models import HandOver, Receipt
from elnapp.procurement.queries import DonationView
from elnapp.procurement.service.carrying import chain
from elnapp.procurement.service.handing import strangers
from elnapp.procurement.service.logger import Log, kept_log, trip
from elnapp.procurement.service.writing import (
    act_on,
    asked_then,
    demand,
    instant,
    signed,
)
from elnapp.quality import service as quality
from elnapp.record import Answer, Call, Kernel, Refused, StoredFile, Tx
from elnapp.record.plain import plain


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """What was found: the containers scanned, the answers, the decision, where they were put.

    `file` is the logger's file, kept before the command; `log` is what its reader said, also before
    it (`read_log`).  A file that nobody read counts as one that could not be read.
    """

    items: Sequence[str]
    values: Mapping[str, Value]
    zone: str
    decision: str
    file: Kept | None = None
    place: str = ""
    log: Log | None = None

    @property
    def said(self) -> Log | None:
        """Give what the file says; None where none was kept."""
        return (self.log or Log(self.file.sha256)) if self.file else None


def receive(kernel: Kernel, call: Call, din: str, given: NewReceipt, proof: Proof) -> Answer:
    """Record a receipt with its decision and sign it (RECEIVED); gives `{decision, hold, deviations}`.

    What is out of limits opens a deviation and never stops the hands; a logger file of another
    shipper puts a hold as well.  What the logger's file says goes before what was typed.  Codes: PRO-NOT-HANDED, PRO-RECEIVED, PRO-MISSING, MAT-CONTAINER,
    REC-FUTURE, REC-BEFORE, REC-SAME-PERSON, REC-DEVIATION, REC-NOTHING, REC-REASON, of a signature;
    beside REC-DEVIATION stands everything that wants one.
    """

    def do(tx: Tx, view: DonationView) -> Answer:
        version, asked = asked_then(tx, view)
        sent = _sent(view)
        demand(_unready(view, asked, given))
        arrival = _arrival(tx, view, sent, given, asked)
        _possible(tx, arrival, view, given)
        found = (*rules.arrival_findings(asked, arrival), *chain(view, asked, arrival.received_at))
        demand(rules.may_decide(given.decision, found, tx.call.reason or ""))
        hold, opened = _follow(tx, view, found, given.decision)
        row = _row(tx, (view, sent, version), given, arrival, found)
        row.log = kept_log(given.said, arrival.trip, asked) if given.said and arrival.trip else None
        row.hold, row.deviations = hold, opened
        tx.add(row)
        _keep(tx, view, given)
        signed(tx, view, "RECEIVED", row.address, proof)
        return {"decision": row.decision, "hold": hold, "deviations": opened}

    with kernel.reading() as session:
        view = queries.find(session, din)
    streams = [f"site/{view.site}"] if view and given.place else []
    # The file would say the same again, and stands by its hash.
    request = asdict(replace(given, log=None))
    return act_on(kernel, call, ("procurement.receive", din), do, request, also=streams)


def _sent(view: DonationView) -> HandOver:
    if view.hand_over is None:
        raise Refused([Finding("PRO-NOT-HANDED", {"din": view.din})])
    return view.hand_over


def _unready(view: DonationView, asked: Requirements, given: NewReceipt) -> Iterator[Finding]:
    if view.receipt is not None:
        yield Finding("PRO-RECEIVED", {"din": view.din})
    yield from rules.unanswered(asked.sections["receipt"], given.values)


def _arrival(
    tx: Tx, view: DonationView, sent: HandOver, given: NewReceipt, asked: Requirements
) -> Arrival:
    times = queries.times(view)
    file = given.file.sha256 if given.file else None
    return Arrival(
        sent={"shipper": sent.shipper, "logger": sent.logger, "seal": sent.seal},
        arrived=given.values,
        collected_at=times[1] if times else sent.dispatched_at,
        received_at=instant(given.values, "received_at"),
        has_file=file is not None,
        reused=queries.file_given(tx.session, file, view.din) if file else None,
        same_person=sent.handed_by == tx.actor.id,
        trip=trip(given.said, asked) if given.said else None,
        sent_at=sent.dispatched_at,
    )


def _possible(tx: Tx, arrival: Arrival, view: DonationView, given: NewReceipt) -> None:
    """Refuse what cannot be; a container of another donation is an event of its own."""
    demand(rules.impossible(arrival, tx.at))
    demand(strangers(view, given.items), matters=True)


def _follow(
    tx: Tx, view: DonationView, found: Sequence[Finding], decision: str
) -> tuple[str | None, list[str]]:
    """Note every finding; open a deviation for each heavy one, and one hold where a rule asks for it."""
    about = f"{view.stream}/receipt"
    for one in found:
        tx.note(one)
    heavy = [f for f in found if f.weight > 1] if decision != "refused" else []
    numbers = [quality.open_in(tx, about, f, tx.call.reason or "").number for f in heavy]
    holding = [f for f in found if f.code in rules.HOLDS]
    if not holding:
        return None, numbers
    first = holding[0]
    hold = quality.place_in(tx, view.stream, sentence(first, tx.actor.lang), first.code)
    return hold.number, numbers


def _row(
    tx: Tx,
    about: tuple[DonationView, HandOver, Version],
    given: NewReceipt,
    arrival: Arrival,
    found: Sequence[Finding],
) -> Receipt:
    view, sent, version = about
    elapsed = rules.since_collection(arrival.collected_at, arrival.received_at)
    return Receipt(
        stream=view.stream, address=f"{view.stream}/receipt", din=view.din, hand_over_id=sent.id,
        document=version.name, document_id=version.id, document_hash=version.hash,
        items=sorted(given.items), received_at=arrival.received_at, zone=given.zone,
        answers=queries.plain_answers(given.values), since_collection=plain(asdict(elapsed)),
        file_sha256=given.file.sha256 if given.file else None,
        file_name=given.file.name if given.file else None, findings=[f.plain() for f in found],
        decision=given.decision, reason=(tx.call.reason or "").strip() or None, deviations=[],
        received_by=tx.actor.id, received_by_name=tx.actor.name, recorded_at=tx.at,
    )  # fmt: skip


def _keep(tx: Tx, view: DonationView, given: NewReceipt) -> None:
    """Name the logger's file in the record, and put the containers where they were put."""
    if given.file is not None:
        address = f"{view.stream}/receipt"
        tx.add(StoredFile(stream=view.stream, address=address, **asdict(given.file)))
    try:
        for code in given.items if given.place else ():
            custody.move_in(tx, view.stream, code, given.place)
    except Refused as refused:
        raise Refused(refused.findings, matters=True) from refused
