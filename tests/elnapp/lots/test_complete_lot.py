"""The worked lot on the complete master, through the commands of the web: taken, booked, placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from elnapp.audit.service import layers
from elnapp.custody import service as custody
from elnapp.custody.service import NewPlace
from elnapp.demo import study
from elnapp.demo.making_complete import MakingComplete, issue_complete
from elnapp.demo.markers import Laboratory
from elnapp.demo.story import Story
from elnapp.demo.tell import on_the_complete_master
from elnapp.demo.worked_complete import Telling
from elnapp.demo.worked_cord import CordTelling, master_stock, product, working_stock
from elnapp.factory import create_app
from elnapp.lots import queries
from elnapp.lots.service import Wish
from elnapp.quality import queries as quality
from elnapp.record import Stores, migrate
from elnapp.record.verify import verify
from elnapp.tracing.queries import Asked, trace
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
    with app.app_context():
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


@pytest.fixture(scope="module")
def stocks(making: MakingComplete) -> tuple[MakingComplete, ...]:
    """A cord on its three masters, engineering lots: master stock, working stock, product."""
    story = making.story
    places = ("SLS-LN1-B1", "SLS-LN1-B2")
    for code in places:
        given = NewPlace("SLS", code, "position", "Canister B", 5, "SLS-LN1")
        custody.add_place(story.house.kernel, story.call("sroux"), given)
    first = _cord(story, "MSC-UC-MASTER-STOCK", master_stock())
    second = _cord(story, "MSC-UC-WORKING-STOCK", working_stock(_vials(first)))
    return first, second, _cord(story, "MSC-UC-FULL", product(_vials(second), places))


def _vials(stock: MakingComplete) -> list[str]:
    return [f"{stock.number}-V{n:02d}" for n in (1, 2, 3, 4)]


def _cord(story: Story, master: str, telling: CordTelling) -> MakingComplete:
    wish = Wish("engineering", "MSC-UC", "SLS", master, "MSC-UC-DP")
    lot = issue_complete(story, wish, story.clock(), telling)
    lot.din = "A999926000099"
    lot.all_steps()
    return lot


def test_a_cord_becomes_stock_and_product_without_a_deviation(
    stocks: tuple[MakingComplete, ...], session: Session
) -> None:
    for lot in stocks:
        assert queries.position(session, lot.stream).complete
        assert not quality.open_deviations(session, lot.stream)


def test_doublings_are_carried_from_stock_to_stock(
    stocks: tuple[MakingComplete, ...], session: Session
) -> None:
    """Explants seed no counted cells, so doublings begin at zero with the harvest of P0."""
    told = [
        (p.name, p.harvested, _short(p.doublings, "0.001"), _short(p.cumulative, "0.001"))
        for lot in stocks
        for p in queries.growth(session, lot.stream).passages
    ]
    assert told == [
        ("P0", Decimal(15), None, Decimal(0)),
        ("P1", Decimal(64), Decimal("3.093"), Decimal("3.093")),
        ("P2", Decimal(90), Decimal("3.170"), Decimal("6.263")),
        ("P3", Decimal(130), Decimal("3.115"), Decimal("9.378")),
        ("P4", Decimal(950), Decimal("3.053"), Decimal("12.431")),
    ]


def test_a_thaw_recovers_of_what_its_vials_were_frozen_with(
    stocks: tuple[MakingComplete, ...], session: Session
) -> None:
    """10.2 of four vials of 3 million, and 17 of four of 5: 85 %."""
    for lot in stocks[1:]:
        stored = queries.standing_computed(session, lot.stream)["THA/thaw"]
        assert {c.name: c.value for c in stored}["recovery"] == 85


def test_the_plan_after_a_thaw_rests_on_the_cells_thawed(
    stocks: tuple[MakingComplete, ...], session: Session
) -> None:
    stored = queries.standing_computed(session, stocks[1].stream)["THA/plan"]
    assert {c.name: c.value for c in stored} == {
        "available": Decimal("10.20"), "available_thousands": Decimal(10200),
        "vessels_possible": Decimal(2), "to_seed_thousands": Decimal(10000),
        "to_seed": Decimal(10), "surplus": Decimal("0.2"),
    }  # fmt: skip


def test_a_bag_leads_up_through_both_stocks_to_the_explants(
    stocks: tuple[MakingComplete, ...], session: Session
) -> None:
    """The vials that were thawed stand above the bag; those still frozen do not."""
    first, second, last = (lot.number for lot in stocks)
    found = trace(session, None, Asked(f"{last}-B10", "up"))
    seen = {node.id for node in found.nodes}
    assert {first, second, last} <= {node.id for node in found.nodes if node.kind == "lot"}
    thawed = {vial for lot in stocks[:2] for vial in _vials(lot)}
    assert {node.id for node in found.nodes if node.kind == "vial"} == thawed
    assert {f"{first}-P0-0{n}" for n in (1, 2, 3, 4)} <= seen


def test_a_thawed_vial_is_gone_from_its_stock(
    stocks: tuple[MakingComplete, ...], session: Session
) -> None:
    for stock, left in zip(stocks[:2], (16, 12), strict=True):
        plan = queries.plan(session, stock.stream)
        place = plan.master.place("CLO/cells")
        assert place is not None
        held = queries.context(session, plan, place).balances
        assert Counter(role.split("/")[0] for role in held)["container"] == left


@pytest.mark.usefixtures("stocks")
def test_the_record_verifies_in_three_layers(making: MakingComplete) -> None:
    """Chain, replay, and everything derived computed again from what was entered."""
    assert verify(making.story.house.kernel.stores, layers()).broken == []
