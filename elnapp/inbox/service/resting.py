"""What an answer rests on: the readings it takes, what each offers, and how the answer differs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from batches.inbox import Offer, Reads, differing, offered
from batches.ledger import Value
from batches.steps import Field
from batches.verdict import Finding
from elnapp.inbox.service.using import Chosen, Owner, chosen, use
from elnapp.record import Refused, Tx

NEVER = frozenset({"FILE-KIND", "FILE-MANY"})


@dataclass(frozen=True, slots=True)
class Answered:
    """The questions of one form with their answers; `reads` are those that a file can answer."""

    fields: Sequence[Field]
    reads: Reads
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Resting:
    """The readings an answer takes: what each offers by slot, and what wants a reason."""

    picked: Chosen = field(default_factory=Chosen)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def slots(self) -> frozenset[str]:
        """Name the slots whose value is that of the file."""
        return frozenset(
            slot
            for slot, offer in self.offers.items()
            if slot in self.values and self.values[slot].number == offer.measured.value
        )

    def write(self, tx: Tx, stream: str, address: str, owner: tuple[str, str]) -> None:
        """Write down what the answer took, and keep the files with it; `owner` is (purpose, id)."""
        if self.picked.readings:
            numbers = {slot: value.number for slot, value in self.values.items()}
            use(tx, Owner(stream, address, *owner, numbers), self.picked, self.offers)


def resting(
    tx: Tx, stream: str, ids: Sequence[str], answered: Answered, own: Collection[str] = ()
) -> Resting:
    """Lay readings beside the values of an answer; Refused for one that cannot be taken at all.

    `own` are earlier entries of the record, whose readings may be taken again.
    Codes: FILE-KIND, FILE-MANY and those of `chosen`.
    """
    if not ids:
        return Resting()
    picked = chosen(tx, ids, stream, own=frozenset(own))
    offering = ((r.id, r.kind, r.quantities) for r in picked.readings)
    said = offered(answered.fields, answered.reads, offering)
    never = [f for f in said.findings if f.code in NEVER]
    if never:
        raise Refused(never)
    numbers = {slot: value.number for slot, value in answered.values.items()}
    differs = differing(answered.fields, said.slots, numbers)
    found = (*picked.holds, *said.findings, *differs)
    return Resting(picked, said.slots, found, answered.values)
