"""Assessing a deviation, and deciding on it with a signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from batches import deviation as rules
from batches.people import Proof
from batches.states import DEVIATION_STATES
from batches.text import Text
from batches.verdict import Finding
from elnapp.documents.queries import meaning
from elnapp.documents.service import civil_day
from elnapp.people import queries as people
from elnapp.quality import queries
from elnapp.quality.models import DeviationStep
from elnapp.quality.queries import DeviationView, Judged
from elnapp.quality.service.opening import given
from elnapp.record import Answer, Call, Head, Kernel, NotFound, Refused, Stale, Tx
from elnapp.signing.queries import digest_of, stream_of
from elnapp.signing.service import Wanted, sign

DISPOSED = "DISPOSED"
WEIGHTS = {"critical": 3, "major": 2, "minor": 1}


@dataclass(frozen=True, slots=True)
class Assessment:
    """What quality assurance found out; `severity` is minor, major or critical."""

    severity: str
    cause: str
    impact_quality: str
    impact_patient: str
    action: str = ""


def assess_deviation(kernel: Kernel, call: Call, number: str, assessment: Assessment) -> Answer:
    """Record class, cause and impact on quality and on patients; may be done again until decided.

    A class below the weight that a rule gave wants a reason (QUAL-CLASS).
    """

    def do(tx: Tx) -> Answer:
        found = _present(tx, number, "quality.assess_deviation")
        given(
            cause=assessment.cause,
            impact_quality=assessment.impact_quality,
            impact_patient=assessment.impact_patient,
        )
        _weighed(tx, found, assessment)
        _judge(tx, found, "assessed", asdict(assessment))
        return {"number": number}

    asked = {"number": number, "assessment": asdict(assessment)}
    stream = _stream(kernel, number)
    return kernel.act(call, "quality.assess_deviation", do, streams=[stream], request=asked)


def dispose_deviation(
    kernel: Kernel,
    call: Call,
    number: str,
    conclusion: str,
    proof: Proof,
    *,
    shown: str | None = None,
) -> Answer:
    """Conclude a deviation with a signature DISPOSED; `call.reason` says why.

    `shown` is the digest on the signature page: what is decided on must still be what was shown.
    """

    def do(tx: Tx) -> Answer:
        found = _present(tx, number, "quality.dispose_deviation")
        unchanged(tx, found.stream, found.address, shown)
        known = found.assessment
        if known is None or not rules.conclude(conclusion, known.impact_patient):
            raise Refused([Finding("QUAL-CONCLUSION", where="conclusion")])
        _judge(tx, found, "dispositioned", _assessed(known), conclusion)
        on = civil_day(tx, tx.head(found.stream).site)
        sign(tx, decision(tx.session, found, on, conclusion), proof)
        return {"number": number, "conclusion": conclusion}

    asked = {"number": number, "conclusion": conclusion}
    stream = _stream(kernel, number)
    return kernel.act(call, "quality.dispose_deviation", do, streams=[stream], request=asked)


def decision(session: Session, found: DeviationView, on: date, conclusion: str = "") -> Wanted:
    """Give the signature that decides on a deviation, as its page shows it."""
    return disposal(
        session, found.address, on, rules.CONCLUSIONS.get(conclusion), {"deviation": found.number}
    )


def disposal(
    session: Session, address: str, on: date, said: Text | None, facts: Mapping[str, str]
) -> Wanted:
    """Give a signature DISPOSED over one deviation or hold; `said` is the decision in words."""
    disposed = meaning(session, DISPOSED, on)
    text = disposed.text
    statement = Text(f"{text.en}: {said.en}", f"{text.fr} : {said.fr}") if said else text
    head = session.get(Head, stream_of(address))
    place = people.site(session, head.site) if head else None
    return Wanted(
        meaning=disposed, address=address, scopes=(address,), statement=statement,
        facts=facts, zone=place.zone if place else "UTC",
    )  # fmt: skip


def unchanged(tx: Tx, stream: str, address: str, shown: str | None) -> None:
    """Refuse as stale when the content is not what the signature page showed."""
    if shown is not None and shown != digest_of(tx.session, address):
        raise Stale(stream, tx.call.seen or 0, tx.head(stream).seq)


def _present(tx: Tx, number: str, verb: str) -> DeviationView:
    found = queries.deviation(tx.session, number)
    if found is None:
        raise NotFound(number)
    if not rules.may(verb, found.state):
        words = DEVIATION_STATES[found.state]
        params = {"number": number, "state_en": words.en, "state_fr": words.fr}
        raise Refused([Finding("QUAL-STATE", params)])
    return found


def _weighed(tx: Tx, found: DeviationView, assessment: Assessment) -> None:
    lower = WEIGHTS.get(assessment.severity, 0) < found.weight
    if assessment.severity not in WEIGHTS or (found.rule and lower and not tx.call.reason):
        words = rules.CLASSES[found.weight]
        params = {"number": found.number, "class_en": words.en, "class_fr": words.fr}
        raise Refused([Finding("QUAL-CLASS", params, "reason")])


def _judge(
    tx: Tx,
    found: DeviationView,
    step: str,
    judged: Mapping[str, Any],
    conclusion: str | None = None,
) -> None:
    tx.add(
        DeviationStep(
            stream=found.stream, address=found.address, deviation_id=found.id, step=step,
            disposition=conclusion, reason=tx.call.reason, lang=tx.actor.lang,
            done_by=tx.actor.id, done_by_name=tx.actor.name, done_at=tx.at, **judged,
        )
    )  # fmt: skip


def _assessed(known: Judged) -> dict[str, str]:
    """Give the assessment that a decision rests on, to stand in the decision itself."""
    return {
        "severity": known.severity,
        "cause": known.cause,
        "impact_quality": known.impact_quality,
        "impact_patient": known.impact_patient,
        "action": known.action,
    }


def _stream(kernel: Kernel, number: str) -> str:
    with kernel.reading() as session:
        found = queries.deviation(session, number)
    if found is None:
        raise NotFound(number)
    return found.stream
