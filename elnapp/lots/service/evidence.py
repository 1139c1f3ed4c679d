"""What an answer rests on: the readings of instrument files that it takes, and how it differs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlmodel import select

from batches import kinds
from batches.kept_file import KeptFile
from batches.kinds.leaves import leaves
from batches.ledger import Value
from batches.people import Proof
from batches.verdict import Finding
from elnapp.inbox import service as inbox
from elnapp.inbox.service import Resting
from elnapp.lots import queries
from elnapp.lots.service.blind import blind
from elnapp.lots.service.writing import Work, hands, note, open_deviations, work
from elnapp.record import Answer, Call, Kernel, Refused, Stale, StoredFile, Tx
from elnapp.signing import service as signing

DEVIATION = "deviation"  # what a held reading costs at a step, as `batches.steps.Step.held` says it


def resting(
    job: Work, readings: tuple[str, ...], values: Mapping[str, Value], own: Collection[str] = ()
) -> Resting:
    """Lay readings beside the values of a step; `own` are its earlier entries (`inbox.resting`).

    A held one is K-HELD besides, which opens a deviation, where the master says so.
    """
    answered = inbox.Answered(kinds.fields(job.step), kinds.of(job.step).reads, values)
    found = inbox.resting(job.tx, job.stream, readings, answered, own)
    if job.step.held != DEVIATION or not found.picked.holds:
        return found
    what = ", ".join(dict.fromkeys(f.code for f in found.picked.holds))
    held = Finding("K-HELD", {"what": what}, "", 2)
    return replace(found, findings=(held, *found.findings))


def keep(job: Work, entry_id: str, rests: Resting) -> None:
    """Write down what an entry took, and keep the files with the lot."""
    rests.write(job.tx, job.stream, job.address, ("entry", entry_id))


def keep_given(job: Work, values: Mapping[str, Value]) -> None:
    """Name the files that answer questions of a step among those of the lot, each once at the step."""
    named = {file.sha256: file for file in _given(job, values)}
    if not named:
        return
    there = select(StoredFile.sha256).where(
        StoredFile.stream == job.stream, StoredFile.address == job.address
    )
    for digest in sorted(named.keys() - set(job.tx.session.exec(there))):
        file = named[digest]
        job.tx.add(
            StoredFile(
                stream=job.stream, address=job.address, sha256=digest, size=file.size,
                media_type="application/octet-stream", name=file.name,
            )
        )  # fmt: skip


def _given(job: Work, values: Mapping[str, Value]) -> Iterator[KeptFile]:
    for leaf in leaves(kinds.fields(job.step), values):
        if leaf.field.type == "file" and leaf.slot in values:
            file = KeptFile.read(values[leaf.slot].text)
            if file is not None:
                yield file


@dataclass(frozen=True, slots=True)
class Linked:
    """Readings that a person links to the entry at a step."""

    path: str
    readings: tuple[str, ...]


def attach(
    kernel: Kernel, call: Call, number: str, entry_id: str, linked: Linked, proof: Proof
) -> Answer:
    """Link readings to an entry that stands already, signed by the person who says they belong.

    Raises Stale when another entry stands by now; Refused when a reading cannot be taken, and when
    one is held or says another value and `call.reason` is empty (FILE-REASON with each of them).
    """

    def do(tx: Tx) -> Answer:
        job = work(tx, number, linked.path)
        hands(job, also=frozenset({"head_production"}))
        blind(job)
        entry = _standing(tx, job, entry_id)
        typed = queries.standing_values(tx.session, job.stream)[linked.path]
        rests = resting(job, linked.readings, typed)
        if not rests.picked.readings:
            raise Refused([Finding("FILE-NOTHING-READ", where="readings")])
        if rests.findings and not (tx.call.reason or "").strip():
            raise Refused([Finding("FILE-REASON", where="reason"), *rests.findings])
        keep(job, entry, rests)
        note(tx, rests.findings)
        tx.session.flush()
        opened = open_deviations(job, rests.findings)
        signature = signing.sign(tx, _wanted(job), proof)
        return {"entry": entry, "signature": signature.id, "deviations": opened}

    request = {
        "entry": entry_id, "path": linked.path, "readings": list(linked.readings),
        "reason": call.reason,
    }  # fmt: skip
    return kernel.act(call, "lots.attach", do, streams=[queries.stream_of(number)], request=request)


def _standing(tx: Tx, job: Work, entry_id: str) -> str:
    standing = queries.standing_entry(tx.session, job.stream, job.place.path)
    if standing is None:
        raise Refused([Finding("STEP-NOT-RECORDED", where=job.place.path)])
    if standing.id != entry_id:
        raise Stale(job.stream, tx.call.seen or 0, tx.head(job.stream).seq)
    return standing.id


def _wanted(job: Work) -> signing.Wanted:
    """Say what the signature signs: everything recorded at the step, with its readings."""
    order = job.plan.order
    return signing.Wanted(
        meaning=queries.meaning(job.tx.session, order, "PERFORMED"),
        address=job.address,
        scopes=(job.address,),
        facts={"lot": order.number, "step": job.place.path},
        zone=order.zone,
    )
