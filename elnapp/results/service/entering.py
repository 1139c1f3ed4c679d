"""Giving a result against the pinned specification, and declaring one invalid.

A result is never overwritten: a row that has one takes another only after the first was declared
invalid with its reason, so that nobody tests a lot into compliance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from batches.deviation import opens_deviation
from batches.findings import sentence
from batches.ledger import Computed, Value
from batches.quantity import quote
from batches.readings import Reading, read, refusals
from batches.specification import ResultInput, Row, RowVerdict, judge, limit_text
from batches.verdict import Finding
from elnapp.quality import service as quality
from elnapp.record import Answer, Call, Kernel, Refused, Tx, new_id
from elnapp.results import queries
from elnapp.results.models import Result, ResultInvalid
from elnapp.results.queries import Pinned, ResultView, samples

OPENS_FROM = 2  # weight of a finding; an indicative limit of an INFO row (1) opens nothing


@dataclass(frozen=True, slots=True)
class Given:
    """What the analyst gave for one row.

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


class Unconfirmed(Refused):
    """The result opens a deviation and nobody has confirmed it yet; nothing was written."""

    @property
    def token(self) -> str:
        """Give what the form carries back to confirm exactly this result."""
        return _token(self.findings)


def enter(kernel: Kernel, call: Call, pinned: Pinned, given: Given) -> Answer:
    """Give a result for one row of the pinned specification and judge it.

    A RELEASE row that fails opens an out-of-specification deviation (L01), a passed action limit
    another (L02), in the same command.  Raises Refused for values that cannot be, for an unknown
    row, and for a row that has a result already (RESULT-STANDS); Unconfirmed for a result that opens
    a deviation until `given.confirmed` carries its token, so that a slip of the hand opens none.
    """

    def do(tx: Tx) -> Answer:
        return enter_in(tx, pinned, given)[1]

    asked = {"stream": pinned.stream, **asdict(given)}
    return kernel.act(call, "results.enter", do, streams=[pinned.stream], request=asked)


@dataclass(frozen=True, slots=True)
class Computed95:
    """A percentage that was computed from counts: how, and its 95 % interval."""

    computed: Computed
    interval: tuple[Decimal, Decimal] | None


def enter_in(
    tx: Tx, pinned: Pinned, given: Given, counted: Computed95 | None = None, source: str = "typed"
) -> tuple[str, Answer]:
    """Write one result inside a command; gives its id and the answer of `enter`.

    `counted` is what the number was computed from, where nobody typed it.
    """
    row = queries.row_of(pinned, given.row)
    before = queries.results(tx.session, pinned.stream, row.code)
    _refuse(tx, given, (row, before), pinned.stream)
    reading = _read(row, given)
    if counted is not None and given.invalid is None:
        result = replace(reading.result, interval=counted.interval)
        reading = replace(reading, result=result, computed=(counted.computed,))
    verdict = judge(row, reading.result)
    _confirm(verdict, given)
    address = f"{pinned.stream}/results/{row.code}/{len(before) + 1}"
    opened = _deviations(tx, address, verdict)
    for finding in verdict.findings:
        tx.note(finding)
    added = _row(tx, pinned, given, _Judged(row, reading, verdict, before))
    result_id = new_id()
    tx.add(
        Result(
            id=result_id, stream=pinned.stream, address=address, deviations=opened, source=source,
            **added,
        )
    )  # fmt: skip
    return result_id, {"address": address, "verdict": verdict.verdict, "deviations": opened}


def opening(pinned: Pinned, code: str, number: Decimal) -> list[Finding]:
    """Give the findings of a result that would open a deviation, before it is given."""
    row = queries.row_of(pinned, code)
    return _opening(judge(row, ResultInput(str(number), number)))


def confirmation(findings: Sequence[Finding]) -> str:
    """Name findings with their values, as a confirmation carries them."""
    return _token(findings)


