"""Opening an identity by two people: one asks with a reason, a physician approves with a signature.

The approval holds for one look by the person who asked, and lapses; quality assurance takes note.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from batches import identity as rules
from batches.people import Proof
from batches.text import Text
from elnapp.documents.queries import meaning
from elnapp.documents.service import civil_day
from elnapp.people import queries as people
from elnapp.quality.service.decisions import unchanged
from elnapp.record import Answer, Call, Tx, new_id
from elnapp.signing.service import Wanted, sign
from elnapp.vault import queries
from elnapp.vault.models import IdentityAnswer, IdentityRequest
from elnapp.vault.queries import Asked, Held
from elnapp.vault.service.identities import looked, once, read
from elnapp.vault.service.sealing import WORDS, Place, fingerprint, seal, unseal
from elnapp.vault.service.writing import Parts, act_on, demand, found, in_force, key_file, not_gone

OPENED = "IDENTITY-OPENED"


def ask(house: Parts, call: Call, code: str, why: str, words: str) -> Answer:
    """Ask to open an identity; the asker's words are sealed for the physician. Codes: ID-REASON, …

    Gives `{code, request}`. Codes: ID-REASON, ID-ASKED, ID-GONE, ID-NO-KEY.
    """
    with house.kernel.reading() as session:
        before = found(session, code)
    not_gone(before)
    key, row = key_file(house).read().key(before.stream), new_id()

    def do(tx: Tx, held: Held) -> Answer:
        demand(rules.may_ask(queries.derived_state(tx.session, held.stream)))
        listed, name = in_force(tx, held.site)
        demand(rules.listed(why, listed.emergencies, "why"))
        n = tx.number(held.stream, "request")
        place = Place(held.stream, row, WORDS, n)
        tx.add(
            IdentityRequest(
                id=row, stream=held.stream, address=f"{held.stream}/request/{n}", n=n, what="open",
                why=why, policy=name, until=listed.lapses(tx.at),
                sealed=seal(key, place, {"words": words.strip()}), asked_by=tx.actor.id,
                asked_by_name=tx.actor.name, asked_at=tx.at,
            )
        )  # fmt: skip
        return {"code": code, "request": n}

    asked = {"why": why, "words": fingerprint(key, {"words": words.strip()})}
    return act_on(house, call, "vault.ask", code, do, asked)


def words_of(house: Parts, asked: Asked) -> str:
    """Read what the asker wrote: for the physician who answers."""
    row = asked.row
    if row.sealed is None:
        return ""
    key = key_file(house).read().key(row.stream)
    return unseal(key, Place(row.stream, row.id, WORDS, row.n), row.sealed)["words"]


def approve(
    house: Parts, call: Call, code: str, proof: Proof, *, shown: str | None = None
) -> Answer:
    """Approve the newest request with a signature; `shown` is the digest on the signature page.

    Codes: ID-NO-REQUEST, ID-SELF, ID-LAPSED.
    """

    def do(tx: Tx, held: Held) -> Answer:
        asked = _answerable(tx, held)
        unchanged(tx, held.stream, asked.row.address, shown)
        listed, _name = in_force(tx, held.site)
        answered(tx, asked, "approved", until=listed.closes(tx.at))
        sign(tx, wanted(tx.session, held, OPENED, civil_day(tx, held.site)), proof)
        return {"code": code, "request": asked.row.n}

    return act_on(house, call, "vault.approve", code, do, {})


def decline(house: Parts, call: Call, code: str) -> Answer:
    """Decline the newest request, also one that has lapsed. Codes: ID-NO-REQUEST, ID-SELF."""

    def do(tx: Tx, held: Held) -> Answer:
        asked = held.last("open")
        verdict = rules.may_answer(
            asked.opening if asked else None, tx.actor.id, asked.row.asked_at if asked else tx.at
        )
        demand(verdict, matters=True)
        assert asked is not None  # noqa: S101 - the rule has refused before
        answered(tx, asked, "declined")
        return {"code": code, "request": asked.row.n}

    return act_on(house, call, "vault.decline", code, do, {})


def open_once(house: Parts, call: Call, code: str) -> dict[str, str]:
    """Show the whole identity to the person who asked, once, after the look is on record.

    Codes: ID-NO-REQUEST, ID-NOT-YOURS, ID-USED, ID-LAPSED, ID-AGAIN, ID-NO-KEY.
    """
    with house.kernel.reading() as session:
        before = found(session, code)
    fields, mark = read(house, before), new_id()

    def do(tx: Tx, held: Held) -> Answer:
        asked = held.last("open")
        verdict = rules.may_open(asked.opening if asked else None, tx.actor.id, tx.at)
        demand(verdict, matters=True)
        assert asked is not None  # noqa: S101 - the rule has refused before
        purpose = (str(asked.row.why), asked.row.policy)
        looked(tx, held.stream, "emergency", purpose, rules.FIELDS, asked.row.id)
        return {"code": code, "mark": mark}

    once(act_on(house, call, "vault.open", code, do, {}), mark)
    return {name: fields.get(name, "") for name in rules.FIELDS}


def acknowledge(house: Parts, call: Call, code: str) -> Answer:
    """Take note of an opening, as quality assurance. Codes: ID-NO-REQUEST, ID-SELF, ID-STILL-OPEN."""

    def do(tx: Tx, held: Held) -> Answer:
        waiting = [a for a in held.requests if "approved" in a.answers and not a.opening.seen]
        asked = waiting[0] if waiting else None
        demand(rules.may_acknowledge(asked.opening if asked else None, tx.actor.id, tx.at))
        assert asked is not None  # noqa: S101 - the rule has refused before
        # At an address of its own: the approval covers the request, not what followed.
        answered(tx, asked, "seen", f"{held.stream}/seen/{asked.row.n}")
        return {"code": code, "request": asked.row.n}

    return act_on(house, call, "vault.acknowledge", code, do, {})


def answered(
    tx: Tx, asked: Asked, answer: str, address: str | None = None, **more: Any
) -> IdentityAnswer:
    """Put the answer to a request on record."""
    row = asked.row
    return tx.add(
        IdentityAnswer(
            stream=row.stream, address=address or row.address, request_id=row.id, answer=answer,
            done_by=tx.actor.id, done_by_name=tx.actor.name, done_at=tx.at, **more,
        )
    )  # fmt: skip


def wanted(session: Session, held: Held, code: str, on: date) -> Wanted:
    """Give the signature that answers the newest request, as its page shows it."""
    asked = held.last("open" if code == OPENED else "shred")
    address = asked.row.address if asked else held.stream
    said = meaning(session, code, on)
    place = people.site(session, held.site)
    facts = {"identity": held.code, "asked_by": asked.row.asked_by_name if asked else ""}
    return Wanted(
        meaning=said, address=address, scopes=(address,),
        statement=Text(said.text.en, said.text.fr), facts=facts,
        zone=place.zone if place else "UTC",
    )  # fmt: skip


def _answerable(tx: Tx, held: Held) -> Asked:
    asked = held.last("open")
    verdict = rules.may_answer(asked.opening if asked else None, tx.actor.id, tx.at)
    demand(verdict, matters=True)
    assert asked is not None  # noqa: S101 - the rule has refused before
    return asked
