"""The columns of a Cedex HiRes result list.

The software writes `identifer` for identifier.  It counts in cells/mL and measures the diameter of
viable cells; areas have no unit in the list and keep none.
"""

from instruments.counters.counting import CELLS, DENSITY, DIAMETER, PERCENT, RATIO, Layout
from instruments.tables.columns import Column

SERIAL = ("Cedex ID",)
BATCH = ("Reactor identifer", "Reactor identifier")
_PER_ML = -6

LAYOUT = Layout(
    columns=(
        Column("viability", PERCENT, ("Viability",), required=True),
        Column("viable_cell_density", DENSITY, ("Viable Cell Conc.",), _PER_ML, required=True),
        Column("dead_cell_density", DENSITY, ("Dead Cell Conc.",), _PER_ML),
        Column("total_cell_density", DENSITY, ("Total Cell Conc.",), _PER_ML),
        Column("viable_cell_count", CELLS, ("Viable Cell Count",)),
        Column("dead_cell_count", CELLS, ("Dead Cell Count",)),
        Column("total_cell_count", CELLS, ("Total Cell Count",)),
        Column("total_object_count", CELLS, ("Total Object Count",)),
        Column("average_live_cell_diameter", DIAMETER, ("Avg Diameter",)),
        Column("average_area", RATIO, ("Avg Area",)),
        Column("average_perimeter", DIAMETER, ("Avg Perimeter",)),
        Column("average_segment_area", RATIO, ("Avg Segm. Area",)),
        Column("average_compactness", RATIO, ("Avg Compactness",)),
        Column("standard_deviation", CELLS, ("Std Dev.",)),
        Column("aggregate_rate", PERCENT, ("Aggregate Rate",)),
        Column("cell_density_dilution_factor", RATIO, ("Dilution",)),
        Column("sample_volume_setting", "uL", ("Sample volume",)),
    ),
    sample=("Sample identifer", "Sample identifier"),
    time=("Date finished",),
    operator=("Username",),
    signature=(
        "Cedex ID",
        "System name",
        "Workarea name",
        "Data set name",
        "Viable Cell Conc.",
        "Dead Cell Conc.",
        "Total Cell Conc.",
        "Viable Cell Count",
        "Avg Compactness",
        "Aggregate Rate",
    ),
)
