"""What a result rests on: readings of the sample that was scanned, and how the value differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from batches.quantity import quote
from batches.readings import VALUE, asked
from batches.specification import Row
from batches.verdict import Finding
from elnapp.inbox import service as inbox
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.service import Resting
from elnapp.record import Refused, Tx
from elnapp.results.queries import Pinned
from elnapp.results.service.given import Given


def resting(tx: Tx, pinned: Pinned, row: Row, given: Given) -> Resting:
    """Lay readings beside the values of a result; Refused for one that cannot be taken at all.

    Codes: FILE-SCAN-FIRST (no sample), FILE-OTHER-SAMPLE (the reading's code is that of another
    sample), those of `inbox.resting`; FILE-REASON, with what wants one, where a reading is held, a
    value is another or the reading names no sample of the house.
    """
    if not given.readings:
        return Resting()
    if given.sample is None:
        raise Refused([Finding("FILE-SCAN-FIRST", where="sample")])
    answered = inbox.Answered(asked(row), row.reads, given.values)
    rests = inbox.resting(tx, pinned.stream, given.readings, answered)
    samples = tuple(_samples(rests.picked.readings, given.sample))
    other = [one for one in samples if one.code == "FILE-OTHER-SAMPLE"]
    if other:
        raise Refused(other)
    found = (*rests.findings, *samples)
    if found and not (tx.call.reason or "").strip():
        raise Refused([Finding("FILE-REASON", where="reason"), *found])
    return replace(rests, findings=found)


def from_file(rests: Resting) -> bool:
    """Tell whether a file gave the number that is judged, and nobody changed any of its values."""
    return VALUE in rests.offers and rests.slots == rests.offers.keys()


def _samples(readings: tuple[ReadingView, ...], scanned: str) -> Iterator[Finding]:
    """Find each reading that is not of the sample scanned: of another, or of a name typed there."""
    for one in readings:
        if one.sample == scanned:
            continue
        code = "FILE-SAMPLE-TYPED" if one.sample_unit is None else "FILE-OTHER-SAMPLE"
        yield Finding(code, {"found": quote(one.sample or "–"), "sample": scanned}, "sample", 2)
