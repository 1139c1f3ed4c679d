"""Setting a reading aside: a test count, a blank, the wrong one of two; nothing is deleted."""

from __future__ import annotations

from batches.verdict import Finding
from elnapp.inbox import queries
from elnapp.inbox.models import ReadingAside
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx


def set_aside(kernel: Kernel, call: Call, reading_id: str) -> Answer:
    """Say that a reading belongs nowhere; `call.reason` says why, and is required.

    Codes: FILE-REASON, FILE-USED, FILE-ASIDE.
    """
    with kernel.reading() as session:
        known = queries.choose(session, [reading_id])
    if not known:
        raise NotFound(f"readings/{reading_id}")
    stream = f"site/{known[0].site}"

    def do(tx: Tx) -> Answer:
        (one,) = queries.choose(tx.session, [reading_id])
        reason = (tx.call.reason or "").strip()
        if not reason:
            raise Refused([Finding("FILE-REASON", where="reason")])
        if one.use is not None:
            raise Refused([Finding("FILE-USED", {"where": one.use.address})])
        if one.aside is not None:
            raise Refused([Finding("FILE-ASIDE", {"reason": one.aside})])
        tx.add(
            ReadingAside(
                stream=stream, address=f"{stream}/files/{one.file_n}", reading_id=one.id,
                reason=reason, lang=tx.actor.lang, decided_by=tx.actor.id,
                decided_by_name=tx.actor.name, decided_at=tx.at,
            )
        )  # fmt: skip
        return {"reading": one.id, "file": one.file_n}

    request = {"reading": reading_id, "reason": call.reason}
    return kernel.act(call, "inbox.set_aside", do, streams=[stream], request=request)
