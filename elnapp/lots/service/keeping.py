"""Stating a lot's expiry and last clinical use: what the time of keeping is counted from."""

from __future__ import annotations

from dataclasses import asdict
from zoneinfo import ZoneInfo

from batches.retention import Stated, may_state
from elnapp.custody import queries as custody
from elnapp.documents.service import civil_day
from elnapp.lots import queries
from elnapp.lots.models import LotKeeping
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.record.plain import plain

CONTAINER = "bag"


def state_keeping(kernel: Kernel, call: Call, number: str, given: Stated) -> Answer:
    """Record one statement; the one before stays, and no longer stands.

    Codes: RET-GROUND, RET-DAY, RET-EARLY, RET-FUTURE, RET-SOURCE, RET-REASON, RET-STILL-HERE.
    """
    stream = queries.stream_of(number)

    def do(tx: Tx) -> Answer:
        tx.expect(stream)
        before = [r for r in queries.keeping(tx.session, stream) if r.subject == given.subject]
        _demand(tx, stream, given, again=bool(before))
        n = len(before) + 1
        tx.add(
            LotKeeping(
                stream=stream, address=f"{stream}/keeping/{given.subject}/{n}",
                subject=given.subject, n=n, basis=given.basis,
                day=None if given.basis == "none" else given.day, source=given.source.strip(),
                reason=given.reason.strip(), lang=tx.actor.lang, recorded_by=tx.actor.id,
                recorded_by_name=tx.actor.name, recorded_at=tx.at,
            )
        )  # fmt: skip
        return {"lot": number, "subject": given.subject, "n": n}

    request = plain(asdict(given))
    return kernel.act(call, "lots.state_keeping", do, streams=[stream], request=request)


def _demand(tx: Tx, stream: str, given: Stated, *, again: bool) -> None:
    """Ask the rule with the days of the lot's own site; Refused with every finding."""
    order = queries.order(tx.session, stream)
    issued = order.issued_at.astimezone(ZoneInfo(order.zone)).date()
    bags = custody.units(tx.session, stream, CONTAINER)
    whole = sorted(u.code for u in bags if u.state == "open")
    verdict = may_state(given, whole, issued, civil_day(tx, order.site), again=again)
    if not verdict:
        raise Refused(verdict.findings)
