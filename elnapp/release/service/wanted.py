"""What each signature on a lot signs: the page shows it and the command signs the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from batches import statements
from batches.gate import answer, in_the_way, ready
from batches.gate_facts import GateFacts, RowFact
from batches.signing import Meaning
from batches.text import Text
from batches.verdict import Finding, Unreadable
from elnapp.lots import queries as lots
from elnapp.people import queries as people
from elnapp.record import Refused
from elnapp.release import queries
from elnapp.release.queries import Case
from elnapp.signing import service as signing
from elnapp.signing.service import Preview, Wanted

# Signatures that rest on the donor too: a change there makes them speak of the past.
WITH_DONOR = frozenset({"QA-APPROVED", "CERTIFIED", "DECLINED"})
TRAIL = "TRAIL-REVIEWED"
AGAIN = ("G06", "G21", "G24")  # what may have changed between certification and release


@dataclass(frozen=True, slots=True)
class Asked:
    """What the signer fills in; which of it counts depends on the meaning."""

    containers: tuple[str, ...] = ()
    reason: str = ""
    purpose: str = ""
    site: str = ""
    justified: Mapping[str, str] = field(default_factory=dict)


def wanted(
    session: Session, case: Case, meaning: str, facts: GateFacts, asked: Asked | None = None
) -> Wanted:
    """Give the signature `meaning` on a lot; Refused when its statement has a gap."""
    known = lots.meaning(session, case.order, meaning)
    asked = asked or Asked()
    return Wanted(
        meaning=_meaning(session, case, known),
        address=case.stream,
        scopes=scopes(session, case, known),
        refs=(case.donor,) if case.donor and meaning in WITH_DONOR else (),
        statement=statement(session, case, known, facts, asked),
        facts=_facts(case, facts, asked),
        zone=case.order.zone,
    )


def preview(session: Session, case: Case, found: Wanted) -> Preview:
    """Give what the page shows as fingerprint: the content, or of the trail the link it ends at."""
    if found.meaning.code == TRAIL:
        return Preview(found, queries.next_range(session, case.stream).head_hash)
    return signing.preview(session, found)


def scopes(session: Session, case: Case, meaning: Meaning) -> tuple[str, ...]:
    """Give the addresses a meaning covers: sections of the lot; of the trail, the next review."""
    if meaning.code == TRAIL:
        return (trail_address(session, case.stream),)
    return tuple(f"{case.stream}/{section}" for section in meaning.covers)


def trail_address(session: Session, stream: str) -> str:
    """Give the address of the review that would be signed now."""
    return f"{stream}/trail/{len(queries.trail_reviews(session, stream)) + 1}"


def statement(
    session: Session, case: Case, meaning: Meaning, facts: GateFacts, asked: Asked
) -> Text | None:
    """Fill the statement that goes with a meaning; None when it has none."""
    if meaning.statement is None:
        return None
    given = _GIVEN[meaning.statement](session, case, facts, asked)
    codes = [meaning.statement]
    if meaning.code == "CERTIFIED" and queries.accepted(facts):
        codes.append("S-CERT-DEV")
    try:
        return statements.together(statements.fill(case.statements, c, given) for c in codes)
    except Unreadable as unreadable:
        raise Refused([unreadable.finding]) from unreadable


def conform(facts: GateFacts) -> bool:
    """Tell whether every release test passed: what the head of quality control states."""
    return all(r.verdict == "PASS" for r in facts.rows or () if r.row_class == "RELEASE")


def waiting(case: Case, meaning: str, facts: GateFacts) -> tuple[Finding, ...]:
    """Give everything that must be settled before a signature, as pages and commands ask it."""
    if _stands(meaning, facts):
        return (Finding("RELEASE-STANDS", {"meaning": meaning}),)
    if meaning == "QC-APPROVED":
        return _pending(facts)
    if meaning == "SPONSOR-RELEASED":
        return in_the_way(answer(code, facts, case.scope) for code in AGAIN)
    return ready(meaning, facts, case.scope).findings


def _stands(meaning: str, facts: GateFacts) -> bool:
    """Tell whether a signature stands for the present: one of the past may be given again."""
    standing = facts.standing
    if standing is None or meaning == TRAIL:
        return False
    return meaning in standing.meanings and meaning not in standing.past


def _pending(facts: GateFacts) -> tuple[Finding, ...]:
    """Give what keeps a certificate from being complete.

    Release and action tests without a valid result, results that no second person reviewed, those of
    a panel whose gates were moved without a decision, and investigations that are open.
    """
    rows = facts.rows or ()
    pending = [r for r in rows if r.row_class != "INFO" and r.verdict in {"PENDING", "INVALID"}]
    found = [_about("RELEASE-PENDING", r) for r in pending]
    found += [_about("RELEASE-UNREVIEWED", r) for r in rows if not r.reviewed]
    found += [_about("G03-MOVING", r) for r in rows if r.moving]
    found += [Finding("RELEASE-OOS", {"number": o.number}, o.row, 3) for o in facts.oos if o.open]
    return tuple(found)


def _about(code: str, row: RowFact) -> Finding:
    return Finding(code, {"row_en": row.label.en, "row_fr": row.label.fr}, row.code, 3)


def moment(at: datetime, zone: str) -> str:
    """Write an instant for a statement: both languages read it alike, the offset stands beside."""
    local = at.astimezone(ZoneInfo(zone))
    hours, minutes = f"{local:%z}"[:3], f"{local:%z}"[3:]
    offset = f"{int(hours):+d}" + (f":{minutes}" if minutes != "00" else "")
    return f"{local:%Y-%m-%d %H:%M} (UTC{offset})"


def _meaning(session: Session, case: Case, meaning: Meaning) -> Meaning:
    if meaning.code != TRAIL:
        return meaning
    span = queries.next_range(session, case.stream)
    words = f"{span.from_seq}–{span.to_seq}"
    return replace(meaning, text=statements.filled_meaning(meaning.text, {"range": words}))


def _facts(case: Case, facts: GateFacts, asked: Asked) -> dict[str, str]:
    """Give the lines that enter the manifest beside the digest."""
    lines = {
        "lot": case.order.number,
        "master": case.order.master_name,
        "specification": case.order.specification_name,
        "deviations": ", ".join(d.number for d in facts.deviations or ()),
        "containers": ", ".join(asked.containers),
        "reason": asked.reason.strip(),
        "purpose": asked.purpose,
        "site": asked.site,
        **{f"justified {code}": why.strip() for code, why in sorted(asked.justified.items())},
    }
    return {name: words for name, words in lines.items() if words}


def _control(_session: Session, case: Case, facts: GateFacts, _asked: Asked) -> statements.Given:
    return {
        "conformity": "conform" if conform(facts) else "not_conform",
        "specification": case.order.specification_name,
    }


def _quality(session: Session, case: Case, facts: GateFacts, _asked: Asked) -> statements.Given:
    reviews = [r for r in queries.trail_reviews(session, case.stream) if r.stands]
    zone = case.order.zone
    return {
        "exceptions": str(len(facts.deviations or ())),
        "trail_from": moment(min(r.from_at for r in reviews), zone) if reviews else "",
        "trail_to": moment(max(r.to_at for r in reviews), zone) if reviews else "",
        "recommendation": "certification",
    }


def _certified(session: Session, case: Case, facts: GateFacts, _asked: Asked) -> statements.Given:
    study = people.study(session, case.order.study) if case.order.study else None
    return {
        "imp_dossier_version": study.imp_dossier if study else "",
        "deviations": ", ".join(d.number for d in queries.accepted(facts)),
    }


def _declined(_session: Session, _case: Case, _facts: GateFacts, asked: Asked) -> statements.Given:
    # the sentence around it ends with a full stop of its own
    return {"reason": asked.reason.strip().rstrip("."), "purpose": asked.purpose}


def _sponsor(_session: Session, case: Case, _facts: GateFacts, asked: Asked) -> statements.Given:
    return {
        "site": asked.site.strip(),
        "containers": ", ".join(asked.containers),
        "trial": case.order.study or "",
    }


_GIVEN = {
    "S-QC": _control,
    "S-QA": _quality,
    "S-CERT": _certified,
    "S-REJ": _declined,
    "S-SPON": _sponsor,
}
