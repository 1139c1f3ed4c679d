"""The columns of a FLEX2 result list.

Where the list has no row of units, those of the maker's setting stand here: metabolites in g/L,
ions and amino acids in mmol/L, gases in mmHg, densities in 10^6 cells/mL.
"""

from instruments.counters.counting import CELLS, DENSITY, DIAMETER, PERCENT, Layout
from instruments.tables.columns import Column

DILUTION = ("Cell Density Dilution",)

_CELL_COLUMNS = (
    Column("viability", PERCENT, ("Viability",)),
    Column("viable_cell_density", DENSITY, ("Viable Density",)),
    Column("total_cell_density", DENSITY, ("Total Density",)),
    Column("total_cell_count", CELLS, ("Total Cell Count",)),
    Column("viable_cell_count", CELLS, ("Total Live Count",)),
    Column(
        "average_live_cell_diameter",
        DIAMETER,
        ("Avg. Live Diameter", "Average Live Cell Diameter"),
    ),
)
_GASES = (
    Column("po2", "mm[Hg]", ("PO2",)),
    Column("pco2", "mm[Hg]", ("PCO2",)),
    Column("oxygen_saturation", PERCENT, ("O2 Saturation",)),
    Column("carbon_dioxide_saturation", PERCENT, ("CO2 Saturation",)),
    Column("ph", "[pH]", ("pH",)),
    Column("temperature", "Cel", ("Vessel Temperature (°C)",)),
    Column("osmolality", "mosm/kg", ("Osm",)),
)
_ANALYTES = tuple(
    Column(f"{analyte}_{kind}", unit, (name,))
    for name, analyte, kind, unit in (
        ("Gln", "glutamine", "molar_concentration", "mmol/L"),
        ("Glu", "glutamate", "molar_concentration", "mmol/L"),
        ("Gluc", "glucose", "mass_concentration", "g/L"),
        ("Lac", "lactate", "mass_concentration", "g/L"),
        ("NH4+", "ammonium", "molar_concentration", "mmol/L"),
        ("Na+", "sodium", "molar_concentration", "mmol/L"),
        ("K+", "potassium", "molar_concentration", "mmol/L"),
        ("Ca++", "calcium", "molar_concentration", "mmol/L"),
        ("HCO3", "bicarbonate", "molar_concentration", "mmol/L"),
    )
)
CELL_NAMES = frozenset(column.quantity for column in _CELL_COLUMNS)

LAYOUT = Layout(
    columns=(*_CELL_COLUMNS, *_GASES, *_ANALYTES),
    sample=("Sample ID",),
    time=("Date & Time",),
    operator=("Operator",),
    kind="chemistry",
    signature=(
        "Sample ID",
        "Sample Type",
        "Gln",
        "Gluc",
        "Lac",
        "NH4+",
        "Vessel ID",
        "Chemistry Dilution Ratio",
        "Chemistry Flow Time",
        "Tray Location",
    ),
)
