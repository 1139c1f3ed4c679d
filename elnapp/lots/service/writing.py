"""Writing an entry: its values, what was computed, what happened, and what it opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from batches import kinds
from batches.deviation import opens_deviation
from batches.findings import sentence
from batches.kinds import discard
from batches.ledger import Act, Computed, Value
from batches.master import Place
from batches.policy import ROLES, named
from batches.steps import Bounds, Limits, Step
from batches.units import MAKES
from batches.verdict import Finding
from elnapp.custody import service as custody
from elnapp.lots import queries
from elnapp.lots.models import ComputedValue, Entry, EntryValue
from elnapp.lots.queries import Plan, Standing
from elnapp.lots.service.answer import Answered
from elnapp.procurement import queries as material
from elnapp.quality import service as quality
from elnapp.record import Refused, Tx, new_id


@dataclass(frozen=True, slots=True)
class Work:
    """One step of one lot in one command."""

    tx: Tx
    plan: Plan
    place: Place

    @property
    def stream(self) -> str:
        """Give the stream of the lot."""
        return self.plan.order.stream

    @property
    def step(self) -> Step:
        """Give the step as the master has it."""
        return self.place.step

    @property
    def address(self) -> str:
        """Give the address of the step."""
        return queries.record_address(self.stream, self.place.path)


def work(tx: Tx, number: str, path: str) -> Work:
    """Load the plan of a lot and find a step in it; Refused when the master has no such step."""
    return at_step(tx, queries.plan(tx.session, queries.stream_of(number)), path)


def at_step(tx: Tx, plan: Plan, path: str) -> Work:
    """Find a step in a plan that was read already; Refused when the master has no such step."""
    place = plan.master.place(path)
    if place is None:
        raise Refused([Finding("POS-STRAY", {"path": path}, path)])
    return Work(tx, plan, place)


def hands(job: Work, *, also: frozenset[str] = frozenset()) -> str:
    """Give the role a person does the step in; Refused when none of theirs may (STEP-ROLE)."""
    order, by = job.plan.order, frozenset(job.step.by)
    held = job.tx.actor.roles(order.site, order.study)
    fitting = held & (by | also) if by else held
    if not fitting:
        roles = named(by | also, ROLES, "roles")
        raise Refused([Finding("STEP-ROLE", roles, job.place.path)])
    return min(fitting & by or fitting)


def moment(job: Work, answered: Answered) -> tuple[datetime, str, str]:
    """Give the time of the act, its quality and its zone; Refused for one that cannot be."""
    order, at = job.plan.order, job.tx.at
    zone = answered.zone or order.zone
    if answered.done_at is None:
        return at, "received", zone
    if answered.done_at > at:
        raise Refused([Finding("STEP-TIME-FUTURE", where="done_at")])
    if answered.done_at < order.issued_at:
        raise Refused([Finding("STEP-TIME-EARLY", {"lot": order.number}, "done_at")])
    return answered.done_at, "stated", zone


def write_entry(
    job: Work,
    answered: Answered,
    findings: Iterable[Finding],
    role: str,
    before: Standing | None = None,
    *,
    sources: Mapping[str, str] | None = None,
) -> Entry:
    """Add the entry and its values; `before` is the one that it supersedes.

    A correction keeps the time of the act: what changes is what is said of it.  `sources` names
    the slots whose value is that of an instrument's file ("file") or counts marks ("marks").
    """  # fmt: skip
    tx, actor = job.tx, job.tx.actor
    done_at, quality_of, zone = moment(job, answered)
    if before is not None and answered.done_at is None:
        done_at, quality_of = before.done_at, before.done_quality
    entry = Entry(
        id=new_id(), stream=job.stream, address=job.address, path=job.place.path,
        n=before.n + 1 if before else 1, kind=kinds.of(job.step).label,
        supersedes=before.id if before else None, reason=_reason(tx), lang=actor.lang,
        performed_by=actor.id, performed_name=actor.name, role=role,
        done_at=done_at, done_quality=quality_of, zone=zone, recorded_at=tx.at,
        relied=relied(job), findings=[f.plain() for f in findings],
    )  # fmt: skip
    tx.add(entry)
    known = sources or {}
    for position, (name, value) in enumerate(answered.values.items()):
        tx.add(_value(entry, position, name, (value, known.get(name, "typed"))))
    return entry


def write_computed(
    job: Work,
    cause: Entry,
    path: str,
    results: Iterable[Computed],
    before: Mapping[str, Any] | None = None,
    n: int = 1,
) -> None:
    """Add what was computed for a step; `before` are the rows that it supersedes, by name."""  # fmt: skip
    earlier = before or {}
    for position, one in enumerate(results):
        old = earlier.get(one.name)
        note = {"en": one.note.en, "fr": one.note.fr} if one.note else None
        job.tx.add(
            ComputedValue(
                stream=job.stream, address=queries.record_address(job.stream, path),
                entry_id=cause.id, path=path, n=n, position=position, name=one.name,
                value=one.value, unit=one.unit, formula=one.formula, version=one.version,
                inputs=queries.inputs_plain(one.inputs), rounding=one.rounding, note=note,
                supersedes=old.id if old is not None else None,
            )
        )  # fmt: skip


def book(job: Work, entry: Entry, acts: Iterable[Act]) -> None:
    """Book what happened physically; nothing is read when nothing did."""
    happened = tuple(acts)
    if happened:
        body = queries.numbering(job.tx.session, job.plan.order)
        custody.post(job.tx, job.stream, entry.id, rooted(job, happened), body)


def rooted(job: Work, acts: Iterable[Act]) -> tuple[Act, ...]:
    """Give acts with the lot's starting material as the parent of what has none in the lot.

    No unit comes from nowhere: what a lot makes first, it makes from the containers it was issued.
    """
    taken = tuple(row.unit_code for row in material.material_of(job.tx.session, job.stream))
    return tuple(
        replace(act, parents=taken) if act.act in MAKES and not act.parents else act for act in acts
    )


def open_deviations(
    job: Work, findings: Iterable[Finding], address: str | None = None
) -> list[str]:
    """Open one deviation a rule for the findings that ask for one; gives their numbers."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        if opens_deviation(finding):
            by_code.setdefault(finding.code, []).append(finding)
    numbers = []
    for found in by_code.values():
        worst = max(found, key=lambda f: f.weight)
        opened = quality.open_in(job.tx, address or job.address, worst, _described(job.tx, found))
        numbers.append(opened.number)
    return numbers


