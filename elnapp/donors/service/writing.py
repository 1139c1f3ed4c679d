"""What all commands on a donor share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict

from sqlmodel import Session

from batches.eligibility import donor_state
from batches.findings import sentence
from batches.verdict import Finding
from elnapp.donors import queries
from elnapp.donors.queries import DonorView
from elnapp.quality import queries as quality
from elnapp.quality.service import place_in
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx

QUESTIONED = "DON-HOLD-QUESTIONED"
MATTERS = frozenset(
    {
        "DON-BEFORE-CONSENT", "DON-CHANGED", "DON-INPUTS-MOVED", "DON-MILDER", "DON-NO-CONSENT",
        "DON-OLDER", "DON-PROTOCOL", "DON-QUESTIONED", "DON-SAME-PERSON", "DON-STILL-DEFERRED",
    }
)  # fmt: skip
"""What a person tried and was refused, and an inspector would want to know: an event each time."""


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
    """Refuse when anything was found; what matters becomes an event of its own."""
    found = tuple(findings)
    if found:
        raise Refused(found, matters=any(finding.code in MATTERS for finding in found))


def settle(tx: Tx) -> None:
    """Hold each donor whose standing determination has come into question in this command.

    Whatever room changed the donor's record: a hold on the donor is read by everything made from
    it. Quality assurance lifts it, and what it does about holds places none.
    """
    if tx.verb.startswith("quality."):
        return
    for stream in tx.session.captured.streams():
        if tx.head(stream).kind == "donor":
            _hold_questioned(tx, stream)


def _hold_questioned(tx: Tx, stream: str) -> None:
    if queries.determination_standing(tx.session, stream) is None:
        return
    found = queries.questioned(tx.session, stream)
    if not found or QUESTIONED in {h.rule for h in quality.open_holds(tx.session, [stream])}:
        return
    for finding in found:
        tx.note(finding)
    # The reason is read by everyone who sees the hold; why stands where medical roles look.
    place_in(tx, stream, sentence(Finding(QUESTIONED), tx.actor.lang), QUESTIONED)
    tx.session.flush()


def hold_once(tx: Tx, stream: str, finding: Finding) -> str | None:
    """Place the hold that a rule asks for, unless it was placed before; gives its number."""
    tx.note(finding)
    if finding.code in {h.rule for h in quality.holds(tx.session, [stream])}:
        return None
    return place_in(tx, stream, sentence(finding, tx.actor.lang), finding.code).number


def recorded(tx: Tx) -> Recorded:
    """Give who writes a row down now."""
    return {
        "recorded_by": tx.actor.id,
        "recorded_by_name": tx.actor.name,
        "recorded_at": tx.at,
    }
