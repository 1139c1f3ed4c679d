"""The states that records go through, each derived from what happened and what stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from batches.states import ACCOUNT_STATES, DOCUMENT_STATES, DONOR_STATES, LOT_STATES, STATES
from batches.verdict import Finding, Verdict

__all__ = [
    "ACCOUNT_STATES",
    "DOCUMENT_STATES",
    "DOCUMENT_STEPS",
    "DONOR_STATES",
    "LOT_STATES",
    "STATES",
    "AccountFacts",
    "account_state",
    "document_after",
    "document_may",
    "lot_state",
    "void_effect",
]

# Each state asks for its own signature and for all those before it: when one of them is void, the
# lot steps back to the last state whose signatures all stand.
LADDER = (
    ("PROD-REVIEWED", "completed"),
    ("QA-APPROVED", "approved"),
    ("CERTIFIED", "certified"),
    ("SPONSOR-RELEASED", "released"),
)


def lot_state(has_entries: bool, meanings: Collection[str], *, complete: bool = True) -> str:  # noqa: FBT001
    """Derive the state of a lot from its entries and the meanings of its standing signatures.

    `complete` tells that every mandatory step is done; a review of an incomplete record does not
    complete it. A refusal that stands outweighs everything.
    """
    if "DECLINED" in meanings:
        return "declined"
    state = "in_process" if has_entries else "issued"
    if not (has_entries and complete):
        return state
    for meaning, reached in LADDER:
        if meaning not in meanings:
            break
        state = reached
    return state


def void_effect(state: str, any_unit_left: bool) -> Literal["step_back", "hold"]:  # noqa: FBT001
    """Say what a void signature does to a lot.

    Before disposition the state steps back. Once a unit has left the house, history stays as it
    was and a hold is placed, because a state on paper brings no bag back.
    """
    decided = state in {"certified", "released"}
    return "hold" if decided and any_unit_left else "step_back"


DOCUMENT_STEPS: dict[str, tuple[str, str]] = {
    "documents.submit": ("draft", "review"),
    "documents.approve": ("review", "approved"),
    "documents.make_effective": ("approved", "effective"),
    "documents.retire": ("effective", "retired"),
}
"""From which state each verb leads to which, for one version of a document."""


def document_may(verb: str, state: str) -> Verdict:
    """Ask whether `verb` fits a version in `state`; the one way is forward (DOC-STEP)."""
    start, _ = DOCUMENT_STEPS[verb]
    if state == start:
        return Verdict()
    words = {
        f"{key}_{lang}": DOCUMENT_STATES[s][lang]
        for key, s in (("state", state), ("start", start))
        for lang in ("en", "fr")
    }
    return Verdict((Finding("DOC-STEP", words),))


def document_after(verb: str) -> str:
    """Give the state of a version after `verb`."""
    return DOCUMENT_STEPS[verb][1]


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What is known of an account."""

    deactivated: bool = False
    locked: bool = False
    must_change_password: bool = False


def account_state(facts: AccountFacts) -> str:
    """Derive the state of an account: the strictest word wins."""
    if facts.deactivated:
        return "inactive"
    if facts.locked:
        return "locked"
    return "new" if facts.must_change_password else "active"
