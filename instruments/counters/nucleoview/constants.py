"""The lines of a NucleoView result: a name, then one value a sample."""

from instruments.counters.counting import DENSITY, DIAMETER, PERCENT, RATIO
from instruments.tables.columns import Column

_PER_ML = -6

VIABILITY = Column("viability", PERCENT, ("Viability (%)",), required=True)
COLUMNS = (
    VIABILITY,
    Column("viable_cell_density", DENSITY, ("Live (cells/ml)",), _PER_ML, required=True),
    Column("dead_cell_density", DENSITY, ("Dead (cells/ml)",), _PER_ML),
    Column("total_cell_density", DENSITY, ("Total (cells/ml)",), _PER_ML),
    Column("average_total_cell_diameter", DIAMETER, ("Estimated cell diameter (um)",)),
    Column(
        "cell_diameter_standard_deviation", DIAMETER, ("Cell diameter standard deviation (um)",)
    ),
    Column(
        "percentage_of_cells_with_five_or_more",
        PERCENT,
        ("(%) of cells in aggregates with five or more cells",),
    ),
    Column("cell_density_dilution_factor", RATIO, ("Multiplication factor",)),
    Column("sample_volume_setting", "uL", ("Sample Volume (ul)",)),
    Column("dilution_volume", "uL", ("Dilution Volume (ul)",)),
)
IMAGE, SAMPLE, OPERATOR = ("Image",), ("Sample ID",), ("Operator",)
TIME, OFFSET = ("Date time",), ("Time zone offset",)
MODEL, SERIAL, SOFTWARE = (
    ("Instrument type",),
    ("Instrument s/n",),
    ("Application SW version",),
)
SIGNATURE = (
    "Image",
    "Viability (%)",
    "Live (cells/ml)",
    "Dead (cells/ml)",
    "Total (cells/ml)",
    "Multiplication factor",
    "Instrument type",
    "Instrument s/n",
    "Date time",
    "csv file version",
)
