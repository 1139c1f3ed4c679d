"""The end of keeping: two people, after the time that the law asks, and nobody can go back.

The record says it first, in a command that is signed; then the key is destroyed. A process that dies
in between leaves a key that the record knows to be gone: `finish` destroys it at the next occasion.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from batches import identity as rules
from batches import retention
from batches.people import Proof
from batches.retention import Facts
from batches.verdict import Finding, Verdict
from elnapp.documents.service import civil_day
from elnapp.quality.service.decisions import unchanged
from elnapp.record import Answer, Call, Refused, Tx, new_id
from elnapp.record.plain import plain
from elnapp.signing.service import sign
from elnapp.vault import queries
from elnapp.vault.models import IdentityRequest
from elnapp.vault.queries import Asked, Held
from elnapp.vault.service.emergency import answered, wanted
from elnapp.vault.service.identities import read
from elnapp.vault.service.writing import Parts, act_on, demand, found, key_file, not_gone

SHREDDED = "IDENTITY-SHREDDED"
SOURCE_LONGEST = 200

Gather = Callable[[Session, str], Facts]
"""What the rooms above know of the material of a donor or patient, by its stream."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What no room knows and a person states, with the document it is known from."""

    trial_end: date | None = None
    last_use: date | None = None
    source: str = ""


def ask(house: Parts, call: Call, code: str, stated: Stated, gather: Gather) -> Answer:
    """Ask that the key be destroyed; refused before `retain_until`, and the refusal is an event.

    Codes: RET-NO-RULE, RET-UNKNOWN, RET-NOT-YET, ID-SOURCE, ID-NAMED, ID-LEAVING.
    """
    with house.kernel.reading() as session:
        before = found(session, code)
    not_gone(before)
    _sourced(read(house, before), stated)
    row = new_id()

    def do(tx: Tx, held: Held) -> Answer:
        facts = _facts(gather(tx.session, held.about), _plain(stated))
        _name = _due(tx, held, facts)
        n = tx.number(held.stream, "request")
        tx.add(
            IdentityRequest(
                id=row, stream=held.stream, address=f"{held.stream}/request/{n}", n=n,
                what="shred", policy=_name, facts=_plain(stated), asked_by=tx.actor.id,
                asked_by_name=tx.actor.name, asked_at=tx.at,
            )
        )  # fmt: skip
        return {"code": code, "request": n}

    return act_on(house, call, "vault.ask_shred", code, do, _plain(stated))


def keep(house: Parts, call: Call, code: str) -> Answer:
    """Decline that the key be destroyed. Code: ID-NO-REQUEST."""

    def do(tx: Tx, held: Held) -> Answer:
        asked = _waiting(held)
        answered(tx, asked, "declined")
        return {"code": code, "request": asked.row.n}

    return act_on(house, call, "vault.keep", code, do, {})


def shred(
    house: Parts, call: Call, code: str, proof: Proof, gather: Gather, *, shown: str | None = None
) -> Answer:
    """Destroy the key, as the second person, with a signature; everything is asked again.

    Codes: ID-NO-REQUEST, ID-SELF, RET-NO-RULE, RET-UNKNOWN, RET-NOT-YET.
    """

    def do(tx: Tx, held: Held) -> Answer:
        asked = _waiting(held)
        if asked.row.asked_by == tx.actor.id:
            raise Refused([Finding("ID-SELF", weight=3)], matters=True)
        unchanged(tx, held.stream, asked.row.address, shown)
        facts = _facts(gather(tx.session, held.about), asked.row.facts)
        _due(tx, held, facts)
        on = civil_day(tx, held.site)
        needed, _document = queries.rules_of_retention(tx.session, on)
        answered(tx, asked, "shredded", retained=retention.retain_until(facts, needed))
        sign(tx, wanted(tx.session, held, SHREDDED, on), proof)
        return {"code": code, "request": asked.row.n}

    answer = act_on(house, call, "vault.shred", code, do, {})
    finish(house)
    return answer


def finish(house: Parts) -> list[str]:
    """Destroy every key that the record says is destroyed; gives the streams that still had one."""
    with house.kernel.reading() as session:
        gone = queries.shredded(session)
    keys = key_file(house)
    ring = keys.read() if keys.there else None
    left = gone & {*ring.keys, *ring.terms} if ring else frozenset()
    return keys.destroy(left) if left else []


def judged(
    session: Session, held: Held, gather: Gather, on: date
) -> tuple[date | None, tuple[Finding, ...]]:
    """Give `retain_until` as it stands now, and what keeps the key from being destroyed."""
    asked = held.last("shred")
    facts = _facts(gather(session, held.about), asked.row.facts if asked else {})
    needed, _document = queries.rules_of_retention(session, on)
    verdict = retention.may_shred(facts, needed, on)
    return retention.retain_until(facts, needed), verdict.findings


def _due(tx: Tx, held: Held, facts: Facts) -> str:
    """Refuse what is not due; gives the name of the document that was asked."""
    on = civil_day(tx, held.site)
    needed, document = queries.rules_of_retention(tx.session, on)
    demand(retention.may_shred(facts, needed, on), matters=True)
    return document


def _facts(known: Facts, stated: Mapping[str, Any]) -> Facts:
    """Fill what no room knows with what was stated; what a room knows cannot be talked away.

    Without a lot there is no clinical use.
    """
    ended, used = stated.get("trial_end"), stated.get("last_use")
    facts = known
    if facts.trial_end is None and ended:
        facts = replace(facts, trial_end=date.fromisoformat(str(ended)))
    if facts.uses is None and facts.lots == ():
        facts = replace(facts, uses=())
    if facts.uses is None and used:
        facts = replace(facts, uses=(date.fromisoformat(str(used)),))
    return facts


def _sourced(fields: Mapping[str, str], stated: Stated) -> None:
    """Refuse a statement without its source, and a source that names the person."""
    source = stated.source.strip()
    found_here = [] if source else [Finding("ID-SOURCE", where="source")]
    if len(source) > SOURCE_LONGEST:
        found_here.append(Finding("ID-LONG", {"max": SOURCE_LONGEST}, "source"))
    if rules.names_person(fields, source):
        found_here.append(Finding("ID-NAMED", where="source"))
    demand(Verdict.of(found_here))


def _plain(stated: Stated) -> dict[str, Any]:
    found_here: dict[str, Any] = plain(
        {
            "trial_end": stated.trial_end,
            "last_use": stated.last_use,
            "source": stated.source.strip(),
        }
    )
    return found_here


def _waiting(held: Held) -> Asked:
    asked = held.last("shred")
    if asked is None or not asked.waits:
        raise Refused([Finding("ID-NO-REQUEST")])
    return asked
