"""The results that the counts of a panel give, inside a command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from batches.findings import sentence
from batches.ledger import Value
from batches.phenotype import Judged
from batches.quantity import plain as digits
from batches.verdict import Finding
from elnapp.record import Answer, Tx
from elnapp.results.queries import Pinned
from elnapp.results.service.entering import enter_in, opening
from elnapp.results.service.given import Analyst, Counted, Given, token_of

VALUE = "value"
NOT_VALID = "L04"  # says only that there is no result; the reasons stand beside it


@dataclass(frozen=True, slots=True)
class Counts:
    """What a panel counted, by marker: as judged now, and as its answer is stored.

    `sample` is what it was run of, `analyst` who ran it, where that is not who gives the results.
    """

    judged: Mapping[str, Judged]
    markers: Mapping[str, Any]
    findings: Sequence[Mapping[str, str]]
    sample: str | None = None
    analyst: Analyst | None = None

    def valid(self, marker: str) -> Judged | None:
        """Give what was counted of a marker; None when there is no valid count."""
        one = self.judged.get(marker)
        countless = one is None or one.verdict == "INVALID" or one.percent is None
        return None if countless else one

    def reasons(self, marker: str, lang: str) -> str:
        """Say in words why a marker has no count: what is wrong with the panel, then with its tubes."""
        known = self.markers.get(marker)
        if known is None:
            return sentence(Finding("PANEL-NO-MARKER", {"marker": marker}), lang)
        of_tubes = [f for f in known["findings"] if f["code"] != NOT_VALID]
        said = [f[lang] for f in (*self.findings, *of_tubes)]
        return " ".join(dict.fromkeys(said))


def openings(tx: Tx, pinned: Pinned, counts: Counts, rows: Mapping[str, str]) -> list[Finding]:
    """Give the findings of every result that would open a deviation; `rows` with their markers."""
    found: list[Finding] = []
    for row, marker in rows.items():
        one = counts.valid(marker)
        if one is not None and one.percent is not None:
            found += opening(tx, pinned, row, one.percent.value or Decimal(0))
    return found


def opened_by(made: Mapping[str, Answer]) -> dict[str, list[str]]:
    """Give the deviations and the investigations that results opened."""
    return {
        "deviations": [number for one in made.values() for number in one["deviations"]],
        "investigations": [one["investigation"] for one in made.values() if one["investigation"]],
    }


def give(tx: Tx, pinned: Pinned, counts: Counts, row: str, marker: str) -> Answer:
    """Give the result of one row: the percentage with its interval, or why there is none.

    Whoever called has confirmed what it opens.
    """
    one = counts.valid(marker)
    if one is None or one.percent is None or one.percent.value is None:
        why = counts.reasons(marker, tx.actor.lang)
        given = Given(row, invalid=why, sample=counts.sample)
        return enter_in(tx, pinned, given, Counted(analyst=counts.analyst))
    number = one.percent.value
    found = opening(tx, pinned, row, number)
    values = {VALUE: Value(digits(number), number, "%")}
    given = Given(row, values, sample=counts.sample, confirmed=token_of(found))
    counted = Counted(one.percent, one.interval, counts.analyst)
    return enter_in(tx, pinned, given, counted)
