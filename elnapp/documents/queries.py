"""Reading documents: every version with its state, and the one that is in force on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches import policy, signing
from batches.people import Actor
from batches.signing import Meaning
from batches.text import Text
from batches.verdict import Finding
from elnapp.documents.models import DocumentStep, DocumentVersion
from elnapp.record import Head, NotFound, Refused
from elnapp.record.plain import digest

MEANINGS = ("meanings", "SIGNATURES")
STATES = {"submitted": "review", "approved": "approved", "effective": "effective"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a version."""

    step: str
    name: str
    at: datetime
    day: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """One revision of one version of a document, as rules and pages read it.

    `hash` is the SHA-256 of the canonical body: what a lot pins.  `effective_from` and
    `retired_from` are civil days; `replaced` tells that a newer revision of the same version exists.
    """

    id: str
    stream: str
    address: str
    site: str
    kind: str
    code: str
    version: int
    revision: int
    title: Text
    body: dict[str, Any]
    hash: str
    source: str
    valid_from: date | None
    given: str | None
    author: str
    author_name: str
    written_at: datetime
    steps: tuple[Step, ...]
    replaced: bool = False

    @property
    def state(self) -> str:
        """Give draft, review, approved, effective or retired."""
        return state_after(s.step for s in self.steps)

    def state_on(self, day: date) -> str:
        """Give the state as a reader sees it on a day: a day to come has not come yet."""
        if self.in_force(day):
            return "effective"
        return "approved" if self.state == "effective" else self.state

    @property
    def name(self) -> str:
        """Give the name people use: `MSC-AT-SHORT v1`, with the revision from the second on."""
        later = f"r{self.revision}" if self.revision > 1 else ""
        return f"{self.code} v{self.version}{later}"

    @property
    def effective_from(self) -> date | None:
        """Give the first day in force, once that is decided."""
        return self.day_of("effective")

    @property
    def retired_from(self) -> date | None:
        """Give the first day no longer in force."""
        return self.day_of("retired")

    def day_of(self, step: str) -> date | None:
        """Give the civil day that a step names."""
        return next((s.day for s in self.steps if s.step == step), None)

    def in_force(self, on: date) -> bool:
        """Tell whether the version is the one to use on that day."""
        begins, ends = self.effective_from, self.retired_from
        return begins is not None and begins <= on and (ends is None or on < ends)


@dataclass(frozen=True, slots=True)
class Listed:
    """One document in a list: its newest version, and the one in force."""

    newest: Version
    in_force: Version | None


def stream_of(kind: str, code: str) -> str:
    """Give the stream of a document."""
    return f"document/{kind}/{code}"


def state_after(steps: Iterable[str]) -> str:
    """Give the state that follows from the steps taken; none is a draft."""
    taken = set(steps)
    if "retired" in taken:
        return "retired"
    return next((STATES[s] for s in reversed(STATES) if s in taken), "draft")


def versions(session: Session, kind: str, code: str) -> list[Version]:
    """Give every revision of a document, the newest first."""
    return _read(session, [stream_of(kind, code)])


def newest(session: Session, kind: str, code: str) -> Version | None:
    """Give the newest revision, if the document exists."""
    return next(iter(versions(session, kind, code)), None)


def version(session: Session, version_id: str) -> Version | None:
    """Give one revision by its id."""
    row = session.get(DocumentVersion, version_id)
    if row is None:
        return None
    return next((v for v in _read(session, [row.stream]) if v.id == version_id), None)


