"""The names that Vi-CELL XR gives to quantities, in its summaries and in its reports of one run."""

from instruments.counters.counting import CELLS, DENSITY, DIAMETER, PERCENT, RATIO, Layout
from instruments.tables.columns import Column

UNIT_SERIAL, BEGINS = "Unit S/N", "Vi-CELL XR"
TITLE = r"Vi-CELL\s+XR\s+(\d+\.\d+(?:\.\d+)?)"
_TOTAL = ("Total cells /ml (x10^6)", "Total cells / ml (x 10^6)")
_VIABLE = ("Viable cells /ml (x10^6)", "Total viable cells / ml (x 10^6)")
_DIAMETER = ("Avg. diam. (microns)", "Average diameter (microns)")
_DILUTION = ("Dilution factor", "Dilution")
_LEAST = ("Min diam. (microns)", "Minimum diameter (microns)")
_MOST = ("Max diam. (microns)", "Maximum diameter (microns)")

COLUMNS = (
    Column("viability", PERCENT, ("Viability (%)",), required=True),
    Column("viable_cell_density", DENSITY, _VIABLE, required=True),
    Column("total_cell_density", DENSITY, _TOTAL),
    Column("total_cell_count", CELLS, ("Total cells",)),
    Column("viable_cell_count", CELLS, ("Viable cells",)),
    Column("dead_cell_count", CELLS, ("Nonviable cells",)),
    Column("average_total_cell_diameter", DIAMETER, _DIAMETER),
    Column("average_total_cell_circularity", RATIO, ("Avg. circ.", "Average circularity")),
    Column("cell_density_dilution_factor", RATIO, _DILUTION),
    Column("minimum_cell_diameter_setting", DIAMETER, _LEAST),
    Column("maximum_cell_diameter_setting", DIAMETER, _MOST),
)

SUMMARY = Layout(
    columns=COLUMNS,
    sample=("Sample ID",),
    # `data` for `date` is how one version of the software writes it.
    time=("Sample date/time", "Sample data/time", "Sample date"),
    signature=(
        "Sample ID",
        "File name",
        "Cell type",
        *_TOTAL[:1],
        *_VIABLE[:1],
        *_DIAMETER[:1],
    ),
    height=2,
)

REPORT = Layout(
    columns=COLUMNS,
    sample=("Sample ID",),
    time=("RunDate", "Sample date/time", "Sample date", "Run date"),
    operator=("User",),
    signature=("Sample ID", "File name", "Viability (%)", "Cell type"),
)
