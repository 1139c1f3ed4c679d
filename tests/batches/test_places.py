"""Places have room for so many; a unit is in one of them; labels go one way."""

from decimal import Decimal

import pytest

from batches import labels, places
from batches.bookkeeping import Book
from batches.ledger import Act
from batches.places import Place, Shelf
from batches.units import Account, Line
from bench.machines.custody_world import DEFECTS, told

MADE = Line("l1", "e1", "s", "create", Decimal(1), "1")
BAG = Account("k1", "AT26-001-B01", "container/1", "bag", "1", (MADE,))
ROOM = Shelf({
    "TANK": Place("TANK", "equipment", 0), "A1": Place("A1", "position", 1, frozenset({"k9"})),
    "A2": Place("A2", "position", 2, frozenset({"k1"})), "A3": Place("A3", "position", 1),
})  # fmt: skip


def book(account: Account = BAG) -> Book:
    keys = iter("abcdef")
    return Book({account.key: account}, None, name=lambda _: account, key=lambda: next(keys),
                shelf=ROOM)  # fmt: skip


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("NOWHERE", "C-PLACE-UNKNOWN"),
        ("TANK", "C-PLACE-NONE"),
        ("A1", "C-PLACE-TAKEN"),
        ("A2", "C-PLACE-SAME"),
    ],
)
def test_a_move_that_cannot_be_says_why(place: str, code: str) -> None:
    asked = book()
    asked.enter(Act("move", "move", BAG.code, place=place))
    assert [f.code for f in asked.close()] == [code]
    assert asked.postings == []


def test_a_moved_unit_is_in_its_new_place_and_in_no_other() -> None:
    asked = book()
    asked.enter(Act("move", "move", BAG.code, place="A3"))
    assert asked.close() == ()
    assert asked.now["k1"].place == "A3"
    assert asked.now["k1"].balance == Decimal(1)
    assert [c for c, p in asked.shelf.places.items() if "k1" in p.holds] == ["A3"]


def test_an_ended_unit_does_not_move_and_is_nowhere() -> None:
    moved = Line("l2", None, "move", "move", Decimal(0), "1", place="A2")
    ended = Line("l3", "e2", "end", "end", Decimal(1), "1")
    gone = Account("k1", BAG.code, BAG.role, "bag", "1", (MADE, moved, ended))
    asked = book(gone)
    asked.enter(Act("move", "move", BAG.code, place="A3"))
    assert [f.code for f in asked.close()] == ["C-ENDED"]
    assert gone.place is None


def test_nothing_is_put_in_from_nowhere() -> None:
    asked = book()
    asked.enter(Act("add", "add", BAG.code, "", Decimal(1), "1"))
    assert [f.code for f in asked.close()] == ["C-SOURCE"]


@pytest.mark.parametrize(
    ("kind", "capacity", "parent", "wanted", "codes"),
    [
        ("room", 0, None, "", []),
        ("room", 0, Place("R", "room", 0), "R", ["PL-INSIDE"]),
        ("equipment", 0, Place("R", "room", 0), "R", []),
        ("equipment", 0, None, "", ["PL-INSIDE"]),
        ("position", 1, Place("T", "equipment", 0), "T", []),
        ("position", 0, Place("T", "equipment", 0), "T", ["PL-CAPACITY"]),
        ("position", 1, None, "T", ["PL-NO-PARENT"]),
        ("shelf", 1, None, "", ["PL-KIND"]),
    ],
)
def test_a_place_stands_in_what_can_hold_it(
    kind: str, capacity: int, parent: Place | None, wanted: str, codes: list[str]
) -> None:
    assert [f.code for f in places.faults(kind, capacity, parent, wanted)] == codes


@pytest.mark.parametrize(
    ("steps", "step", "reason", "codes"),
    [
        ((), "printed", "", []),
        ((), "verified", "", ["LBL-STEP"]),
        (("printed",), "printed", "", ["LBL-REASON"]),
        (("printed",), "printed", "torn", []),
        (("printed",), "applied", "", ["LBL-STEP"]),
        (("printed", "verified"), "applied", "", []),
        (("printed", "verified", "printed"), "applied", "", ["LBL-STEP"]),
        (("printed", "verified", "applied"), "destroyed", "", ["LBL-REASON"]),
        (("destroyed",), "printed", "again", ["LBL-STEP"]),
    ],
)
def test_a_label_goes_one_way(
    steps: tuple[str, ...], step: str, reason: str, codes: list[str]
) -> None:
    assert [f.code for f in labels.may(steps, step, 1, reason)] == codes


def test_only_the_code_of_the_label_verifies_it() -> None:
    assert labels.read_back(" =A99992600000168 ", ["=A99992600000168"]) == ()
    assert [f.code for f in labels.read_back("=A99992600000266", ["=A9"])] == ["LBL-SCAN"]


def test_no_story_of_custody_creates_or_loses_anything() -> None:
    assert [wrong for seed in range(150) for wrong in told(seed)[0]] == []


@pytest.mark.parametrize("name", DEFECTS)
def test_each_planted_defect_of_the_book_is_seen(name: str) -> None:
    with DEFECTS[name]():
        assert any(told(seed)[0] for seed in range(200))
