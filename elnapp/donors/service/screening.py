"""Screening over the protocol in force: answers are kept as given, outcomes as computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from batches import donors as rules
from batches.consent import acts_before
from batches.screening import Protocol, evaluate
from batches.verdict import Finding
from elnapp.documents.queries import Version
from elnapp.donors import queries
from elnapp.donors.models import Screening
from elnapp.donors.queries import DonorView
from elnapp.donors.service.writing import act_on, demand, hold_once
from elnapp.record import Answer, Call, Kernel, Refused, Tx


@dataclass(frozen=True, slots=True)
class NewScreening:
    """Answers by criterion as they are stored: inputs, na, reason, source, on, comment.

    `version_id` is the protocol the form was made from; `donation_on` the planned civil day.
    """

    version_id: str
    donation_on: date | None
    answers: Mapping[str, Mapping[str, Any]]


def screen(kernel: Kernel, call: Call, code: str, given: NewScreening) -> Answer:
    """Record all answers of a screening and what the protocol makes of them.

    An incomplete screening is taken; what is not known never passes.  Answers that cannot be read
    are refused at their own field (`I01.age`).  Each answer keeps who gave it, also when a
    later screening repeats it.  Codes: DON-PROTOCOL, DON-NO-PROTOCOL, those of
    `batches.donors.unreadable`; DON-ACT-BEFORE-CONSENT is taken and holds the donor.
    """

    def do(tx: Tx, donor: DonorView) -> Answer:
        version = _protocol(tx, donor, given.version_id)
        demand(rules.unreadable(_body(version), queries.answers_of(given.answers)))
        for finding in acts_before(_consented_on(tx, donor), given.answers):
            hold_once(tx, donor.stream, finding)
        row = tx.add(_row(tx, donor, version, given))
        return {"donor": code, "screening": row.n, "conclusion": row.conclusion}

    return act_on(kernel, call, "donors.screen", code, do, asdict(given))


def _body(version: Version) -> Protocol:
    return Protocol.from_body(version.body)


def _row(tx: Tx, donor: DonorView, version: Version, given: NewScreening) -> Screening:
    """Give the row of a screening: the answers with who gave them, and what the protocol says."""
    on = _day(tx, donor, given.donation_on)
    known = queries.laboratory(tx.session, donor.stream)
    answers = _assessed(tx, donor, given.answers)
    result = evaluate(_body(version), queries.answers_of(answers), on, known)
    n = tx.number(donor.stream, "screening")
    return Screening(
        stream=donor.stream, address=f"{donor.stream}/screening/{n}", n=n, version_id=version.id,
        protocol=version.name, protocol_hash=version.hash, donation_on=on, answers=answers,
        laboratory=queries.stored(known), outcomes=queries.outcomes_plain(result.outcomes),
        conclusion=result.conclusion, screened_by=tx.actor.id, screened_by_name=tx.actor.name,
        screened_at=tx.at,
    )  # fmt: skip


def _protocol(tx: Tx, donor: DonorView, version_id: str) -> Version:
    """Give the protocol in force, which must be the one the form was made from."""
    today = queries.local_day(tx.at, donor.zone)
    found = queries.protocol_in_force(tx.session, donor.study, today)
    if found is None:
        raise Refused([Finding("DON-NO-PROTOCOL", {"study": donor.study})])
    if found.id != version_id:
        raise Refused([Finding("DON-PROTOCOL")], matters=True)
    return found


def _consented_on(tx: Tx, donor: DonorView) -> date | None:
    """Give the civil day on which the first consent was signed, by the clock where it was."""
    signed = queries.consents(tx.session, donor.stream)
    days = [queries.local_day(row.signed_at, row.zone) for row in signed]
    return min(days, default=None)


def _day(tx: Tx, donor: DonorView, planned: date | None) -> date | None:
    """Give the day look-back periods end on: the donation's, or a planned one still to come."""
    last = queries.donation_day(tx.session, donor.stream)
    today = queries.local_day(tx.at, donor.zone)
    ahead = planned is not None and planned > today and (last is None or planned > last)
    return planned if ahead or last is None else last


def _assessed(
    tx: Tx, donor: DonorView, answers: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Name who gave each answer: the person of this screening, or of the earlier one it repeats."""
    earlier = queries.screenings(tx.session, donor.stream)
    known: Mapping[str, Mapping[str, Any]] = earlier[0].answers if earlier else {}
    now = {"by": tx.actor.id, "by_name": tx.actor.name}
    found = {}
    for code, answer in answers.items():
        said = {name: value for name, value in answer.items() if name not in now}
        said.setdefault("report", "")
        before = known.get(code, {})
        same = said == {name: value for name, value in before.items() if name not in now}
        found[code] = dict(before) if same and before.get("by") else {**said, **now}
    return found
