"""Recording, correcting, looking at and searching identities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from batches import identity as rules
from batches.verdict import Finding, Verdict
from elnapp.record import Answer, Call, Head, NotFound, Refused, Tx, new_id
from elnapp.vault import queries
from elnapp.vault.models import IdentityLook, IdentityVersion
from elnapp.vault.queries import Held
from elnapp.vault.service.keys import Ring
from elnapp.vault.service.sealing import IDENTITY, Place, fingerprint, seal
from elnapp.vault.service.writing import (
    Parts,
    act_on,
    demand,
    found,
    in_force,
    key_file,
    not_gone,
    opened,
)

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Why:
    """A look: what is shown (a code of `batches.identity.VIEWS`) and the purpose in the document."""

    view: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Match:
    """A person that a search has found; `former` when only an earlier version fits."""

    code: str
    former: bool


def record(house: Parts, call: Call, about: str, given: Fields) -> Answer:
    """Record the identity behind the code of the stream `about`; gives `{code}`.

    Codes: those of `identity.faults`, ID-NO-SUBJECT, ID-HELD, ID-NO-KEY.
    """
    fields = _tidied(given)
    demand(Verdict(rules.faults(fields, call.at.date())))
    _may_begin(house, about)
    stream, row = queries.stream_of(queries.code_of(about)), new_id()
    with key_file(house).change() as ring:
        key = ring.ensure(stream)
        ring.learn(stream, rules.search_terms(fields))

    def do(tx: Tx) -> Answer:
        head = tx.head(about)
        if queries.is_held(tx.session, about):
            raise Refused([Finding("ID-HELD")])
        tx.open(stream, kind=queries.KIND, site=head.site, study=head.study)
        _version(tx, about, row, 1, seal(key, Place(stream, row, IDENTITY, 1), fields))
        return {"code": queries.code_of(about)}

    asked = {"about": about, "content": fingerprint(key, fields)}
    return house.kernel.act(call, "vault.record", do, streams=[about], request=asked)


def correct(
    house: Parts, call: Call, code: str, given: Fields, why: str, cleared: Iterable[str] = ()
) -> Answer:
    """Add a version with what `given` changes; an empty field stays, a `cleared` one is emptied.

    Codes: those of `identity.faults`, ID-REASON, ID-SAME, ID-NO-KEY, ID-GONE.
    """
    with house.kernel.reading() as session:
        before = found(session, code)
    not_gone(before)
    key, row = key_file(house).read().key(before.stream), new_id()
    fields = _changed(opened(key, before.newest), given, cleared)
    demand(Verdict(rules.faults(fields, call.at.date())))
    with key_file(house).change() as ring:
        ring.learn(before.stream, rules.search_terms(fields))

    def do(tx: Tx, held: Held) -> Answer:
        listed, name = in_force(tx, held.site)
        demand(rules.listed(why, listed.corrections, "why"))
        if fields == opened(key, held.newest):
            raise Refused([Finding("ID-SAME")])
        n = held.newest.n + 1
        sealed = seal(key, Place(held.stream, row, IDENTITY, n), fields)
        _version(tx, held.about, row, n, sealed, (why, name))
        return {"code": code, "version": n}

    asked = {"why": why, "content": fingerprint(key, fields)}
    return act_on(house, call, "vault.correct", code, do, asked)


def look(house: Parts, call: Call, code: str, asked: Why) -> dict[str, str]:
    """Show what a view holds, after the look is on record. Codes: ID-REASON, ID-AGAIN, ID-NO-KEY.

    A form that is sent again shows nothing: each look is an event of its own.
    """
    with house.kernel.reading() as session:
        held = found(session, code)
    fields = read(house, held)
    shown = _view(asked.view)
    mark = new_id()

    def do(tx: Tx, now: Held) -> Answer:
        listed, name = in_force(tx, now.site)
        demand(rules.listed(asked.purpose, listed.purposes, "purpose"))
        looked(tx, now.stream, "look", (asked.purpose, name), shown)
        return {"code": code, "mark": mark}

    request = {"view": asked.view, "purpose": asked.purpose}
    once(act_on(house, call, "vault.look", code, do, request), mark)
    return {name: fields.get(name, "") for name in shown}


def search(house: Parts, call: Call, site: str, typed: Fields, purpose: str) -> list[Match]:
    """Find people at a site by name, number or day of birth; each that is found gets an event.

    What was typed is kept nowhere: not in the request's digest either, because with the index key it
    could be tried out. Codes: ID-NARROW, ID-REASON, ID-AGAIN.
    """
    demand(rules.may_search(typed))
    ring, wanted, mark = key_file(house).read(), rules.wanted_terms(typed), new_id()
    with house.kernel.reading() as session:
        heads = queries.heads(session, ring.find(wanted))
        matches = _matches(session, ring, [h for h in heads if _reached(call, h, site)], wanted)
    shown = sorted({term.partition(":")[0] for term in wanted})
    primary = f"site/{site}"

    def do(tx: Tx) -> Answer:
        listed, name = in_force(tx, site)
        demand(rules.listed(purpose, listed.purposes, "purpose"))
        for match in matches:
            looked(tx, queries.stream_of(match.code), "search", (purpose, name), shown)
        return {"found": len(matches), "mark": mark}

    streams = [primary, *(queries.stream_of(m.code) for m in matches)]
    asked = {"site": site, "purpose": purpose}
    once(house.kernel.act(call, "vault.search", do, streams=streams, request=asked), mark)
    return matches


def read(house: Parts, held: Held) -> dict[str, str]:
    """Read the newest version of an identity: for a command that records the look before it shows."""
    not_gone(held)
    return opened(key_file(house).read().key(held.stream), held.newest)


def looked(
    tx: Tx,
    stream: str,
    way: str,
    purpose: tuple[str, str],
    shown: Iterable[str],
    request_id: str | None = None,
) -> None:
    """Put one look on record; `purpose` is a code and the document that lists it."""
    n = tx.number(stream, "look")
    tx.add(
        IdentityLook(
            stream=stream, address=f"{stream}/look/{n}", n=n, way=way, purpose=purpose[0],
            policy=purpose[1], shown=list(shown), request_id=request_id, looked_by=tx.actor.id,
            looked_by_name=tx.actor.name, looked_at=tx.at,
        )
    )  # fmt: skip


def once(answer: Answer, mark: str) -> None:
    """Refuse to show again what a form sent before has shown."""
    if answer["mark"] != mark:
        raise Refused([Finding("ID-AGAIN")])


def _may_begin(house: Parts, about: str) -> None:
    """Refuse before a key is made what the command would refuse anyway."""
    with house.kernel.reading() as session:
        head = session.get(Head, about)
        if head is None:
            raise NotFound(about)
        if head.kind not in rules.SUBJECTS:
            raise Refused([Finding("ID-NO-SUBJECT")])
        # A new key file beside old identities would hide that theirs is lost.
        if queries.any_held(session) and not key_file(house).there:
            raise Refused([Finding("ID-NO-KEY", weight=3)])


def _version(
    tx: Tx, about: str, row: str, n: int, sealed: str, why: tuple[str, str] | None = None
) -> None:
    stream = queries.stream_of(queries.code_of(about))
    tx.add(
        IdentityVersion(
            id=row, stream=stream, address=f"{stream}/version/{n}", n=n, about=about,
            fields=IDENTITY, sealed=sealed, why=why[0] if why else None,
            policy=why[1] if why else None, recorded_by=tx.actor.id,
            recorded_by_name=tx.actor.name, recorded_at=tx.at,
        )
    )  # fmt: skip


def _tidied(given: Fields) -> dict[str, str]:
    texts = {name: given.get(name, "").strip() for name in rules.FIELDS}
    return {name: text for name, text in texts.items() if text}


def _changed(before: Fields, given: Fields, cleared: Iterable[str]) -> dict[str, str]:
    kept = {name: text for name, text in before.items() if name not in set(cleared)}
    return kept | _tidied(given)


def _view(code: str) -> tuple[str, ...]:
    if code not in rules.VIEWS:
        raise Refused([Finding("ID-REASON", where="view")])
    return rules.VIEWS[code][1]


def _reached(call: Call, head: Head, site: str) -> bool:
    roles = call.actor.roles(head.site, head.study)
    return head.site == site and head.state != "shredded" and "donor_physician" in roles


def _matches(
    session: Session, ring: Ring, heads: Iterable[Head], wanted: frozenset[str]
) -> list[Match]:
    """Compare what is held itself: the index alone may know names that were never recorded."""
    matches = []
    for head in sorted(heads, key=lambda h: h.stream):
        rows = queries.versions(session, head.stream)
        fits = [wanted <= rules.search_terms(opened(ring.key(head.stream), row)) for row in rows]
        if any(fits):
            matches.append(Match(queries.code_of(rows[0].about), not fits[0]))
    return matches
