"""The worked lot on the complete master, through the commands of the web: taken, booked, placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from elnapp.audit.service import layers
from elnapp.demo import study
from elnapp.demo.making_complete import MakingComplete, issue_complete
from elnapp.demo.markers import Laboratory
from elnapp.demo.story import Story
from elnapp.demo.tell import on_the_complete_master
from elnapp.demo.worked_complete import Telling
from elnapp.demo.worked_cord import CORD, CordTelling
from elnapp.documents import service as documents
from elnapp.factory import create_app
from elnapp.lots import queries
from elnapp.lots.service import Wish
from elnapp.quality import queries as quality
from elnapp.record import Stores, migrate
from elnapp.record.verify import verify
from elnapp.web.house import House
from tests.conftest import NOW, settings

OPENED = {"SVF.W": 2, "P": 4, "P0.CC": 2, "P1.CC": 1, "P2.CC": 1, "P3.CC": 1}


@pytest.fixture(scope="module")
def making(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakingComplete]:
    """The lot from the issue to the control after thaw, made once for all that look at it."""
    folder = tmp_path_factory.mktemp("complete")
    made = settings(folder)
    fresh = Stores(made.database_url)
    migrate.upgrade(fresh)
    fresh.close()
    app = create_app(made, lambda: NOW)
    with pytest.MonkeyPatch.context() as patch, app.app_context():
        left_out = {"MSC-UC-FULL", "MSC-UC-WORKING-STOCK"}
        needed = [d for d in documents.library() if d.code not in left_out]
        patch.setattr(documents, "library", lambda: needed)
        house: House = app.extensions["elnapp"]
        story = Story.begin(house, NOW - timedelta(days=70))
        study.lay_ground(story)
        laboratory = Laboratory(story)
        laboratory.open()
        yield on_the_complete_master(
            story, laboratory, NOW - timedelta(days=60), (1, Telling(OPENED))
        )
        house.kernel.stores.close()


@pytest.fixture
def session(making: MakingComplete) -> Iterator[Session]:
    """Read the store of the lot."""
    with making.story.house.kernel.reading() as found:
        yield found


def test_the_lot_is_complete_without_a_deviation(making: MakingComplete, session: Session) -> None:
    here = queries.position(session, making.stream)
    assert here.missing == ()
    assert here.unverified == ()
    assert here.complete
    assert not quality.open_deviations(session, making.stream)


def test_its_growth_is_that_of_the_worked_lot(making: MakingComplete, session: Session) -> None:
    grown = queries.growth(session, making.stream).passages
    told = [
        (p.name, p.harvested, _short(p.doublings, "0.001"), _short(p.doubling_time, "0.1"))
        for p in grown
    ]
    assert told == [
        ("P0", Decimal("57.2"), None, None),
        ("P1", Decimal(153), Decimal("3.003"), Decimal("47.9")),
        ("P2", Decimal(320), Decimal("3.068"), Decimal("46.9")),
        ("P3", Decimal(1170), Decimal("2.938"), Decimal("49.0")),
    ]
    assert _short(grown[-1].cumulative, "0.01") == Decimal("9.01")


def _short(value: Decimal | None, places: str) -> Decimal | None:
    return None if value is None else value.quantize(Decimal(places))


def test_its_cells_are_conserved(making: MakingComplete, session: Session) -> None:
    """Ten bags of 100 and 24 vials of 5 are there; 40 of the washing are left in the pool."""
    plan = queries.plan(session, making.stream)
    place = plan.master.place("CLO/cells")
    assert place is not None
    left = queries.context(session, plan, place).balances
    kinds = Counter(role.split("/")[0] for role in left)
    assert kinds["container"] == 34
    assert kinds["vessel"] == 0
    assert left["pool/P3"] == 40
    assert left["start"] == Decimal("0.896")


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("SVF/yield", "nucleated", "10.40"),
        ("SVF/yield", "viable", "8.528"),
        ("SVF/yield", "per_gram", "1.64"),
        ("SVF/plan", "surplus", "0.896"),
        ("P0/plan", "surplus", "38.12"),
        ("P0/harvest", "confluence_yield", "3.00"),
        ("P1/harvest", "fold", "8.02"),
        ("P1/harvest", "growth_rate", "0.0145"),
        ("P1/plan", "surplus", "114.84"),
        ("FIN/recovery", "recovered", "96.6"),
        ("FIN/plan", "total", "1100"),
        ("CLO/cells", "difference_percent", "0"),
        ("CLO/cells", "difference", "0"),
        ("FIL/balance", "difference", "0"),
    ],
)
def test_its_numbers_are_stored(
    making: MakingComplete, session: Session, path: str, name: str, value: str
) -> None:
    stored = queries.standing_computed(session, making.stream)[path]
    found = next(c.value for c in stored if c.name == name)
    assert found is not None
    assert found.quantize(Decimal(value)) == Decimal(value)


def test_a_cord_reaches_its_first_passage(making: MakingComplete) -> None:
    """An engineering lot on the master of the master stock: explants, harvest of P0, P1 seeded."""
    wish = Wish("engineering", "MSC-UC", "SLS", "MSC-UC-MASTER-STOCK", "MSC-UC-DP")
    telling = CordTelling({"P": 2, "P0.CC": 1}, CORD, stop="P1/harvest_now")
    story = making.story
    cord = issue_complete(story, wish, story.clock(), telling)
    cord.din = "A999926000099"
    cord.all_steps()
    with story.house.kernel.reading() as session:
        assert not quality.open_deviations(session, cord.stream)
        assert queries.position(session, cord.stream).next == "P1/harvest_now"
        first, second = queries.growth(session, cord.stream).passages
    assert (first.harvested, first.doublings, first.cumulative) == (Decimal(15), None, Decimal(0))
    assert (second.seeded, second.vessels, second.density) == (
        Decimal("7.5"),
        Decimal(2),
        Decimal(3),
    )


def test_the_record_verifies_in_three_layers(making: MakingComplete) -> None:
    """Chain, replay, and everything derived computed again from what was entered."""
    assert verify(making.story.house.kernel.stores, layers()).broken == []
