"""The one way a lot is signed: heads locked, questions asked, then the words that were shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from batches.gate_facts import GateFacts
from batches.people import Proof
from batches.signing import independent
from batches.verdict import Finding
from elnapp.lots import queries as lots
from elnapp.procurement import queries as procurement
from elnapp.record import Kernel, Refused, Tx
from elnapp.release import queries
from elnapp.release.queries import About, Case
from elnapp.release.service.wanted import Asked, waiting, wanted
from elnapp.signing.models import Signature
from elnapp.signing.service import Wanted, sign


@dataclass(frozen=True, slots=True)
class Signing:
    """The components that were just proved, and the fingerprint that the signature page showed."""

    proof: Proof
    shown: str | None = None

    def request(self, **asked: Any) -> dict[str, Any]:
        """Give everything that was asked, so that the same form sent twice is one command."""
        return {"factors": list(self.proof.factors), "shown": self.shown, **asked}


@dataclass(frozen=True, slots=True)
class Work:
    """One signature on one lot inside its command."""

    tx: Tx
    case: Case
    facts: GateFacts
    meaning: str
    signing: Signing

    @property
    def stream(self) -> str:
        """Give the stream of the lot."""
        return self.case.stream

    def ready(self) -> None:
        """Refuse with everything that must be settled before this signature."""
        refuse(waiting(self.case, self.meaning, self.facts))

    def wanted(self, asked: Asked | None = None) -> Wanted:
        """Give what is signed, as the page showed it."""
        return wanted(self.tx.session, self.case, self.meaning, self.facts, asked)

    def sign(self, asked: Asked | None = None) -> Signature:
        """Sign; Stale when the content is not the one that the page showed."""
        found = replace(self.wanted(asked), shown=self.signing.shown)
        return sign(self.tx, found, self.signing.proof)


def load(tx: Tx, number: str, meaning: str, signing: Signing, about: About | None = None) -> Work:
    """Load a lot with everything the gate is told, for a signature with `meaning`."""
    case = queries.case(tx.session, lots.stream_of(number))
    return Work(tx, case, queries.gate_facts(tx.session, case, tx.at, about), meaning, signing)


def begin(tx: Tx, number: str, meaning: str, signing: Signing, about: About | None = None) -> Work:
    """Load a lot; Refused (an event of its own) when the person took another part in it."""
    work = load(tx, number, meaning, signing, about)
    rules = lots.independence(tx.session, work.case.order)
    involved, _ = queries.involvement(tx.session, work.case)
    refuse(independent(rules, meaning, tx.actor.id, involved).findings, matters=True)
    return work


def refuse(findings: Iterable[Finding], *, matters: bool = False) -> None:
    """Raise Refused with all findings, if there are any."""
    found = tuple(findings)
    if found:
        raise Refused(found, matters=matters)


def streams(kernel: Kernel, number: str) -> list[str]:
    """Give what a signature on a lot locks: the lot, which the policy reads, its donor and its material."""
    with kernel.reading() as session:
        order = lots.order(session, lots.stream_of(number))
        material = procurement.streams_of(session, order.stream)
    return [order.stream, *([f"donor/{order.donor}"] if order.donor else []), *material]
