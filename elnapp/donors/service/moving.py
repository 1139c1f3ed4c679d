"""The day of a donation moves: look-back periods are computed again, and nothing is edited."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from batches.eligibility import changed
from batches.verdict import Finding
from elnapp.donors import queries
from elnapp.donors.models import Screening, ScreeningOutcome
from elnapp.donors.queries import DonorView
from elnapp.donors.service.writing import act_on, demand, recorded
from elnapp.record import Answer, Call, Kernel, Tx


def reschedule(kernel: Kernel, call: Call, code: str, planned: date | None) -> Answer:
    """Plan the donation for another day; the reason is `call.reason`.

    The newest screening is computed again for that day and gives `{conclusion}`; what changed is
    noted, criterion by criterion (SCR-MOVED).  Codes: DON-NO-DAY, DON-NO-SCREENING, DON-SAME-DAY,
    DON-PLANNED-PAST, DON-REASON-MISSING.
    """

    def do(tx: Tx, donor: DonorView) -> Answer:
        done = queries.screenings(tx.session, donor.stream)
        if not (tx.call.reason or "").strip():
            demand([Finding("DON-REASON-MISSING", where="comment")])
        if planned is None:
            demand([Finding("DON-NO-DAY", where="planned_on")])
        demand(_faults(tx, donor, done, planned))
        made = planned and compute_again(tx, done[0], planned, (tx.call.reason or "").strip())
        return {"donor": code, "conclusion": made.conclusion if made else ""}

    request = {"planned": planned.isoformat() if planned else None}
    return act_on(kernel, call, "donors.reschedule", code, do, request)


def _faults(
    tx: Tx, donor: DonorView, done: list[Screening], planned: date | None
) -> tuple[Finding, ...]:
    if not done:
        return (Finding("DON-NO-SCREENING", where="planned_on"),)
    if spoken_for(tx.session, donor.stream, done[0]):
        return (Finding("DON-PLANNED-PAST", where="planned_on"),)
    if queries.standing(tx.session, done[0]).donation_on == planned:
        return (Finding("DON-SAME-DAY", where="planned_on"),)
    return ()


def spoken_for(session: Session, stream: str, row: Screening) -> bool:
    """Tell whether the day a screening counts for is that of a donation: another needs its own."""
    on = queries.standing(session, row).donation_on
    given = queries.donations(session, stream)
    return any(queries.local_day(d.collected_at, d.zone) == on for d in given)


def compute_again(tx: Tx, row: Screening, on: date, reason: str) -> ScreeningOutcome | None:
    """Evaluate a screening for another day of donation; None when the day is the same."""
    before = queries.standing(tx.session, row)
    if before.donation_on == on:
        return None
    known = queries.laboratory(tx.session, row.stream)
    result = queries.evaluated(tx.session, row, on, known)
    outcomes = queries.outcomes_plain(result.outcomes)
    then, now = queries.statuses(before.outcomes), queries.statuses(outcomes)
    for finding in changed(then, now, (before.donation_on, on)):
        tx.note(finding)
    earlier = queries.outcomes_of(tx.session, row)
    n = len(earlier) + 1
    return tx.add(
        ScreeningOutcome(
            stream=row.stream,
            address=f"{row.address}/outcome/{n}",
            screening_id=row.id,
            n=n,
            donation_on=on,
            laboratory=queries.stored(known),
            outcomes=outcomes,
            conclusion=result.conclusion,
            reason=reason,
            supersedes=earlier[-1].id if earlier else None,
            **recorded(tx),
        )
    )
