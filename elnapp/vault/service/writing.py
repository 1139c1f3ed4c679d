"""What all commands on identities share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlmodel import Session

from batches.identity import Policy
from batches.verdict import Finding, Verdict
from elnapp.config import Settings
from elnapp.documents.service import civil_day
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx
from elnapp.vault import queries
from elnapp.vault.models import IdentityVersion
from elnapp.vault.queries import Held
from elnapp.vault.service.keys import KeyFile
from elnapp.vault.service.sealing import Place, unseal


class Parts(Protocol):
    """The parts of the house that the vault needs."""

    @property
    def kernel(self) -> Kernel:
        """Give the kernel."""

    @property
    def settings(self) -> Settings:
        """Give the settings; they say where the keys lie."""


def key_file(house: Parts) -> KeyFile:
    """Give the key file; LookupError in a house whose vault is off: such a house has no such page."""
    if house.settings.vault is None:
        message = "the vault is switched off (ELNAPP_VAULT)"
        raise LookupError(message)
    return KeyFile(house.settings.vault)


def state_of(tx: Tx, stream: str) -> str:
    """Derive the state of an identity inside a command."""
    return queries.derived_state(tx.session, stream)


def found(session: Session, code: str) -> Held:
    """Give what is held for a code; NotFound when nothing is."""
    held = queries.find(session, code)
    if held is None:
        raise NotFound(queries.stream_of(code))
    return held


def act_on(
    house: Parts,
    call: Call,
    verb: str,
    code: str,
    do: Callable[[Tx, Held], Answer],
    request: Mapping[str, Any],
) -> Answer:
    """Run one command on one identity; a form shown before it last changed is Stale."""
    stream = queries.stream_of(code)

    def work(tx: Tx) -> Answer:
        tx.expect(stream)
        return do(tx, found(tx.session, code))

    asked = {"identity": code, **request}
    return house.kernel.act(call, verb, work, streams=[stream], request=asked)


def demand(verdict: Verdict, *, matters: bool = False) -> None:
    """Refuse when anything was found."""
    if not verdict:
        raise Refused(verdict.findings, matters=matters)


def in_force(tx: Tx, site: str) -> tuple[Policy, str]:
    """Give the policy of identities in force at a site, and the name of its document."""
    version = queries.policy_in_force(tx.session, civil_day(tx, site))
    return Policy.from_body(version.body), version.name


def opened(key: bytes, row: IdentityVersion) -> dict[str, str]:
    """Read one version of an identity; Refused with ID-SEAL when it is not what was stored here."""
    return unseal(key, Place(row.stream, row.id, row.fields, row.n), row.sealed)


def not_gone(held: Held) -> None:
    """Refuse what needs a key that was destroyed."""
    if held.state == "shredded":
        raise Refused([Finding("ID-GONE")])
