"""The worked lot runs on the short master: every entry is taken and its growth comes out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from batches import kinds
from batches.kinds.base import Context
from batches.ledger import Act, Value
from batches.master import Master, Place
from tests import library

FILE = Path(__file__).parents[3] / "elnapp/documents/library/master/MSC-AT-SHORT.yaml"

# 10*6 seeded, vessels, cm2 each, day seeded, day harvested, mean 10*6/mL, mL.
PASSAGES = (
    ("7.632", "3", "636", "01", "10", "2.86", "20"),
    ("19.08", "1", "6360", "10", "16", "7.65", "20"),
    ("38.16", "2", "6360", "16", "22", "16.0", "20"),
    ("152.64", "8", "6360", "22", "28", "11.7", "100"),
)

WORKED = {
    "ISS/authorisations": "trial_authorised=yes manufacture_authorised=yes donor_accepted=yes "
    "consent_stands=yes",
    "REC/identify": "din_agrees=yes donor_agrees=yes name_visible=no container_intact=yes",
    "REC/weigh": "since_collection=4.5 gross=131.4 tare=79.4 net=52.0",
    "REC/accept": "",
    "SVF/digest": "ratio=1.0 digestion=50 temperature_low=36.8 temperature_high=37.2",
    "SVF/count": "viable_concentration.1=0.4182 viable_concentration.2=0.4346 viability.1=82.0 "
    "viability.2=82.0 volume=20.0",
    "SVF/sample": "phenotype=1 cfu_f=1 sterility=1 identity=1 drawn=0.896",
    "FIN/ready": "freezer_ready=yes labels_ready=yes",
    "FIN/count": "viable_concentration.1=11.2 viable_concentration.2=11.4 viability.1=95.0 "
    "viability.2=95.0 volume=100",
    "FIN/sample": "phenotype=1 karyotype=1 senescence=1 potency=1 mycoplasma=1 drawn=30",
    "FIN/formulate": "added_at=2026-10-28T10:00:00+01:00 volume=220 concentration=5.0 dmso=10.0",
    "FIN/fill": "containers=10 volume_each=20.0 viable_each=100",
    "FIN/safety": "sterility=2 endotoxin=1 viability=1 control=4 retention=4 stability=4 drawn=100",
    "FIN/labels": "printed=12 applied=10 specimens=2 destroyed=0 balance=yes each_legible=yes",
    "FIN/freeze": "started_at=2026-10-28T10:25:00+01:00 contact=25 start_temperature=4",
    "FIN/end": "",
}

# SA-beta-gal of P1 and P3: positive and negative cells in three fields, by each reader.
READ = {
    "P1/sabg_first": "positives.1=4 positives.2=5 positives.3=3 "
    "negatives.1=101 negatives.2=98 negatives.3=104",
    "P1/sabg_second": "positives.1=5 positives.2=4 positives.3=4 "
    "negatives.1=100 negatives.2=99 negatives.3=103",
    "P3/sabg_first": "positives.1=6 positives.2=8 positives.3=7 "
    "negatives.1=97 negatives.2=103 negatives.3=99",
    "P3/sabg_second": "positives.1=7 positives.2=7 positives.3=8 "
    "negatives.1=96 negatives.2=104 negatives.3=98",
}


def _left_out(path: str) -> bool:
    """Tell whether the worked lot leaves out a step: senescence is read at P1 and P3 alone."""
    return path.partition("/")[2].startswith("sabg_") and path not in READ


def _typed(path: str) -> dict[str, str]:
    """Give what is typed at one step of the worked lot, by slot."""
    whole = WORKED | READ
    if path in whole:
        return dict(pair.split("=") for pair in whole[path].split())
    seeded, vessels, area, start, end, mean, volume = PASSAGES[int(path[1])]
    typed = {
        "seed": f"viable_seeded={seeded} vessels={vessels} area={area} "
        f"seeded_at=2026-10-{start}T09:00:00+01:00",
        "observe": "confluence.1=80 confluence.2=85 contamination=no morphology=spindle",
        "count": f"viable_concentration.1={mean} viable_concentration.2={mean} "
        "viability.1=94.0 viability.2=95.0",
        "harvest": f"volume={volume} harvested_at=2026-10-{end}T09:00:00+01:00",
        "decide": "age_within_limit=yes sterile_to_date=yes morphology_normal=yes",
    }[path.partition("/")[2]]
    return dict(pair.split("=") for pair in typed.split())


class Bench:
    """Executes a master in order, with the values known so far and the units still open."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Decimal | str | None] = {}
        self.balances: dict[str, Decimal] = {}
        self.codes: list[str] = []

    def run(self, place: Place, typed: Mapping[str, str]) -> None:
        """Record one step; a refusal, or a finding, is a failure of the master."""
        kind = kinds.of(place.step)
        fields = {slot: f for f in kind.fields(place.step) for slot in f.slots}
        values = {
            slot: Value(text, Decimal(text), fields[slot].unit)
            if fields[slot].numeric
            else Value(text)
            for slot, text in typed.items()
        }
        here = Context(
            path=place.path,
            phase=place.phase.code,
            repetition=place.repetition,
            first=place.phase.repeat.first if place.phase.repeat else 0,
            lookup=lambda path, name: self.known.get((path, name)),
            balances=dict(self.balances),
        )
        computed = kind.compute(place.step, values, here)

        assert not kind.refusals(place.step, values, here), place.path
        assert not kind.check(place.step, values, computed, here), place.path

        for slot, value in values.items():
            self.known[place.path, slot] = value.text if value.number is None else value.number
        self.known.update({(place.path, c.name): c.value for c in computed})
        for act in kind.acts(place.step, values, computed, here):
            self._book(act)

    def _book(self, act: Act) -> None:
        self.codes.append(act.series)
        if act.act == "draw":
            self.balances[act.role] -= act.quantity
        elif act.act == "end":
            del self.balances[act.role]
        else:
            self.balances[act.role] = act.quantity

    def number(self, path: str, name: str, places: str) -> Decimal:
        """Give a stored number, shortened to `places`."""
        value = self.known[path, name]
        assert isinstance(value, Decimal)
        return value.quantize(Decimal(places))


