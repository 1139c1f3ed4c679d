"""A courier between the establishment and the unit: both sides confirm, and a gap is a deviation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from elnapp.demo.people import PASSWORD
from elnapp.record import NotPermitted, Refused
from elnapp.reports.queries.donor import LEG, _some
from elnapp.signing.queries import meanings_at
from tests import cast as people
from tests.elnapp.procurement.conftest import DIN, Ward
from tests.elnapp.procurement.test_pages import local, send

STREAM = f"donation/{DIN}"


@pytest.fixture
def sent(ward: Ward) -> Ward:
    """A shipper that was handed over, to be carried by a courier."""
    ward.procure()
    ward.hand_over(carried_by="courier")
    return ward


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def test_a_whole_chain_is_signed_at_both_ends_and_needs_no_deviation(sent: Ward) -> None:
    sent.carry("taken", people.PHYSICIAN)
    sent.carry("delivered", people.SECOND)
    got = sent.receive()

    with sent.house.kernel.reading() as session:
        signed = [meanings_at(session, f"{STREAM}/courier/{n}") for n in (1, 2)]
    assert signed == [{"HANDED"}, {"RECEIVED"}]
    assert got["deviations"] == []
    kept = [_some(leg, LEG) for leg in sent.view().legs]
    assert [(k["way"], k["courier_code"], k["seal_intact"]) for k in kept] == [
        ("taken", "CRS-017", True),
        ("delivered", "CRS-017", True),
    ]


@pytest.mark.parametrize(
    ("legs", "wait", "found"),
    [
        ((), 0, ["HND-NO-COURIER"]),
        (("taken",), 0, ["HND-NOT-DELIVERED"]),
        (("taken", "delivered"), 45, ["HND-WAIT"]),
    ],
)
def test_a_gap_wants_a_deviation_and_never_stops_the_hands(
    sent: Ward, legs: tuple[str, ...], wait: int, found: list[str]
) -> None:
    for way in legs:
        sent.carry(way, people.PHYSICIAN if way == "taken" else people.SECOND)
    sent.clock.at += timedelta(minutes=wait)
    with pytest.raises(Refused) as refused:
        sent.receive()
    got = sent.receive(decision="accepted_with_deviation", reason="Courier asked")

    receipt = sent.view().receipt
    assert codes(refused) == ["REC-DEVIATION", *found]
    assert receipt is not None
    assert [f["code"] for f in receipt.findings if f["code"].startswith("HND-")] == found
    assert len(got["deviations"]) == 1


def test_a_broken_seal_is_taken_and_said_at_once(sent: Ward) -> None:
    sent.carry("taken", people.PHYSICIAN)
    sent.carry("delivered", people.SECOND, seal="S-9999", seal_intact=False, reason="Tape torn")

    leg = sent.view().legs[-1]
    assert [f["code"] for f in leg.findings] == ["HND-SEAL"]
    assert leg.reason == "Tape torn"


def test_nothing_passes_before_the_sender_or_after_the_receipt(ward: Ward) -> None:
    ward.procure()
    with pytest.raises(Refused) as early:
        ward.carry("taken", people.PHYSICIAN)
    ward.hand_over()
    ward.receive()
    with pytest.raises(Refused) as late:
        ward.carry("taken", people.PHYSICIAN)

    assert (codes(early), codes(late)) == (["HND-NOT-SENT"], ["PRO-RECEIVED"])


def test_the_sender_does_not_sign_the_delivery_and_an_analyst_signs_nothing(sent: Ward) -> None:
    sent.carry("taken", people.PHYSICIAN)
    with pytest.raises(Refused) as refused:
        sent.carry("delivered", people.PHYSICIAN)
    with pytest.raises(NotPermitted):
        sent.carry("delivered", people.ANALYST)

    assert codes(refused) == ["HND-SAME-PERSON"]
    assert len(sent.view().legs) == 1


def test_a_new_hand_over_begins_a_new_chain(sent: Ward) -> None:
    sent.carry("taken", people.PHYSICIAN)
    sent.hand_over()

    assert sent.view().legs == ()


def test_the_page_begins_with_what_comes_next_and_keeps_what_was_typed(
    sent: Ward, client: FlaskClient
) -> None:
    url = f"/donations/{DIN}/courier"
    said: dict[str, Any] = {
        "way": "taken", "happened_at": local(sent.clock()), "courier": "Coursier",
        "courier_code": "CRS-017", "waybill": "BT-1", "confirmed": "badge", "seal": "S-0001",
        "seal_intact": "yes", "password": PASSWORD,
    }  # fmt: skip
    sent.cast.sign_in(client, people.PHYSICIAN)

    status, page = send(client, url, **{**said, "waybill": ""})
    assert status == 422
    assert 'value="CRS-017"' in page
    assert send(client, url, **said)[0] == 303
    shown = client.get(url).get_data(as_text=True)
    assert 'value="CRS-017"' in shown
    assert "Coursier" in client.get(f"/donations/{DIN}").get_data(as_text=True)
