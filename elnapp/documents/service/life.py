"""The life of a document: draft, review, approved, effective, retired."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from batches.lifecycle import document_may
from batches.people import Proof
from batches.signing import Meaning
from batches.text import Text
from batches.verdict import Finding
from elnapp.documents import queries
from elnapp.documents.models import DocumentStep, DocumentVersion
from elnapp.documents.queries import Version
from elnapp.documents.service import texts
from elnapp.documents.service.texts import Draft
from elnapp.people import queries as people
from elnapp.record import Answer, Call, Head, Kernel, NotFound, Refused, Tx
from elnapp.record.plain import digest
from elnapp.signing import queries as signatures
from elnapp.signing.service import Wanted, sign

APPROVED = "APPROVED"
QA = "qa"
APPROVALS = 2
OPEN_STATES = frozenset({"draft", "review"})
UNDATED = Text("the day it is made effective", "jour de sa mise en vigueur")


def draft(kernel: Kernel, call: Call, text: Draft, *, site: str) -> Answer:
    """Record a text as a new draft; gives `{id, address, version, revision}`.

    Before approval a change is a new revision of the same version, and starts as a draft again;
    after it, the next version.  `site` is where a document that is new lives.  Raises Refused with
    every fault of the text (located when its lines are known), DOC-VERSION, DOC-SAME.
    """
    stream = queries.stream_of(text.kind, text.code)
    with kernel.reading() as session:
        known = session.get(Head, stream) is not None

    def do(tx: Tx) -> Answer:
        _refuse(texts.faults(text, for_approval=False))
        if not known:
            tx.open(stream, kind="document", site=site)
        before = queries.newest(tx.session, text.kind, text.code)
        row = tx.add(_row(tx, text, _numbers(text, before)))
        return {
            "id": row.id, "address": row.address, "version": row.version, "revision": row.revision,
        }  # fmt: skip

    return kernel.act(
        call,
        "documents.draft",
        do,
        streams=[stream if known else f"site/{site}"],
        request={"kind": text.kind, "code": text.code, "text": _asked(text)},
    )


def submit(kernel: Kernel, call: Call, version_id: str) -> Answer:
    """Hand a draft over for review; Refused with every fault, missing languages included."""

    def do(tx: Tx, version: Version) -> Answer:
        _refuse(texts.faults(texts.of(version)))
        _step(tx, version, "submitted")
        return {"id": version.id}

    return _move(kernel, call, "documents.submit", version_id, do)


def approve(
    kernel: Kernel, call: Call, version_id: str, proof: Proof, *, shown: str | None = None
) -> Answer:
    """Sign the approval of a version; with quality assurance and a second person it is approved.

    `shown` is the digest on the signature page.  Refused for its author (DOC-AUTHOR) and for who
    has signed it already (DOC-SIGNED).  Gives `{id, approved}`.
    """

    def do(tx: Tx, version: Version) -> Answer:
        _refuse(_may_approve(tx, version))
        wanted = approval(tx.session, version, civil_day(tx, version.site), shown=shown)
        held = tx.actor.roles(version.site) & wanted.meaning.roles
        sign(tx, wanted, proof, QA if QA in held else None)
        complete = _complete(tx.session, version)
        if complete:
            _step(tx, version, "approved", day=civil_day(tx, version.site))
        return {"id": version.id, "approved": complete}

    return _move(kernel, call, "documents.approve", version_id, do)


def make_effective(kernel: Kernel, call: Call, version_id: str, day: date) -> Answer:
    """Put an approved version in force from a civil day on; it ends every version before it."""

    def do(tx: Tx, version: Version) -> Answer:
        approved = version.day_of("approved") or civil_day(tx, version.site)
        _not_before(day, max(approved, version.valid_from or approved))
        for other in queries.versions(tx.session, version.kind, version.code):
            if other.state == "effective":
                _step(tx, other, "retired", day=day)
        _step(tx, version, "effective", day=day)
        return {"id": version.id, "effective_from": day}

    return _move(kernel, call, "documents.make_effective", version_id, do, day=day)


def retire(kernel: Kernel, call: Call, version_id: str, day: date) -> Answer:
    """End a version: from that civil day on it is used for nothing new."""

    def do(tx: Tx, version: Version) -> Answer:
        _not_before(day, civil_day(tx, version.site))
        _step(tx, version, "retired", day=day)
        return {"id": version.id, "retired_from": day}

    return _move(kernel, call, "documents.retire", version_id, do, day=day)


def approval(session: Session, version: Version, on: date, *, shown: str | None = None) -> Wanted:
    """Give the approval signature of a version as its page shows it.

    The first meanings document is signed in its own words: before it there are none.
    """
    meaning = _meaning(session, version, on)
    day = version.valid_from.isoformat() if version.valid_from else None
    said = {
        lang: words.replace("{valid_from}", day or UNDATED[lang])
        for lang, words in (("en", meaning.text.en), ("fr", meaning.text.fr))
    }
    place = people.site(session, version.site)
    return Wanted(
        meaning=meaning, address=version.address, scopes=(version.address,),
        statement=Text.from_body(said), zone=place.zone if place else "UTC", shown=shown,
        facts={"document": version.name, "sha256": version.hash},
    )  # fmt: skip


def state_of(tx: Tx, stream: str) -> str:
    """Give the state of a document inside a command."""
    return derived_state(tx.session, stream)


def derived_state(session: Session, stream: str) -> str:
    """Derive the state of a document: that of its newest revision."""
    newest = (
        select(col(DocumentVersion.id))
        .where(col(DocumentVersion.stream) == stream)
        .order_by(col(DocumentVersion.version).desc(), col(DocumentVersion.revision).desc())
        .limit(1)
    )
    taken = select(col(DocumentStep.step)).where(
        col(DocumentStep.version_id) == newest.scalar_subquery()
    )
    return queries.state_after(session.scalars(taken))


def civil_day(tx: Tx, site: str) -> date:
    """Give the civil day of the command at a site."""
    place = people.site(tx.session, site)
    return tx.at.astimezone(ZoneInfo(place.zone if place else "UTC")).date()


def _move(
    kernel: Kernel,
    call: Call,
    verb: str,
    version_id: str,
    do: Callable[[Tx, Version], Answer],
    day: date | None = None,
) -> Answer:
    """Do one verb on one version whose state allows it, on its locked stream."""
    with kernel.reading() as session:
        seen = queries.version(session, version_id)
    if seen is None:
        raise NotFound(version_id)

    def on_version(tx: Tx) -> Answer:
        tx.expect(seen.stream)
        version = queries.version(tx.session, version_id)
        if version is None:
            raise NotFound(version_id)
        if version.replaced:
            raise Refused([Finding("DOC-REPLACED")])
        _refuse(document_may(verb, version.state).findings)
        return do(tx, version)

    request = {"version": version_id, "day": day}
    return kernel.act(call, verb, on_version, streams=[seen.stream], request=request)


def _numbers(text: Draft, before: Version | None) -> tuple[int, int]:
    """Give version and revision of the next draft, or refuse a text that states another."""
    if before is None:
        number, revision = 1, 1
    elif before.state in OPEN_STATES:
        number, revision = before.version, before.revision + 1
    else:
        number, revision = before.version + 1, 1
    if text.version is not None and text.version != number:
        params = {"found": text.version, "expected": number}
        raise Refused([Finding("DOC-VERSION", params, "version")])
    if before is not None and before.state != "retired" and _same(text, before):
        raise Refused([Finding("DOC-SAME")])
    return number, revision


def _same(text: Draft, before: Version) -> bool:
    title = {"en": before.title.en, "fr": before.title.fr}
    return (
        digest(text.body) == before.hash
        and dict(text.title) == title
        and (text.valid_from, text.source) == (before.valid_from, before.source)
    )


def _row(tx: Tx, text: Draft, numbers: tuple[int, int]) -> DocumentVersion:
    stream = queries.stream_of(text.kind, text.code)
    version, revision = numbers
    return DocumentVersion(
        stream=stream, address=f"{stream}/v{version}r{revision}", kind=text.kind, code=text.code,
        version=version, revision=revision, title=dict(text.title), body=text.body,
        body_hash=digest(text.body), source=text.source, valid_from=text.valid_from,
        given=text.given, written_by=tx.actor.id, written_by_name=tx.actor.name, written_at=tx.at,
    )  # fmt: skip


def _asked(text: Draft) -> str:
    """Give what was asked, as a digest: the text itself is in the changes of the event."""
    dated = text.valid_from.isoformat() if text.valid_from else None
    return digest(
        {"title": dict(text.title), "body": text.body, "version": text.version,
         "valid_from": dated, "source": text.source, "given": text.given}
    )  # fmt: skip


def _step(tx: Tx, version: Version, step: str, *, day: date | None = None) -> None:
    tx.add(
        DocumentStep(
            stream=version.stream, address=version.address, version_id=version.id, step=step,
            done_by=tx.actor.id, done_by_name=tx.actor.name, done_at=tx.at, day=day,
            reason=tx.call.reason,
        )
    )  # fmt: skip


def _meaning(session: Session, version: Version, on: date) -> Meaning:
    first = (version.kind, version.code) == queries.MEANINGS
    if first and queries.effective(session, *queries.MEANINGS, on) is None:
        return queries.meaning_in(version.body, APPROVED)
    return queries.meaning(session, APPROVED, on)


def _may_approve(tx: Tx, version: Version) -> list[Finding]:
    found = []
    if tx.actor.id == version.author:
        found.append(Finding("DOC-AUTHOR"))
    standing = signatures.standing(tx.session, version.stream, [version.address])
    if tx.actor.id in {s.signer for s in standing}:
        found.append(Finding("DOC-SIGNED"))
    return found


def _complete(session: Session, version: Version) -> bool:
    """Tell whether quality assurance and a second person have signed."""
    standing = signatures.standing(session, version.stream, [version.address])
    given = [s for s in standing if s.meaning == APPROVED]
    return len({s.signer for s in given}) >= APPROVALS and QA in {s.role for s in given}


def _not_before(day: date, earliest: date) -> None:
    if day < earliest:
        params = {"found": day.isoformat(), "earliest": earliest.isoformat()}
        raise Refused([Finding("DOC-DAY", params, "day")])


def _refuse(found: list[Finding] | tuple[Finding, ...]) -> None:
    if found:
        raise Refused(found)
