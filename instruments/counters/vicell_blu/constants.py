"""The columns of a Vi-CELL BLU result list."""

from instruments.counters.counting import CELLS, DENSITY, DIAMETER, PERCENT, RATIO, Layout
from instruments.tables.columns import Column

REANALYSED = ("Reanalysis date/time",)

LAYOUT = Layout(
    columns=(
        Column("viability", PERCENT, ("Viability (%)",), required=True),
        Column("viable_cell_density", DENSITY, ("Viable (x10^6) cells/mL",), required=True),
        Column("total_cell_density", DENSITY, ("Total (x10^6) cells/mL",)),
        Column("total_cell_count", CELLS, ("Cell count",)),
        Column("viable_cell_count", CELLS, ("Viable cells",)),
        Column("average_total_cell_diameter", DIAMETER, ("Average diameter (µm)",)),
        Column("average_live_cell_diameter", DIAMETER, ("Average viable diameter (µm)",)),
        Column("average_total_cell_circularity", RATIO, ("Average circularity",)),
        Column("average_viable_cell_circularity", RATIO, ("Average viable circularity",)),
        Column("cell_density_dilution_factor", RATIO, ("Dilution",)),
        Column("minimum_cell_diameter_setting", DIAMETER, ("Minimum Diameter (µm)",)),
        Column("maximum_cell_diameter_setting", DIAMETER, ("Maximum Diameter (µm)",)),
    ),
    sample=("Sample ID",),
    time=("Analysis date/time",),
    operator=("Analysis by",),
    signature=(
        "Sample ID",
        "Cell count",
        "Viable cells",
        "Total (x10^6) cells/mL",
        "Viable (x10^6) cells/mL",
        "Viability (%)",
        "Average viable diameter (µm)",
        "Bubble count",
        "Cluster count",
        "Analysis date/time",
    ),
)
