"""Investigating a result out of specification: the laboratory, the plan of retests, the conclusion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session

from batches import oos as rules
from batches.people import Proof
from batches.verdict import Finding
from elnapp.documents.service import civil_day
from elnapp.quality.service.decisions import disposal, unchanged
from elnapp.quality.service.opening import numbered
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx
from elnapp.results import queries
from elnapp.results.models import Oos, OosStep, Result, ResultInvalid
from elnapp.results.queries import OosView, ResultView
from elnapp.signing.service import Wanted, sign

MOST_RETESTS = 9


@dataclass(frozen=True, slots=True)
class Found:
    """What was found or concluded: `outcome` a code of `batches.oos`, `text` why."""

    outcome: str
    text: str


def open_in(tx: Tx, result: Result, finding: Finding) -> Oos:
    """Open the investigation of a result inside the command that gave it."""
    number = numbered(tx, result.stream, "oos", "O")
    return tx.add(
        Oos(
            stream=result.stream, address=f"{result.stream}/quality/{number}", number=number,
            result_id=result.id, result_address=result.address, spec_row=result.spec_row,
            deviation=next(iter(result.deviations), None), finding=finding.plain(),
            opened_by=tx.actor.id, opened_name=tx.actor.name, opened_at=tx.at,
        )
    )  # fmt: skip


def laboratory(kernel: Kernel, call: Call, number: str, found: Found) -> Answer:
    """Phase I: say whether the laboratory found a cause; with one the result becomes invalid.

    Raises Refused for the analyst of the result (OOS-OWN), and without words.
    """

    def do(tx: Tx, seen: OosView) -> Answer:
        result = _result(tx, seen)
        faults = [*rules.may("laboratory", seen.state, number), *_written(found.text)]
        if found.outcome not in rules.LABORATORY:
            faults.append(Finding("OOS-CONCLUSION", {"found": found.outcome}, "outcome"))
        if result.analysed_by == tx.actor.id:
            faults.append(Finding("OOS-OWN", {}))
        _demand(faults)
        _step(tx, seen, "laboratory", found)
        if found.outcome == "cause":
            end(tx, seen.stream, result, found.text)
        return {"number": number, "outcome": found.outcome}

    return _act(kernel, call, "results.investigate", number, do, asdict(found))


def plan(kernel: Kernel, call: Call, number: str, retests: int, text: str) -> Answer:
    """Phase II: write the plan of retests; written again it waits for approval again."""

    def do(tx: Tx, seen: OosView) -> Answer:
        faults = [*rules.may("planned", seen.state, number), *_written(text)]
        if not 1 <= retests <= MOST_RETESTS:
            faults.append(Finding("OOS-RETEST-NUMBER", {"found": retests}, "retests"))
        _demand(faults)
        _step(tx, seen, "planned", Found("", text), retests)
        return {"number": number, "retests": retests}

    asked = {"retests": retests, "text": text}
    return _act(kernel, call, "results.plan_retest", number, do, asked)


def approve_plan(kernel: Kernel, call: Call, number: str, text: str = "") -> Answer:
    """Approve the plan before any retest; never by the person who wrote it."""

    def do(tx: Tx, seen: OosView) -> Answer:
        faults = [*rules.may("plan_approved", seen.state, number)]
        if seen.plan is not None and seen.plan.by == tx.actor.id:
            faults.append(Finding("OOS-OWN-PLAN", {}))
        _demand(faults)
        _step(tx, seen, "plan_approved", Found("", text))
        return {"number": number}

    return _act(kernel, call, "results.approve_retest", number, do, {"text": text})


def conclude(
    kernel: Kernel, call: Call, number: str, found: Found, proof: Proof, *, shown: str | None = None
) -> Answer:
    """Conclude with a signature DISPOSED; "assignable" makes the first result invalid.

    Raises Refused while a planned retest has no valid result.
    """

    def do(tx: Tx, seen: OosView) -> Answer:
        unchanged(tx, seen.stream, seen.address, shown)
        done = _done(tx, seen)
        _demand(
            [
                *rules.may("concluded", seen.state, number),
                *rules.may_conclude(found.outcome, seen.planned, done),
                *_written(found.text),
            ]
        )
        _step(tx, seen, "concluded", found)
        if found.outcome == "assignable":
            end(tx, seen.stream, _result(tx, seen), found.text)
        on = civil_day(tx, tx.head(seen.stream).site)
        sign(tx, conclusion(tx.session, seen, on, found.outcome), proof)
        return {"number": number, "conclusion": found.outcome}

    return _act(kernel, call, "results.conclude_oos", number, do, asdict(found))


def conclusion(session: Session, seen: OosView, on: date, outcome: str = "") -> Wanted:
    """Give the signature that concludes an investigation, as its page shows it."""
    said = rules.CONCLUSIONS.get(outcome)
    return disposal(session, seen.address, on, said, {"investigation": seen.number})


def end(tx: Tx, stream: str, result: ResultView, reason: str) -> None:
    """Declare a result invalid inside a command; it stays with its reason."""
    tx.add(
        ResultInvalid(
            stream=stream, address=result.address, result_id=result.id, reason=reason.strip(),
            lang=tx.actor.lang, declared_by=tx.actor.id, declared_name=tx.actor.name,
            declared_at=tx.at,
        )
    )  # fmt: skip


def _act(
    kernel: Kernel,
    call: Call,
    verb: str,
    number: str,
    do: Callable[[Tx, OosView], Answer],
    asked: dict[str, object],
) -> Answer:
    with kernel.reading() as session:
        stream = _known(session, number).stream
    return kernel.act(
        call, verb, lambda tx: do(tx, _known(tx.session, number)),
        streams=[stream], request={"number": number, **asked},
    )  # fmt: skip


def _known(session: Session, number: str) -> OosView:
    found = queries.investigation(session, number)
    if found is None:
        raise NotFound(number)
    return found


def _result(tx: Tx, seen: OosView) -> ResultView:
    return next(r for r in queries.results(tx.session, seen.stream) if r.id == seen.result_id)


def _done(tx: Tx, seen: OosView) -> int:
    """Count the retests that gave a valid result."""
    found = queries.results(tx.session, seen.stream, seen.row)
    return sum(r.investigation == seen.number and r.invalid is None for r in found)


def _written(text: str) -> list[Finding]:
    return [] if text.strip() else [Finding("OOS-EMPTY", {}, "text")]


def _demand(faults: list[Finding]) -> None:
    if faults:
        raise Refused(faults)


def _step(tx: Tx, seen: OosView, step: str, found: Found, retests: int | None = None) -> None:
    tx.add(
        OosStep(
            stream=seen.stream, address=seen.address, oos_id=seen.id, step=step,
            outcome=found.outcome, text=found.text.strip(), retests=retests, lang=tx.actor.lang,
            done_by=tx.actor.id, done_name=tx.actor.name, done_at=tx.at,
        )
    )  # fmt: skip
