"""The ledger of units: codes, parents, balances, corrections, and that nothing appears or is lost."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from batches.ledger import Act
from batches.people import Actor, Grant
from batches.places import Place, Shelf
from elnapp.custody import queries, service
from elnapp.record import (
    Call,
    Conflict,
    Kernel,
    NotFound,
    Refused,
    Rooms,
    Stores,
    Tx,
    new_id,
    schema,
)
from elnapp.record.verify import verify

LOT, OTHER = "lot/AT26-001", "lot/AT26-002"
CELLS = "10*6"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SHELF = Shelf({code: Place(code, "position", 50) for code in ("TANK-1", "TANK-2")})
ANNE = Actor("anne", "Anne Exemple", (Grant("technician", "SLS"),))


def call() -> Call:
    """A call with a key of its own."""
    return Call(ANNE, new_id(), NOW)


class Lots:
    """Two lots in a store, and short words for booking on them."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        kernel.found(call(), "lots.issue", _opens(LOT), LOT)
        kernel.act(call(), "lots.issue", _opens(OTHER), streams=[LOT], request={})

    def do(self, work: Callable[[Tx], dict[str, Any]]) -> dict[str, Any]:
        return self.kernel.act(call(), "lots.record", work, streams=[LOT, OTHER], request={})

    def post(self, entry: str, *acts: Act, lot: str = LOT) -> dict[str, Any]:
        def work(tx: Tx) -> dict[str, Any]:
            return {role: u.code for role, u in service.post(tx, lot, entry, acts).items()}

        return self.do(work)

    def repost(self, entry: str, replaces: list[str], *acts: Act) -> dict[str, Any]:
        def work(tx: Tx) -> dict[str, Any]:
            made = service.repost(tx, LOT, entry, replaces, acts)
            return {role: u.code for role, u in made.items()}

        return self.do(work)

    def take(self, act: Act) -> None:
        def work(tx: Tx) -> dict[str, Any]:
            service.take(tx, LOT, [act], "because", SHELF)
            return {"slot": act.slot}

        self.do(work)

    def left(self, lot: str = LOT, without: tuple[str, ...] = ()) -> dict[str, Decimal]:
        with self.kernel.reading() as session:
            return queries.balances(session, lot, without)

    def units(self, lot: str = LOT) -> dict[str, queries.UnitView]:
        with self.kernel.reading() as session:
            return {unit.code: unit for unit in queries.units(session, lot)}


def _opens(lot: str) -> Callable[[Tx], dict[str, Any]]:
    def work(tx: Tx) -> dict[str, Any]:
        tx.open(lot, kind="lot", site="SLS")
        return {"number": tx.number(lot, "deviation")}  # an event needs a change

    return work


@pytest.fixture
def lots(tmp_path: Path) -> Iterator[Lots]:
    stores = Stores(f"sqlite:///{tmp_path / 'custody.sqlite3'}")
    schema.create_all(stores)
    yield Lots(Kernel(stores, Rooms(guard=lambda _tx, _primary, _study: None)))
    assert verify(stores).broken == []
    stores.close()


def pool(quantity: str, role: str = "pool/P0", *parents: str) -> Act:
    return Act("pool", "create", role, "H", Decimal(quantity), CELLS, parents)


def drawn(quantity: str, role: str = "pool/P0", slot: str = "draw") -> Act:
    return Act(slot, "draw", role, "", Decimal(quantity), CELLS)


def goes(role: str, place: str) -> Act:
    return Act(f"goes/{role}", "move", role, "", Decimal(0), CELLS, place=place)


def vessels(n: int, *parents: str, phase: str = "P1") -> list[Act]:
    return [
        Act(f"vessel/{i}", "create", f"vessel/{phase}/{i}", f"{phase}-", Decimal(1), "1", parents)
        for i in range(1, n + 1)
    ]


def bags(n: int, each: str, *parents: str) -> list[Act]:
    return [
        Act(f"container/{i}", "create", f"container/{i}", "B", Decimal(each), CELLS, parents, "20")
        for i in range(1, n + 1)
    ]


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def test_units_get_codes_of_their_series_and_know_their_parents(lots: Lots) -> None:
    lots.post("e1", pool("50"))
    made = lots.post("e2", drawn("10"), *vessels(2, "pool/P0"))
    sample = Act(
        "sample/1", "sample", "sample/s/1", "S", Decimal(1), "1", ("pool/P0",), "sterility"
    )
    lots.post("e3", sample)
    units = lots.units()
    assert made == {"vessel/P1/1": "AT26-001-P1-01", "vessel/P1/2": "AT26-001-P1-02"}
    assert [u.kind for u in units.values()] == ["pool", "vessel", "vessel", "sample"]
    assert units["AT26-001-P1-01"].parents == ("AT26-001-H01",)
    assert units["AT26-001-H01"].children == ("AT26-001-P1-01", "AT26-001-P1-02", "AT26-001-S001")
    assert units["AT26-001-H01"].balance == Decimal(40)
    assert units["AT26-001-S001"].label == "sterility"


