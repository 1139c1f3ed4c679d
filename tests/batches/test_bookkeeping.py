"""A role names a unit within its lot; a unit of another lot is called by its printed code."""

from decimal import Decimal

import pytest

from batches.bookkeeping import Book
from batches.ledger import Act
from batches.units import Account, Line

CELLS = "10*6"


def unit(key: str, code: str, role: str, kind: str, *, undone: bool = False) -> Account:
    made = Line(f"l-{key}", "e0", "s", "create", Decimal(3), CELLS)
    return Account(key, code, role, kind, CELLS, () if undone else (made,))


VIAL = unit("k1", "UC26-002-V01", "container/1", "vial")
NEW = Account("k9", "UC26-003-T01", "start", "start", CELLS)


def book(*others: Account) -> Book:
    accounts = {a.key: a for a in (VIAL, *others)}
    keys = iter("abcdef")
    return Book(accounts, "e1", name=lambda _: NEW, key=lambda: next(keys), abroad=accounts)


@pytest.mark.parametrize("undone", [False, True])
def test_cells_thawed_are_not_those_that_their_stock_was_thawed_from(*, undone: bool) -> None:
    """A working stock has a unit `start` of its own; the product lot makes another."""
    asked = book(unit("k2", "UC26-002-T01", "start", "start", undone=undone))
    asked.enter(Act("vial", "end", VIAL.code, "", Decimal(0), CELLS))
    asked.enter(Act("start", "create", "start", "T", Decimal(2), CELLS, (VIAL.code,)))
    assert asked.close() == ()
    assert [p.unit for p in asked.postings] == ["k1", "k9"]


def test_a_unit_of_another_lot_is_not_called_by_its_role() -> None:
    asked = book()
    asked.enter(Act("vial", "end", VIAL.role, "", Decimal(0), CELLS))
    assert [f.code for f in asked.close()] == ["C-UNKNOWN"]
