"""Discard: units leave the lot for good, with the reason; a contaminated one holds its sisters."""

from __future__ import annotations

from decimal import Decimal

from batches.kinds.base import Context, Kind, Values, merged, no_computed
from batches.kinds.checks import impossible, outside
from batches.kinds.identity import UNIT_CODES
from batches.kinds.labels import LABELS
from batches.kinds.leaves import scanned
from batches.ledger import Act, Computed
from batches.steps import Choice, Field, Step
from batches.text import Text
from batches.verdict import Finding

CONTAMINATED = "contaminated"
REASONS = (
    Choice(CONTAMINATED, Text("contaminated", "contaminé")),
    Choice("leaking", Text("leaking", "fuyant")),
    Choice("overgrown", Text("overgrown", "surconfluent")),
    Choice("dropped", Text("dropped", "tombé")),
    Choice("rejected", Text("rejected at inspection", "rejeté au mirage")),
    Choice("surplus", Text("surplus, not needed", "surplus, non utilisé")),
)


def fields(step: Step) -> tuple[Field, ...]:
    """Ask what is removed (its code, unless the master asks a table or a scan) and why."""
    about = any(f.rows is not None and f.rows.of != "free" for f in step.fields)
    scan = any(
        s in {"vessel", "vessels", "bag", "bags", "vial", "vials", "unit"} for s in step.scan
    )
    unit = (Field("removed", "code", LABELS["removed"], critical=True, of="unit"),)
    why = Field("removal", "choice", LABELS["removal"], critical=True, choices=REASONS)
    return merged(step, (*(() if about or scan else unit), why))


def gone(step: Step, values: Values, ctx: Context) -> tuple[str, ...]:
    """Give the roles of the units that are removed, each once."""
    roles = (ctx.role(code) for _slot, code in scanned(fields(step), values, UNIT_CODES))
    return tuple(dict.fromkeys(role for role in roles if role is not None))


def refusals(step: Step, values: Values, _ctx: Context) -> tuple[Finding, ...]:
    """Refuse what cannot be an answer; what is scanned is looked at for every kind."""
    return impossible(fields(step), values)


def check(
    step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Finding, ...]:
    """Find what was removed: C06, and K-CONTAMINATED where it is contaminated."""
    found = outside(fields(step), values)
    units = ", ".join(code for _slot, code in scanned(fields(step), values, UNIT_CODES))
    why = values.get("removal")
    choice = next((c for c in REASONS if why is not None and c.value == why.text), None)
    if choice is None or not gone(step, values, ctx):
        return found
    words = {"unit": units, "reason_en": choice.label.en, "reason_fr": choice.label.fr}
    code, weight = ("K-CONTAMINATED", 3) if choice.value == CONTAMINATED else ("C06", 2)
    return (*found, Finding(code, words, "removal", weight))


def sisters(step: Step, values: Values, ctx: Context) -> tuple[str, ...]:
    """Give the roles of the open vessels that grew beside a contaminated one: those of its passage."""
    why = values.get("removal")
    if why is None or why.text != CONTAMINATED:
        return ()
    removed = gone(step, values, ctx)
    tops = {role.split("/")[1].partition(".")[0] for role in removed if role.startswith("vessel/")}
    return tuple(
        role
        for role in ctx.balances
        if role.startswith("vessel/")
        and role not in removed
        and role.split("/")[1].partition(".")[0] in tops
    )


def acts(
    step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """End each unit that is removed."""
    return tuple(
        Act(f"end/{role}", "end", role, "", Decimal(0), "1") for role in gone(step, values, ctx)
    )


KIND = Kind("discard", 1, fields, refusals, no_computed, check, acts)
