"""Giving a result against the pinned specification, and declaring one invalid.

A result is never overwritten: a row that has one takes another only after the first was declared
invalid with its reason, or by an approved plan of retests, so that nobody tests a lot into compliance.
A valid result out of a RELEASE or ACTION limit opens its investigation in the same command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from batches.deviation import opens_deviation
from batches.findings import sentence
from batches.ledger import Computed, Value
from batches.readings import Reading, read, refusals
from batches.specification import ResultInput, Row, RowVerdict, judge, limit_text
from batches.verdict import Finding
from elnapp.quality import service as quality
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.results import queries
from elnapp.results.models import Result
from elnapp.results.queries import OosView, Pinned, ResultView
from elnapp.results.service.given import Analyst, Counted, Given, Unconfirmed, token_of
from elnapp.results.service.investigating import end, open_in
from elnapp.results.service.resting import from_file, resting
from elnapp.results.service.sampled import sample_faults

INVESTIGATED = frozenset({"RELEASE", "ACTION"})
OPENS_FROM = 2  # weight of a finding; an indicative limit of an INFO row (1) opens nothing


def enter(kernel: Kernel, call: Call, pinned: Pinned, given: Given) -> Answer:
    """Give a result for one row of the pinned specification and judge it.

    A RELEASE row that fails opens an out-of-specification deviation (L01), a passed action limit
    another (L02), and each its investigation, in the same command.  Raises Refused for values that
    cannot be, for an unknown row, for a sample never taken, and for a row that has a result already
    (RESULT-STANDS) unless a retest is planned; Unconfirmed for a result that opens a deviation until
    `given.confirmed` carries its token, so that a slip of the hand opens none.  Values of
    `given.readings` are those of the files; another one, or a held reading, wants `call.reason`.
    """

    def do(tx: Tx) -> Answer:
        return enter_in(tx, pinned, given)

    asked = {"stream": pinned.stream, "reason": call.reason, **asdict(given)}
    return kernel.act(call, "results.enter", do, streams=[pinned.stream], request=asked)


def enter_in(tx: Tx, pinned: Pinned, given: Given, counted: Counted | None = None) -> Answer:
    """Write one result inside a command; refuses, and gives the answer, as `enter` does.

    `counted` is what the number was computed from, where it came from a file and nobody typed it.
    """
    row, before, oos = _asked_of(tx, pinned, given.row)
    _refuse(tx, pinned, given, (row, before, oos))
    rests = resting(tx, pinned, row, given)
    judged = _judged(tx, given, (row, before, oos), counted)
    if from_file(rests):
        judged = replace(judged, source="file")
    _confirm(judged.opening, given)
    address = f"{pinned.stream}/results/{row.code}/{len(before) + 1}"
    opened = _deviations(tx, address, judged.opening)
    for finding in (*rests.findings, *judged.verdict.findings):
        tx.note(finding)
    added = _row(tx, pinned, given, judged)
    result = tx.add(Result(stream=pinned.stream, address=address, deviations=opened, **added))
    rests.write(tx, result.stream, result.address, ("result", result.id))
    number = _investigate(tx, judged, result)
    return {
        "address": address, "verdict": judged.verdict.verdict, "deviations": opened,
        "interim": bool(result.interim), "investigation": number,
    }  # fmt: skip


def opening(tx: Tx, pinned: Pinned, code: str, number: Decimal) -> Sequence[Finding]:
    """Give the findings of a result that would open a deviation, before it is given."""
    row, _before, oos = _asked_of(tx, pinned, code)
    return [] if oos else _opening(judge(row, ResultInput(str(number), number)))


def waits(tx: Tx, pinned: Pinned, code: str) -> bool:
    """Tell whether a row takes a result now: it has none, an invalid one, or a planned retest."""
    return not _taken(*_asked_of(tx, pinned, code))


def standing(tx: Tx, pinned: Pinned, code: str) -> ResultView | None:
    """Give the valid, final result of a row that is no retest."""
    return _standing(queries.results(tx.session, pinned.stream, code))


def invalidate(kernel: Kernel, call: Call, stream: str, result_id: str, reason: str) -> Answer:
    """Declare a result invalid; it stays, struck through, and the row waits for another.

    Raises Refused when it is not the result that stands, without a reason, and for one that is
    investigated (OOS-FIRST): there the laboratory's cause makes it invalid, nothing else.
    """

    def do(tx: Tx) -> Answer:
        found = [r for r in queries.results(tx.session, stream) if r.id == result_id]
        if not found or found[0].invalid is not None:
            raise Refused([Finding("RESULT-NOT-STANDING", where="reason")])
        if not reason.strip():
            raise Refused([Finding("RESULT-REASON", where="reason")])
        oos = queries.investigation_of(tx.session, result_id)
        if oos is not None:
            raise Refused([Finding("OOS-FIRST", {"number": oos.number}, "reason")])
        end(tx, stream, found[0], reason)
        return {"address": found[0].address}

    asked = {"stream": stream, "result": result_id, "reason": reason}
    return kernel.act(call, "results.invalidate", do, streams=[stream], request=asked)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A reading with its verdict, between the rules and the row that is written.

    `oos` is the investigation that the result is a retest of, `opening` what opens a deviation,
    `analyst` who performed the test.
    """

    row: Row
    reading: Reading
    verdict: RowVerdict
    before: Sequence[ResultView]
    oos: OosView | None
    opening: Sequence[Finding]
    source: str
    analyst: Analyst

    @property
    def interim(self) -> bool:
        """Tell whether it concludes nothing yet: only what passes so far."""
        return self.reading.interim and self.verdict.verdict == "PASS"


