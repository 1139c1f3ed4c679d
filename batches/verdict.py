"""The answer of a rule: every finding with its code, never a bare yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Param = str | int | Decimal
NUMBERS = frozenset(
    {
        "asked", "left", "made", "positives", "raw", "read", "sd", "taken", "total", "typed", "value",
    }
)  # fmt: skip
"""Params that hold a measured or counted number; stored they are plain text with a point."""
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule has to say.

    `code` is documented in `batches/findings`; `params` fill its sentence; `where` is the field or
    the address it speaks of; `weight` is 3 critical, 2 major, 1 minor, 0 when it has none.
    """

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    where: str = ""
    weight: int = 0

    def plain(self) -> dict[str, object]:
        """Give the finding as it is stored: decimals as text."""
        params = {k: str(v) if isinstance(v, Decimal) else v for k, v in self.params.items()}
        return {"code": self.code, "params": params, "where": self.where, "weight": self.weight}

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> Finding:
        """Read a finding back as it was: its numbers are numbers again, written by each language."""
        params = {str(k): _number(str(k), v) for k, v in kept.get("params", {}).items()}
        return cls(
            str(kept["code"]), params, str(kept.get("where", "")), int(kept.get("weight", 0))
        )


def _number(name: str, kept: Param) -> Param:
    """Read a number of a stored finding; what a person or a file gave as text stays as it was given."""
    if name in NUMBERS and isinstance(kept, str) and _PLAIN.fullmatch(kept):
        return Decimal(kept)
    return kept


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of one question; true when there are none."""

    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings

    def __bool__(self) -> bool:
        """Read as `ok`, so that a rule can stand in an `if`."""
        return self.ok

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Verdict:
        """Gather findings from any iterable."""
        return cls(tuple(findings))


class Unreadable(ValueError):
    """What a person or a file gave cannot be read; the finding says what was expected."""

    def __init__(self, finding: Finding) -> None:
        """Keep the finding for the sentence."""
        super().__init__(finding.code)
        self.finding = finding
