"""Time windows of a master: from one stated time to another, within limits.

A window is judged at whichever of its two ends is recorded later, and again when either is
corrected.  Inside it nothing stops the hands: what is out of limits is found and opens a deviation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from batches.formula import Formula, computed, quotient
from batches.ledger import Computed
from batches.steps import Limits
from batches.text import Text
from batches.verdict import Finding, Param

SECONDS = {"min": Decimal(60), "h": Decimal(3600)}


@dataclass(frozen=True, slots=True)
class Window:
    """One window: its ends as (step, field), the unit it is counted in, and its limits.

    The steps are paths that may hold `{n}`, the repetition of the phase.
    """

    code: str
    title: Text
    start: tuple[str, str]
    end: tuple[str, str]
    unit: str
    limits: Limits

    @classmethod
    def from_body(cls, body: Mapping[str, Any], source: str = "") -> Window:
        """Read one window of a master's body."""
        limits = Limits.from_body(body["limits"], source)
        first, last = ((str(body[k]["step"]), str(body[k]["name"])) for k in ("from", "to"))
        title = Text.from_body(body["title"])
        return cls(str(body["code"]), title, first, last, str(body["unit"]), limits or Limits())


@dataclass(frozen=True, slots=True)
class Span:
    """A window at one of its ends: where both ends lie in the lot, and whether cells are in harm."""

    window: Window
    start: tuple[str, str]
    end: tuple[str, str]
    harm: bool

    @property
    def name(self) -> str:
        """Give the name of the computed value."""
        return f"window_{self.window.code.lower()}"

    def measured(self, look: Callable[[str, str], datetime | None]) -> tuple[Computed, ...]:
        """Compute the time between both ends; nothing while one of them does not stand."""
        start, end = look(*self.start), look(*self.end)
        if start is None or end is None:
            return ()
        return (elapsed(start, end, self.window.unit, self.name),)

    def found(self, results: tuple[Computed, ...]) -> tuple[Finding, ...]:
        """Find a window that ends before it begins (K-WINDOW), or lies outside its limits.

        T05 where cells were in harm, T04 elsewhere, V03 in the alert zone.
        """
        value = next((c.value for c in results if c.name == self.name), None)
        if value is None:
            return ()
        if value < 0:
            return (Finding("K-WINDOW", named(self.window.title), self.name, 2),)
        return beyond(value, self.window, self.name, harm=self.harm)


def beyond(value: Decimal, window: Window, where: str, *, harm: bool) -> tuple[Finding, ...]:
    """Judge a duration: T05 in harm or T04 outside action limits, V03 in the alert zone."""
    zone = window.limits.zone(value)
    bounds = window.limits.act if zone == "action" else window.limits.alert
    if zone == "within" or bounds is None:
        return ()
    code, weight = ("V03", 1) if zone == "alert" else ("T05", 3) if harm else ("T04", 2)
    shown: dict[str, Param] = {"value": value.quantize(Decimal("0.1")), "unit": window.unit}
    return (Finding(code, {**named(window.title), **shown, **bounds.params()}, where, weight),)


def named(title: Text) -> dict[str, Param]:
    """Give a title in both languages as a parameter of findings."""
    return {"field_en": title.en, "field_fr": title.fr}


def elapsed(start: datetime, end: datetime, unit: str, name: str = "") -> Computed:
    """Elapsed = end - start by the stated times, in min or h; below zero when they are swapped."""
    seconds = Decimal(int((end - start).total_seconds()))
    inputs: dict[str, Decimal | str] = {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "unit": unit,
    }
    return computed(("elapsed", 1, unit), quotient(seconds, SECONDS[unit]), inputs, name)


ELAPSED = Formula(
    "elapsed", 1, elapsed, "min", Text("arithmetic definition", "définition arithmétique")
)
