"""The reviews that lead to a decision: production, results, audit trail, quality assurance."""

from __future__ import annotations

from dataclasses import replace

from elnapp.record import Answer, Call, Kernel, Stale, Tx
from elnapp.release import queries
from elnapp.release.models import TrailReview
from elnapp.release.queries import Range
from elnapp.release.service.wanted import TRAIL
from elnapp.release.service.work import Signing, Work, begin, load, streams
from elnapp.signing.service import sign


def review_production(kernel: Kernel, call: Call, number: str, signing: Signing) -> Answer:
    """Sign that the production record is complete, deviations declared (head of production).

    Raises Refused with every missing step and verification, and for a person who approves results.
    """

    def do(tx: Tx) -> Answer:
        work = begin(tx, number, "PROD-REVIEWED", signing)
        work.ready()
        return {"signature": work.sign().id}

    asked = signing.request(lot=number)
    return kernel.act(
        call, "release.review_production", do, streams=streams(kernel, number), request=asked
    )


def approve_results(kernel: Kernel, call: Call, number: str, signing: Signing) -> Answer:
    """Sign the certificate of analysis (head of QC), conform or not: every test has a valid result.

    INFO rows may follow later; a new result voids this signature, because it changes what it covers.
    """

    def do(tx: Tx) -> Answer:
        work = begin(tx, number, "QC-APPROVED", signing)
        work.ready()
        return {"signature": work.sign().id}

    asked = signing.request(lot=number)
    return kernel.act(
        call, "release.approve_results", do, streams=streams(kernel, number), request=asked
    )


def review_trail(
    kernel: Kernel, call: Call, number: str, signing: Signing, comment: str = ""
) -> Answer:
    """Sign the review of the audit trail from the last review to its present end (QA).

    `signing.shown` is the link the page ended at: Stale when the trail has grown since.  Each review
    is signed at its own address, so that a later one does not void it.
    """

    def do(tx: Tx) -> Answer:
        work = load(tx, number, TRAIL, signing)
        span = queries.next_range(tx.session, work.stream)
        _unmoved(tx, work, span)
        found = work.wanted()
        row = _review(work, found.scopes[0], span, comment)
        tx.add(row)
        words = {"range": f"{span.from_seq}-{span.to_seq}", "head": span.head_hash}
        signed = sign(tx, replace(found, facts={**found.facts, **words}), signing.proof)
        return {"signature": signed.id, "from": span.from_seq, "to": span.to_seq}

    asked = signing.request(lot=number, comment=comment)
    return kernel.act(
        call, "release.review_trail", do, streams=streams(kernel, number), request=asked
    )


def approve(kernel: Kernel, call: Call, number: str, signing: Signing) -> Answer:
    """Sign the review by quality assurance, recommending certification (QA).

    Raises Refused with everything unsettled: steps, results, donor, deviations, trail, holds.
    """

    def do(tx: Tx) -> Answer:
        work = begin(tx, number, "QA-APPROVED", signing)
        work.ready()
        return {"signature": work.sign().id}

    asked = signing.request(lot=number)
    return kernel.act(call, "release.approve", do, streams=streams(kernel, number), request=asked)


def _unmoved(tx: Tx, work: Work, span: Range) -> None:
    shown = work.signing.shown
    if shown is not None and shown != span.head_hash:
        raise Stale(work.stream, tx.call.seen or 0, tx.head(work.stream).seq)


def _review(work: Work, address: str, span: Range, comment: str) -> TrailReview:
    tx = work.tx
    return TrailReview(
        stream=work.stream, address=address, n=int(address.rpartition("/")[2]),
        from_seq=span.from_seq, to_seq=span.to_seq, events=span.events, head_hash=span.head_hash,
        from_at=span.from_at, to_at=span.to_at, comment=comment.strip(), lang=tx.actor.lang,
        reviewed_by=tx.actor.id, reviewed_name=tx.actor.name, reviewed_at=tx.at,
    )  # fmt: skip
