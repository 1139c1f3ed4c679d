"""Issuing a lot: its number, what it is pinned to, what stands in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from elnapp.demo.donors import ANTI_HBC, FIT, Volunteer, donate, enrol
from elnapp.demo.story import Story
from elnapp.lots import queries, service
from elnapp.quality import service as quality
from elnapp.record import NotFound, NotPermitted, Refused
from tests import cast as people
from tests.elnapp.lots.conftest import ENGINEERING, Bench

CLINICAL = replace(ENGINEERING, purpose="clinical")


def codes(refused: Refused) -> list[str]:
    return [f.code for f in refused.findings]


def test_numbers_are_given_in_order_and_pinned_to_approved_texts(bench: Bench) -> None:
    assert bench.issue() == "AT26-001"
    assert bench.issue() == "AT26-002"

    with bench.house.kernel.reading() as session:
        order = queries.order(session, bench.stream)
        state = queries.head_state(session, bench.stream)
    assert state == "issued"
    assert order.master_name == "MSC-AT-SHORT v1"
    assert len(order.master_hash) == len(order.specification_hash) == 64
    assert set(order.pinned) == {
        "meanings",
        "independence",
        "numbering",
        "statements",
        "gate-scope",
        "sampling-plan",
    }


def test_a_clinical_lot_wants_a_study_and_a_donation(bench: Bench) -> None:
    with pytest.raises(Refused) as caught:
        bench.issue(replace(CLINICAL, study=None))

    assert codes(caught.value) == ["LOT-NO-STUDY", "LOT-NO-DONOR"]


def test_an_unknown_donor_is_not_there(bench: Bench) -> None:
    with pytest.raises(NotFound):
        bench.issue(replace(CLINICAL, donor="D-9999", donation="A999926000001"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purpose": "commercial"}, "LOT-PURPOSE"),
        ({"product": "NOTHING"}, "LOT-UNKNOWN"),
    ],
)
def test_what_is_not_known_is_refused(bench: Bench, change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        bench.issue(replace(ENGINEERING, **change))

    assert code in codes(caught.value)


def test_a_document_that_does_not_exist_is_not_there(bench: Bench) -> None:
    with pytest.raises(NotFound):
        bench.issue(replace(ENGINEERING, master="NOTHING"))


@pytest.mark.parametrize("login", [people.TECHNICIAN, people.PRODUCTION, people.ADMINISTRATOR])
def test_only_quality_assurance_issues(bench: Bench, login: str) -> None:
    with pytest.raises(NotPermitted):
        service.issue(bench.house.kernel, bench.cast.call(login), ENGINEERING)


def test_the_same_form_twice_is_one_lot(bench: Bench) -> None:
    call = bench.cast.call(people.QA)

    first = service.issue(bench.house.kernel, call, ENGINEERING)

    assert service.issue(bench.house.kernel, call, ENGINEERING) == first


def test_a_stranger_does_not_see_the_lot(lot: Bench) -> None:
    with lot.house.kernel.reading() as session, pytest.raises(NotFound):
        queries.lot(session, lot.cast.actor(people.ADMINISTRATOR), lot.number)


def volunteer(bench: Bench, who: Volunteer, sequence: int = 1) -> tuple[str, str]:
    """Take a donor up to a donation; gives code and donation number."""
    story = Story.begin(bench.house, bench.clock() - timedelta(days=5))
    collected = bench.clock() - timedelta(days=2)
    code = enrol(story, who, collected.date())
    return code, donate(story, code, sequence, collected)


def test_a_clinical_lot_comes_from_an_eligible_donor(bench: Bench) -> None:
    donor, donation = volunteer(bench, FIT[0])

    bench.issue(replace(CLINICAL, donor=donor, donation=donation))

    with bench.house.kernel.reading() as session:
        order = queries.order(session, bench.stream)
    assert (order.donor, order.donation, order.purpose) == (donor, donation, "clinical")


def test_a_donation_of_nobody_and_a_hold_stand_in_the_way(bench: Bench) -> None:
    donor, donation = volunteer(bench, FIT[0])
    call = bench.cast.call(people.QA)
    quality.place_hold(bench.house.kernel, call, f"donor/{donor}", "new information")

    with pytest.raises(Refused) as held:
        bench.issue(replace(CLINICAL, donor=donor, donation=donation))
    with pytest.raises(Refused) as other:
        bench.issue(replace(CLINICAL, donor=donor, donation="A999926999999"))

    assert codes(held.value) == ["LOT-HOLD"]
    assert codes(other.value) == ["LOT-DONATION", "LOT-HOLD"]


def test_a_hold_on_the_donor_shuts_the_gates_of_a_running_lot(bench: Bench) -> None:
    donor, donation = volunteer(bench, FIT[0])
    bench.issue(replace(CLINICAL, donor=donor, donation=donation))
    call = bench.cast.call(people.QA)
    held = quality.place_hold(bench.house.kernel, call, f"donor/{donor}", "reactive NAT")

    with pytest.raises(Refused) as caught:
        bench.record("ISS/authorisations", by=people.PRODUCTION)

    assert [f.params["number"] for f in caught.value.findings] == [held["number"]]


def test_a_donor_who_is_not_eligible_gives_no_clinical_lot(bench: Bench) -> None:
    story = Story.begin(bench.house, bench.clock() - timedelta(days=5))
    donor = enrol(story, ANTI_HBC, bench.clock().date())

    with pytest.raises(Refused) as caught:
        bench.issue(replace(CLINICAL, donor=donor, donation="A999926000009"))

    assert codes(caught.value) == ["LOT-DONOR-STATE", "LOT-DONATION"]
