"""Senescence: one reader's SA-beta-gal counts, field by field; the second reader's step ends it.

Two steps of this kind make a reading.  The second names the first in `params.first_reader`; it is
done by another person, who does not see the first counts before their own stand, and it computes
what both come to.  `params.fields` says how many fields are read (3 unless said).  How many cells,
how near the readers, which percentage: `params.limits` of `cells_counted`, `reader_difference` and
`senescent`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import count

from batches.growth import FORMULAS
from batches.kinds.base import Context, Kind, Values, merged, no_acts, replicates
from batches.kinds.checks import impossible, plain_check
from batches.kinds.labels import LABELS
from batches.ledger import Computed
from batches.senescence import Counts, of_both
from batches.steps import Bounds, Field, Step
from batches.verdict import Finding

NAME = "senescence"
FIELDS_READ = 3
MOST_CELLS = Bounds("0", "100000")  # in one field of a microscope


def fields(step: Step) -> tuple[Field, ...]:
    """Ask positive and negative cells of each field."""
    n = int(step.params.get("fields", FIELDS_READ))
    asked = (
        Field(name, "integer", LABELS[name], critical=True, replicates=n, possible=MOST_CELLS)
        for name in ("positives", "negatives")
    )
    return merged(step, asked)


def first_reader(step: Step) -> str | None:
    """Give the step of the first reader, where this one is the second's."""
    named = step.params.get("first_reader") if step.kind == NAME else None
    return None if named is None else str(named)


def pictured(step: Step) -> str | None:
    """Give the step at which the pictures of a reading are kept; None at a step of another kind.

    Both readers count the same pictures, and they are the first reader's.
    """
    return (first_reader(step) or step.code) if step.kind == NAME else None


def second_reader(steps: Iterable[Step], first: Step) -> Step | None:
    """Give the step of the second reader, whose counts unveil those of the first."""
    return next((s for s in steps if first_reader(s) == first.code), None)


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse a reading of no cell at all, and a second reading without the first."""
    found = impossible(fields(step), values)
    if not found and not _counted(values)[1]:
        found += (Finding("K-NOTHING-COUNTED", where="positives.1"),)
    first = first_reader(step)
    if first is not None and not _of_first(first, ctx)[1]:
        found += (Finding("K-NEEDS", {"step": ctx.sibling(first)}, ctx.path),)
    return found


def compute(step: Step, values: Values, ctx: Context) -> tuple[Computed, ...]:
    """Compute the reader's cells and percentage; the second reader's step computes both readers'.

    The result of both is `senescent` (%) with its 95 % interval, and `reader_difference` in points.
    """
    positives, total = own = _counted(values)
    if not total:
        return ()
    read = FORMULAS["percent_positive"].function(positives, total, name="senescent_read")
    counts = (replicates(values, "positives"), replicates(values, "negatives"))
    found = (FORMULAS["cells_counted"].function(*counts), read)
    named = first_reader(step)
    first = _of_first(named, ctx) if named is not None else None
    if first is None or not first[1]:
        return found
    return (*found, *_of_both(first, own, read))


def _of_both(first: Counts, own: Counts, read: Computed) -> tuple[Computed, ...]:
    earlier = FORMULAS["percent_positive"].function(*first).value
    positives, total = of_both(first, own)
    return (
        FORMULAS["reader_difference"].function(earlier, read.value),
        FORMULAS["senescent_cells"].function(*first, *own, name="senescent"),
        FORMULAS["wilson_low"].function(positives, total, name="senescent_low"),
        FORMULAS["wilson_high"].function(positives, total, name="senescent_high"),
    )


def _counted(values: Values) -> Counts:
    positives = sum(replicates(values, "positives"), Decimal(0))
    return positives, positives + sum(replicates(values, "negatives"), Decimal(0))


def _of_first(step: str, ctx: Context) -> Counts:
    """Give what the first reader counted, from the entry that stands."""
    path = ctx.sibling(step)
    positives, negatives = (_all(ctx, path, name) for name in ("positives", "negatives"))
    return positives, positives + negatives


def _all(ctx: Context, path: str, name: str) -> Decimal:
    total = Decimal(0)
    for n in count(1):
        one = ctx.number(path, f"{name}.{n}")
        if one is None:
            return total
        total += one
    return total


KIND = Kind(NAME, 1, fields, refusals, compute, plain_check(fields), no_acts)
