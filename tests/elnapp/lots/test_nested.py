"""A lot on a master with groups, branches, tables, scans and a time window, by the real services."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask

from elnapp.custody import queries as custody
from elnapp.lots import queries, service
from elnapp.lots.views.values import value_tables
from elnapp.quality import queries as quality
from elnapp.record import Refused
from elnapp.reports.service.answers import grids
from elnapp.reports.service.printer import Printer
from tests.elnapp.lots.bench_nested import at, pooled, proven, state, vessels
from tests.elnapp.lots.conftest import Bench

CODE, NARROW = "NESTED", "\u202f"


def codes(refused: Refused) -> list[str]:
    return [f.code for f in refused.findings]


def test_a_branch_not_taken_is_not_due_and_nobody_waits_for_it(nested: Bench) -> None:
    assert state(nested, "REC/lysis") == "not_due"
    with pytest.raises(Refused) as caught:
        nested.record("REC/lysis", {"minutes": "5"})
    assert codes(caught.value) == ["POS-NOT-DUE"]


def test_groups_on_demand_are_opened_within_their_bounds(seeded: Bench) -> None:
    assert seeded.open("P0.CC")["segment"] == "P0.CC1"
    with pytest.raises(Refused) as caught:
        seeded.open("P0.CC")
    assert codes(caught.value) == ["POS-MISSING"]
    first = vessels(seeded)[0]
    row = {"seen.1.unit": first, "seen.1.confluence": "40", "seen.1.shape": "spindle"}
    seeded.record("P0.CC1/observe", row)
    assert seeded.open("P0.CC")["segment"] == "P0.CC2"
    with pytest.raises(Refused) as caught:
        seeded.open("P1.CC")
    assert codes(caught.value) == ["POS-NOT-OPEN"]


def test_a_row_begun_is_asked_whole_and_a_limit_counts_in_every_row(seeded: Bench) -> None:
    seeded.open("P0.CC")
    one, two, _three = vessels(seeded)
    row = {"seen.1.unit": one, "seen.1.confluence": "40", "seen.1.shape": "spindle"}
    with pytest.raises(Refused) as caught:
        seeded.record("P0.CC1/observe", {**row, "seen.2.unit": two})
    assert [(f.code, f.where) for f in caught.value.findings] == [
        ("K-MISSING", "seen.2.confluence"),
        ("K-MISSING", "seen.2.shape"),
    ]
    low = {"seen.2.unit": two, "seen.2.confluence": "5", "seen.2.shape": "other"}
    with pytest.raises(service.Unconfirmed) as asked:
        seeded.record("P0.CC1/observe", {**row, **low})
    assert [(f.code, f.where) for f in asked.value.findings] == [("V02", "seen.2.confluence")]


def test_a_wrong_scan_stops_the_step_and_is_kept(seeded: Bench) -> None:
    seeded.open("P0.CC")
    row = {"seen.1.unit": "AT26-999-P0-01", "seen.1.confluence": "40", "seen.1.shape": "other"}
    with pytest.raises(Refused) as caught:
        seeded.record("P0.CC1/observe", row)
    assert codes(caught.value) == ["C01"]
    assert caught.value.matters


def test_a_contaminated_vessel_holds_its_sisters(seeded: Bench) -> None:
    seeded.open("P0.CC")
    one, two, three = vessels(seeded)
    row = {"seen.1.unit": one, "seen.1.confluence": "40", "seen.1.shape": "spindle"}
    seeded.record("P0.CC1/observe", row)
    values = {"removed": two, "removal": "contaminated"}
    answer = seeded.confirm("P0.CC1/remove", values, "turbid")

    assert len(answer["deviations"]) == 1
    with seeded.house.kernel.reading() as session:
        held = {h.about for h in quality.open_holds(session, [seeded.stream])}
    assert held == {f"{seeded.stream}/units/{code}" for code in (one, three)}
    assert vessels(seeded) == [one, three]
    proven(seeded)


def test_a_window_is_measured_and_out_of_it_opens_a_deviation(seeded: Bench) -> None:
    pooled(seeded, minutes=20)

    with seeded.house.kernel.reading() as session:
        computed = queries.standing_computed(session, seeded.stream)["P0/stop"]
        opened = [d.rule for d in quality.open_deviations(session, seeded.stream)]
    assert [(c.name, c.value, c.unit) for c in computed] == [("window_enzyme", Decimal(20), "min")]
    assert opened == ["T05"]
    proven(seeded)


def test_inside_a_window_the_order_is_found_and_never_refused(seeded: Bench) -> None:
    with pytest.raises(service.Unconfirmed) as asked:
        seeded.record("P0/stop", {"stopped_at": at(9)})
    assert [f.code for f in asked.value.findings] == ["R07"]
    answer = seeded.record(
        "P0/stop", {"stopped_at": at(9)}, reason="cells came off", confirmed=asked.value.tokens
    )
    assert len(answer["deviations"]) == 1
    # The other end comes later, and the window is measured there.
    said = {"answer": "harvest", "reason": "80 %", "by_telephone": "no"}
    seeded.record("P0/decision", said)
    seeded.record("P0/enzyme", {"enzyme_on": at(1)})
    with seeded.house.kernel.reading() as session:
        computed = queries.standing_computed(session, seeded.stream)
    assert [c.value for c in computed["P0/enzyme"]] == [Decimal(8)]
    assert computed.get("P0/stop", ()) == ()
    proven(seeded)


def test_vessels_left_behind_want_a_reason(seeded: Bench) -> None:
    said = {"answer": "harvest", "reason": "80 %", "by_telephone": "no"}
    seeded.record("P0/decision", said)
    seeded.record("P0/enzyme", {"enzyme_on": at(0)})
    seeded.record("P0/stop", {"stopped_at": at(8)})
    with pytest.raises(service.Unconfirmed) as asked:
        seeded.record("P0/pool", {"pooled.1.unit": vessels(seeded)[0]})
    assert [f.code for f in asked.value.findings] == ["K-FEWER-VESSELS"]


def test_a_decision_by_telephone_says_who_and_what(seeded: Bench) -> None:
    said = {"answer": "wait", "reason": "low", "by_telephone": "yes"}
    with pytest.raises(Refused) as caught:
        seeded.record("P0/decision", said)
    assert codes(caught.value) == ["K-MISSING"] * 3
    told = {"said_by": "sroux", "said_at": at(0), "said": "wait a day"}
    with pytest.raises(service.Unconfirmed):
        seeded.record("P0/decision", {**said, **told})


def test_the_pooled_vessels_are_the_parents_of_the_harvest(seeded: Bench) -> None:
    three = vessels(seeded)
    pooled(seeded)

    with seeded.house.kernel.reading() as session:
        pool = next(u for u in custody.units(session, seeded.stream, "pool"))
    assert sorted(pool.parents) == three
    assert pool.balance == Decimal("57.2")
    proven(seeded)


def test_a_branch_that_was_walked_keeps_its_answer(seeded: Bench) -> None:
    pooled(seeded)
    seeded.record("P0/bank", {"stock": "yes", "reason": "surplus"})
    vials = {f"vial.{n}.volume": "1.0" for n in (1, 2)}
    seeded.record("P0.ST/vials", {**vials, "viable_each": "5"})
    with pytest.raises(Refused) as caught:
        seeded.correct("P0/bank", {"stock": "no", "reason": "surplus"}, "typing error")
    assert codes(caught.value) == ["STEP-BRANCH"]
    with seeded.house.kernel.reading() as session:
        made = custody.units(session, seeded.stream, "vial")
    assert [(u.balance, u.label) for u in made] == [(Decimal(5), "1.0")] * 2
    proven(seeded)


def test_a_corrected_table_posts_the_difference(seeded: Bench) -> None:
    pooled(seeded)
    seeded.record("P0/bank", {"stock": "yes", "reason": "surplus"})
    vials = {f"vial.{n}.volume": "1.0" for n in (1, 2)}
    seeded.record("P0.ST/vials", {**vials, "viable_each": "5"})
    seeded.correct("P0.ST/vials", {**vials, "vial.3.volume": "1.0", "viable_each": "5"}, "counted")

    with seeded.house.kernel.reading() as session:
        made = custody.units(session, seeded.stream, "vial")
        left = custody.balances(session, seeded.stream)["pool/P0"]
    assert len(made) == 3
    assert left == Decimal("42.2")
    proven(seeded)


def test_bags_are_moved_to_their_places(seeded: Bench) -> None:
    pooled(seeded)
    seeded.record("P0/bank", {"stock": "no", "reason": "none left"})
    seeded.record("ENV/plates", {"colonies": "0"})
    seeded.record("FIN/ready", {"ok": "yes"})
    labels = {"printed": "4", "applied": "2", "specimen": "1", "destroyed": "1"}
    seeded.record("FIN/labels", labels)
    seeded.record(
        "FIN/fill", {"bags.1.volume": "20.0", "bags.2.volume": "19.8", "viable_each": "25"}
    )
    with seeded.house.kernel.reading() as session:
        bags = [u.code for u in custody.units(session, seeded.stream, "bag")]
        places = [p.code for p in custody.places(session, "SLS") if p.capacity]
    moved = {"moved.1.unit": bags[0], "moved.1.place": places[0]}
    with pytest.raises(Refused) as caught:
        seeded.record("FIN/store", {**moved, "moved.1.place": "NOWHERE"})
    assert codes(caught.value) == ["C-PLACE-UNKNOWN"]
    seeded.record("FIN/store", moved)
    with seeded.house.kernel.reading() as session:
        found = {u.code: u.place for u in custody.units(session, seeded.stream, "bag")}
        here = queries.position(session, seeded.stream)
    assert found == {bags[0]: places[0], bags[1]: None}
    assert here.complete
    proven(seeded)


def test_a_bag_without_a_cell_is_stored_like_any_other(seeded: Bench) -> None:
    """A media fill holds none; nothing was taken from it, so it is not used."""
    pooled(seeded)
    seeded.record("P0/bank", {"stock": "no", "reason": "none left"})
    seeded.record("FIN/ready", {"ok": "yes"})
    seeded.record("FIN/labels", {"printed": "3", "applied": "1", "specimen": "1", "destroyed": "1"})
    seeded.record("FIN/fill", {"bags.1.volume": "20.0", "viable_each": "0"})
    with seeded.house.kernel.reading() as session:
        (bag,) = custody.units(session, seeded.stream, "bag")
        place = next(p.code for p in custody.places(session, "SLS") if p.capacity)
    assert (bag.state, bag.balance) == ("open", Decimal(0))
    seeded.record("FIN/store", {"moved.1.unit": bag.code, "moved.1.place": place})
    with seeded.house.kernel.reading() as session:
        assert custody.units(session, seeded.stream, "bag")[0].place == place
    proven(seeded)


def test_labels_that_do_not_reconcile_are_found_and_too_many_refused(seeded: Bench) -> None:
    pooled(seeded)
    seeded.record("FIN/ready", {"ok": "yes"})
    labels = {"printed": "4", "applied": "4", "specimen": "1", "destroyed": "0"}
    with pytest.raises(Refused) as caught:
        seeded.record("FIN/labels", labels)
    assert codes(caught.value) == ["K-LABELS"]
    with pytest.raises(service.Unconfirmed) as asked:
        seeded.record("FIN/labels", {**labels, "applied": "2"})
    assert [f.code for f in asked.value.findings] == ["C05"]


def test_the_dossier_holds_every_row(seeded: Bench) -> None:
    seeded.open("P0.CC")
    row = {"seen.1.unit": vessels(seeded)[0], "seen.1.confluence": "40", "seen.1.shape": "spindle"}
    seeded.record("P0.CC1/observe", row)
    with seeded.house.kernel.reading() as session:
        steps = {s["path"]: s for s in queries.dossier(session, seeded.stream)["steps"]}
    found = steps["P0.CC1/observe"]
    assert found["phase"]["en"] == "Passage 0 · Care 1"
    assert {v["name"]: v["text"] for v in found["entries"][0]["values"]} == row
    assert [c["name"] for c in found["fields"][0]["columns"]] == ["unit", "confluence", "shape"]
    assert steps["REC/lysis"]["state"] == "not_due"


def test_the_step_and_the_document_show_a_table_as_one(seeded: Bench, app: Flask) -> None:
    seeded.open("P0.CC")
    one, two = vessels(seeded)[:2]
    first = {"seen.1.unit": one, "seen.1.confluence": "40", "seen.1.shape": "spindle"}
    second = {"seen.3.unit": two, "seen.3.confluence": "45", "seen.3.shape": "spindle"}
    seeded.record("P0.CC1/observe", {**first, **second})
    seeded.correct(
        "P0.CC1/observe", {**first, **second, "seen.1.confluence": "60"}, "the other vessel"
    )

    with seeded.house.kernel.reading() as session:
        master = queries.plan(session, seeded.stream).master
        history = queries.history(session, seeded.stream, "P0.CC1/observe")
        step = queries.dossier(session, seeded.stream)["steps"]
    place = master.place("P0.CC1/observe")
    assert place is not None
    with app.test_request_context():
        (shown,) = value_tables(place.step, history)
    assert [name for name, _words in shown.columns] == ["unit", "confluence", "shape"]
    assert [(n, cells[0].now) for n, cells in shown.rows] == [(1, one), (3, two)]
    assert [c.struck for _n, cells in shown.rows for c in cells] == [
        (), (f"40{NARROW}%",), (), (), (), (),
    ]  # fmt: skip

    observed = next(s for s in step if s["path"] == "P0.CC1/observe")
    (printed,) = grids(observed, Printer("en", "Europe/Paris"))
    assert [n for n, _cells in printed.rows] == ["1", "3"]
    (corrected,) = (c for _n, cells in printed.rows for c in cells if c and c.before)
    assert (corrected.before, corrected.value) == ((f"40{NARROW}%",), f"60{NARROW}%")
    assert [change.reason for change in corrected.changes] == ["the other vessel"]


def test_a_corrected_place_moves_the_bag_and_leaves_no_other_trace(seeded: Bench) -> None:
    pooled(seeded)
    seeded.record("P0/bank", {"stock": "no", "reason": "none left"})
    seeded.record("FIN/ready", {"ok": "yes"})
    labels = {"printed": "4", "applied": "2", "specimen": "1", "destroyed": "1"}
    seeded.record("FIN/labels", labels)
    seeded.record("FIN/fill", {"bags.1.volume": "20.0", "viable_each": "25"})
    with seeded.house.kernel.reading() as session:
        bag = custody.units(session, seeded.stream, "bag")[0].code
        first, second = [p.code for p in custody.places(session, "SLS") if p.capacity][:2]
    seeded.record("FIN/store", {"moved.1.unit": bag, "moved.1.place": first})
    seeded.correct("FIN/store", {"moved.1.unit": bag, "moved.1.place": second}, "read again")
    with seeded.house.kernel.reading() as session:
        assert custody.units(session, seeded.stream, "bag")[0].place == second
    proven(seeded)
