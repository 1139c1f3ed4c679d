"""A donation that moves, a deferral that ends, a second donation: nothing is edited."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from elnapp.donors import queries
from elnapp.record import Kernel, Refused
from tests.cast import Cast
from tests.conftest import Clock
from tests.elnapp.donors.answers import DONATION
from tests.elnapp.donors.looking import STREAM, codes, held, noted, reschedule, sound
from tests.elnapp.donors.physician import COLLECTED, Donors


def test_a_moved_donation_is_a_new_outcome_linked_to_the_old(
    donors: Donors, kernel: Kernel, cast: Cast
) -> None:
    code = donors.consented()
    exposed = {"E17__exposed": "yes", "E17__last_on": "2025-11-21"}
    assert donors.screen(code, **exposed)["conclusion"] == "INELIGIBLE"
    later = DONATION + timedelta(days=1)
    assert reschedule(kernel, cast, code, later)["conclusion"] == "ELIGIBLE"
    assert "SCR-MOVED" in noted(kernel)
    far = DONATION + timedelta(days=60)
    assert reschedule(kernel, cast, code, far)["conclusion"] == "INCOMPLETE"
    with kernel.reading() as session:
        row = queries.screening(session, STREAM, 1)
        first, second = queries.outcomes_of(session, row)
        says = queries.standing(session, row)
    assert (row.conclusion, first.conclusion) == ("INELIGIBLE", "ELIGIBLE")
    assert (first.supersedes, second.supersedes) == (None, first.id)
    assert (says.conclusion, says.donation_on) == ("INCOMPLETE", far)
    assert first.reason == "theatre closed"
    assert sound(kernel)


def test_a_donation_moved_too_far_questions_what_was_determined(
    donors: Donors, kernel: Kernel, cast: Cast, eligible_donor: str
) -> None:
    reschedule(kernel, cast, eligible_donor, DONATION + timedelta(days=2))
    assert (donors.found(eligible_donor).state, held(kernel)) == ("eligible", [])
    reschedule(kernel, cast, eligible_donor, DONATION + timedelta(days=90))
    assert donors.found(eligible_donor).state == "questioned"
    assert held(kernel) == ["DON-HOLD-QUESTIONED"]


def test_the_day_of_the_donation_itself_is_computed_by_the_clock_of_its_zone(
    donors: Donors, kernel: Kernel, clock: Clock
) -> None:
    """Half past midnight in Paris on the night of the summer clock: UTC still has the day before."""
    clock.at = datetime(2027, 3, 28, 8, 0, tzinfo=UTC)
    code = donors.consented()
    donors.screen(code)
    donors.donate(code, collected_at=datetime(2027, 3, 27, 23, 30, tzinfo=UTC))
    with kernel.reading() as session:
        row = queries.screening(session, STREAM, 1)
        (again,) = queries.outcomes_of(session, row)
    assert again.donation_on == date(2027, 3, 28)
    windows = {o["code"]: o["window"] for o in again.outcomes}
    assert windows["E22"] == ["2026-12-28", "2027-03-28"]
    assert held(kernel) == ["DON-NOT-CLEARED"]


@pytest.mark.parametrize(
    ("on", "reason", "found"),
    [
        (None, "why", ["DON-NO-DAY"]),
        (DONATION, "why", ["DON-SAME-DAY"]),
        (DONATION + timedelta(1), " ", ["DON-REASON-MISSING"]),
    ],
)
def test_a_moved_donation_has_its_day_and_its_reason(
    donors: Donors, kernel: Kernel, cast: Cast, on: date | None, reason: str, found: list[str]
) -> None:
    code = donors.consented()
    donors.screen(code)
    with pytest.raises(Refused) as refused:
        reschedule(kernel, cast, code, on, reason)
    assert codes(refused) == found


def test_a_donation_that_took_place_is_not_planned_again(
    donors: Donors, kernel: Kernel, cast: Cast, eligible_donor: str
) -> None:
    donors.donate(eligible_donor)
    with pytest.raises(Refused) as refused:
        reschedule(kernel, cast, eligible_donor, DONATION + timedelta(days=9))
    assert codes(refused) == ["DON-PLANNED-PAST"]
    fresh = donors.consented()
    with pytest.raises(Refused) as refused:
        reschedule(kernel, cast, fresh, DONATION)
    assert codes(refused) == ["DON-NO-SCREENING"]


def test_a_deferral_ends_on_its_day_with_a_new_screening(
    donors: Donors, kernel: Kernel, cast: Cast, clock: Clock
) -> None:
    code = donors.consented()
    donors.screen(code)
    donors.determine(code, 1, "DEFERRED", "fever")
    donors.screen(code)
    assert donors.found(code).state == "deferred"
    with pytest.raises(Refused) as refused:
        donors.conclude(code, 2, "ELIGIBLE")
    assert codes(refused) == ["DON-STILL-DEFERRED"]
    with kernel.reading() as session:
        until = queries.determinations(session, STREAM)[0].row.until
        way = queries.way(session, donors.found(code), clock().date())
    assert way.next is not None
    assert way.next.code == "DON-NEXT-WAIT"
    assert until is not None
    # Midnight in Paris, which UTC reaches two hours later in summer.
    clock.at = datetime(until.year, until.month, until.day, tzinfo=UTC) - timedelta(
        hours=1, minutes=30
    )
    donors.screen(code)
    assert donors.found(code).state == "screening"
    assert sound(kernel)


def test_a_second_donation_needs_a_screening_of_its_own(
    donors: Donors, kernel: Kernel, eligible_donor: str
) -> None:
    donors.donate(eligible_donor)
    donors.donate(
        eligible_donor, "A9999 26 000002 6", collected_at=COLLECTED + timedelta(days=1, hours=-2)
    )
    assert "DON-OTHER-DONATION" in noted(kernel)
    with kernel.reading() as session:
        first, second = queries.donations(session, STREAM)
        assert queries.covered(session, STREAM, first)
        assert not queries.covered(session, STREAM, second)
    assert donors.found(eligible_donor).state == "eligible"
