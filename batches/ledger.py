"""What a step says: the values typed, the values computed, and the acts it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from batches.text import Text

ActName = Literal["create", "opening", "sample", "add", "draw", "move", "end"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it was entered.

    `text` is kept as typed, `number` is its exact reading (None when the field is no number),
    `unit` is a UCUM code ("" when there is none).
    """

    text: str
    number: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """One computed value with all that is needed to compute it again.

    `value` None means undefined for these inputs (a doubling time at zero doublings); `note` says
    why, or what a reader must know. `rounding` is the rule of the stored value, in words.
    """

    name: str
    value: Decimal | None
    unit: str
    formula: str
    version: int
    inputs: Mapping[str, Decimal | str] = field(default_factory=dict)
    rounding: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that physically happened to units, as the ledger books it.

    `slot` stays the same when the entry is corrected. `role` names the unit inside the entry,
    `parents` the roles or codes of the units it came from, `series` the number range of its code
    ("B" bag, "S" sample, ...). `quantity` counts in `unit` (UCUM); `place` is where a move goes.
    """

    slot: str
    act: ActName
    role: str
    series: str = ""
    quantity: Decimal = Decimal(0)
    unit: str = "1"
    parents: tuple[str, ...] = ()
    label: str = ""
    place: str = ""
