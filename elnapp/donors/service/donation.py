"""Donations under their donation number (DIN) and the donation part of the Single European Code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from batches import donors as rules
from batches.eligibility import PROCESSED
from batches.findings import sentence
from batches.identifiers import Din, din_check, parse_din, sec_di
from batches.quantity import quote
from batches.states import DONOR_STATES
from batches.text import Text
from batches.verdict import Finding, Unreadable
from elnapp.donors import queries
from elnapp.donors.models import Donation
from elnapp.donors.queries import DonorView
from elnapp.donors.service.moving import compute_again, spoken_for
from elnapp.donors.service.writing import act_on, demand, hold_once, recorded
from elnapp.people import queries as people
from elnapp.record import Answer, Call, Kernel, Refused, Tx


@dataclass(frozen=True, slots=True)
class NewDonation:
    """A donation: its number as typed or scanned, the tissue, when and in which zone.

    `establishment` is the EU code of the tissue establishment that procured it (`FR001234`).
    """

    din: str
    tissue: str
    collected_at: datetime
    zone: str
    establishment: str = ""


def donate(kernel: Kernel, call: Call, code: str, given: NewDonation) -> Answer:
    """Record a donation under its number; gives `{din, sec_di}`.

    A wrong or used number is an event of its own.  Look-back periods are computed again for the
    day of the donation; one that nobody had cleared the donor for is recorded and held.  Codes:
    DIN-..., DON-FUTURE, DON-NO-CONSENT, DON-BEFORE-CONSENT, DON-DIN-USED, DON-SECOND, DON-TISSUE,
    SEC-ESTABLISHMENT; noted: DON-NO-SEC, DON-NOT-CLEARED, DON-OTHER-DONATION, SCR-MOVED.
    """

    def do(tx: Tx, donor: DonorView) -> Answer:
        din = _din(given.din)
        demand(_faults(tx, donor, given))
        _unused(tx, donor, din, given)
        code_of_donation = _sec_di(tx, given, din)
        _judge_again(tx, donor, given)
        tx.add(
            Donation(
                stream=donor.stream,
                address=f"{donor.stream}/donation/{din.number}",
                din=din.number,
                check_character=din_check(din.number)[1],
                flags=din.flags,
                tissue=given.tissue,
                collected_at=given.collected_at,
                zone=given.zone,
                site=donor.site,
                sec_di=code_of_donation,
                **recorded(tx),
            )
        )
        return {"donor": code, "din": din.number, "sec_di": code_of_donation}

    return act_on(kernel, call, "donors.donate", code, do, asdict(given))


def _judge_again(tx: Tx, donor: DonorView, given: NewDonation) -> None:
    """Set the donation beside what is known of the donor: cleared or not, and for which day."""
    state = tx.head(donor.stream).state
    if state not in PROCESSED:
        words = DONOR_STATES.get(state, Text(state, state))
        hold_once(
            tx, donor.stream,
            Finding("DON-NOT-CLEARED", {"state_en": words.en, "state_fr": words.fr}, "", 3),
        )  # fmt: skip
    on = queries.local_day(given.collected_at, given.zone)
    done = queries.screenings(tx.session, donor.stream)
    if not done:
        return
    if spoken_for(tx.session, donor.stream, done[0]):
        tx.note(Finding("DON-OTHER-DONATION", weight=2))
    else:
        compute_again(tx, done[0], on, sentence(Finding("SCR-DONATED"), tx.actor.lang))


def _din(text: str) -> Din:
    """Read the number; typed, it needs its check character, because only that finds a slip."""
    try:
        return parse_din(text, require_check=True, where="din")
    except Unreadable as unreadable:
        matters = unreadable.finding.code != "DIN-EMPTY"
        raise Refused([unreadable.finding], matters=matters) from unreadable


def _faults(tx: Tx, donor: DonorView, given: NewDonation) -> Iterator[Finding]:
    standing = queries.consent_standing(tx.session, donor.stream)
    signed = queries.consents(tx.session, donor.stream) if standing else []
    yield from rules.may_donate((row.signed_at for row in signed), given.collected_at, tx.at)
    if given.tissue not in {product.source for product in people.products(tx.session)}:
        yield Finding("DON-TISSUE", {"found": quote(given.tissue)}, "tissue")


def _unused(tx: Tx, donor: DonorView, din: Din, given: NewDonation) -> None:
    """Refuse a number that stands for another donation, and a second number for one donation."""
    if queries.donation(tx.session, din.number) is not None:
        used = Finding("DON-DIN-USED", {"din": str(din)}, "din", 3)
        raise Refused([used], matters=True)
    on = queries.local_day(given.collected_at, given.zone)
    for row in queries.donations(tx.session, donor.stream):
        if row.tissue == given.tissue and queries.local_day(row.collected_at, row.zone) == on:
            params = {"din": str(Din(row.din)), "date": on.isoformat()}
            raise Refused([Finding("DON-SECOND", params, "din", 3)], matters=True)


def _sec_di(tx: Tx, given: NewDonation, din: Din) -> str | None:
    """Compose the SEC-DI; tissue is received all the same where the code is not known yet."""
    code = given.establishment.strip().upper()
    if not code:
        tx.note(Finding("DON-NO-SEC", {}, "", 1))
        return None
    try:
        return sec_di(code, din.number)
    except Unreadable as unreadable:
        raise Refused([replace(unreadable.finding, where="establishment")]) from unreadable
