"""Decide: an answer with its reason; the branches of the master hang on it.

`params.telephone: true` lets it be decided by telephone: who, when, and the words are then asked,
and the master asks a second person to check, which is where who decided signs later.
`params.next_passage: true` asks the limits of passage and doublings before the next seeding; the
harvest that gave the cells is `params.harvest` (`harvest` unless said).
"""

from __future__ import annotations

from batches.kinds.base import Context, Kind, Values, merged, no_acts, no_computed
from batches.kinds.checks import beyond, impossible, label_params, outside
from batches.kinds.labels import LABELS
from batches.ledger import Computed
from batches.steps import Field, Step
from batches.verdict import Finding

TELEPHONE = ("said_by", "said_at", "said")


def fields(step: Step) -> tuple[Field, ...]:
    """Ask the reason, and whatever the master asks; with a telephone also who, when and what."""
    built_in: tuple[Field, ...] = (Field("reason", "text", LABELS["reason"]),)
    if step.params.get("telephone"):
        built_in += (
            Field("by_telephone", "yes_no", LABELS["by_telephone"]),
            Field("said_by", "text", LABELS["said_by"], required=False),
            Field("said_at", "time", LABELS["said_at"], required=False),
            Field("said", "text", LABELS["said"], required=False),
        )
    return merged(step, built_in)


def _by_telephone(values: Values) -> bool:
    said = values.get("by_telephone")
    return said is not None and said.text == "yes"


def refusals(step: Step, values: Values, _ctx: Context) -> tuple[Finding, ...]:
    """Refuse a decision by telephone without who decided, when, and the words."""
    found = impossible(fields(step), values)
    if not _by_telephone(values):
        return found
    absent = (n for n in TELEPHONE if n not in values or not values[n].text.strip())
    return found + tuple(Finding("K-MISSING", label_params(LABELS[n]), n) for n in absent)


def check(
    step: Step, values: Values, computed: tuple[Computed, ...], _ctx: Context
) -> tuple[Finding, ...]:
    """Find limits passed, and a decision by telephone (K-TELEPHONE)."""
    found = outside(fields(step), values) + beyond(step, computed)
    if _by_telephone(values):
        found += (Finding("K-TELEPHONE", {"who": values["said_by"].text}, "by_telephone", 2),)
    return found


KIND = Kind("decide", 1, fields, refusals, no_computed, check, no_acts)