def hold_sisters(job: Work, values: Mapping[str, Value], findings: Iterable[Finding]) -> list[str]:
    """Hold the vessels that grew beside a contaminated one; gives the numbers of the holds."""
    found = next((f for f in findings if f.code == "K-CONTAMINATED"), None)
    if found is None:
        return []
    ctx = queries.context(job.tx.session, job.plan, job.place)
    codes = {role: code for code, role in ctx.codes.items()}
    said = sentence(found, job.tx.actor.lang)
    return [
        quality.place_in(job.tx, f"{job.stream}/units/{codes[role]}", said, "K-CONTAMINATED").number
        for role in discard.sisters(job.step, values, ctx)
    ]


def note(tx: Tx, findings: Iterable[Finding]) -> None:
    """Keep the findings in the event as well."""
    for finding in findings:
        tx.note(finding)


def relied(job: Work) -> dict[str, Any]:
    """Say what was relied on: the master by its hash, and the limits that were shown."""
    fields = {f.name: _limits(f.limits) for f in kinds.fields(job.step) if f.limits}
    names = job.step.params.get("limits", {})
    results = {name: _limits(job.step.computed_limits(name)) for name in names}
    return {"master": job.plan.order.master_hash, "limits": fields | results}


def _limits(limits: Limits | None) -> dict[str, Any]:
    if limits is None:
        return {}
    return {"act": _pair(limits.act), "alert": _pair(limits.alert), "source": limits.source}


def _pair(bounds: Bounds | None) -> list[str | None] | None:
    return None if bounds is None else [bounds.low, bounds.high]


def _value(entry: Entry, position: int, name: str, given: tuple[Value, str]) -> EntryValue:
    value, source = given
    return EntryValue(
        stream=entry.stream, address=entry.address, entry_id=entry.id, position=position,
        name=name, text=value.text, number=value.number, unit=value.unit, source=source,
    )  # fmt: skip


def _reason(tx: Tx) -> str | None:
    return (tx.call.reason or "").strip() or None


def _described(tx: Tx, findings: Iterable[Finding]) -> str:
    """Write what was found and what the person said about it, in that person's language."""
    said = [sentence(f, tx.actor.lang) for f in findings]
    return "\n".join([*said, *([_reason(tx) or ""] if _reason(tx) else [])])
