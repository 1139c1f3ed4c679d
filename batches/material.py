"""What may be done with donated material: its state, and whether a lot may start from it."""

from __future__ import annotations

from dataclasses import dataclass

from batches.eligibility import PROVISIONAL
from batches.verdict import Finding


@dataclass(frozen=True, slots=True)
class Material:
    """What is known of donated material: its receipt, its donor, holds, and what is left of it."""

    decision: str | None
    donor_state: str
    held: bool = False
    left: int = 0


def donation_state(procured: bool, handed: bool, decision: str | None) -> str:  # noqa: FBT001 - plain facts
    """Derive the state of a donation's record."""
    if decision is not None:
        return "refused" if decision == "refused" else "received"
    return "handed_over" if handed else "procured" if procured else "recorded"


def material_state(facts: Material) -> str:
    """Say what may be done with material: quarantine holds until the donor is determined eligible."""
    if facts.decision is None:
        return "expected"
    if facts.decision == "refused":
        return "refused"
    if facts.held:
        return "hold"
    if facts.donor_state in {"ineligible", "withdrawn"}:
        return "blocked"
    if facts.donor_state != "eligible":
        return "quarantine"
    return "available" if facts.left else "used"


_WHY_NOT = {
    "expected": "MAT-NOT-RECEIVED",
    "refused": "MAT-REFUSED",
    "hold": "MAT-HELD",
    "blocked": "MAT-BLOCKED",
    "quarantine": "MAT-QUARANTINE",
    "used": "MAT-USED",
}


def may_start(din: str, facts: Material) -> tuple[Finding, ...]:
    """Ask whether a clinical lot may start from this material; why not, in one finding.

    Codes: MAT-NOT-RECEIVED, MAT-REFUSED, MAT-HELD, MAT-BLOCKED, MAT-QUARANTINE, MAT-USED.
    """
    state = material_state(facts)
    if state == "quarantine" and facts.donor_state in PROVISIONAL and facts.left:
        return ()  # A lot is made in quarantine while results are awaited; it cannot be certified.
    code = _WHY_NOT.get(state)
    return () if code is None else (Finding(code, {"din": din}, "source", 3),)
