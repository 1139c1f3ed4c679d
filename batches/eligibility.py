"""The state of a donor, what questions a determination, and what comes next: functions of the record.

A conclusion that closes the door (not eligible, deferred, incomplete) counts from the physician's
signature; one that opens it (eligible, provisionally eligible) needs quality assurance's too.
Provisional eligibility lets tissue be collected and processed in quarantine; it never lets a lot
be certified or released. Nothing here reads a clock: what depends on the day takes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from batches.text import Text
from batches.verdict import Finding

OPENS = frozenset({"ELIGIBLE", "PROVISIONAL"})
"""The conclusions that open a door, so that two people stand behind each."""

PROCESSED = frozenset({"eligible", "provisional", "collected", "pending"})
"""States in which a lot may be issued and worked on, in quarantine until the donor is eligible."""

PROVISIONAL = frozenset({"provisional", "collected", "pending"})
"""The part of `PROCESSED` in which certification and release stay shut."""

RULES = 2
"""The version of the rules a determination is made under, frozen with its inputs.

1: the physician signed alone, and a donor found not eligible had one state. 2: as this module says.
"""

KINDS: dict[str, Text] = {
    "LATE_RESULT": Text("Result that came late", "Résultat tardif"),
    "DONOR_CALL": Text("Call or visit of the donor after the donation", "Appel ou visite du donneur après le don"),
    "BIOVIGILANCE": Text("Report of biovigilance", "Déclaration de biovigilance"),
    "OTHER": Text("Other information", "Autre information"),
}  # fmt: skip
"""How new information about a donor arrives."""


@dataclass(frozen=True, slots=True)
class DonorFacts:
    """What is known of a donor; `conclusion` is that of the newest determination.

    `conclusion`: ELIGIBLE, PROVISIONAL, INELIGIBLE, INCOMPLETE, DEFERRED or None. `signed` tells
    that the physician's signature on it stands, `confirmed` that quality assurance's does,
    `questioned` that something has come to light since. `donated` tells that a donation is on
    record, `sampled` that a sample whose result may come after it is. `rescreened` tells that
    answers were recorded on or after the day on which a deferral ends. `rules` is the version that
    the determination was made under.
    """

    consented: bool = False
    withdrawn: bool = False
    screened: bool = False
    conclusion: str | None = None
    signed: bool = False
    confirmed: bool = False
    questioned: bool = False
    donated: bool = False
    sampled: bool = False
    rescreened: bool = False
    rules: int = RULES


def donor_state(facts: DonorFacts) -> str:
    """Derive the state of a donor; a determination whose signature fell is no determination."""
    if facts.withdrawn:
        return "withdrawn"
    if not facts.consented:
        return "enrolled"
    if facts.conclusion is not None and facts.signed:
        found = _opened(facts) if facts.conclusion in OPENS else _closed(facts)
        if found is not None:
            return found
    return "screening" if facts.screened or facts.conclusion else "consented"


def _closed(facts: DonorFacts) -> str | None:
    if facts.conclusion == "DEFERRED":
        return None if facts.rescreened else "deferred"
    if facts.conclusion == "INELIGIBLE":
        return "ineligible" if facts.donated or facts.rules < RULES else "screen_failed"
    return "incomplete"


def _opened(facts: DonorFacts) -> str | None:
    if facts.questioned:
        return "questioned"
    if not facts.confirmed and facts.rules >= RULES:
        return None
    if facts.conclusion == "ELIGIBLE":
        return "eligible"
    if not facts.donated:
        return "provisional"
    return "pending" if facts.sampled else "collected"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a determination rested on, or what is on record now.

    `screening` is the number of the newest screening, `information` the addresses of everything
    reported, `outcomes` the status of each criterion by its code.
    """

    screening: int
    outcomes: Mapping[str, str]
    information: Collection[str] = field(default_factory=tuple)


def questions(conclusion: str, then: Basis, now: Basis) -> tuple[Finding, ...]:
    """Say what has come to light since a determination: each makes it questioned.

    Codes: DON-Q-INFORMATION (reported since), DON-Q-SCREENING (answers recorded since; the awaited
    results of a provisional one are expected and question nothing), DON-Q-OUTCOME (a criterion has
    another outcome now: for a provisional one only where it is not met). A conclusion that closes
    the door is not questioned: it holds until another one is signed.
    """
    if conclusion not in OPENS:
        return ()
    found = [
        Finding("DON-Q-INFORMATION", {"what": "-".join(address.split("/")[-2:])}, address, 3)
        for address in now.information
        if address not in then.information
    ]
    if conclusion == "ELIGIBLE" and now.screening != then.screening:
        found.append(Finding("DON-Q-SCREENING", {"n": now.screening}, "", 3))
    return (*found, *_moved(conclusion, then, now))