def test_the_numbering_document_gives_the_pattern(lots: Lots) -> None:
    body = {"series": [{"code": "P", "pattern": "/{rep}.{n:03d}"}]}

    def work(tx: Tx) -> dict[str, Any]:
        made = service.post(tx, LOT, "e1", vessels(1), body)
        return {"code": made["vessel/P1/1"].code}

    assert lots.do(work) == {"code": "AT26-001/1.001"}


def test_more_than_there_is_cannot_be_drawn(lots: Lots) -> None:
    lots.post("e1", pool("50"))
    with pytest.raises(Refused) as refused:
        lots.post("e2", drawn("50.0000001"))
    finding = refused.value.findings[0]
    assert codes(refused) == ["C-OVERDRAWN"]
    assert (finding.params["left"], finding.params["asked"]) == (Decimal(50), Decimal("50.0000001"))
    assert lots.left() == {"pool/P0": Decimal(50)}


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (drawn("1", "pool/P7"), "C-UNKNOWN"),
        (pool("1", "pool/P1", "pool/P7"), "C-UNKNOWN"),
        (pool("1"), "C-TWICE"),
        (drawn("-1"), "C-NEGATIVE"),
        (Act("draw", "draw", "pool/P0", "", Decimal(1), "mL"), "C-UNIT"),
        (bags(1, "1", "pool/P0")[0], "C-UNBALANCED"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_trace(lots: Lots, act: Act, code: str) -> None:
    lots.post("e1", pool("50"))
    with pytest.raises(Refused) as refused:
        lots.post("e2", act)
    assert codes(refused) == [code]
    assert list(lots.units()) == ["AT26-001-H01"]


def test_an_ended_unit_is_empty_and_takes_nothing_more(lots: Lots) -> None:
    lots.post("e1", *vessels(1))
    end = Act("end/1", "end", "vessel/P1/1", "", Decimal(1), "1")
    lots.post("e2", end, pool("24", "pool/P1", "vessel/P1/1"))
    assert lots.units()["AT26-001-P1-01"].state == "used"
    assert lots.left() == {"pool/P1": Decimal(24)}
    with pytest.raises(Refused) as refused:
        lots.post("e3", Act("end/1", "end", "vessel/P1/1", "", Decimal(1), "1"))
    assert codes(refused) == ["C-ENDED"]


def test_a_correction_books_the_difference_and_keeps_the_codes(lots: Lots) -> None:
    lots.post("e1", pool("50"))
    lots.post("e2", drawn("10"), *vessels(3, "pool/P0"))
    assert lots.repost("e3", ["e2"], drawn("12"), *vessels(2, "pool/P0")) == {}
    units = lots.units()
    assert units["AT26-001-H01"].balance == Decimal(38)
    assert units["AT26-001-P1-02"].entry == "e2"
    assert units["AT26-001-P1-03"].state == "undone"
    assert lots.left(without=("e2", "e3"))["pool/P0"] == Decimal(50)
    lots.repost("e4", ["e2", "e3"], drawn("12"), *vessels(3, "pool/P0"))
    assert lots.units()["AT26-001-P1-03"].state == "open"
    assert len(lots.units()) == 4


def test_a_correction_of_what_was_drawn_from_changes_what_is_left(lots: Lots) -> None:
    lots.post("e1", pool("50"))
    lots.post("e2", drawn("10"))
    assert lots.repost("e3", ["e1"], pool("48")) == {"pool/P0": "AT26-001-H01"}
    assert lots.left() == {"pool/P0": Decimal(38)}


def test_what_later_acts_rest_on_cannot_be_undone(lots: Lots) -> None:
    lots.post("e1", pool("50"))
    lots.post("e2", drawn("10"), *vessels(1, "pool/P0"))
    for acts in ([], [pool("9")], [pool("50", "pool/P9")]):
        with pytest.raises(Refused) as refused:
            lots.repost("e3", ["e1"], *acts)
        assert codes(refused) == ["C-RESTS"]
    assert lots.left() == {"pool/P0": Decimal(40), "vessel/P1/1": Decimal(1)}


def test_a_fill_divided_otherwise_keeps_its_draw(lots: Lots) -> None:
    lots.post("e1", pool("200"))
    lots.post("e2", drawn("200"), *bags(10, "20", "pool/P0"))
    lots.repost("e3", ["e2"], drawn("200"), *bags(8, "25", "pool/P0"))
    assert [u.balance for u in lots.units().values()] == [0, *[Decimal(25)] * 8, 0, 0]
    with pytest.raises(Refused) as refused:
        lots.repost("e4", ["e2", "e3"], drawn("200"), *bags(9, "25", "pool/P0"))
    assert codes(refused) == ["C-UNBALANCED"]


def test_a_unit_never_comes_from_what_was_made_of_it(lots: Lots) -> None:
    lots.post("e1", pool("50"))
    lots.post("e2", pool("5", "pool/P1", "pool/P0"), drawn("5"))
    with pytest.raises(Refused) as refused:
        lots.repost("e3", ["e1"], pool("50", "pool/P0", "pool/P1"))
    assert "C-CYCLE" in codes(refused)


def test_lots_come_from_lots(lots: Lots) -> None:
    lots.post("e1", pool("50"))
    lots.post("e2", drawn("20", "AT26-001-H01"), pool("20", "start", "AT26-001-H01"), lot=OTHER)
    assert lots.units(OTHER)["AT26-002-H01"].parents == ("AT26-001-H01",)
    assert lots.units()["AT26-001-H01"].children == ("AT26-002-H01",)
    assert lots.left() == {"pool/P0": Decimal(30)}


def test_a_draw_outside_a_step_says_what_is_left(lots: Lots) -> None:
    lots.post("e1", pool("50"))
    kernel = lots.kernel
    answer = service.draw(kernel, call(), "AT26-001-H01", Decimal(20), CELLS, "stock check")
    assert answer == {"unit": "AT26-001-H01", "left": "30"}
    with pytest.raises(Refused):
        service.draw(kernel, call(), "AT26-001-H01", Decimal(31), CELLS, "stock check")
    with pytest.raises(Refused):
        service.draw(kernel, call(), "AT26-001-H01", Decimal(0), CELLS, "stock check")
    with pytest.raises(NotFound):
        service.draw(kernel, call(), "AT26-001-H09", Decimal(1), CELLS, "stock check")
    with kernel.reading() as session:
        unit = queries.unit(session, "AT26-001-H01")
        assert unit is not None
        assert queries.balance(session, unit.id) == unit.balance == Decimal(30)
        assert [a.why for a in queries.history(session, unit.id)] == [None, "stock check"]
        assert queries.broken(session, LOT) == []


def test_the_same_draw_sent_twice_is_one(lots: Lots) -> None:
    lots.post("e1", pool("50"))
    once = call()
    for _ in range(2):
        service.draw(lots.kernel, once, "AT26-001-H01", Decimal(20), CELLS, "again")
    with pytest.raises(Conflict):
        service.draw(lots.kernel, once, "AT26-001-H01", Decimal(21), CELLS, "again")
    assert lots.left() == {"pool/P0": Decimal(30)}


@pytest.mark.parametrize("seed", range(5))
def test_nothing_appears_or_is_lost(lots: Lots, seed: int) -> None:
    """Random makings, draws, fillings and corrections; refused ones change nothing."""
    chance = random.Random(seed)
    lots.post("e0", pool("100", "pool/0"))
    entries: list[list[str]] = []
    for i in range(1, 25):
        before = lots.left()
        source, amount = chance.choice(list(before)), Decimal(chance.randint(0, 60))
        each = [
            Act(f"c/{j}", "create", f"pool/{i}/{j}", "B", part, CELLS, (source,))
            for j, part in enumerate(_parts(chance, amount))
        ]
        chain = chance.choice(entries) if entries and chance.random() < 0.3 else None
        try:
            if chain is None:
                lots.post(f"e{i}", drawn(str(amount), source), *each)
                entries.append([f"e{i}"])
            else:
                lots.repost(f"e{i}", chain, drawn(str(amount), source), *each)
                chain.append(f"e{i}")
        except Refused:
            assert lots.left() == before
        _conserved(lots)


def _parts(chance: random.Random, amount: Decimal) -> list[Decimal]:
    first = Decimal(chance.randint(0, int(amount)))
    return [first, amount - first]


def _conserved(lots: Lots) -> None:
    units = lots.units()
    assert all(unit.balance >= 0 for unit in units.values())
    assert sum(unit.balance for unit in units.values()) == Decimal(100)
    with lots.kernel.reading() as session:
        assert queries.broken(session, LOT) == []


def test_who_is_in_a_place_is_asked_in_two_statements_however_many(lots: Lots) -> None:
    lots.post("harvest", pool("40"))
    lots.post("fill", drawn("40"), *bags(40, "1", "pool/P0"))
    for n in range(1, 41):
        lots.take(goes(f"container/{n}", "TANK-1"))
    lots.take(goes("container/1", "TANK-2"))
    lots.take(Act("end", "end", "container/2", "", Decimal(1), CELLS))

    with counted(lots.kernel) as asked, lots.kernel.reading() as session:
        held = queries.occupants(session, ["TANK-1", "TANK-2"])
    roles = {unit.id: unit.role for unit in lots.units().values()}

    assert {roles[key] for key in held["TANK-1"]} == {f"container/{n}" for n in range(3, 41)}
    assert [roles[key] for key in held["TANK-2"]] == ["container/1"]
    assert len(asked) == 2


@contextmanager
def counted(kernel: Kernel) -> Iterator[list[str]]:
    """Gather the statements of a page."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.extend([statement] if statement.startswith("SELECT") else [])

    event.listen(kernel.stores.read, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(kernel.stores.read, "before_cursor_execute", note)
