"""Reads of the vault: who is held, who looked, what was asked; never what an identity says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session, col

from batches import identity as rules
from batches import policy, retention
from batches.identity import Opening
from batches.people import Actor
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.record import Head, NotFound
from elnapp.vault.models import IdentityAnswer, IdentityLook, IdentityRequest, IdentityVersion

KIND = "identity"
POLICY = ("vault-policy", "IDENTITIES")
RETENTION = ("retention", "IDENTITIES")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its answers by name."""

    row: IdentityRequest
    answers: dict[str, IdentityAnswer]
    used: IdentityLook | None

    @property
    def waits(self) -> bool:
        """Tell whether nobody has answered."""
        return not {"approved", "declined", "shredded"} & set(self.answers)

    @property
    def opening(self) -> Opening:
        """Give the request as the rules read it."""
        approved = self.answers.get("approved")
        until = approved.until if approved else self.row.until
        return Opening(
            asked_by=self.row.asked_by, until=until or self.row.asked_at,
            approved_by=approved.done_by if approved else None,
            declined="declined" in self.answers, used=self.used is not None,
            seen="seen" in self.answers,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """One identity that is held, by its code; what it says is not in here."""

    code: str
    stream: str
    about: str
    site: str
    study: str | None
    state: str
    seq: int
    versions: tuple[IdentityVersion, ...]
    looks: tuple[IdentityLook, ...]
    requests: tuple[Asked, ...]

    @property
    def newest(self) -> IdentityVersion:
        """Give the version that holds."""
        return self.versions[0]

    def last(self, what: str) -> Asked | None:
        """Give the newest request of a kind: open or shred."""
        return next((r for r in self.requests if r.row.what == what), None)


@dataclass(frozen=True, slots=True)
class Line:
    """One identity in the list."""

    code: str
    about: str
    study: str | None
    state: str
    at: datetime


def stream_of(code: str) -> str:
    """Give the stream of a person's identity."""
    return f"{KIND}/{code}"


def code_of(about: str) -> str:
    """Give the code that the stream of a donor or patient carries."""
    return about.partition("/")[2]


def find(session: Session, code: str) -> Held | None:
    """Give what is held for a code, without asking who reads."""
    stream = stream_of(code)
    head = session.get(Head, stream)
    found = versions(session, stream)
    if head is None or not found:
        return None
    return Held(
        code, stream, found[0].about, head.site, head.study, head.state, head.seq, found,
        looks(session, stream), requests(session, stream),
    )  # fmt: skip


def held(session: Session, actor: Actor, code: str) -> Held:
    """Give what is held for a page; NotFound where the reader may not know of it."""
    found = find(session, code)
    if found is None or not sees(actor, found.site, found.study):
        raise NotFound(stream_of(code))
    return found


def sees(actor: Actor, site: str, study: str | None) -> bool:
    """Tell whether a person sees the pages of the vault there."""
    return policy.shows("vault", actor.roles(site, study))


def is_held(session: Session, about: str) -> bool:
    """Tell whether an identity is (or was) held for this donor or patient: all that others may ask."""
    found = select(col(IdentityVersion.id)).where(col(IdentityVersion.about) == about).limit(1)
    return session.execute(found).first() is not None


def any_held(session: Session) -> bool:
    """Tell whether the store holds any identity."""
    return session.execute(select(col(IdentityVersion.id)).limit(1)).first() is not None


def listing(session: Session, actor: Actor) -> list[Line]:
    """Give the identities whose pages a reader may open, by code."""
    rows = session.execute(
        select(IdentityVersion, Head)
        .join(Head, col(Head.stream) == col(IdentityVersion.stream))
        .where(col(IdentityVersion.n) == 1)
        .order_by(col(IdentityVersion.stream))
    )
    return [
        Line(code_of(row.about), row.about, head.study, head.state, head.at)
        for row, head in rows
        if sees(actor, head.site, head.study)
    ]


def versions(session: Session, stream: str) -> tuple[IdentityVersion, ...]:
    """Give the versions of an identity, the newest first; all of them sealed."""
    found = select(IdentityVersion).where(col(IdentityVersion.stream) == stream)
    return tuple(session.scalars(found.order_by(col(IdentityVersion.n).desc())))


def looks(session: Session, stream: str) -> tuple[IdentityLook, ...]:
    """Give every look at an identity, the newest first."""
    found = select(IdentityLook).where(col(IdentityLook.stream) == stream)
    return tuple(session.scalars(found.order_by(col(IdentityLook.n).desc())))


def requests(session: Session, stream: str) -> tuple[Asked, ...]:
    """Give every request about an identity with what became of it, the newest first."""
    found = select(IdentityRequest).where(col(IdentityRequest.stream) == stream)
    rows = session.scalars(found.order_by(col(IdentityRequest.n).desc())).all()
    given = session.scalars(select(IdentityAnswer).where(col(IdentityAnswer.stream) == stream))
    answers: dict[str, dict[str, IdentityAnswer]] = {}
    for answer in given:
        answers.setdefault(answer.request_id, {})[answer.answer] = answer
    used = {look.request_id: look for look in looks(session, stream)}
    return tuple(Asked(row, answers.get(row.id, {}), used.get(row.id)) for row in rows)


def derived_state(session: Session, stream: str) -> str:
    """Derive the state of an identity from what is on record."""
    asked = requests(session, stream)
    return rules.state(
        shredded=any("shredded" in a.answers for a in asked),
        openings=[a.opening for a in asked if a.row.what == "open"],
        leaving=any(a.waits for a in asked if a.row.what == "shred"),
    )


def streams(session: Session) -> frozenset[str]:
    """Give the streams of all identities that were ever recorded."""
    return frozenset(session.scalars(select(col(IdentityVersion.stream)).distinct()))


def shredded(session: Session) -> frozenset[str]:
    """Give the streams whose keys are destroyed: no key of theirs may ever come back."""
    found = select(col(IdentityAnswer.stream)).where(col(IdentityAnswer.answer) == "shredded")
    return frozenset(session.scalars(found))


def heads(session: Session, streams: Sequence[str]) -> list[Head]:
    """Give the heads of these streams."""
    return list(session.scalars(select(Head).where(col(Head.stream).in_(streams))))


def policy_in_force(session: Session, on: date) -> Version:
    """Give the document of purposes in force; Refused with DOC-NONE when there is none."""
    return documents.required(session, *POLICY, on)


def rules_of_retention(session: Session, on: date) -> tuple[tuple[retention.Rule, ...], str]:
    """Give the rules of retention in force and the name of their document; none without one."""
    found = documents.effective(session, *RETENTION, on)
    return (retention.rules(found.body), found.name) if found else ((), "")
