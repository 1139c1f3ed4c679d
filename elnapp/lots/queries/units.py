"""The units of a lot as a kind asks for them: read once, when one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from batches.kinds.base import CELLS, Stock
from batches.units import Account
from elnapp.custody import queries as custody
from elnapp.lots.models import ComputedValue, Lot
from elnapp.lots.queries.values import entry_ids, inputs_of


class Held:
    """The accounts of a lot, read at the first question; without the acts of the entries named."""

    def __init__(self, session: Session, stream: str, without: Iterable[str] = ()) -> None:
        """Start with nothing read."""
        self.session, self.stream, self.without = session, stream, frozenset(without)
        self._read: list[Account] | None = None

    @property
    def accounts(self) -> list[Account]:
        """Give the units that stand, oldest first."""
        if self._read is None:
            found = custody.accounts(self.session, self.stream).values()
            kept = (_without(account, self.without) for account in found)
            self._read = [account for account in kept if account.made is not None]
        return self._read

    def pools(self) -> list[str]:
        """Give the roles of all pools that were made, also of those that are gone, oldest first."""
        return [a.role for a in self.accounts if a.role.startswith("pool/")]


class Balances(Mapping[str, Decimal]):
    """The open units of a lot with what is left in each, by role."""

    def __init__(self, held: Held) -> None:
        """Take the accounts."""
        self.held = held

    def _all(self) -> dict[str, Decimal]:
        return {a.role: a.balance for a in self.held.accounts if not a.ended}

    def __getitem__(self, role: str) -> Decimal:
        """Give what is left in the unit of that role."""
        return self._all()[role]

    def __iter__(self) -> Iterator[str]:
        """Give the roles in the order of their making."""
        return iter(self._all())

    def __len__(self) -> int:
        """Count the open units."""
        return len(self._all())


class Codes(Mapping[str, str]):
    """The role of each unit of a lot by its printed code, also of those that are gone."""

    def __init__(self, held: Held) -> None:
        """Take the accounts."""
        self.held = held

    def _all(self) -> dict[str, str]:
        return {a.code: a.role for a in self.held.accounts}

    def __getitem__(self, code: str) -> str:
        """Give the role of the unit of that code."""
        return self._all()[code]

    def __iter__(self) -> Iterator[str]:
        """Give the codes in the order of their making."""
        return iter(self._all())

    def __len__(self) -> int:
        """Count the units."""
        return len(self._all())


def stock(session: Session, stream: str) -> Callable[[str], Stock | None]:
    """Give the look-up of open units of other lots by their code; None when there is none.

    What this lot itself has taken from them is left out, so that its entries can be computed again.
    """

    def look(code: str) -> Stock | None:
        home = custody.stream_of(session, code)
        if home is None or home == stream:
            return None
        own = frozenset(entry for ids in entry_ids(session, stream).values() for entry in ids)
        accounts = custody.accounts(session, home)
        found = (a for a in accounts.values() if a.code == code)
        account = next((_without(a, own) for a in found), None)
        if account is None or account.state != "open":
            return None
        doublings, convention = _grown(session, home, _passage_of(account, accounts))
        cells = account.balance if account.uom == CELLS else None
        return Stock(account.kind, doublings, convention, cells, _donation(session, home))

    return look


def _donation(session: Session, stream: str) -> str:
    """Give the donation that a lot was issued from; "" where it names none."""
    found = session.connection().execute(_ISSUED_FROM, {"stream": stream}).scalar()
    return found or ""


def _passage_of(account: Account, accounts: Mapping[str, Account]) -> str:
    """Give the repetition (`P1`) whose pool a unit was made from; "" where none stands above it."""
    above = [account]
    while above:
        unit = above.pop(0)
        head, _, rest = unit.role.partition("/")
        if head == "pool":
            return rest.partition("/")[0].partition(".")[0]
        above += [accounts[key] for key in sorted(unit.parents) if key in accounts]
    return ""


def _grown(session: Session, stream: str, passage: str) -> tuple[Decimal | None, str]:
    """Give the cumulative doublings that a harvest of a passage stands with, and their convention."""
    rows = session.connection().execute(_DOUBLINGS, {"stream": stream})
    found: tuple[Decimal | None, str] = (None, "")
    for path, value, inputs in rows:  # the highest n comes last and stands
        if path.partition("/")[0].partition(".")[0] == passage:
            found = (value, str(inputs_of(inputs).get("convention", "")))
    return found


_L: Any = Lot.__table__  # type: ignore[attr-defined]
_ISSUED_FROM = select(_L.c.donation).where(_L.c.stream == bindparam("stream"))
_C: Any = ComputedValue.__table__  # type: ignore[attr-defined]
_DOUBLINGS = (
    select(_C.c.path, _C.c.value, _C.c.inputs)
    .where(_C.c.stream == bindparam("stream"), _C.c.name == "cumulative_doublings")
    .order_by(_C.c.n)
)


def open_units(session: Session, stream: str) -> dict[str, tuple[str, ...]]:
    """Give the codes of the units of a lot that are still there, by kind, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for account in Held(session, stream).accounts:
        if account.state == "open":
            found[account.kind] = (*found.get(account.kind, ()), account.code)
    return found


def _without(account: Account, entries: frozenset[str]) -> Account:
    for line in account.lines:
        if line.entry is not None and line.entry in entries:
            account = account.minus(line)
    return account
