"""Taking an answer to a step: checked for order, people and physics, then written whole."""

from __future__ import annotations

from collections.abc import Iterator

from batches import kinds
from batches.kinds.leaves import scanned
from batches.master import Place
from batches.people import Proof
from batches.verdict import Finding, Unreadable, Verdict
from elnapp.custody import queries as custody
from elnapp.lots import queries
from elnapp.lots.queries import Plan
from elnapp.lots.service.answer import Answered, confirm
from elnapp.lots.service.blind import blind
from elnapp.lots.service.evidence import keep, keep_given, resting
from elnapp.lots.service.marking import marking
from elnapp.lots.service.writing import (
    Work,
    at_step,
    book,
    hands,
    hold_sisters,
    note,
    open_deviations,
    write_computed,
    write_entry,
)
from elnapp.quality import queries as quality
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.signing import service as signing

SIGN, THAW = "sign", "thaw"
MOVING = frozenset({"move", "freeze"})
WRONG = frozenset({"C01", "C02", "K-OTHER-DONATION"})


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
        role, late = _may(job)
        blind(job)
        taken = _taken(job, answered)
        rests = resting(job, answered.readings, answered.values)
        marked = marking(job, answered)
        findings = (*taken.findings, *late, *rests.findings, *marked.findings)
        confirm(findings, answered, call.reason)
        sources = marked.sources(rests.slots)
        entry = write_entry(job, answered, findings, role, sources=sources)
        keep(job, entry.id, rests)
        keep_given(job, answered.values)
        marked.write(job, entry)
        write_computed(job, entry, answered.path, taken.computed)
        sisters = hold_sisters(job, answered.values, taken.findings)
        book(job, entry, taken.acts)
        note(tx, findings)
        opened = open_deviations(job, findings)
        return {"entry": entry.id, "deviations": opened, **({"holds": sisters} if sisters else {})}

    streams = locked(kernel, plan, answered)
    request = {"reason": call.reason, **answered.request()}
    return kernel.act(call, "lots.record", do, streams=streams, request=request)


def sign_step(kernel: Kernel, call: Call, number: str, path: str, proof: Proof) -> Answer:
    """Do a step that is only signed: its entry and the PERFORMED signature in one command."""

    plan = _plan(kernel, number)

    def do(tx: Tx) -> Answer:
        job = at_step(tx, plan, path)
        if job.step.kind != SIGN:
            raise Refused([Finding("STEP-NOT-SIGNED", where=path)])
        role, _late = _may(job)
        entry = write_entry(job, Answered(path), (), role, _last(job))
        signature = signing.sign(tx, wanted(job, "PERFORMED"), proof, role)
        return {"entry": entry.id, "signature": signature.id}

    streams = locked(kernel, plan, Answered(path))
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


def locked(kernel: Kernel, plan: Plan, answered: Answered) -> list[str]:
    """Give what an answer locks: the lot, and what else its rules read or its acts touch.

    At a gate that is the donor whose holds are asked; where something moves the site, whose places
    share one lock; where a unit of another lot is named, that lot.
    """
    place, order = plan.master.place(answered.path), plan.order
    if place is None:
        return [order.stream]
    donor = [f"donor/{order.donor}"] if place.step.gate and order.donor else []
    site = [f"site/{order.site}"] if place.step.kind in MOVING else []
    return [order.stream, *donor, *site, *_others(kernel, place, answered)]


def _others(kernel: Kernel, place: Place, answered: Answered) -> list[str]:
    """Give the lots whose units an answer speaks of by their code."""
    if place.step.kind != THAW:
        return []
    named = scanned(kinds.fields(place.step), answered.values, frozenset({"vial"}))
    with kernel.reading() as session:
        found = {custody.stream_of(session, code) for _slot, code in named}
    return sorted(stream for stream in found if stream)


def _may(job: Work) -> tuple[str, tuple[Finding, ...]]:
    """Ask order, gate and hands at once; Refused with every reason.

    Gives the role the step is done in, and what a time window lets pass out of order (R07).
    """
    here, path = queries.placed(job.tx.session, job.plan), job.place.path
    allow(Verdict.of([*here.may_record(path).findings, *_held(job)]))
    return hands(job), here.out_of_order(path)


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
        # A wrong scan stops the step and is kept.
        raise Refused(taken.refusals, matters=any(f.code in WRONG for f in taken.refusals))
    return taken


def _last(job: Work) -> queries.Standing | None:
    return queries.standing_entry(job.tx.session, job.stream, job.place.path)
