"""Giving a signature inside a command, and voiding those whose content has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import Session

from batches import signing as rules
from batches.people import Proof
from batches.signing import Meaning, Signed
from batches.text import Text
from batches.verdict import Finding
from elnapp.record import Refused, Stale, Tx
from elnapp.record.plain import plain, time_text
from elnapp.signing import queries
from elnapp.signing.models import Signature, SignatureVoid

FRESH = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A signature about to be given, as its page shows it.

    `scopes` lie at or below `address`.  `refs` are addresses of other streams that enter by their
    digest.  `facts` are the lines the page showed; `shown` is the digest the page showed, compared
    again at the moment of signing.
    """

    meaning: Meaning
    address: str
    scopes: tuple[str, ...]
    refs: tuple[str, ...] = ()
    statement: Text | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a signature page shows: the digest of the content as it stands."""

    wanted: Wanted
    digest: str


def preview(session: Session, wanted: Wanted) -> Preview:
    """Compute what would be signed now."""
    return Preview(wanted, _digest(session, wanted))


def sign(tx: Tx, wanted: Wanted, proof: Proof, role: str | None = None) -> Signature:
    """Give a signature in this command; the rows it covers must have been added before.

    Raises Refused when the factors are too few or too old, when the person holds no role for the
    meaning, and Stale when the content is not the one that the page showed.
    """
    stream = queries.stream_of(wanted.address)
    head = tx.head(stream)
    tx.session.flush()
    held = tx.actor.roles(head.site, head.study) & wanted.meaning.roles
    _check(tx, wanted, proof, held if role is None else held & {role})
    digest = _digest(tx.session, wanted)
    if wanted.shown is not None and wanted.shown != digest:
        raise Stale(stream, tx.call.seen or 0, head.seq)
    acting = role or min(held)
    manifest = _manifest(tx, wanted, proof, (acting, digest))
    row = Signature(
        stream=stream, address=wanted.address, meaning=wanted.meaning.code, signer=tx.actor.id,
        signer_name=tx.actor.name, role=acting, scopes=list(wanted.scopes), digest=digest,
        signed_at=tx.at, manifest=manifest,
    )  # fmt: skip
    tx.add(row)
    tx.session.flush()
    return row


def settle(tx: Tx) -> None:
    """Void every standing signature whose scope holds a change and whose digest now differs."""
    for stream in tx.session.captured.streams():
        changed = {c.address for c in tx.session.captured.of(stream) if c.covered}
        if not changed:
            continue
        above = {a for address in changed for a in queries.ancestors(address)}
        standing = queries.standing(tx.session, stream, above)
        touched = rules.touched(standing, changed)
        digests = {s.id: queries.content_digest(tx.session, stream, s.scope) for s in touched}
        for signed in rules.void(touched, digests):
            _void(tx, stream, signed)


def present(session: Session, view: queries.SignatureView) -> bool:
    """Tell whether a standing signature still speaks of the present content of other streams."""
    refs: Mapping[str, str] = view.manifest.get("refs", {})
    return view.stands and all(queries.digest_of(session, a) == d for a, d in refs.items())


def _check(tx: Tx, wanted: Wanted, proof: Proof, held: frozenset[str]) -> None:
    missing = [f for f in rules.needs(wanted.meaning) if f not in proof.factors]
    findings = [
        Finding("SIG-FACTOR", {"factor": f, "meaning": wanted.meaning.code}) for f in missing
    ]
    # The command and the proof are of one request, and either may have been made first.
    if proof.account != tx.actor.id or abs(tx.at - proof.at) > FRESH:
        findings.append(Finding("SIG-NOT-FRESH"))
    if not held:
        findings.append(Finding("SIG-ROLE", {"meaning": wanted.meaning.code}))
    if findings:
        raise Refused(findings, matters=True)


def _digest(session: Session, wanted: Wanted) -> str:
    outside = [s for s in wanted.scopes if not rules.in_scope(s, (wanted.address,))]
    if outside:
        message = f"{outside[0]} does not lie below {wanted.address}"
        raise ValueError(message)
    return queries.content_digest(session, queries.stream_of(wanted.address), wanted.scopes)


def _manifest(tx: Tx, wanted: Wanted, proof: Proof, outcome: tuple[str, str]) -> dict[str, object]:
    role, digest = outcome
    lang = tx.actor.lang
    return {
        "v": 1,
        "record": wanted.address,
        "scopes": sorted(wanted.scopes),
        "digest": digest,
        "refs": {a: queries.digest_of(tx.session, a) for a in sorted(wanted.refs)},
        "meaning": {"code": wanted.meaning.code, "text": wanted.meaning.text[lang]},
        "statement": wanted.statement[lang] if wanted.statement else None,
        "facts": plain(dict(wanted.facts)),
        "signer": {"id": tx.actor.id, "name": tx.actor.name, "role": role},
        "factors": list(proof.factors),
        "at": time_text(tx.at),
        "zone": wanted.zone,
        "lang": lang,
    }


def _void(tx: Tx, stream: str, signed: Signed) -> None:
    address = next(v.address for v in queries.all_of(tx.session, stream) if v.id == signed.id)
    tx.add(
        SignatureVoid(
            stream=stream, address=address, signature_id=signed.id, cause=tx.verb, voided_at=tx.at
        )
    )
