"""The columns of Cellaca and Matrix results, in the two layouts that the software writes.

The older one counts in cells/mL and gives the viability as a share or a percentage; the newer one
has a head of names and values and gives 10*6/mL.
"""

from instruments.counters.counting import CELLS, DENSITY, DIAMETER, PERCENT, RATIO, Layout
from instruments.tables.columns import Column

PLAIN_VIABILITY = ("Viability",)
TIME, SERIAL = "Results Timestamp", "Instrument SN"
OPERATOR, DILUTION, VERSION = "Operator", "Dilution", "Version"

_COMMON = (
    Column("total_cell_count", CELLS, ("Total Count",)),
    Column("viable_cell_count", CELLS, ("Live Count",)),
    Column("dead_cell_count", CELLS, ("Dead Count",)),
    Column("average_total_cell_diameter", DIAMETER, ("Total Mean Size", "Total Diameter")),
    Column("average_live_cell_diameter", DIAMETER, ("Live Mean Size", "Live Diameter")),
    Column("average_dead_cell_diameter", DIAMETER, ("Dead Mean Size", "Dead Diameter")),
    Column("cell_aggregation_percentage", PERCENT, ("Aggregates (%)",)),
    Column("aggregate_count", CELLS, ("Aggregate Count",)),
    Column("aggregate_size", DIAMETER, ("Aggregate Size",)),
    Column("viability", PERCENT, ("Viability", "Viability (%)"), required=True),
)


def _densities(live: str, dead: str, total: str, shift: int) -> tuple[Column, ...]:
    """Return the three densities of one layout."""
    return (
        Column("viable_cell_density", DENSITY, (live,), shift, required=True),
        Column("dead_cell_density", DENSITY, (dead,), shift),
        Column("total_cell_density", DENSITY, (total,), shift),
    )


def _layout(densities: tuple[Column, ...]) -> Layout:
    """Return one layout of the results."""
    names = tuple(column.names[0] for column in densities)
    counts = ("Well Name", "Live Count", "Dead Count", "Total Count")
    return Layout(
        columns=(*_COMMON, *densities),
        sample=("Well Name",),
        time=(),
        signature=(*counts, *names),
        faults=("Errors:", "Errors"),
    )


PER_ML = _layout(_densities("Live Cells/mL", "Dead Cells/mL", "Total Cells/mL", -6))
MILLIONS = _layout(
    _densities("Live Concentration (E6)", "Dead Concentration (E6)", "Total Concentration (E6)", 0)
)
DILUTION_COLUMN = Column("cell_density_dilution_factor", RATIO, (DILUTION,))
