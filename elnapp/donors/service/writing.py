"""What all commands on a donor share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict

from sqlmodel import Session

from batches.lifecycle import donor_state
from batches.verdict import Finding
from elnapp.donors import queries
from elnapp.donors.queries import DonorView
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx


class Recorded(TypedDict):
    """Who wrote a row down, and when."""

    recorded_by: str
    recorded_by_name: str
    recorded_at: datetime


def state_of(tx: Tx, stream: str) -> str:
    """Derive the state of a donor inside a command."""
    return derived_state(tx.session, stream)


def derived_state(session: Session, stream: str) -> str:
    """Derive the state of a donor from what is on record."""
    return donor_state(queries.facts(session, stream))


def act_on(
    kernel: Kernel,
    call: Call,
    verb: str,
    code: str,
    do: Callable[[Tx, DonorView], Answer],
    request: Mapping[str, Any],
) -> Answer:
    """Run one command on one donor; a form shown before the donor last changed is Stale."""
    stream = queries.stream_of(code)

    def work(tx: Tx) -> Answer:
        tx.expect(stream)
        found = queries.find(tx.session, code)
        if found is None:
            raise NotFound(stream)
        return do(tx, found)

    asked = {"donor": code, **request, "reason": call.reason}
    return kernel.act(call, verb, work, streams=[stream], request=asked)


def demand(findings: Iterable[Finding]) -> None:
    """Refuse when anything was found."""
    found = tuple(findings)
    if found:
        raise Refused(found)


def recorded(tx: Tx) -> Recorded:
    """Give who writes a row down now."""
    return {
        "recorded_by": tx.actor.id,
        "recorded_by_name": tx.actor.name,
        "recorded_at": tx.at,
    }
