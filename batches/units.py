"""Units and the ledger of their acts, as in double-entry books: every quantity is a sum.

An act makes a unit (`create`, `sample`, or `opening` for what is older than the ledger), puts more
into it (`add`), takes from it (`draw`, `end`) or only moves it (`move`).  Nothing in the ledger is
changed: a correction reverses the acts that differ and books the new ones.  What stands must always
hold: no unit below zero, nothing left in an ended one, nothing resting on an undone one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from batches.identifiers import unit_code
from batches.ledger import Act
from batches.text import Text
from batches.verdict import Finding, Param

MAKES = frozenset({"create", "opening", "sample"})
ADDS = MAKES | {"add"}
MOVE = "move"
PIECES = "1"  # the unit of counted things: a vessel, a tube; a sample of it takes no part of it
KINDS: dict[str, Text] = {
    "start": Text("Starting material", "Matière de départ"),
    "vessel": Text("Culture vessel", "Récipient de culture"),
    "pool": Text("Cell pool", "Ensemble de cellules"),
    "sample": Text("Sample", "Échantillon"),
    "bag": Text("Bag", "Poche"),
    "vial": Text("Cryovial", "Cryotube"),
}
_SERIES = {"start": "T", "pool": "H", "sample": "S", "bag": "B", "vial": "V"}
_PASSAGE = re.compile(r"P([0-9]{1,2})-")


@dataclass(frozen=True, slots=True)
class Line:
    """One act that stands in the ledger; `parents` are the keys of the units it came from."""

    id: str
    entry: str | None
    slot: str
    act: str
    quantity: Decimal
    uom: str
    label: str = ""
    parents: frozenset[str] = frozenset()
    place: str = ""

    @property
    def effect(self) -> Decimal:
        """Give what the act does to the balance of its unit."""
        if self.act == MOVE:
            return Decimal(0)
        return self.quantity if self.act in ADDS else -self.quantity


@dataclass(frozen=True, slots=True)
class Account:
    """One unit with the acts that stand on it, oldest first; `children` are keys of other units."""

    key: str
    code: str
    role: str
    kind: str
    uom: str
    lines: tuple[Line, ...] = ()
    children: frozenset[str] = frozenset()

    @property
    def made(self) -> Line | None:
        """Give the act that made the unit; None when it was undone."""
        return next((line for line in self.lines if line.act in MAKES), None)

    @property
    def balance(self) -> Decimal:
        """Give what is left in the unit."""
        return sum((line.effect for line in self.lines), Decimal(0))

    @property
    def parents(self) -> frozenset[str]:
        """Give the keys of all units that something in this one came from."""
        return frozenset(parent for line in self.lines for parent in line.parents)

    @property
    def place(self) -> str | None:
        """Give where the unit is: the place of its last move; None where nobody said, or it is gone."""
        moves = [line.place for line in self.lines if line.act == MOVE]
        return moves[-1] if moves and self.state == "open" else None

    @property
    def ended(self) -> bool:
        """Tell whether an act has ended the unit."""
        return any(line.act == "end" for line in self.lines)

    @property
    def state(self) -> str:
        """Give open, used (ended, or all of it taken) or undone.

        What was made with nothing in it is open: a bag of a media fill holds no cell and is stored.
        """
        if self.made is None:
            return "undone"
        taken = any(line.effect < 0 for line in self.lines)
        return "used" if self.ended or (taken and not self.balance) else "open"

    def plus(self, line: Line) -> Account:
        """Give the account with one more act."""
        return replace(self, lines=(*self.lines, line))

    def minus(self, line: Line) -> Account:
        """Give the account without an act that was reversed."""
        return replace(self, lines=tuple(one for one in self.lines if one.id != line.id))


def kind_of(act: Act) -> str:
    """Name the kind of unit that an act makes."""
    if act.act == "sample":
        return "sample"
    head = act.role.partition("/")[0]
    if head in ("start", "vessel", "pool"):
        return head
    return "vial" if act.series == "V" else "bag"


def series_of(act: Act) -> str:
    """Give the number range of a unit: the act's own, or the one of its kind."""
    return act.series or _SERIES.get(kind_of(act), "B")


