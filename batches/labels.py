"""Labels: a snapshot is made, printed, verified by reading its code again, applied or destroyed."""

from __future__ import annotations

from collections.abc import Iterable

from batches.text import Text
from batches.verdict import Finding

STATES: dict[str, Text] = {
    "generated": Text("made", "créée"),
    "printed": Text("printed", "imprimée"),
    "verified": Text("verified", "vérifiée"),
    "applied": Text("applied", "apposée"),
    "destroyed": Text("destroyed", "détruite"),
}
AFTER: dict[str, frozenset[str]] = {
    "generated": frozenset({"printed", "destroyed"}),
    "printed": frozenset({"printed", "verified", "destroyed"}),
    "verified": frozenset({"printed", "applied", "destroyed"}),
    "applied": frozenset({"printed", "destroyed"}),
    "destroyed": frozenset(),
}
"""What may follow; a label that is printed again must be verified again."""
WANT_REASON = frozenset({"destroyed"})


def state(steps: Iterable[str]) -> str:
    """Give where a label is in its life: its last step, or generated."""
    return [*("generated",), *steps][-1]


def may(steps: Iterable[str], step: str, count: int, reason: str) -> tuple[Finding, ...]:
    """Ask whether a step may follow; every reason why not.

    Codes: LBL-STEP, LBL-REASON (a reprint and a destruction say why), LBL-COUNT.
    """
    before = tuple(steps)
    now = state(before)
    found = []
    if step not in AFTER[now]:
        params = {f"state_{lang}": STATES[now][lang] for lang in ("en", "fr")}
        found.append(Finding("LBL-STEP", params, "step", 2))
    again = step == "printed" and "printed" in before
    if (again or step in WANT_REASON) and not reason.strip():
        found.append(Finding("LBL-REASON", {}, "reason"))
    if count < 1:
        found.append(Finding("LBL-COUNT", {"found": count}, "count"))
    return tuple(found)


def read_back(scanned: str, symbols: Iterable[str]) -> tuple[Finding, ...]:
    """Compare what a scanner read on the printed label with what it must carry (LBL-SCAN)."""
    if "".join(scanned.split()) in set(symbols):
        return ()
    return (Finding("LBL-SCAN", {"found": scanned.strip()[:60] or "–"}, "scanned", 3),)