_Row = tuple[Row, Sequence[ResultView], OosView | None]


def _asked_of(tx: Tx, pinned: Pinned, code: str) -> _Row:
    """Give a row, its results so far, and the investigation that wants a retest of it."""
    row = queries.row_of(pinned, code)
    before = queries.results(tx.session, pinned.stream, code)
    return row, before, _retest(tx, before)


def _standing(before: Sequence[ResultView]) -> ResultView | None:
    """Give the valid, final result of a row that is no retest."""
    valid = [r for r in before if r.invalid is None and not r.interim and not r.investigation]
    return valid[-1] if valid else None


def _retest(tx: Tx, before: Sequence[ResultView]) -> OosView | None:
    """Give the investigation whose approved plan asks for another result of this row."""
    standing = _standing(before)
    found = queries.investigation_of(tx.session, standing.id) if standing else None
    return found if found is not None and found.state == "oos_retest" else None


def _refuse(tx: Tx, pinned: Pinned, given: Given, what: _Row) -> None:
    row, before, oos = what
    found = _taken(row, before, oos)
    if given.analysed_at is not None and given.analysed_at > tx.at:
        found.append(Finding("RESULT-FUTURE", where="analysed_at"))
    found += sample_faults(tx, pinned, row, given, retest=oos is not None)
    if given.invalid is None:
        found += refusals(row, given.values)
    elif not given.invalid.strip():
        found.append(Finding("RESULT-REASON", where="invalid"))
    if found:
        raise Refused(found)


def _taken(row: Row, before: Sequence[ResultView], oos: OosView | None) -> list[Finding]:
    """Refuse a result beside the one that stands, and one more than the plan of retests has."""
    if oos is not None:
        done = [r for r in before if r.investigation == oos.number and r.invalid is None]
        if len(done) < oos.planned:
            return []
        return [Finding("OOS-RETESTS-DONE", {"number": oos.number, "planned": oos.planned})]
    retests = [r for r in before if r.investigation and r.invalid is None]
    if _standing(before) is None and not retests:
        return []
    return [Finding("RESULT-STANDS", {"row_en": row.attribute.en, "row_fr": row.attribute.fr})]


def _judged(tx: Tx, given: Given, what: _Row, counted: Counted | None) -> _Judged:
    row, before, oos = what
    reading = _read(row, given, tx.actor.lang)
    if counted is not None:
        reading = counted.beside(reading)
    verdict = judge(row, reading.result)
    # A retest is part of an investigation that is open: it opens nothing of its own.
    opening = [] if oos else _opening(verdict)
    source = "typed" if counted is None else "file"
    here = Analyst(tx.actor.id, tx.actor.name, given.analysed_at or tx.at)
    analyst = (counted.analyst if counted else None) or here
    return _Judged(row, reading, verdict, before, oos, opening, source, analyst)


def _read(row: Row, given: Given, lang: str) -> Reading:
    if given.invalid is not None:
        return Reading(ResultInput("", invalid_reason=given.invalid.strip()), "")
    reading = read(row, given.values)
    if reading.invalid is None:
        return reading
    reason = sentence(reading.invalid, lang)
    return replace(reading, result=replace(reading.result, number=None, invalid_reason=reason))


def _opening(verdict: RowVerdict) -> list[Finding]:
    return [f for f in verdict.findings if opens_deviation(f) and f.weight >= OPENS_FROM]


def _confirm(opening: Sequence[Finding], given: Given) -> None:
    if opening and given.confirmed != token_of(opening):
        raise Unconfirmed(opening)


def _deviations(tx: Tx, address: str, opening: Sequence[Finding]) -> list[str]:
    said = ((f, sentence(f, tx.actor.lang)) for f in opening)
    return [quality.open_in(tx, address, finding, words).number for finding, words in said]


def _investigate(tx: Tx, judged: _Judged, result: Result) -> str | None:
    failed = judged.verdict.verdict == "FAIL" and judged.row.row_class in INVESTIGATED
    if not failed or judged.oos is not None:
        return None
    return open_in(tx, result, judged.verdict.findings[0]).number


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
        "source": judged.source,
        "comment": given.comment.strip(),
        "lang": tx.actor.lang,
        "invalid": reading.result.invalid_reason,
        "supersedes": _followed(judged),
        "analysed_by": judged.analyst.id,
        "analysed_name": judged.analyst.name,
        "analysed_at": judged.analyst.at,
        "zone": pinned.zone,
        "recorded_at": tx.at,
        "interim": True if judged.interim else None,
        "investigation": judged.oos.number if judged.oos else None,
    }


def _followed(judged: _Judged) -> str | None:
    """Give the result that this one follows: the newest of its kind, invalid or interim."""
    number = judged.oos.number if judged.oos else None
    same = [r for r in judged.before if r.investigation == number]
    ended = bool(same) and (same[-1].invalid is not None or same[-1].interim)
    return same[-1].id if ended else None


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
