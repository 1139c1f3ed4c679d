"""A result out of its specification, investigated in two phases; and which result of a row counts.

Phase I asks the laboratory alone: is there an assignable cause? With one the result is no result and
the test is repeated. Without one phase II begins: a retest only by a plan that quality assurance
approved beforehand, every result kept, and quality assurance concludes. Nobody tests a lot into
compliance: without a cause the first result stays the result, whatever the retests say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from batches.text import Text
from batches.verdict import Finding

STATES: dict[str, Text] = {
    "oos_phase_1": Text("Phase I: laboratory", "Phase I : laboratoire"),
    "oos_phase_2": Text("Phase II: to be planned", "Phase II : à planifier"),
    "oos_planned": Text("Phase II: plan to approve", "Phase II : plan à approuver"),
    "oos_retest": Text("Phase II: retest", "Phase II : nouvel essai"),
    "oos_invalidated": Text("Result invalidated", "Résultat invalidé"),
    "oos_concluded": Text("Concluded", "Conclu"),
}
OPEN = frozenset({"oos_phase_1", "oos_phase_2", "oos_planned", "oos_retest"})
STEPS = ("laboratory", "planned", "plan_approved", "concluded")
LABORATORY: dict[str, Text] = {
    "cause": Text(
        "An assignable laboratory cause was found", "Une cause de laboratoire est établie"
    ),
    "no_cause": Text("No laboratory cause was found", "Aucune cause de laboratoire trouvée"),
}
CONCLUSIONS: dict[str, Text] = {
    "confirmed": Text("Out of specification, confirmed", "Hors spécification confirmé"),
    "inconclusive": Text(
        "Not explained: the first result counts", "Inexpliqué : le premier résultat fait foi"
    ),
    "assignable": Text(
        "A cause in sampling or testing is shown: the first result is invalid, the retests count",
        "Cause établie au prélèvement ou à l'essai : premier résultat invalide, les nouveaux "
        "essais font foi",
    ),
}
ALLOWED: dict[str, frozenset[str]] = {
    "laboratory": frozenset({"oos_phase_1"}),
    "planned": frozenset({"oos_phase_2", "oos_planned"}),
    "plan_approved": frozenset({"oos_planned"}),
    "concluded": frozenset({"oos_phase_2", "oos_retest"}),
}
"""From which state each step may be taken."""


@dataclass(frozen=True, slots=True)
class OosFact:
    """One investigation as the gate sees it."""

    number: str
    row: str
    state: str

    @property
    def open(self) -> bool:
        """Tell whether it is not concluded: an open one blocks the release."""
        return self.state in OPEN


def state_after(steps: Sequence[tuple[str, str]]) -> str:
    """Give the state after steps as (step, outcome), in their order."""
    state = "oos_phase_1"
    for step, outcome in steps:
        if step == "laboratory":
            state = "oos_invalidated" if outcome == "cause" else "oos_phase_2"
        else:
            state = {
                "planned": "oos_planned", "plan_approved": "oos_retest", "concluded": "oos_concluded"
            }[step]  # fmt: skip
    return state


def may(step: str, state: str, number: str) -> tuple[Finding, ...]:
    """Ask whether a step fits the state of an investigation; finds OOS-STATE."""
    if state in ALLOWED[step]:
        return ()
    words = STATES[state]
    return (Finding("OOS-STATE", {"number": number, "state_en": words.en, "state_fr": words.fr}),)


def may_conclude(conclusion: str, planned: int, done: int) -> tuple[Finding, ...]:
    """Ask whether a conclusion fits: a known one, and every planned retest with a valid result."""
    if conclusion not in CONCLUSIONS:
        return (Finding("OOS-CONCLUSION", {"found": conclusion}, "conclusion"),)
    if done < planned:
        return (Finding("OOS-RETESTS", {"done": done, "planned": planned}, "conclusion"),)
    if conclusion == "assignable" and not done:
        return (Finding("OOS-NO-RETEST", {}, "conclusion"),)
    return ()


class Given(Protocol):
    """What counting needs to know of a result."""

    @property
    def verdict(self) -> str: ...
    @property
    def invalid(self) -> str | None: ...
    @property
    def investigation(self) -> str | None: ...


R = TypeVar("R", bound=Given)


def governing(history: Sequence[R]) -> R | None:
    """Give the result of a row that counts, of all in their order.

    The newest valid one that is no retest; when an investigation made that one invalid, the retests,
    the worst of them first; with nothing valid the newest, which says why.
    """
    valid = [r for r in history if r.invalid is None]
    firsts = [r for r in valid if r.investigation is None]
    failed = [r for r in valid if r.verdict == "FAIL"]
    counting = firsts or failed or valid or history
    return counting[-1] if counting else None
