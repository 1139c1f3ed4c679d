"""Taking an answer to a step: checked for order, people and physics, then written whole."""

from __future__ import annotations

from collections.abc import Iterator

from batches import kinds
from batches.people import Proof
from batches.verdict import Finding, Unreadable, Verdict
from elnapp.lots import queries
from elnapp.lots.queries import Plan
from elnapp.lots.service.answer import Answered, confirm
from elnapp.lots.service.evidence import resting
from elnapp.lots.service.writing import (
    Work,
    at_step,
    book,
    hands,
    note,
    open_deviations,
    write_computed,
    write_entry,
)
from elnapp.quality import queries as quality
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.signing import service as signing

SIGN = "sign"


def record(
    kernel: Kernel, call: Call, number: str, answered: Answered, known: Plan | None = None
) -> Answer:
    """Record one step of a lot; `call.reason` confirms values outside their limits.

    `known` is the plan of the lot when the caller has read it: an order and its master never change.
    Raises Refused for what cannot be (order, role, physics), Unconfirmed for values that want a
    reason first; then nothing is written.  Gives the entry and the deviations that were opened.
    """

    plan = known or _plan(kernel, number)

    def do(tx: Tx) -> Answer:
        job = at_step(tx, plan, answered.path)
        if job.step.kind == SIGN:
            raise Refused([Finding("STEP-IS-SIGNED", where=answered.path)])
        role = _may(job)
        taken = _taken(job, answered)
        rests = resting(job, answered.readings, answered.values)
        found = (*taken.findings, *rests.findings)
        confirm(found, answered, call.reason)
        entry = write_entry(job, answered, found, role, files=rests.slots)
        rests.write(job, entry.id)
        write_computed(job, entry, answered.path, taken.computed)
        book(job, entry, taken.acts)
        note(tx, found)
        return {"entry": entry.id, "deviations": open_deviations(job, found)}

    streams = _streams(plan, answered.path)
    request = {"reason": call.reason, **answered.request()}
    return kernel.act(call, "lots.record", do, streams=streams, request=request)


def sign_step(kernel: Kernel, call: Call, number: str, path: str, proof: Proof) -> Answer:
    """Do a step that is only signed: its entry and the PERFORMED signature in one command."""

    plan = _plan(kernel, number)

    def do(tx: Tx) -> Answer:
        job = at_step(tx, plan, path)
        if job.step.kind != SIGN:
            raise Refused([Finding("STEP-NOT-SIGNED", where=path)])
        role = _may(job)
        entry = write_entry(job, Answered(path), (), role, _last(job))
        signature = signing.sign(tx, wanted(job, "PERFORMED"), proof, role)
        return {"entry": entry.id, "signature": signature.id}

    streams = _streams(plan, path)
    request = {"path": path}
    return kernel.act(call, "lots.sign_step", do, streams=streams, request=request)


def wanted(job: Work, meaning: str) -> signing.Wanted:
    """Say what a signature at the step signs: everything recorded at its address."""
    order = job.plan.order
    return signing.Wanted(
        meaning=queries.meaning(job.tx.session, order, meaning),
        address=job.address,
        scopes=(job.address,),
        facts={"lot": order.number, "step": job.place.path},
        zone=order.zone,
    )


def _plan(kernel: Kernel, number: str) -> Plan:
    with kernel.reading() as session:
        return queries.plan(session, queries.stream_of(number))


def _streams(plan: Plan, path: str) -> list[str]:
    """Give what a step locks: the lot, and at a gate of its master the donor whose holds it reads."""
    place, order = plan.master.place(path), plan.order
    gate = place is not None and place.step.gate
    return [order.stream, f"donor/{order.donor}"] if gate and order.donor else [order.stream]


def _may(job: Work) -> str:
    """Ask order, gate and hands at once; Refused with every reason."""
    here = queries.placed(job.tx.session, job.plan)
    allow(Verdict.of([*here.may_record(job.place.path).findings, *_held(job)]))
    return hands(job)


def _held(job: Work) -> Iterator[Finding]:
    """Give the holds on the lot and its donor that keep a gate of its master shut."""
    if not job.step.gate:
        return
    for hold in quality.open_holds(job.tx.session, job.tx.heads):
        yield Finding("LOT-HOLD", {"number": hold.number, "about": hold.about}, job.place.path, 3)


def allow(verdict: Verdict) -> None:
    """Raise Refused with everything a rule has against it."""
    if not verdict:
        raise Refused(verdict.findings)


def _taken(job: Work, answered: Answered) -> kinds.Taken:
    ctx = queries.context(job.tx.session, job.plan, job.place)
    try:
        taken = kinds.take(job.step, answered.values, ctx)
    except Unreadable as unreadable:
        raise Refused([unreadable.finding]) from unreadable
    if taken.refusals:
        raise Refused(taken.refusals)
    return taken


def _last(job: Work) -> queries.Standing | None:
    return queries.standing_entry(job.tx.session, job.stream, job.place.path)