@pytest.fixture(scope="module")
def bench() -> Bench:
    """The worked lot, executed from issue to end of production."""
    master = Master.from_body(library.body(FILE))
    done = Bench()
    for place in master.places({"P": len(PASSAGES)}):
        if not _left_out(place.path):
            done.run(place, _typed(place.path))
    return done


def test_the_stromal_fraction_holds_its_cells(bench: Bench) -> None:
    """8.528 million viable cells; the two counts differ by a CV of 2.7 %."""
    assert bench.number("SVF/count", "total_viable", "1.000") == Decimal("8.528")
    assert bench.number("SVF/count", "cv", "1.0") == Decimal("2.7")


@pytest.mark.parametrize(
    ("passage", "harvested", "doublings", "hours"),
    [
        ("P1", "153", "3.003", "47.9"),
        ("P2", "320", "3.068", "46.9"),
        ("P3", "1170", "2.938", "49.0"),
    ],
)
def test_each_passage_grows_as_worked(
    bench: Bench, passage: str, harvested: str, doublings: str, hours: str
) -> None:
    """Harvest (10*6), population doublings and doubling time (h) of the worked lot."""
    path = f"{passage}/harvest"

    assert bench.number(path, "viable_harvested", "1") == Decimal(harvested)
    assert bench.number(path, "population_doublings", "1.000") == Decimal(doublings)
    assert bench.number(path, "doubling_time", "1.0") == Decimal(hours)


def test_the_doublings_add_up_from_the_first_harvest(bench: Bench) -> None:
    """Convention (a): nothing at P0, 9.01 at P3."""
    assert bench.number("P0/harvest", "cumulative_doublings", "1.00") == 0
    assert bench.number("P3/harvest", "cumulative_doublings", "1.00") == Decimal("9.01")


def test_ten_bags_are_filled_and_the_rest_is_washing_loss(bench: Bench) -> None:
    """1170 harvested = 1000 in bags + 30 before and 100 after filling + 40 lost in washing."""
    assert bench.codes.count("B") == 10
    assert bench.balances["pool/P3"] == 40
