"""What a result rests on: readings of the sample that was scanned, and how the value differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from batches.inbox import Offer, differing, offered
from batches.ledger import Value
from batches.quantity import quote
from batches.readings import VALUE, asked
from batches.specification import Row
from batches.verdict import Finding
from elnapp.inbox import service as inbox
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.service import Chosen, Owner
from elnapp.record import Refused, Tx
from elnapp.results.models import Result
from elnapp.results.queries import Pinned
from elnapp.results.service.given import Given

NEVER = frozenset({"FILE-KIND", "FILE-MANY", "FILE-OTHER-SAMPLE"})


@dataclass(frozen=True, slots=True)
class Resting:
    """The readings a result takes: what each offers by slot, and what its reason was asked for."""

    picked: Chosen = field(default_factory=Chosen)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        """Tell whether a file gave the number that is judged, and nobody changed any of its values."""
        same = (
            slot in self.values and self.values[slot].number == offer.measured.value
            for slot, offer in self.offers.items()
        )  # fmt: skip
        return VALUE in self.offers and all(same)

    def write(self, tx: Tx, result: Result) -> None:
        """Write down what the result took, and keep the files with the lot."""
        if not self.picked.readings:
            return
        numbers = {slot: value.number for slot, value in self.values.items()}
        owner = Owner(result.stream, result.address, "result", result.id, numbers)
        inbox.use(tx, owner, self.picked, self.offers)


def resting(tx: Tx, pinned: Pinned, row: Row, given: Given) -> Resting:
    """Lay readings beside the values of a result; Refused for one that cannot be taken at all.

    Codes: FILE-SCAN-FIRST (no sample), FILE-OTHER-SAMPLE (the reading's code is that of another
    sample), FILE-KIND, FILE-MANY, those of `inbox.chosen`; FILE-REASON, with what wants one, where
    a reading is held, a value is another or the reading names no sample of the house.
    """
    if not given.readings:
        return Resting()
    if given.sample is None:
        raise Refused([Finding("FILE-SCAN-FIRST", where="sample")])
    picked = inbox.chosen(tx, given.readings, pinned.stream)
    fields = asked(row)
    said = offered(fields, row.reads, ((r.id, r.kind, r.quantities) for r in picked.readings))
    numbers = {slot: value.number for slot, value in given.values.items()}
    found = (
        *picked.holds, *_samples(picked.readings, given.sample), *said.findings,
        *differing(fields, said.slots, numbers),
    )  # fmt: skip
    never = [one for one in found if one.code in NEVER]
    if never:
        raise Refused(never)
    if found and not (tx.call.reason or "").strip():
        raise Refused([Finding("FILE-REASON", where="reason"), *found])
    return Resting(picked, said.slots, found, given.values)


def _samples(readings: tuple[ReadingView, ...], scanned: str) -> Iterator[Finding]:
    """Find each reading that is not of the sample scanned: of another, or of a name typed there."""
    for one in readings:
        if one.sample == scanned:
            continue
        code = "FILE-SAMPLE-TYPED" if one.sample_unit is None else "FILE-OTHER-SAMPLE"
        yield Finding(code, {"found": quote(one.sample or "–"), "sample": scanned}, "sample", 2)