def _moved(conclusion: str, then: Basis, now: Basis) -> Iterator[Finding]:
    for code, status in now.outcomes.items():
        before = then.outcomes.get(code, "UNKNOWN")
        worse = status == "FAIL" or (conclusion == "ELIGIBLE" and status == "UNKNOWN")
        if worse and status != before:
            yield Finding("DON-Q-OUTCOME", {"code": code, **_said(before, status)}, code, 3)


def changed(
    then: Mapping[str, str], now: Mapping[str, str], days: tuple[date | None, date | None]
) -> tuple[Finding, ...]:
    """Say which criteria have another outcome because the donation moved: SCR-MOVED, one each."""
    before, after = (day.isoformat() if day else "–" for day in days)
    moved = {"from": before, "to": after}
    return tuple(
        Finding(
            "SCR-MOVED", {"code": code, **moved, **_said(then.get(code, "UNKNOWN"), s)}, code, 2
        )
        for code, s in now.items()
        if s != then.get(code, "UNKNOWN")
    )


STATUSES: dict[str, Text] = {
    "PASS": Text("met", "satisfait"),
    "FAIL": Text("not met", "non satisfait"),
    "UNKNOWN": Text("not known", "inconnu"),
    "NA": Text("not applicable", "sans objet"),
}


def _said(before: str, now: str) -> dict[str, str]:
    unknown = Text("?", "?")
    return {
        f"{key}_{lang}": STATUSES.get(status, unknown)[lang]
        for key, status in (("before", before), ("now", now))
        for lang in ("en", "fr")
    }


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a donor stands: the state, and what tells apart who is waited for.

    `opens` tells that the newest determination would open the way, `until` is the end of a deferral.
    """

    state: str
    opens: bool = False
    donated: bool = False
    until: date | None = None


def next_step(stage: Stage, today: date) -> Finding | None:
    """Say what is missing next on the way of a donor; None when nothing is.

    `where` names the verb that does it.
    """
    if stage.state == "deferred":
        over = stage.until is not None and today >= stage.until
        params = {"until": stage.until.isoformat() if stage.until else "–"}
        code, verb = ("DON-NEXT-AGAIN", "screen") if over else ("DON-NEXT-WAIT", "")
        return Finding(code, params, verb)
    if stage.state == "screening":
        return _NEXT["confirm" if stage.opens else "determine"]
    if stage.state == "eligible":
        return None if stage.donated else _NEXT["donate"]
    return _AFTER.get(stage.state)


_NEXT = {
    "consent": Finding("DON-NEXT-CONSENT", where="consent"),
    "screen": Finding("DON-NEXT-SCREEN", where="screen"),
    "determine": Finding("DON-NEXT-DETERMINE", where="determine"),
    "confirm": Finding("DON-NEXT-CONFIRM", where="confirm"),
    "donate": Finding("DON-NEXT-DONATE", where="donate"),
    "sample": Finding("DON-NEXT-SAMPLE", where="screen"),
    "results": Finding("DON-NEXT-RESULTS", where="screen"),
    "again": Finding("DON-NEXT-DETERMINE-AGAIN", where="determine"),
    "complete": Finding("DON-NEXT-COMPLETE", where="screen"),
}
_AFTER = {
    "enrolled": _NEXT["consent"],
    "consented": _NEXT["screen"],
    "incomplete": _NEXT["complete"],
    "provisional": _NEXT["donate"],
    "collected": _NEXT["sample"],
    "pending": _NEXT["results"],
    "questioned": _NEXT["again"],
}


def may_confirm(
    physician: str, signer: str, *, frozen: str, present: str, questioned: bool
) -> tuple[Finding, ...]:
    """Ask whether quality assurance may confirm a determination.

    `frozen` and `present` are the digests of its inputs then and now. Codes: DON-SAME-PERSON,
    DON-INPUTS-MOVED, DON-QUESTIONED.
    """
    found = []
    if physician == signer:
        found.append(Finding("DON-SAME-PERSON", weight=3))
    if questioned:
        found.append(Finding("DON-QUESTIONED", weight=3))
    elif frozen != present:
        found.append(Finding("DON-INPUTS-MOVED", weight=2))
    return tuple(found)


def may_inform(
    kind: str, learned_at: datetime, source: str, told: str, at: datetime
) -> tuple[Finding, ...]:
    """Ask whether new information can be recorded: DON-KIND, DON-FUTURE, DON-EMPTY, each at its field."""
    found = []
    if kind not in KINDS:
        found.append(Finding("DON-KIND", {"found": kind[:40]}, "kind"))
    if learned_at > at:
        found.append(Finding("DON-FUTURE", where="learned_at"))
    found += [
        Finding("DON-EMPTY", where=name)
        for name, text in (("source", source), ("told", told))
        if not text.strip()
    ]
    return tuple(found)


def may_be_made_from(state: str) -> bool:
    """Tell whether a clinical lot may be issued from a donor in `state`: in quarantine, at least."""
    return state in PROCESSED
