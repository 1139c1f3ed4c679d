"""The columns of an NC-View result list.

The list gives densities in cells/mL with blanks between thousands, and of the time of a run only
the day, inside the name of the run (`20240219-00019`: day and number of the run).
"""

from instruments.counters.counting import DENSITY, DIAMETER, PERCENT, RATIO, Layout
from instruments.tables.columns import Column

INSTRUMENT = ("INSTRUMENT",)
RUN = ("NAME",)
SIGNED_BY = ("SIGNED BY",)
STATUS = ("STATUS",)
FINE = "ok"
_PER_ML = -6

LAYOUT = Layout(
    columns=(
        Column("viability", PERCENT, ("VIABILITY (%)",), required=True),
        Column("viable_cell_density", DENSITY, ("LIVE (cells/ml)",), _PER_ML, required=True),
        Column("dead_cell_density", DENSITY, ("DEAD (cells/ml)",), _PER_ML),
        Column("total_cell_density", DENSITY, ("TOTAL (cells/ml)",), _PER_ML),
        Column("average_total_cell_diameter", DIAMETER, ("DIAMETER (µm)", "DIAMETER (um)")),
        Column("cell_aggregation_percentage", PERCENT, ("AGGREGATES (%)",)),
        Column("debris_index", RATIO, ("DEBRIS INDEX",)),
        Column("cell_density_dilution_factor", RATIO, ("DILUTION FACTOR",)),
    ),
    sample=("SAMPLE ID",),
    time=(),
    operator=("OPERATOR",),
    signature=(
        "NAME",
        "SAMPLE ID",
        "PROTOCOL",
        "INSTRUMENT",
        "STATUS",
        "TOTAL (cells/ml)",
        "LIVE (cells/ml)",
        "DEAD (cells/ml)",
        "VIABILITY (%)",
        "DEBRIS INDEX",
    ),
)
