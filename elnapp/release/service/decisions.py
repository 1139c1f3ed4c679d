"""Certification, refusal and release for a site: three acts with three words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from batches.gate import QUESTIONS, GateReport, answer, evaluate
from batches.verdict import Finding
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.release import queries
from elnapp.release.models import Disposition
from elnapp.release.queries import About
from elnapp.release.service.wanted import AGAIN, Asked, waiting
from elnapp.release.service.work import Signing, Work, begin, refuse, streams

PURPOSES = ("destruction", "investigation")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided, beside what the signer filled in."""

    decision: str
    containers: tuple[str, ...]
    report: GateReport
    refused: tuple[str, ...] = ()


def certify(kernel: Kernel, call: Call, number: str, signing: Signing, asked: Asked) -> Answer:
    """Certify the containers named, after every question of the gate (Qualified Person).

    `asked.justified` holds reasons by question (J only), `asked.reason` why containers in quarantine
    are left out.  Raises Refused with every finding of the gate; the refusal is an event.
    """

    def do(tx: Tx) -> Answer:
        about = About(tx.actor.id, frozenset(asked.containers), dict(asked.justified))
        work = begin(tx, number, "CERTIFIED", signing, about)
        report = evaluate(work.facts, work.case.scope)
        refused = _left_out(work, asked)
        found = [*_unfit(work, asked, refused), *report.verdict.findings]
        refuse(found, matters=True)
        decided = Decision("certified", _sorted(asked.containers), report, refused)
        return _decide(work, asked, decided)

    request = signing.request(lot=number, **_request(asked))
    return kernel.act(call, "release.certify", do, streams=streams(kernel, number), request=request)


def decline(kernel: Kernel, call: Call, number: str, signing: Signing, asked: Asked) -> Answer:
    """Refuse the lot with a reason (QA or Qualified Person); its containers stay blocked.

    Raises Refused without a reason or a purpose of what is left.
    """

    def do(tx: Tx) -> Answer:
        work = begin(tx, number, "DECLINED", signing)
        refuse([*waiting(work.case, "DECLINED", work.facts), *_undeclined(asked)])
        codes = tuple(u.code for u in queries.in_quarantine(tx.session, work.stream))
        report = evaluate(work.facts, work.case.scope)
        return _decide(work, asked, Decision("declined", codes, report))

    request = signing.request(lot=number, **_request(asked))
    return kernel.act(call, "release.decline", do, streams=streams(kernel, number), request=request)


def release_to_site(
    kernel: Kernel, call: Call, number: str, signing: Signing, asked: Asked
) -> Answer:
    """Release certified containers for one site of the trial (sponsor's delegate).

    Raises Refused for a container that is not certified, without a site, and for a hold, donor
    information or broken record that came up since certification.
    """

    def do(tx: Tx) -> Answer:
        work = begin(tx, number, "SPONSOR-RELEASED", signing)
        refuse([*_unreleasable(work, asked), *waiting(work.case, work.meaning, work.facts)])
        report = GateReport(tuple(answer(code, work.facts, work.case.scope) for code in AGAIN))
        return _decide(work, asked, Decision("released", _sorted(asked.containers), report))

    request = signing.request(lot=number, **_request(asked))
    return kernel.act(
        call, "release.release_to_site", do, streams=streams(kernel, number), request=request
    )


def _request(asked: Asked) -> dict[str, Any]:
    return {**asdict(asked), "containers": sorted(asked.containers)}


def _decide(work: Work, asked: Asked, decided: Decision) -> Answer:
    """Sign, and keep the decision with the answers of the gate at this moment."""
    tx = work.tx
    words = work.wanted(asked)
    if words.statement is None:
        raise Refused([Finding("STATEMENT-NONE", {"statement": work.meaning})])
    signed = work.sign(asked)
    n = len(queries.dispositions(tx.session, work.stream)) + 1
    row = Disposition(
        stream=work.stream, address=f"{work.stream}/review/{n}", n=n, decision=decided.decision,
        containers=list(decided.containers), refused=list(decided.refused),
        reason=asked.reason.strip(), purpose=asked.purpose or None,
        justifications=dict(asked.justified), gate=queries.frozen(decided.report),
        site=asked.site.strip(), statement=asdict(words.statement), signature_id=signed.id,
        lang=tx.actor.lang, decided_by=tx.actor.id, decided_name=tx.actor.name, decided_at=tx.at,
    )  # fmt: skip
    tx.add(row)
    return {"disposition": row.address, "containers": list(decided.containers)}


def _left_out(work: Work, asked: Asked) -> tuple[str, ...]:
    """Give the containers in quarantine that are not named: they are refused alone."""
    here = {u.code for u in queries.in_quarantine(work.tx.session, work.stream)}
    return _sorted(here - set(asked.containers))


def _unfit(work: Work, asked: Asked, refused: tuple[str, ...]) -> list[Finding]:
    """Give what is wrong with what was filled in, beside what the gate says."""
    here = {u.code for u in queries.in_quarantine(work.tx.session, work.stream)}
    found = _strangers("CERT-CONTAINERS", asked.containers, here)
    if refused and not asked.reason.strip():
        found.append(_codes("CERT-REFUSED-REASON", refused, "reason"))
    for code in asked.justified:
        if QUESTIONS.get(code, (None, "B"))[1] != "J":
            found.append(Finding("CERT-NOT-JUSTIFIABLE", {"code": code}, weight=3))
    return found


def _undeclined(asked: Asked) -> list[Finding]:
    found = []
    if not asked.reason.strip():
        found.append(Finding("DECLINE-REASON", where="reason"))
    if asked.purpose not in PURPOSES:
        found.append(Finding("DECLINE-PURPOSE", where="purpose"))
    return found


def _unreleasable(work: Work, asked: Asked) -> list[Finding]:
    known = set(queries.releasable(work.tx.session, work.stream))
    found = _strangers("SPONSOR-CONTAINERS", asked.containers, known)
    if not asked.containers:
        found.append(Finding("CERT-NONE", where="containers"))
    if not asked.site.strip():
        found.append(Finding("SPONSOR-SITE", where="site"))
    if work.case.order.purpose != "clinical":
        found.append(Finding("RELEASE-NOT-CLINICAL", weight=3))
    return found


def _strangers(code: str, named: Iterable[str], known: set[str]) -> list[Finding]:
    strangers = _sorted(set(named) - known)
    return [_codes(code, strangers, "containers")] if strangers else []


def _codes(code: str, codes: tuple[str, ...], where: str) -> Finding:
    return Finding(code, {"codes": ", ".join(codes)}, where, 3)


def _sorted(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(codes))
