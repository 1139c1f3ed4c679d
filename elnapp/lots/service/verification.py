"""The second person: witness, check, and the declaration that nobody witnessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from batches.deviation import unwitnessed
from batches.people import Proof
from batches.signing import independent
from batches.step_state import VERIFIED_BY
from batches.verdict import Finding
from elnapp.lots import queries
from elnapp.lots.models import Unwitnessed
from elnapp.lots.queries import Standing
from elnapp.lots.service.recording import wanted
from elnapp.lots.service.writing import Work, open_deviations, work
from elnapp.record import Answer, Call, Kernel, Refused, Stale, Tx
from elnapp.signing import service as signing

WITNESSED, CHECKED = VERIFIED_BY["W"], VERIFIED_BY["C"]


def witness(
    kernel: Kernel, call: Call, number: str, path: str, entry_id: str, proof: Proof
) -> Answer:
    """Sign that one saw the step done as recorded; `call` is the witness's own.

    Refused when the step asks for no witness, when the person took part in it (an event of its
    own), and when the time for a witness is over: then it is declared unwitnessed.
    """
    return _verify(kernel, call, (number, path, entry_id), WITNESSED, proof)


def check(
    kernel: Kernel, call: Call, number: str, path: str, entry_id: str, proof: Proof
) -> Answer:
    """Sign that one compared the entry with its evidence; `call` is the checker's own."""
    return _verify(kernel, call, (number, path, entry_id), CHECKED, proof)


def declare_unwitnessed(
    kernel: Kernel, call: Call, number: str, path: str, entry_id: str
) -> Answer:
    """Declare that nobody witnessed an entry, with `call.reason`; opens a deviation (P01)."""

    def do(tx: Tx) -> Answer:
        job = work(tx, number, path)
        entry = _standing(job, entry_id, WITNESSED)
        reason = (call.reason or "").strip()
        if not reason:
            raise Refused([Finding("STEP-NO-REASON", where="reason")])
        found = unwitnessed(entry.since, None, job.plan.master.witness_within_min)
        assert found is not None  # noqa: S101 without a witness there is always a finding
        deviation = open_deviations(job, [replace(found, where=path)])[0]
        tx.add(
            Unwitnessed(
                stream=job.stream, address=job.address, entry_id=entry.id, deviation=deviation,
                reason=reason, lang=tx.actor.lang, declared_by=tx.actor.id,
                declared_name=tx.actor.name, declared_at=tx.at,
            )
        )  # fmt: skip
        tx.note(found)
        return {"deviation": deviation}

    request = {"path": path, "entry": entry_id, "reason": call.reason}
    stream = queries.stream_of(number)
    return kernel.act(call, "lots.declare_unwitnessed", do, streams=[stream], request=request)


def _verify(
    kernel: Kernel, call: Call, what: tuple[str, str, str], meaning: str, proof: Proof
) -> Answer:
    number, path, entry_id = what

    def do(tx: Tx) -> Answer:
        job = work(tx, number, path)
        entry = _standing(job, entry_id, meaning)
        _independent(job, meaning)
        if meaning == WITNESSED:
            _in_time(job, entry)
        signature = signing.sign(tx, wanted(job, meaning), proof)
        return {"signature": signature.id, "name": tx.actor.name}

    verb = "lots.witness" if meaning == WITNESSED else "lots.check"
    request = {"path": path, "entry": entry_id}
    return kernel.act(call, verb, do, streams=[queries.stream_of(number)], request=request)


def _standing(job: Work, entry_id: str, meaning: str) -> Standing:
    """Give the entry that the person saw, if it still stands and asks for this signature."""
    tx, path = job.tx, job.place.path
    entry = queries.standing_entry(tx.session, job.stream, path)
    if entry is None:
        raise Refused([Finding("STEP-NOT-RECORDED", where=path)])
    # A correction of an earlier step computes this one again and leaves its entry as it was.
    seen = tx.call.seen
    moved = seen is not None and queries.moved_since(tx.session, job.stream, path, seen)
    if entry.id != entry_id or moved:
        raise Stale(job.stream, seen or 0, tx.head(job.stream).seq)
    if job.step.verify is None or VERIFIED_BY[job.step.verify] != meaning:
        raise Refused([Finding(f"STEP-NOT-{meaning}", where=path)])
    here = queries.placed(tx.session, job.plan).at(path)
    if here is not None and here.verified:
        raise Refused([Finding("STEP-VERIFIED", where=path)])
    return entry


def _independent(job: Work, meaning: str) -> None:
    """Refuse who performed or corrected the step, by the pinned rules and always (P02)."""
    tx = job.tx
    rules = queries.independence(tx.session, job.plan.order)
    lot, steps = queries.involvement_by_step(tx.session, job.stream)
    step = steps.get(job.place.path, {})
    took_part = step.get("PERFORMED", frozenset()) | step.get("CORRECTED", frozenset())
    found = list(independent(rules, meaning, tx.actor.id, lot, step).findings)
    if tx.actor.id in took_part:
        found.insert(0, Finding("P02", queries.titled(job.place), job.place.path, 1))
    if found:
        raise Refused(found, matters=True)


def _in_time(job: Work, entry: Standing) -> None:
    """Refuse a witness after the minutes of the master, and a stranger to a corrected entry."""
    within = job.plan.master.witness_within_min
    late = job.tx.at - entry.since > timedelta(minutes=within)
    if late:
        raise Refused([Finding("STEP-WITNESS-LATE", {"minutes": within}, job.place.path)])
    if entry.n > 1:
        earlier = queries.witnesses(job.tx.session, job.address)
        original = queries.first_done(job.tx.session, job.stream, job.place.path)
        in_first = job.tx.at - original <= timedelta(minutes=within)
        if job.tx.actor.id not in earlier and not in_first:
            raise Refused([Finding("STEP-WITNESS-OTHER", where=job.place.path)])
