"""Correcting an entry: a new one supersedes it, and what rests on it is computed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from batches.ledger import Computed
from batches.people import Proof
from batches.recalculate import Recalculated, recalculate
from batches.step_state import leads
from batches.verdict import Finding, Unreadable
from elnapp.custody import service as custody
from elnapp.lots import queries
from elnapp.lots.models import Entry
from elnapp.lots.queries import Standing, Values
from elnapp.lots.service.answer import Answered, confirm
from elnapp.lots.service.evidence import keep, keep_given, resting
from elnapp.lots.service.marking import Marking, marking, moved
from elnapp.lots.service.recording import SIGN, locked, wanted
from elnapp.lots.service.writing import (
    Work,
    hands,
    note,
    open_deviations,
    rooted,
    work,
    write_computed,
    write_entry,
)
from elnapp.record import Answer, Call, Kernel, Refused, Stale, Tx
from elnapp.signing import service as signing

ALSO = frozenset({"head_production"})  # may correct what others recorded


@dataclass(frozen=True, slots=True)
class Change:
    """A lot as it was computed before, and as it is with the correction."""

    before: Recalculated
    after: Recalculated

    def broken(self, path: str) -> list[Finding]:
        """Give what later steps could not have done after the correction, and could before."""
        return [
            finding
            for other, findings in self.after.refusals.items()
            if other != path and other not in self.before.refusals
            for finding in findings
        ]

    def findings(self, path: str) -> dict[str, list[Finding]]:
        """Give what is found anew by path, the corrected step itself first."""
        order = [path, *(p for p in self.after.findings if p != path)]
        fresh = {p: _fresh(self.before.findings.get(p, ()), self.after.findings[p]) for p in order}
        return {p: found for p, found in fresh.items() if found}


def correct(
    kernel: Kernel, call: Call, number: str, entry_id: str, answered: Answered, proof: Proof
) -> Answer:
    """Correct the standing entry of a step; `call.reason` says why, and is required.

    Raises Stale when another entry stands by now, Refused when nothing would change, when it cannot
    be, or when later acts rest on what would be undone; Unconfirmed as for an entry.
    """

    def do(tx: Tx) -> Answer:
        job = work(tx, number, answered.path)
        marked = marking(job, answered, entry_id)
        before = _correctable(job, entry_id, answered, marked)
        role = hands(job, also=ALSO)
        change = _change(job, answered)
        entry, of_files = _entered(job, answered, change, marked, (role, before))
        recomputed = _recompute(job, entry, change)
        _rebook(job, entry, change)
        numbers = [*of_files, *_deviations(job, change.findings(answered.path))]
        tx.session.flush()
        signing.sign(tx, wanted(job, "CORRECTED"), proof)
        return {"entry": entry.id, "recomputed": recomputed, "deviations": numbers}

    request = {"entry": entry_id, "reason": call.reason, **answered.request()}
    with kernel.reading() as session:
        plan = queries.plan(session, queries.stream_of(number))
        old = queries.standing_values(session, plan.order.stream).get(answered.path, {})
    before = replace(answered, values=old)
    locks = [*locked(kernel, plan, answered), *locked(kernel, plan, before)]
    streams = list(dict.fromkeys(locks))  # the lot stays the first: the policy asks it
    return kernel.act(call, "lots.correct", do, streams=streams, request=request)


def _entered(
    job: Work, answered: Answered, change: Change, marked: Marking, by: tuple[str, Standing]
) -> tuple[Entry, list[str]]:
    """Write the new entry, by a role and in place of one, with the files and marks beside it.

    Gives the deviations that its files open, too.
    """
    role, before = by
    own = queries.entry_ids(job.tx.session, job.stream)[answered.path]
    rests = resting(job, answered.readings, answered.values, own)
    beside = (*rests.findings, *marked.findings)
    fresh = chain.from_iterable(change.findings(answered.path).values())
    confirm([*fresh, *beside], answered, job.tx.call.reason)
    found = (*change.after.findings[answered.path], *beside)
    sources = marked.sources(rests.slots)
    entry = write_entry(job, answered, found, role, before, sources=sources)
    keep(job, entry.id, rests)
    keep_given(job, answered.values)
    marked.write(job, entry)
    return entry, open_deviations(job, rests.findings)


def _correctable(job: Work, entry_id: str, answered: Answered, marked: Marking) -> Standing:
    tx, path = job.tx, job.place.path
    standing = queries.standing_entry(tx.session, job.stream, path)
    if standing is None or job.step.kind == SIGN:
        code = "STEP-IS-SIGNED" if job.step.kind == SIGN else "STEP-NOT-RECORDED"
        raise Refused([Finding(code, where=path)])
    if standing.id != entry_id:
        raise Stale(job.stream, tx.call.seen or 0, tx.head(job.stream).seq)
    if not (tx.call.reason or "").strip():
        raise Refused([Finding("STEP-NO-REASON", where="reason")])
    old = queries.standing_values(tx.session, job.stream)[path]
    same = _plain(old) == _plain(dict(answered.values)) and not moved(job, marked, entry_id)
    if answered.done_at is None and same:
        raise Refused([Finding("STEP-SAME", where=path)])
    return standing


def _plain(values: Values) -> dict[str, tuple[str, str]]:
    return {name: (value.text, value.unit) for name, value in values.items()}


def _change(job: Work, answered: Answered) -> Change:
    """Compute the lot without and with the correction; Refused when it cannot be."""
    session, stream, path = job.tx.session, job.stream, job.place.path
    values = queries.standing_values(session, stream)
    opened, around = queries.opened(session, stream), queries.around(session, job.plan)
    corrected = values | {path: dict(answered.values)}
    try:
        before = recalculate(job.plan.master, values, opened, around=around)
        after = recalculate(job.plan.master, corrected, opened, around=around)
    except Unreadable as unreadable:
        raise Refused([unreadable.finding]) from unreadable
    change = Change(before, after)
    if path in after.refusals:
        raise Refused(after.refusals[path])
    broken = change.broken(path)
    if broken:
        raise Refused([Finding("STEP-RESTS", where=path), *(replace(f, where="") for f in broken)])
    left = _left(job, corrected, opened)
    if left:
        raise Refused(left)
    return change


def _left(job: Work, values: Mapping[str, Values], opened: Mapping[str, int]) -> list[Finding]:
    """Find recorded steps that no branch would lead to any more (STEP-BRANCH)."""
    said = {(path, name): v.text for path, given in values.items() for name, v in given.items()}
    return [
        Finding("STEP-BRANCH", queries.titled(place), place.path)
        for place in job.plan.master.places(opened)
        if place.when and place.path in values and leads(place.when, said) != "yes"
    ]


def _recompute(job: Work, entry: Entry, change: Change) -> list[str]:
    """Write a new computation for each step whose values come out otherwise; gives their paths."""
    stored = queries.computed_versions(job.tx.session, job.stream)
    written = []
    for path, results in change.after.computed.items():
        runs = stored.get(path, [])
        old = {row.name: row for row in runs[-1]} if runs else {}
        if _same(old, results) and path != job.place.path:
            continue
        write_computed(job, entry, path, results, old, len(runs) + 1)
        if results:
            written.append(path)
    return written


def _same(old: Mapping[str, Any], results: tuple[Computed, ...]) -> bool:
    stored = {name: queries.computed_of(row) for name, row in old.items()}
    return stored == {one.name: one for one in results}


def _rebook(job: Work, entry: Entry, change: Change) -> None:
    """Post what happened as the difference to what was posted, in the order of the master."""
    ids = queries.entry_ids(job.tx.session, job.stream)
    body = queries.numbering(job.tx.session, job.plan.order)
    for path, acts in change.after.acts.items():
        if acts == change.before.acts.get(path, ()):
            continue
        own = path == job.place.path
        now = entry.id if own else ids[path][-1]
        custody.repost(job.tx, job.stream, now, ids[path], rooted(job, acts), body)


def _deviations(job: Work, fresh: Mapping[str, list[Finding]]) -> list[str]:
    numbers = []
    for path, findings in fresh.items():
        note(job.tx, findings)
        address = queries.record_address(job.stream, path)
        numbers += open_deviations(job, findings, address)
    return numbers


def _fresh(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> list[Finding]:
    known = {(f.code, f.where) for f in before}
    return [f for f in after if (f.code, f.where) not in known]
