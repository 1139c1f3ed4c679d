"""Count: replicates of viable concentration and viability, their means and their spread.

`params.replicates` says how many (2 unless said). A `volume` that the master declares gives the
total of viable cells as well. All replicates are kept.
"""

from __future__ import annotations

from batches.growth import FORMULAS
from batches.kinds.base import Context, Kind, Values, merged, no_acts, number, replicates
from batches.kinds.checks import plain_check, plain_refusals
from batches.kinds.labels import LABELS
from batches.ledger import Computed
from batches.steps import Field, Step

CONCENTRATION = "10*6/mL"


def fields(step: Step) -> tuple[Field, ...]:
    """Ask viable concentration (10*6/mL) and viability (%), each as often as the master says."""
    n = int(step.params.get("replicates", 2))
    return merged(
        step,
        (
            _replicated("viable_concentration", CONCENTRATION, n),
            _replicated("viability", "%", n),
        ),
    )


def _replicated(name: str, unit: str, n: int) -> Field:
    return Field(name, "decimal", LABELS[name], unit, critical=True, replicates=n)


def compute(_step: Step, values: Values, _ctx: Context) -> tuple[Computed, ...]:
    """Compute mean concentration, its CV, mean viability and, with a volume, the total."""
    counts, viabilities = (replicates(values, n) for n in ("viable_concentration", "viability"))
    found: list[Computed] = []
    if counts:
        mean = FORMULAS["mean_concentration"].function(counts, CONCENTRATION)
        found.append(mean)
        # Without any cell there is no spread to speak of.
        if mean.value:
            found.append(FORMULAS["cv"].function(counts))
        volume = number(values, "volume")
        if volume is not None:
            found.append(FORMULAS["total_viable"].function(mean.value, volume))
    if viabilities:
        found.append(
            FORMULAS["mean_concentration"].function(viabilities, "%", name="mean_viability")
        )
    return tuple(found)


READS = {
    "viable_concentration": ("cell_count", "viable_cell_density"),
    "viability": ("cell_count", "viability"),
}
KIND = Kind(
    "count", 1, fields, plain_refusals(fields), compute, plain_check(fields), no_acts, READS
)
