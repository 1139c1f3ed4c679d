"""The worked lot runs on the complete master: each entry is taken, each number of it comes out."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pytest

from batches import kinds
from batches.growth import FORMULAS
from batches.kinds.base import Context, moment
from batches.ledger import Act, Value
from batches.master import Master, Place
from elnapp.demo.making_complete import MakingComplete
from elnapp.demo.story import Story, StoryClock
from elnapp.demo.worked import Run
from elnapp.demo.worked_complete import Telling
from elnapp.demo.worked_cord import master_stock
from tests import library

FOLDER = Path(__file__).parents[3] / "elnapp/documents/library/master"
LOT, DIN = "AT26-001", "A999926000001K"
BEGUN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
OPENED = {"SVF.W": 2, "P": 4, "P0.CC": 2, "P1.CC": 1, "P2.CC": 1, "P3.CC": 1}


def body(code: str) -> dict[str, Any]:
    """Read the body of a master that ships."""
    return library.body(FOLDER / f"{code}.yaml")


class Bench(MakingComplete):
    """Executes the telling without a store: with the values so far and the units still open."""

    def __init__(self, master: Master, telling: Telling) -> None:
        # Only the clock of the story is asked.
        story = Story(cast("Any", None), StoryClock(BEGUN))
        super().__init__(story, LOT, BEGUN, Run(), telling, DIN, BEGUN - timedelta(minutes=30))
        self.master = master
        self.known: dict[tuple[str, str], Decimal | str | None] = {}
        self.balances: dict[str, Decimal] = {}
        self.codes: dict[str, str] = {}
        self.numbers: Counter[str] = Counter()
        self.found: list[tuple[str, str]] = []
        self.taken: list[Place] = []

    def run_all(self) -> Bench:
        """Do all that is due."""
        for place in self.master.places(self.telling.opened):
            if place.path == self.telling.stop:
                break
            words = self.telling.words(place.path) if self._due(place) else None
            if words is None:
                continue
            self._to_its_day(place)
            self._take(place, words)
            self.story.clock.wait(minutes=1 if place.step.verify is None else 2)
        return self

    def _take(self, place: Place, words: str) -> None:
        values = dict(self._answered(place, words).values)
        context = self._context(place)
        taken = kinds.take(place.step, values, context)

        assert not taken.refusals, (place.path, taken.refusals)

        self.taken.append(place)
        self.found += [(place.path, f.code) for f in taken.findings]
        for slot, value in values.items():
            self.known[place.path, slot] = value.text if value.number is None else value.number
        self.known.update({(place.path, c.name): c.value for c in taken.computed})
        for act in taken.acts:
            self._book(act)

    def _context(self, place: Place) -> Context:
        return Context(
            path=place.path,
            phase=place.phase.code,
            repetition=place.repetition,
            first=place.phase.repeat.first if place.phase.repeat else 0,
            convention=self.master.doublings_convention,
            lookup=lambda path, name: self.known.get((path, name)),
            balances=dict(self.balances),
            codes=dict(self.codes),
            donation=DIN,
            limits=self.master.passage_limits,
            spans=self.master.spans(place),
        )

    def _book(self, act: Act) -> None:
        if act.act == "move":
            return
        if act.act == "draw":
            self.balances[act.role] -= act.quantity
        elif act.act == "end":
            del self.balances[act.role]
        else:
            self.balances[act.role] = act.quantity
            self.numbers[act.series] += 1
            self.codes[f"{LOT}-{act.series}{self.numbers[act.series]:02d}"] = act.role

    def shown(self, path: str, name: str, places: str) -> Decimal:
        """Give a stored number, shortened to `places`."""
        value = self.known[path, name]
        assert isinstance(value, Decimal), (path, name, value)
        return value.quantize(Decimal(places))


@lru_cache(maxsize=1)
def worked() -> Bench:
    """The worked lot, executed from issue to the post-thaw control."""
    return Bench(Master.from_body(body("MSC-AT-FULL")), Telling(OPENED)).run_all()


def test_the_worked_lot_has_no_exception() -> None:
    """Nothing in it lies outside a limit or a time window."""
    assert worked().found == []
    assert worked().taken[-1].path == "CTL/post_thaw"


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("REC/weigh", "net", "52.0"),
        ("ISS/strength", "concentration", "0.20"),
        ("SVF/count", "cv", "2.7"),
        ("SVF/yield", "nucleated", "10.40"),
        ("SVF/yield", "viable", "8.528"),
        ("SVF/yield", "per_gram", "1.64"),
        ("SVF/plan", "to_seed", "7.632"),
        ("SVF/plan", "surplus", "0.896"),
        ("P0/harvest", "viable_harvested", "57.2"),
        ("P0/harvest", "cumulative_doublings", "0"),
        ("P0/harvest", "confluence_yield", "3.0"),
        ("P0/plan", "to_seed", "19.08"),
        ("P0/plan", "surplus", "38.12"),
        ("P1/harvest", "viable_harvested", "153"),
        ("P1/harvest", "population_doublings", "3.003"),
        ("P1/harvest", "doubling_time", "47.9"),
        ("P1/harvest", "growth_rate", "0.0145"),
        ("P1/harvest", "fold", "8.02"),
        ("P1/harvest", "confluence_yield", "2.41"),
        ("P1.STK/plan", "each", "5.0"),
        ("P1/plan", "to_seed", "38.16"),
        ("P1/plan", "surplus", "114.84"),
        ("P2/harvest", "viable_harvested", "320"),
        ("P2/harvest", "population_doublings", "3.068"),
        ("P2/harvest", "doubling_time", "46.9"),
        ("P2/plan", "to_seed", "152.64"),
        ("P3/harvest", "viable_harvested", "1170"),
        ("P3/harvest", "population_doublings", "2.938"),
        ("P3/harvest", "doubling_time", "49.0"),
        ("P3/harvest", "cumulative_doublings", "9.01"),
        ("FIN/count", "total_viable", "1130"),
        ("FIN/recovery", "recovered", "96.6"),
        ("FIN/plan", "final_volume", "220"),
        ("FIN/plan", "in_bags", "1000"),
        ("FIN/plan", "in_vials", "60"),
        ("FIN/plan", "in_samples", "40"),
        ("FIN/plan", "total", "1100"),
        ("FIN/plan", "unplanned", "0"),
        ("CLO/cells", "difference_percent", "0"),
        ("CTL/post_thaw", "viability", "88"),
        ("CTL/post_thaw", "recovery", "85"),
    ],
)
def test_each_number_of_the_worked_lot_comes_out(path: str, name: str, value: str) -> None:
    """What the people weighed, counted and computed agrees with what the master computes."""
    assert worked().shown(path, name, value) == Decimal(value)


def test_the_surplus_of_p1_is_the_stock_and_what_quality_control_takes() -> None:
    """60 of 114.84 million go into twelve vials of five."""
    surplus = worked().shown("P1/plan", "surplus", "1.00")
    assert surplus - Decimal(60) == Decimal("54.84")


def test_the_ledger_ends_with_what_was_filled_and_the_loss_of_washing() -> None:
    """Ten bags of 100, 24 vials of 5 and, left in the pool of P3, the 40 million of the washing."""
    bench = worked()
    made = Counter(role.split("/")[0] for role in bench.balances)
    assert made["container"] == 10 + 12 + 12
    assert sum(v for r, v in bench.balances.items() if r.startswith("container/FIL/bags")) == 1000
    assert bench.balances["pool/P3"] == Decimal(40)
    assert not [role for role in bench.balances if role.startswith("vessel/")]


def test_the_time_windows_of_the_process_are_measured() -> None:
    """Each of them is computed from the two times that stand, and none is passed."""
    names = {name for _path, name in worked().known if name.startswith("window_")}
    windows = {f"window_{w['code'].lower()}" for w in body("MSC-AT-FULL")["windows"]}
    assert names == windows
    assert worked().shown("P1/harvest", "window_culture_p1", "1") == 144


def test_convention_b_counts_the_doublings_of_p0_too() -> None:
    """With 3 % of the SVF forming colonies P0 adds 7.965 doublings: 16.97 in all, not 9.01."""
    grow = FORMULAS["with_plating_efficiency"].function
    first = grow(Decimal("7.632"), Decimal("57.2"), Decimal("0.03"), "cfu_f").value
    add = FORMULAS["cumulative_doublings"].function
    later = [worked().known[f"P{n}/harvest", "population_doublings"] for n in (1, 2, 3)]
    assert first is not None
    total = add((), first, "b").value
    for one in later:
        assert isinstance(one, Decimal)
        total = add((total,), one, "b").value
    assert total is not None
    assert first.quantize(Decimal("0.001")) == Decimal("7.965")
    assert total.quantize(Decimal("0.01")) == Decimal("16.97")


def test_the_branch_not_taken_is_left_out() -> None:
    """No lysis, no wash-off but at P0, one stock, one final harvest."""
    paths = [place.path for place in worked().taken]
    assert "SVF/lyse" not in paths
    assert [p for p in paths if p.endswith("/wash_off")] == ["P0/wash_off"]
    assert {p.split("/")[0] for p in paths if ".STK" in p} == {"P1.STK"}
    assert {p.split("/")[0] for p in paths if ".FH" in p} == {"P3.FH"}
    assert "P3/go_on" not in paths


def test_every_step_that_is_due_is_told_but_what_is_on_demand() -> None:
    """A step that nobody answered would be missing at the end."""
    bench = worked()
    done = {place.path for place in bench.taken}
    left = {
        p.path
        for p in bench.master.places(OPENED)
        if p.step.mandatory and bench._due(p) and p.path not in done
    }
    assert left == set()


def test_a_wrong_donation_stops_at_once() -> None:
    """The scan of another donation is refused, wherever it is."""
    bench = Bench(Master.from_body(body("MSC-AT-FULL")), Telling(OPENED))
    place = bench.master.place("REC/identify")
    assert place is not None
    words = "scan_donation=A999926000009X din_agrees=yes donor_agrees=yes name_visible=no"
    values: dict[str, Value] = bench.values(place, words)
    refused = kinds.take(place.step, values, bench._context(place)).refusals
    assert [f.code for f in refused] == ["C01"]


def test_every_time_of_the_worked_lot_is_a_moment() -> None:
    """A stated time carries its zone."""
    times = [v for (_p, n), v in worked().known.items() if n.endswith("_at") and isinstance(v, str)]
    assert times
    assert all(moment(text) is not None for text in times)


@lru_cache(maxsize=1)
def cord() -> Bench:
    """A cord, from the issue of its lot until its cells of P1 are in the incubator."""
    telling = master_stock(stop="P1/harvest_now")
    return Bench(Master.from_body(body("MSC-UC-MASTER-STOCK")), telling).run_all()


def test_a_cord_reaches_its_first_passage() -> None:
    """Explants seed no counted cells: doublings begin at the harvest of P0, with zero."""
    bench = cord()
    assert bench.found == []
    assert bench.taken[-1].path == "P1.WC/give"
    assert ("P0/plate", "viable_seeded") not in bench.known
    assert bench.shown("P0/harvest", "viable_harvested", "1.0") == Decimal("15.0")
    assert bench.shown("P0/harvest", "cumulative_doublings", "1") == 0
    assert bench.shown("P0/plan", "to_seed", "1.0") == Decimal("7.5")
    assert len([role for role in bench.balances if role.startswith("vessel/P1/")]) == 2
    assert bench.balances["pool/P0"] == Decimal("7.50")


def test_as_many_fragments_come_out_as_went_in() -> None:
    """One that is missing is found; it may be in a vessel."""
    bench = Bench(Master.from_body(body("MSC-UC-MASTER-STOCK")), master_stock())
    place = bench.master.place("P0/remove")
    assert place is not None
    bench.known["P0/plate", "fragments"] = Decimal(180)
    values = bench.values(place, "day=11 fragments_out=179")
    found = kinds.take(place.step, values, bench._context(place)).findings
    assert [f.code for f in found] == ["K-DIFFERENCE"]
