"""What an analyst gives for a row, and what has to be confirmed before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from batches.ledger import Computed, Value
from batches.readings import Reading
from batches.verdict import Finding
from elnapp.record import Refused


@dataclass(frozen=True, slots=True)
class Given:
    """What the analyst gave for one row.

    `readings` are those of instrument files that the values rest on.
    `values` are those that `batches.readings.asked` asks for; `invalid` says why a run gave no
    result; `analysed_at` is the time of the test as stated (None: the time of record).
    """

    row: str
    values: Mapping[str, Value] = field(default_factory=dict)
    invalid: str | None = None
    sample: str | None = None
    analysed_at: datetime | None = None
    comment: str = ""
    confirmed: str = ""
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analyst:
    """Who performed a test and when, where another person gives its result."""

    id: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """How a percentage from a file was computed, with its 95 % interval; empty for an invalid run.

    `analyst` performed the test, where that is not who gives the result.
    """

    computed: Computed | None = None
    interval: tuple[Decimal, Decimal] | None = None
    analyst: Analyst | None = None

    def beside(self, reading: Reading) -> Reading:
        """Lay it beside the reading of its number; an invalid one was computed from nothing."""
        if self.computed is None or reading.result.invalid_reason is not None:
            return reading
        result = replace(reading.result, interval=self.interval)
        return replace(reading, result=result, computed=(self.computed,))


class Unconfirmed(Refused):
    """The result opens a deviation and nobody has confirmed it yet; nothing was written."""

    @property
    def token(self) -> str:
        """Give what the form carries back to confirm exactly this result."""
        return token_of(self.findings)


def token_of(findings: Sequence[Finding]) -> str:
    """Name findings with their values, so that a confirmation speaks of this result only."""
    values = (f.params.get("raw", f.params.get("value_en", "")) for f in findings)
    return ";".join(f"{f.code}:{f.where}:{v}" for f, v in zip(findings, values, strict=True))