def bodies(session: Session, ids: Collection[str]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Give the hash and the body of revisions by their ids; what is not there is left out."""
    columns = (col(DocumentVersion.id), col(DocumentVersion.body_hash), col(DocumentVersion.body))
    found = select(*columns).where(col(DocumentVersion.id).in_(list(ids)))
    return {key: (kept, body) for key, kept, body in session.execute(found)}


def numbered(session: Session, kind: str, code: str, number: int) -> Version | None:
    """Give the newest revision of version `number`."""
    found = versions(session, kind, code)
    return next((v for v in found if v.version == number and not v.replaced), None)


def effective(session: Session, kind: str, code: str, on: date) -> Version | None:
    """Give the version in force on a civil day: what runs is what was approved."""
    return next((v for v in versions(session, kind, code) if v.in_force(on)), None)


def required(session: Session, kind: str, code: str, on: date) -> Version:
    """Give the version in force, or raise Refused with DOC-NONE."""
    found = effective(session, kind, code, on)
    if found is None:
        what = {"document": f"{kind}/{code}", "on": on.isoformat()}
        raise Refused([Finding("DOC-NONE", what)])
    return found


def all_effective(session: Session, kind: str, on: date) -> list[Version]:
    """Give every document of a kind that is in force on a day, by code."""
    return sorted((v for v in of_kind(session, kind) if v.in_force(on)), key=lambda v: v.code)


def of_kind(session: Session, kind: str) -> list[Version]:
    """Give every revision of every document of a kind, for who asks for many days at once."""
    return _read(session, session.scalars(_streams(f"document/{kind}/")).all())


def meaning(session: Session, code: str, on: date) -> Meaning:
    """Give what a signature means, from the document in force; Refused when there is none."""
    found = effective(session, *MEANINGS, on)
    if found is None:
        raise Refused([Finding("DOC-NO-MEANINGS", {"on": on.isoformat()})])
    return meaning_in(found.body, code)


def meaning_in(body: Mapping[str, Any], code: str) -> Meaning:
    """Give one meaning of a meanings document; Refused when it is not there."""
    found = signing.meanings(body).get(code)
    if found is None:
        raise Refused([Finding("DOC-MEANING", {"meaning": code})])
    return found


def listing(session: Session, actor: Actor, on: date) -> list[Listed]:
    """Give every document that the reader may see, by kind and code."""
    heads = session.scalars(select(Head).where(col(Head.kind) == "document")).all()
    seen = [h.stream for h in heads if _sees(actor, h)]
    found: dict[str, list[Version]] = {}
    for one in _read(session, seen):
        found.setdefault(one.stream, []).append(one)
    rows = (Listed(vs[0], next((v for v in vs if v.in_force(on)), None)) for vs in found.values())
    return sorted(rows, key=lambda r: (r.newest.kind, r.newest.code))


def page_of(session: Session, actor: Actor, kind: str, code: str) -> tuple[Head, list[Version]]:
    """Give a document for a page; NotFound where the reader may not see it."""
    head = session.get(Head, stream_of(kind, code))
    if head is None or not _sees(actor, head):
        raise NotFound(stream_of(kind, code))
    return head, versions(session, kind, code)


def version_page(
    session: Session, actor: Actor, kind: str, code: str, name: str
) -> tuple[Head, Version, list[Version]]:
    """Give one revision (`v2` or `v2r1`), its head and all versions; NotFound when there is none."""
    head, found = page_of(session, actor, kind, code)
    for one in found:
        exact = f"v{one.version}r{one.revision}"
        if name == exact or (name == f"v{one.version}" and not one.replaced):
            return head, one, found
    raise NotFound(f"{head.stream}/{name}")


def misread(session: Session, stream: str) -> Iterator[str]:
    """Name the versions whose body no longer has the hash that lots pin."""
    for one in _read(session, [stream]):
        if digest(one.body) != one.hash:
            yield f"{one.address}: the hash is not that of the body"


def _sees(actor: Actor, head: Head) -> bool:
    return policy.shows("documents", actor.roles(head.site, head.study))


def _streams(prefix: str) -> Any:
    """Select the streams below a prefix; "0" is the character that follows "/"."""
    return select(col(Head.stream)).where(
        col(Head.stream) >= prefix, col(Head.stream) < f"{prefix[:-1]}0"
    )


def _read(session: Session, streams: Iterable[str]) -> list[Version]:
    """Read all revisions of these streams in three statements, the newest first."""
    wanted = sorted(set(streams))
    sites = session.execute(
        select(col(Head.stream), col(Head.site)).where(col(Head.stream).in_(wanted))
    )
    site_of = {row.stream: row.site for row in sites}
    steps: dict[str, list[DocumentStep]] = {}
    taken = select(DocumentStep).where(col(DocumentStep.stream).in_(wanted))
    for step in session.scalars(taken.order_by(col(DocumentStep.id))):
        steps.setdefault(step.version_id, []).append(step)
    rows = session.scalars(
        select(DocumentVersion)
        .where(col(DocumentVersion.stream).in_(wanted))
        .order_by(
            col(DocumentVersion.stream),
            col(DocumentVersion.version).desc(),
            col(DocumentVersion.revision).desc(),
        )
    ).all()
    seen: set[tuple[str, int]] = set()
    found = []
    for row in rows:
        key = (row.stream, row.version)
        found.append(_version(row, steps.get(row.id, []), site_of[row.stream], key in seen))
        seen.add(key)
    return found


def _version(
    row: DocumentVersion,
    steps: list[DocumentStep],
    site: str,
    replaced: bool,  # noqa: FBT001 - one fact of the row
) -> Version:
    return Version(
        id=row.id, stream=row.stream, address=row.address, site=site, kind=row.kind,
        code=row.code, version=row.version, revision=row.revision,
        title=Text.from_body(row.title), body=row.body, hash=row.body_hash, source=row.source,
        valid_from=row.valid_from, given=row.given, author=row.written_by,
        author_name=row.written_by_name, written_at=row.written_at, replaced=replaced,
        steps=tuple(Step(s.step, s.done_by_name, s.done_at, s.day, s.reason) for s in steps),
    )  # fmt: skip
