"""The donor's record moves on while a lot waits: what stops it, and how it goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from batches.identifiers import din_check
from elnapp.donors import queries as donors
from elnapp.donors import service as donors_service
from elnapp.donors.service import Conclusion, NewDonation, NewInformation, NewScreening
from elnapp.record import Refused
from elnapp.release import queries, service
from elnapp.release.service import Asked
from tests import cast as people
from tests.elnapp.release.desk import STREAM, Desk, codes


def _donor(desk: Desk) -> str:
    with desk.house.kernel.reading() as session:
        code = queries.case(session, STREAM).order.donor
    assert code is not None
    return code


def _donates_again(desk: Desk) -> None:
    din = "A999926777777"
    at = desk.clock.at - timedelta(hours=1)
    given = NewDonation(din + din_check(din)[1], "AT", at, "Europe/Paris")
    call = desk.cast.call(people.PHYSICIAN)
    donors_service.donate(desk.house.kernel, call, _donor(desk), given)


def _screened_again(desk: Desk) -> None:
    code = _donor(desk)
    with desk.house.kernel.reading() as session:
        (row,) = donors.screenings(session, f"donor/{code}")
    given = NewScreening(row.version_id, row.donation_on, row.answers)
    donors_service.screen(desk.house.kernel, desk.cast.call(people.PHYSICIAN), code, given)


def test_a_lot_whose_donor_moved_on_is_approved_again_and_not_stuck(reviewed: Desk) -> None:
    _donates_again(reviewed)
    with pytest.raises(Refused) as refused:
        reviewed.certify()
    assert codes(refused.value.findings) == {"G23-MOVED"}
    reviewed.sign(service.approve, people.QA)
    assert reviewed.gate().open
    reviewed.certify()
    assert reviewed.state() == "certified"


def test_an_approval_of_the_present_is_not_given_twice(reviewed: Desk) -> None:
    with pytest.raises(Refused) as refused:
        reviewed.sign(service.approve, people.QA)
    assert codes(refused.value.findings) == {"RELEASE-STANDS"}


def test_answers_that_nobody_determined_on_stop_certification_and_release(reviewed: Desk) -> None:
    reviewed.certify()
    _screened_again(reviewed)
    asked = Asked(containers=reviewed.bags(), site="A")
    with pytest.raises(Refused) as refused:
        reviewed.sign(service.release_to_site, people.SPONSOR, asked)
    assert codes(refused.value.findings) == {"G06-INFORMATION", "G21-HOLD"}


def test_news_of_the_donor_stops_certification_until_two_people_determine_again(
    reviewed: Desk,
) -> None:
    desk, code = reviewed, _donor(reviewed)
    news = NewInformation(
        "BIOVIGILANCE", desk.clock.at, "Europe/Paris", "Laboratory", "Seroconversion of the donor"
    )
    call = desk.cast.call(people.PHYSICIAN)
    assert donors_service.inform(desk.house.kernel, call, code, news)["questioned"]
    with pytest.raises(Refused) as refused:
        desk.certify()
    assert {"G06-INFORMATION", "G21-HOLD"} <= codes(refused.value.findings)
    _determine_again(desk, code, "INELIGIBLE")
    with pytest.raises(Refused) as refused:
        desk.certify()
    assert {"G06-NOT-ELIGIBLE", "G21-HOLD"} <= codes(refused.value.findings)


def test_provisional_eligibility_never_certifies(reviewed: Desk) -> None:
    _determine_again(reviewed, _donor(reviewed), "PROVISIONAL")
    with pytest.raises(Refused) as refused:
        reviewed.certify()
    assert "G06-PROVISIONAL" in codes(refused.value.findings)
    assert reviewed.state() == "approved"


def _determine_again(desk: Desk, code: str, said: str) -> None:
    kernel, cast = desk.house.kernel, desk.cast
    call, proof = cast.call(people.PHYSICIAN, "late result"), cast.proof(people.PHYSICIAN)
    made = donors_service.determine(kernel, call, code, 1, Conclusion(said), proof)
    n, proof = int(made["determination"]), cast.proof(people.QA)
    saw = donors_service.Confirmed(compared=True)
    donors_service.confirm(kernel, cast.call(people.QA), code, n, proof, saw)
