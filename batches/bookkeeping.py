"""One command's bookings, made in memory and asked as a whole before anything is written.

The book starts from the accounts as they stand, takes acts and reversals, and ends with the lines
to write or with every finding.  Ids and codes come from outside: `name` gives a new unit for an
act, `key` an id for a line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from batches.ledger import Act
from batches.places import Shelf
from batches.units import (
    ADDS,
    MAKES,
    MOVE,
    Account,
    Line,
    faults,
    impossible,
    kind_of,
    same,
    unbalanced,
)
from batches.verdict import Finding


@dataclass(frozen=True, slots=True)
class Posting:
    """One line to write on a unit; `reverses` is the line that it takes back."""

    unit: str
    line: Line
    reverses: str | None = None


class Book:
    """The ledger of one command: what stands, what is being booked, and what is wrong with it."""

    def __init__(
        self,
        accounts: Mapping[str, Account],
        entry: str | None,
        *,
        name: Callable[[Act], Account],
        key: Callable[[], str],
        shelf: Shelf | None = None,
        abroad: Collection[str] = (),
    ) -> None:
        """Take the accounts by key: those of the lot and those of other lots that are spoken of.

        The keys of the latter are `abroad`: a role is a name within one lot, so these are called by
        their printed code alone.  `shelf` knows the places that a move may name.
        """
        self.shelf, self.abroad = shelf or Shelf(), frozenset(abroad)
        self.before, self.now = dict(accounts), dict(accounts)
        self.entry, self.name, self.key = entry, name, key
        self.postings: list[Posting] = []
        self.findings: list[Finding] = []
        self.made: list[tuple[str, Line]] = []
        self.taken: dict[str, Decimal] = {}

    def look(self, ref: str) -> Account | None:
        """Give the standing unit that is called `ref`: a role in the lot, or a printed code."""
        standing = (a for a in self.now.values() if a.made is not None)
        return next((a for a in standing if ref == a.code or self._plays(a, ref)), None)

    def _plays(self, account: Account, role: str) -> bool:
        """Tell whether a unit has that role in this lot."""
        return account.role == role and account.key not in self.abroad

    def enter(self, act: Act) -> None:
        """Book one act, or keep the finding that refuses it."""
        wrong = impossible(act)
        if wrong:
            self.findings += wrong
        elif act.act in MAKES:
            self._make(act)
        elif act.act == "add":
            self._add(act)
        elif act.act == MOVE:
            self._move(act)
        else:
            self._take(act)

    def correct(self, replaces: Collection[str], acts: Sequence[Act]) -> None:
        """Book the difference between what entries `replaces` booked and what `acts` say, by slot.

        What says the same stays; the rest is taken back first and then booked anew.
        """
        standing = {
            line.slot: (account, line)
            for account in self.now.values()
            for line in account.lines
            if line.entry is not None and line.entry in replaces
        }
        kept = {act.slot for act in acts if self._stays(standing.get(act.slot), act)}
        for slot, (account, line) in standing.items():
            if slot in kept:
                self._count(account, line)
            else:
                self._reverse(account.key, line)
        for act in acts:
            if act.slot not in kept:
                self.enter(act)

    def take_back(self, ref: str, slot: str) -> None:
        """Take back what was booked on a unit outside any entry under a slot, where it stands."""
        account = self.look(ref)
        for line in account.lines if account else ():
            if account and line.entry is None and line.slot == slot:
                self._reverse(account.key, line)

    def close(self) -> tuple[Finding, ...]:
        """Ask whether everything can stand together; nothing found means: write the postings."""
        for key, account in self.now.items():
            if account != self.before.get(key):
                self.findings += faults(self.before.get(key), account)
        uoms = {key: account.uom for key, account in self.now.items()}
        self.findings += unbalanced(self.made, self.taken, uoms)
        return tuple(self.findings)

    def _stays(self, held: tuple[Account, Line] | None, act: Act) -> bool:
        parents = (self.look(ref) for ref in act.parents)
        keys = frozenset(account.key for account in parents if account is not None)
        return held is not None and same(*held, act, keys)

    def _reverse(self, key: str, line: Line) -> None:
        taken_back = replace(line, id=self.key(), entry=self.entry)
        self.postings.append(Posting(key, taken_back, line.id))
        self.now[key] = self.now[key].minus(line)
        for name in (line.parents - self.now[key].parents) & self.now.keys():
            parent = self.now[name]
            self.now[name] = replace(parent, children=parent.children - {key})

    def _standing(self, act: Act) -> Account | None:
        """Give the unit that an act speaks of, if anything can still happen to it."""
        account = self.look(act.role)
        if account is None:
            self._say("C-UNKNOWN", act.role, ref=act.role)
        elif account.ended:
            self._say("C-ENDED", account.role, code=account.code)
        elif act.act in ("draw", "add") and act.unit != account.uom:
            self._say("C-UNIT", account.role, code=account.code, unit=account.uom, found=act.unit)
        else:
            return account
        return None

    def _move(self, act: Act) -> None:
        account = self._standing(act)
        if account is None:
            return
        refused = self.shelf.refusals(account, act.place)
        self.findings += refused
        if not refused:
            self.shelf = self.shelf.moved(account.key, act.place)
            moved = replace(act, quantity=Decimal(0), unit=account.uom)
            self._post(account, moved, frozenset())

    def _add(self, act: Act) -> None:
        """Put more into a unit: always out of other units, because nothing comes from nowhere."""
        account = self._standing(act)
        parents = {ref: self.look(ref) for ref in act.parents}
        unknown = [ref for ref, parent in parents.items() if parent is None]
        for ref in unknown:
            self._say("C-UNKNOWN", act.role, ref=ref)
        if account is None or unknown:
            return
        keys = frozenset(parent.key for parent in parents.values() if parent is not None)
        if not keys:
            self._say("C-SOURCE", act.role, code=account.code)
        elif not self._is_cycle(account, keys):
            self._post(account, act, keys)

    def _take(self, act: Act) -> None:
        account = self._standing(act)
        if account is not None:
            # Ending a unit takes whatever is left, so that the books close at zero.
            quantity = account.balance if act.act == "end" else act.quantity
            self._post(account, replace(act, quantity=quantity, unit=account.uom), frozenset())

    def _make(self, act: Act) -> None:
        standing = next((a for a in self.now.values() if self._plays(a, act.role) and a.made), None)
        parents = {ref: self.look(ref) for ref in act.parents}
        unknown = [ref for ref, account in parents.items() if account is None]
        if standing is not None:
            self._say("C-TWICE", act.role, code=standing.code, role=act.role)
        for ref in unknown:
            self._say("C-UNKNOWN", act.role, ref=ref)
        if standing is not None or unknown:
            return
        account = self._undone(act) or self.name(act)
        self.now.setdefault(account.key, account)
        keys = frozenset(parent.key for parent in parents.values() if parent is not None)
        if not self._is_cycle(account, keys):
            self._post(account, act, keys)

    def _undone(self, act: Act) -> Account | None:
        """Give the unit that was made as this role before and taken back: it is the same thing."""
        like = (kind_of(act), act.unit)
        found = (a for a in self.now.values() if a.made is None and self._plays(a, act.role))
        return next((a for a in found if (a.kind, a.uom) == like), None)

    def _is_cycle(self, account: Account, parents: frozenset[str]) -> bool:
        """Refuse a parent that came from the unit itself; only a correction could say so."""
        loops = parents & self._below(account.key)
        for key in sorted(loops):
            self._say("C-CYCLE", account.role, code=account.code, parent=self.now[key].code)
        return bool(loops)

    def _below(self, key: str) -> set[str]:
        waiting, seen = {key}, set[str]()
        while waiting:
            one = waiting.pop()
            seen.add(one)
            held = self.now.get(one)
            waiting |= (held.children if held else frozenset()) - seen
        return seen

    def _post(self, account: Account, act: Act, parents: frozenset[str]) -> None:
        line = Line(
            self.key(), self.entry, act.slot, act.act, act.quantity, act.unit, act.label, parents,
            act.place,
        )  # fmt: skip
        self.postings.append(Posting(account.key, line))
        self.now[account.key] = account.plus(line)
        for key in parents:
            parent = self.now[key]
            self.now[key] = replace(parent, children=parent.children | {account.key})
        self._count(account, line)

    def _count(self, account: Account, line: Line) -> None:
        if line.act in ADDS:
            self.made.append((account.role, line))
        elif line.act != MOVE:
            self.taken[account.key] = self.taken.get(account.key, Decimal(0)) + line.quantity

    def _say(self, finding: str, where: str, **params: str) -> None:
        self.findings.append(Finding(finding, params, where, 2))


def roles_made(postings: Iterable[Posting], accounts: Mapping[str, Account]) -> dict[str, str]:
    """Give the units that a book made, by role: role -> key."""
    return {accounts[p.unit].role: p.unit for p in postings if _makes(p)}


def _makes(posting: Posting) -> bool:
    return posting.reverses is None and posting.line.act in MAKES
