"""What every step kind is made of, and what it knows of the lot around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from batches.kinds.scans import scans, with_code
from batches.ledger import Act, Computed, Value
from batches.passage_limits import NO_LIMITS, PassageLimits, UnitHistory
from batches.references import named
from batches.steps import Field, Step
from batches.verdict import Finding
from batches.windows import Span

Values = Mapping[str, Value]
Lookup = Callable[[str, str], Decimal | str | None]
"""(path, name) -> the standing or computed value of another step; None when there is none."""

CELLS = "10*6"


class Stock(NamedTuple):
    """An open unit of another lot: what it is, and the doublings of its cells by that lot's record.

    `cells` are the viable cells (10*6) it was booked with; None where it was not made with a number.
    `donation` is the one that its lot was issued from; "" where that lot names none.
    """

    kind: str
    doublings: Decimal | None = None
    convention: str = ""
    cells: Decimal | None = None
    donation: str = ""


def _nothing(_path: str, _name: str) -> None:
    return None


def _no_stock(_code: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Context:
    """Where a step stands in its lot and what the lot holds at that moment.

    `balances` are the open units of the lot by role in the order of their making, each with what
    is left in it; for a correction they are given without the acts of the entry itself.  `pools` gives
    every pool that was made so far, also those that are gone, in the same order.  `codes`
    gives the role of each unit of the lot by its printed code, `stock` an open unit of another lot,
    `spans` the time windows that begin or end here.  `first` and `last` number the repetitions that
    the master allows; `thawed` is the path of the step that the lot's cells are thawed at, if they
    are; `history` is how earlier lots grew, unknown where a lot is computed again.
    """

    path: str
    phase: str = ""
    repetition: int | None = None
    first: int = 0
    last: int | None = None
    convention: str = "a"
    lookup: Lookup = _nothing
    balances: Mapping[str, Decimal] = field(default_factory=dict)
    pools: Callable[[], Sequence[str]] | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    donation: str = ""
    stock: Callable[[str], Stock | None] = _no_stock
    thawed: str = ""
    limits: PassageLimits = NO_LIMITS
    history: Callable[[], UnitHistory] = UnitHistory
    spans: tuple[Span, ...] = ()

    @property
    def segment(self) -> str:
        """Give the first segment of the path, `P1`, `REC` or `P1.CC3`."""
        return self.path.partition("/")[0]

    @property
    def top(self) -> str:
        """Give the phase with its repetition, `P1`, whatever group the step stands in."""
        return self.segment.partition(".")[0]

    def sibling(self, step: str, back: int = 0) -> str:
        """Give the path of another step, `back` repetitions earlier; a full path stays itself."""
        if "/" in step or self.repetition is None:
            return named(step, self.segment, self.repetition)
        inner = self.segment[len(self.top) :]
        return f"{self.phase}{self.repetition - back}{inner}/{step}"

    def number(self, path: str, name: str) -> Decimal | None:
        """Look up a number; a text or nothing gives None."""
        value = self.lookup(path, name) if path else None
        return value if isinstance(value, Decimal) else None

    def pool(self) -> str | None:
        """Give the role of the pool to draw from: of this repetition, else the newest one."""
        own = f"pool/{self.segment}"
        if own in self.balances:
            return own
        pools = [role for role in self.balances if role.startswith("pool/")]
        mine = [role for role in pools if within(role, self.top)]
        found = mine or pools
        return found[-1] if found else None

    def harvested(self) -> str | None:
        """Give the newest pool that was made where this step takes its cells from, gone or not.

        In a repetition that is its own one.  `pools` are left to the balances where nobody gives them.
        """
        made = [role for role in self.balances if role.startswith("pool/")]
        made = made if self.pools is None else list(self.pools())
        if self.repetition is not None:
            made = [role for role in made if within(role, self.top)]
        own = f"pool/{self.segment}"
        return own if own in made else next(reversed(made), None)

    def cells(self) -> str | None:
        """Give the role of the pool that cells of this step are taken from; None when there is none.

        The rest of an earlier passage is no substitute for a pool that was discarded.
        """
        pool = self.harvested()
        return pool if pool in self.balances else None

    def role(self, code: str) -> str | None:
        """Give the role of the unit that a scanned code names; None when the lot has none such."""
        return self.codes.get(code) or (code if code in self.balances else None)


def within(role: str, top: str) -> bool:
    """Tell whether a unit was made in that repetition of a phase, or in a group inside it."""
    segment = role.split("/")[1] if "/" in role else ""
    return segment == top or segment.startswith(f"{top}.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A step kind: what it asks, refuses, computes, finds, and what happened physically.

    `version` is part of each entry (`count@1`): a kind that computes or books otherwise is a new
    version beside the old one, because entries are computed again for ever.  `reads` says which
    fields an instrument's file may answer: field -> (kind of reading, quantity).
    """

    name: str
    version: int
    fields: Callable[[Step], tuple[Field, ...]]
    refusals: Callable[[Step, Values, Context], tuple[Finding, ...]]
    compute: Callable[[Step, Values, Context], tuple[Computed, ...]]
    check: Callable[[Step, Values, tuple[Computed, ...], Context], tuple[Finding, ...]]
    acts: Callable[[Step, Values, tuple[Computed, ...], Context], tuple[Act, ...]]
    reads: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Give name and version as entries keep them."""
        return f"{self.name}@{self.version}"

    @property
    def written(self) -> str:
        """Give it as a master writes it: the bare name means the first version."""
        return self.name if self.version == 1 else self.label


def merged(step: Step, built_in: Iterable[Field] = ()) -> tuple[Field, ...]:
    """Give what must be scanned, the kind's fields, and the document's others.

    Of two fields of one name the document's counts; what can exist at all stays bounded by the
    kind where the document says nothing of it.
    """
    fields = {f.name: f for f in scans(step)}
    fields |= {f.name: f for f in built_in}
    for own in step.fields:
        base = fields.get(own.name)
        field_ = replace(own, possible=own.possible or base.possible) if base else own
        fields[own.name] = with_code(step, field_)
    return tuple(fields.values())


def no_computed(_step: Step, _values: Values, _ctx: Context) -> tuple[Computed, ...]:
    """Compute nothing."""
    return ()


def no_acts(
    _step: Step, _values: Values, _computed: tuple[Computed, ...], _ctx: Context
) -> tuple[Act, ...]:
    """Book nothing."""
    return ()


def number(values: Values, name: str) -> Decimal | None:
    """Give the number entered under `name`, if there is one."""
    value = values.get(name)
    return value.number if value else None


def replicates(values: Values, name: str) -> tuple[Decimal, ...]:
    """Give the numbers of all replicates of `name` in order, or of the single field."""
    found = [(k, v.number) for k, v in values.items() if k == name or k.startswith(f"{name}.")]
    return tuple(n for _, n in sorted(found, key=lambda kv: _ordinal(kv[0])) if n is not None)


def _ordinal(slot: str) -> int:
    _, _, ordinal = slot.rpartition(".")
    return int(ordinal) if ordinal.isdigit() else 0


def moment(text: str | Decimal | None) -> datetime | None:
    """Read a stated time (ISO 8601 with offset); anything else gives None."""
    if not isinstance(text, str):
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
