"""The record of procurement, signed by who is responsible for it, and the units that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from batches import procurement as rules
from batches.ledger import Act, Value
from batches.people import Proof
from batches.procurement import Requirements
from batches.units import PIECES
from batches.verdict import Finding
from elnapp.custody import service as custody
from elnapp.documents.queries import Version
from elnapp.donors import queries as donors
from elnapp.procurement import queries
from elnapp.procurement.models import Procurement
from elnapp.procurement.queries import DonationView
from elnapp.procurement.service.writing import (
    asked_now,
    asked_then,
    demand,
    instant,
    signed,
    text,
)
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx, new_id

MOST_CONTAINERS = 20


@dataclass(frozen=True, slots=True)
class NewProcurement:
    """The answers to what the document of the tissue asks, by question; `zone` of the collection."""

    values: Mapping[str, Value]
    zone: str


def procure(
    kernel: Kernel, call: Call, donor: str, din: str, given: NewProcurement, proof: Proof
) -> Answer:
    """Record the procurement of a donation and sign it (PROCURED); gives `{din, n, units}`.

    The first record opens `donation/<DIN>` and makes its containers and samples; a later one
    supersedes it, with `call.reason`, and makes nothing.  Codes: PRO-DONATION, PRO-NO-RULES,
    PRO-MISSING, PRO-ORDER, PRO-FUTURE, PRO-TIME, PRO-CONTAINERS, PRO-NO-CHANGE, those of a signature.
    """
    stream, own = donors.stream_of(donor), queries.stream_of(din)
    with kernel.reading() as session:
        begun = queries.known(session, din)

    def do(tx: Tx) -> Answer:
        tx.expect(own if begun else stream)
        view = _view(tx, donor, din)
        version, asked = asked_then(tx, view) if begun else asked_now(tx, view)
        demand(_faults(tx, view, asked, given))
        if not begun:
            tx.open(own, kind="donation", site=view.site, study=view.study)
        row = _row(tx, view, version, asked, given)
        units = {} if begun else _units(tx, view, asked, given)
        signed(tx, view, "PROCURED", row.address, proof)
        return {"din": din, "n": row.n, "units": units}

    streams = [own, stream] if begun else [stream]
    request = {"donor": donor, "din": din, "reason": call.reason, **asdict(given)}
    return kernel.act(call, "procurement.procure", do, streams=streams, request=request)


def _view(tx: Tx, donor: str, din: str) -> DonationView:
    if donors.find(tx.session, donor) is None:
        raise NotFound(donors.stream_of(donor))
    view = queries.find(tx.session, din)
    if view is None or view.donor != donor:
        raise Refused([Finding("PRO-DONATION", {"donor": donor, "din": din}, "din")])
    return view


def _faults(
    tx: Tx, view: DonationView, asked: Requirements, given: NewProcurement
) -> Iterator[Finding]:
    fields = asked.sections["collection"]
    missing = rules.unanswered(fields, given.values)
    yield from missing
    if not missing:
        start, end = (instant(given.values, name) for name in ("started_at", "ended_at"))
        yield from rules.collection_faults(start, end, tx.at)
    if not 1 <= _count(given) <= MOST_CONTAINERS:
        found = text(given.values, "containers") or "0"
        yield Finding("PRO-CONTAINERS", {"found": found, "most": MOST_CONTAINERS}, "containers")
    if view.procurements and not (tx.call.reason or "").strip():
        yield Finding("PRO-NO-CHANGE", {}, "reason")


def _count(given: NewProcurement) -> int:
    """Give how many containers there are; one where the document does not ask."""
    value = given.values.get("containers")
    if value is None:
        return 1
    return int(value.number) if value.number is not None else 0


def _row(
    tx: Tx, view: DonationView, version: Version, asked: Requirements, given: NewProcurement
) -> Procurement:
    found = rules.outside(asked.sections["collection"], given.values)
    for one in found:
        tx.note(one)
    n, before = len(view.procurements) + 1, view.procurement
    return tx.add(
        Procurement(
            id=new_id(), stream=view.stream, address=f"{view.stream}/procurement/{n}", n=n,
            din=view.din, donor=view.donor, document=version.name, document_id=version.id,
            document_hash=version.hash, started_at=instant(given.values, "started_at"),
            ended_at=instant(given.values, "ended_at"), zone=given.zone,
            answers=queries.plain_answers(given.values), findings=[f.plain() for f in found],
            reason=(tx.call.reason or "").strip() or None, supersedes=before.id if before else None,
            recorded_by=tx.actor.id, recorded_by_name=tx.actor.name, recorded_at=tx.at,
        )
    )  # fmt: skip


def _units(
    tx: Tx, view: DonationView, asked: Requirements, given: NewProcurement
) -> dict[str, str]:
    """Make one unit a container and one a sample: their origin is the donation itself."""
    count = _count(given)
    acts = [_act(f"start/{i}", "create", "") for i in range(1, count + 1)]
    acts += [
        _act(f"sample/{sample.code}/{i}", "sample", sample.code)
        for sample in asked.samples
        for i in range(1, sample.count + 1)
    ]
    made = custody.post(tx, view.stream, f"{view.stream}/procurement/1", acts)
    return {role: unit.code for role, unit in made.items()}


def _act(role: str, act: str, label: str) -> Act:
    series = "S" if act == "sample" else "T"
    kind = "sample" if act == "sample" else "create"
    return Act(role, kind, role, series, Decimal(1), PIECES, (), label)  # type: ignore[arg-type]
