"""What all commands on the markers of a donor share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypedDict

from batches.marker_protocol import MarkerProtocol
from batches.verdict import Finding
from elnapp.documents.queries import Version
from elnapp.markers import queries
from elnapp.markers.queries import Board, Donated, DonorSeen, ResultView
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx


class Recorded(TypedDict):
    """Who wrote a row down, and when."""

    recorded_by: str
    recorded_by_name: str
    recorded_at: datetime


def recorded(tx: Tx) -> Recorded:
    """Give who writes a row down now."""
    return {
        "recorded_by": tx.actor.id, "recorded_by_name": tx.actor.name, "recorded_at": tx.at,
    }  # fmt: skip


def demand(findings: Iterable[Finding], *, matters: bool = False) -> None:
    """Refuse when anything was found."""
    found = tuple(findings)
    if found:
        raise Refused(found, matters=matters)


def act_on(
    kernel: Kernel,
    call: Call,
    verb: str,
    code: str,
    do: Callable[[Tx, DonorSeen], Answer],
    request: Mapping[str, Any],
) -> Answer:
    """Run one command on one donor; a form shown before the donor last changed is Stale."""
    stream = queries.stream_of(code)

    def work(tx: Tx) -> Answer:
        tx.expect(stream)
        return do(tx, donor_in(tx, code))

    asked = {"donor": code, **request, "reason": call.reason}
    return kernel.act(call, verb, work, streams=[stream], request=asked)


def donor_in(tx: Tx, code: str) -> DonorSeen:
    """Give a donor inside a command; NotFound when there is none of that code."""
    found = queries.find(tx.session, code)
    if found is None:
        raise NotFound(queries.stream_of(code))
    return found


def today(tx: Tx, donor: DonorSeen) -> date:
    """Give the civil day of the command at the donor's site."""
    return queries.civil_day(tx.at, donor.zone)


def protocol_in(tx: Tx, donor: DonorSeen, donated: Donated) -> tuple[Version, MarkerProtocol]:
    """Give the marker protocol that a donor is read by; Refused with MRK-NO-PROTOCOL."""
    now = today(tx, donor)
    on = donated(tx.session, donor.stream) or now
    version = queries.protocol_version(tx.session, donor.study, on, now)
    if version is None:
        what = {"study": donor.study, "on": on.isoformat()}
        raise Refused([Finding("MRK-NO-PROTOCOL", what)])
    return version, MarkerProtocol.from_body(version.body)


def reason_of(tx: Tx) -> str:
    """Give the reason of a correction; Refused with MRK-REASON without one."""
    reason = (tx.call.reason or "").strip()
    if not reason:
        raise Refused([Finding("MRK-REASON", {}, "reason")])
    return reason


def view_of(board: Board, donor: DonorSeen, n: int) -> ResultView:
    """Give a result of a donor by its number; NotFound when there is none."""
    found = next((v for v in board.results if v.row.n == n), None)
    if found is None:
        raise NotFound(f"{donor.stream}/markers/result/{n}")
    return found