def invalidate(kernel: Kernel, call: Call, stream: str, result_id: str, reason: str) -> Answer:
    """Declare a result invalid; it stays, struck through, and the row waits for another.

    Raises Refused when it is not the result that stands, or without a reason.
    """

    def do(tx: Tx) -> Answer:
        found = [r for r in queries.results(tx.session, stream) if r.id == result_id]
        if not found or found[0].invalid is not None:
            raise Refused([Finding("RESULT-NOT-STANDING", where="reason")])
        if not reason.strip():
            raise Refused([Finding("RESULT-REASON", where="reason")])
        ended = ResultInvalid(
            stream=stream, address=found[0].address, result_id=result_id, reason=reason.strip(),
            lang=tx.actor.lang, declared_by=tx.actor.id, declared_name=tx.actor.name,
            declared_at=tx.at,
        )  # fmt: skip
        tx.add(ended)
        return {"address": found[0].address}

    asked = {"stream": stream, "result": result_id, "reason": reason}
    return kernel.act(call, "results.invalidate", do, streams=[stream], request=asked)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A reading with its verdict, between the rules and the row that is written."""

    row: Row
    reading: Reading
    verdict: RowVerdict
    before: Sequence[ResultView]


def _refuse(tx: Tx, given: Given, against: tuple[Row, Sequence[ResultView]], stream: str) -> None:
    row, before = against
    found: list[Finding] = []
    if before and before[-1].invalid is None:
        words = {"row_en": row.attribute.en, "row_fr": row.attribute.fr}
        found.append(Finding("RESULT-STANDS", words))
    if given.analysed_at is not None and given.analysed_at > tx.at:
        found.append(Finding("RESULT-FUTURE", where="analysed_at"))
    if given.sample is not None and given.sample not in samples(tx.session, stream):
        found.append(Finding("RESULT-SAMPLE", {"sample": quote(given.sample)}, "sample"))
    if given.invalid is None:
        found += refusals(row, given.values)
    elif not given.invalid.strip():
        found.append(Finding("RESULT-REASON", where="invalid"))
    if found:
        raise Refused(found)


def _read(row: Row, given: Given) -> Reading:
    if given.invalid is not None:
        return Reading(ResultInput("", invalid_reason=given.invalid.strip()), "")
    return read(row, given.values)


def _opening(verdict: RowVerdict) -> list[Finding]:
    return [f for f in verdict.findings if opens_deviation(f) and f.weight >= OPENS_FROM]


def _confirm(verdict: RowVerdict, given: Given) -> None:
    opening = _opening(verdict)
    if opening and given.confirmed != _token(opening):
        raise Unconfirmed(opening)


def _token(findings: Sequence[Finding]) -> str:
    """Name findings with their values, so that a confirmation speaks of this result only."""
    values = (f.params.get("raw", f.params.get("value_en", "")) for f in findings)
    return ";".join(f"{f.code}:{f.where}:{v}" for f, v in zip(findings, values, strict=True))


def _deviations(tx: Tx, address: str, verdict: RowVerdict) -> list[str]:
    said = ((f, sentence(f, tx.actor.lang)) for f in _opening(verdict))
    return [quality.open_in(tx, address, finding, words).number for finding, words in said]


def _row(tx: Tx, pinned: Pinned, given: Given, judged: _Judged) -> dict[str, Any]:
    row, reading, verdict = judged.row, judged.reading, judged.verdict
    interval = reading.result.interval
    return {
        "spec_row": row.code,
        "n": len(judged.before) + 1,
        "specification_id": pinned.id,
        "specification_hash": pinned.hash,
        "sample_unit": given.sample,
        "text": reading.result.text,
        "number": reading.result.number,
        "unit": reading.unit,
        "inputs": {name: _typed(value) for name, value in given.values.items()},
        "computed": [_kept(value) for value in reading.computed],
        "interval": None if interval is None else [str(end) for end in interval],
        "shown": _shown(row),
        "verdict": verdict.verdict,
        "flags": sorted(verdict.flags),
        "findings": [finding.plain() for finding in verdict.findings],
        "rounded": verdict.rounded,
        "comment": given.comment.strip(),
        "lang": tx.actor.lang,
        "invalid": None if given.invalid is None else given.invalid.strip(),
        "supersedes": judged.before[-1].id if judged.before else None,
        "analysed_by": tx.actor.id,
        "analysed_name": tx.actor.name,
        "analysed_at": given.analysed_at or tx.at,
        "zone": pinned.zone,
        "recorded_at": tx.at,
    }


def _shown(row: Row) -> dict[str, Any]:
    """Keep the row as it was shown: what the verdict rests on stands beside it."""
    return {
        "class": row.row_class,
        "attribute": asdict(row.attribute),
        "method": asdict(row.method),
        "limit": {lang: limit_text(row, lang) for lang in ("en", "fr")},
        "rounding": row.rounding,
        "input": row.input,
    }


def _typed(value: Value) -> dict[str, Any]:
    number = None if value.number is None else str(value.number)
    return {"text": value.text, "number": number, "unit": value.unit}


def _kept(value: Computed) -> dict[str, Any]:
    return {
        "name": value.name,
        "value": None if value.value is None else str(value.value),
        "unit": value.unit,
        "formula": value.formula,
        "version": value.version,
        "inputs": {name: str(one) for name, one in value.inputs.items()},
        "rounding": value.rounding,
    }
