"""What a person answers to a step, and what it takes to confirm a value outside its limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from batches.deviation import opens_deviation
from batches.ledger import Value
from batches.verdict import Finding
from elnapp.record import Refused

MAJOR = 2


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer to one step.

    `values` by slot as typed; `done_at` is when it was done, if the person states it, in `zone`;
    `confirmed` are the tokens of the findings that were shown and are confirmed by the reason;
    `readings` are those of instrument files that the values were taken from, `marks` what was marked
    on the picture of each field, as `clicks.written` writes it.
    """

    path: str
    values: Mapping[str, Value] = field(default_factory=dict)
    done_at: datetime | None = None
    zone: str | None = None
    confirmed: frozenset[str] = frozenset()
    readings: tuple[str, ...] = ()
    marks: Mapping[int, str] = field(default_factory=dict)

    def request(self) -> dict[str, Any]:
        """Give everything that was asked, so that the same form sent twice is one command."""
        return {
            "path": self.path,
            "values": {k: [v.text, v.unit] for k, v in self.values.items()},
            "done_at": self.done_at,
            "zone": self.zone,
            "confirmed": sorted(self.confirmed),
            **({"readings": list(self.readings)} if self.readings else {}),
            **({"marks": {str(n): text for n, text in self.marks.items()}} if self.marks else {}),
        }


class Unconfirmed(Refused):
    """Values lie outside their limits and nobody has said why; nothing was written.

    The person corrects them, or sends the same values with a reason and the tokens.
    """

    @property
    def tokens(self) -> list[str]:
        """Give what the form carries back to confirm exactly these findings."""
        return [token(f) for f in self.findings]


def token(finding: Finding) -> str:
    """Name a finding with its value, so that a confirmation speaks of this value only."""
    return f"{finding.code}:{finding.where}:{finding.params.get('value', '')}"


def wants_reason(finding: Finding) -> bool:
    """Tell whether a finding is taken only with a reason: alert zones are only noted."""
    return finding.weight >= MAJOR or opens_deviation(finding)


def confirm(findings: Iterable[Finding], answered: Answered, reason: str | None) -> None:
    """Raise Unconfirmed unless each finding that wants a reason was shown and has one."""
    waiting = [f for f in findings if wants_reason(f)]
    said = bool((reason or "").strip())
    if waiting and not (said and {token(f) for f in waiting} <= answered.confirmed):
        raise Unconfirmed(waiting)