def code_of(lot: str, series: str, number: int, numbering: Mapping[str, Any] | None = None) -> str:
    """Write the code of a unit; `numbering` is the body of the document that gives patterns.

    A series such as `P2-` holds the vessels of a repetition.
    """
    passage = _PASSAGE.fullmatch(series)
    code = "P" if passage else series
    pattern = _patterns(numbering).get(code)
    if pattern is not None:
        return lot + pattern.format(n=number, rep=passage[1] if passage else "")
    return unit_code(lot, code, number, int(passage[1]) if passage else None)


def _patterns(numbering: Mapping[str, Any] | None) -> dict[str, str]:
    return {str(s["code"]): str(s["pattern"]) for s in (numbering or {}).get("series", ())}


def same(account: Account, line: Line, act: Act, parents: frozenset[str]) -> bool:
    """Tell whether an act that stands says what a corrected entry says again."""
    if line.act != act.act or act.role not in (account.role, account.code):
        return False
    if act.act == MOVE:
        return line.place == act.place
    said = act.act == "end" or (line.quantity, line.uom) == (act.quantity, act.unit)
    return said and line.label == act.label and (act.act not in ADDS or line.parents == parents)


def impossible(act: Act) -> tuple[Finding, ...]:
    """Refuse an act that can stand in no ledger (C-NEGATIVE)."""
    if act.quantity.is_finite() and act.quantity >= 0:
        return ()
    return (Finding("C-NEGATIVE", {"role": act.role, "value": str(act.quantity)}, act.role, 2),)


def faults(before: Account | None, after: Account) -> tuple[Finding, ...]:
    """Ask whether a unit can stand as it would after a command; `before` it or None when new.

    Codes: C-OVERDRAWN (more taken than there is), C-RESTS (later acts rest on what would change).
    """
    if after.made is None:
        fits = not after.lines and not after.children
    else:
        fits = after.balance >= 0 and not (after.ended and after.balance)
    if fits:
        return ()
    kept = before is None or before.made == after.made
    if after.made is not None and kept and after.balance < 0:
        return (_overdrawn(before.lines if before else (), after),)
    return (Finding("C-RESTS", {"code": after.code}, after.role, 2),)


def _overdrawn(before: tuple[Line, ...], after: Account) -> Finding:
    fresh = (line for line in after.lines if line not in before and line.effect < 0)
    asked = sum((line.quantity for line in fresh), Decimal(0))
    params: dict[str, Param] = {"code": after.code, "unit": after.uom}
    params |= {"left": after.balance + asked, "asked": asked}
    return Finding("C-OVERDRAWN", params, after.role, 2)


def unbalanced(
    made: Iterable[tuple[str, Line]], taken: Mapping[str, Decimal], uoms: Mapping[str, str]
) -> list[Finding]:
    """Refuse to put more into new units than one entry took from their parents (C-UNBALANCED).

    `made` are roles with the acts that make them, `taken` what was drawn by parent key, `uoms` the
    unit of measure by key.  Only one unit of measure is compared with itself: cells grow between a
    vessel and its harvest, and a tube takes no piece of a flask.
    """
    sums: dict[tuple[frozenset[str], str], tuple[str, Decimal]] = {}
    for role, line in made:
        measured = line.uom != PIECES and all(uoms[p] == line.uom for p in line.parents)
        if line.parents and measured:
            _, so_far = sums.get((line.parents, line.uom), ("", Decimal(0)))
            sums[line.parents, line.uom] = (role, so_far + line.quantity)
    found = []
    for (parents, uom), (role, total) in sums.items():
        drawn = sum((taken.get(p, Decimal(0)) for p in parents), Decimal(0))
        if drawn < total:
            params: dict[str, Param] = {"made": total, "taken": drawn, "unit": uom}
            found.append(Finding("C-UNBALANCED", params, role, 2))
    return found
