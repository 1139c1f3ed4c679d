"""Before a seeding the limits are asked; two readers are blind; lots are listed page by page."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient

from batches import policy
from batches.passage_limits import PassageLimits
from elnapp.lots import queries, service
from elnapp.lots.queries import Wanted, listing
from elnapp.quality import queries as quality
from elnapp.record import Refused
from tests import cast as people
from tests.elnapp.lots.conftest import ENGINEERING, Bench

DECIDED = dict.fromkeys(("age_within_limit", "sterile_to_date", "morphology_normal"), "yes")
FIRST = {"positives.1": "4", "positives.2": "5", "positives.3": "3"} | {
    f"negatives.{i}": n for i, n in enumerate(("101", "98", "104"), start=1)
}
SECOND = {"positives.1": "5", "positives.2": "4", "positives.3": "4"} | {
    f"negatives.{i}": n for i, n in enumerate(("100", "99", "103"), start=1)
}


@pytest.fixture
def grown(lot: Bench) -> Bench:
    """A lot whose P1 doubled ten times: what comes next would be too old."""
    lot.receive()
    lot.passage(0)
    lot.open()
    lot.seed(1)
    seen = {"contamination": "no", "morphology": "spindle"}
    lot.record("P1/observe", {"confluence.1": "80", "confluence.2": "82", **seen})
    lot.record("P1/count", lot.counted("195.4", "94"))
    lot.verify("P1/count")
    lot.record("P1/harvest", {"volume": "100", "harvested_at": lot.day(15)})
    return lot


def found_by(caught: Any) -> list[tuple[str, str]]:
    """Code and place of each finding that wants a reason."""
    return [(f.code, f.where) for f in caught.value.findings]


def test_the_decision_on_the_next_passage_is_asked_of_the_limits(grown: Bench) -> None:
    with pytest.raises(service.Unconfirmed) as caught:
        grown.record("P1/decide", DECIDED, by=people.PRODUCTION)

    assert found_by(caught) == [("L09", "reject")]  # 10 doublings and 10 more are over 13


def test_a_seeding_over_the_limit_opens_a_deviation_and_stops_no_hand(grown: Bench) -> None:
    with pytest.raises(service.Unconfirmed) as caught:
        grown.record("P1/decide", DECIDED, by=people.PRODUCTION)
    decided = grown.record(
        "P1/decide", DECIDED, by=people.PRODUCTION, reason="asked by telephone",
        confirmed=caught.value.tokens,
    )  # fmt: skip
    grown.open()
    typed = {"viable_seeded": "38.16", "vessels": "2", "area": "6360", "seeded_at": grown.day(15)}
    seeded = grown.confirm("P2/seed", typed, "cells at risk in suspension")

    with grown.house.kernel.reading() as session:
        waiting = {d.number for d in quality.open_deviations(session, grown.stream)}
    assert {*decided["deviations"], *seeded["deviations"]} <= waiting
    assert len(seeded["deviations"]) == 1


def test_after_the_last_passage_of_the_master_no_next_one_is_asked_of(lot: Bench) -> None:
    lot.receive()
    for n in range(4):
        lot.passage(n)  # each of them confirms without a reason, P3 among them


def test_the_history_of_the_unit_is_the_median_of_its_earlier_lots(lot: Bench) -> None:
    lot.receive()
    for n in range(3):
        lot.passage(n)
    lot.issue(ENGINEERING)
    limits = PassageLimits(slower=Decimal(2), of_last=20, at_least=1)

    with lot.house.kernel.reading() as session:
        order = queries.plan(session, lot.stream).order
        history = queries.unit_history(session, order, limits)
        alone = queries.unit_history(session, order, PassageLimits(of_last=20, at_least=2))

    assert history.lots == 1
    assert history.doubling_time is not None
    assert 46 < history.doubling_time < 48  # P1 47.9 h, P2 46.9 h
    assert alone.doubling_time is None


@pytest.fixture
def read(lot: Bench) -> Bench:
    """A lot whose first reader has counted the senescent cells of P0."""
    lot.receive()
    lot.passage(0)
    lot.record("P0/sabg_first", FIRST)
    return lot


def test_the_second_reader_is_another_person(read: Bench) -> None:
    with pytest.raises(Refused) as caught:
        read.record("P0/sabg_second", SECOND)
    assert [f.code for f in caught.value.findings] == ["STEP-SAME-READER"]

    for page in ("audit", "reports"):
        told = {page: frozenset({"technician"})}
        with patch.dict(policy.SHOWS, told), pytest.raises(Refused) as caught:
            read.record("P0/sabg_second", SECOND, by=people.SECOND)
        assert [f.code for f in caught.value.findings] == ["STEP-SEES"]

    read.record("P0/sabg_second", SECOND, by=people.SECOND)
    with read.house.kernel.reading() as session:
        row = queries.passages(session, read.stream)[0]
    assert row.senescent is not None
    assert round(row.senescent, 2) == Decimal("3.97")
    assert row.paths["senescence"] == "P0/sabg_second"


def test_the_first_counts_are_veiled_until_the_second_stand(
    read: Bench, client: FlaskClient
) -> None:
    url = f"/lots/{read.number}/record/P0/sabg_first"
    read.cast.sign_in(client, people.SECOND)
    before = client.get(url).get_data(as_text=True)
    correction = client.get(f"{url}/correct")
    read.record("P0/sabg_second", SECOND, by=people.SECOND)
    after = client.get(url).get_data(as_text=True)

    assert (correction.status_code, correction.location) == (303, url)
    assert "<b>101</b>" not in before
    assert "senescent_read" not in before
    assert "<b>101</b>" in after


def test_the_pages_of_growth_hold_the_numbers_with_a_way_to_each_entry(
    read: Bench, client: FlaskClient
) -> None:
    read.cast.sign_in(client, people.SECOND)
    shown = client.get(f"/lots/{read.number}/passages").get_data(as_text=True)
    assert f"/lots/{read.number}/record/P0/harvest" in shown
    assert "57,2" in shown

    due = client.get(f"/lots/{read.number}/calendar")
    assert due.status_code == 200
    assert f"/lots/{read.number}/record/SVF/sample" in due.get_data(as_text=True)
    assert "CFU-F" in due.get_data(as_text=True)  # a result of a sample that was taken

    number = read.number
    read.issue(ENGINEERING)
    both = client.get(f"/lots/compare?lot={number}+{read.number}")
    assert both.status_code == 200
    unknown = client.get(f"/lots/compare?lot={number}+AT99-999")
    assert unknown.status_code == 422
    assert "AT99-999" in unknown.get_data(as_text=True)


def test_lots_are_listed_page_by_page_and_each_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    made = [bench.issue() for _n in range(5)]
    actor = bench.cast.actor(people.TECHNICIAN)
    seen, after = [], ""
    with bench.house.kernel.reading() as session:
        while True:
            found = queries.lots(session, actor, Wanted(after=after))
            seen.append([row.number for row in found.rows])
            if found.more is None:
                break
            after = found.more
        narrowed = queries.lots(session, actor, Wanted(text=made[1][-3:], state="issued"))
        nothing = queries.lots(session, actor, Wanted(text="%"))
        none = queries.lots(session, bench.cast.actor(people.ADMINISTRATOR), Wanted())

    assert seen == [[made[4], made[3]], [made[2], made[1]], [made[0]]]
    assert [row.number for row in narrowed.rows] == [made[1]]
    assert nothing.rows == ()
    assert none.rows == ()


def test_a_page_of_the_list_goes_on_to_the_next(
    bench: Bench, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    made = [bench.issue() for _n in range(3)]
    bench.cast.sign_in(client, people.QA)
    first = client.get("/lots").get_data(as_text=True)
    way = re.search(r'rel="next"\s+href="([^"]+)"', first)

    assert way
    second = client.get(f"/lots{way[1]}").get_data(as_text=True)
    assert made[0] not in first
    assert made[0] in second
    assert made[2] not in second
