"""The formats that are tables: counters, culture analysers, temperature loggers."""

from instruments.chemistry.cedex_bioht.parser import FORMAT as CEDEX_BIOHT
from instruments.chemistry.flex2.parser import FORMAT as FLEX2
from instruments.counters.cedex_hires.parser import FORMAT as CEDEX_HIRES
from instruments.counters.cellaca.parser import FORMAT as CELLACA
from instruments.counters.nc_view.parser import FORMAT as NC_VIEW
from instruments.counters.nucleoview.parser import FORMAT as NUCLEOVIEW
from instruments.counters.vicell_blu.parser import FORMAT as VICELL_BLU
from instruments.counters.vicell_xr.parser import FORMAT as VICELL_XR
from instruments.format import Format
from instruments.loggers.berlinger.parser import FORMAT as BERLINGER

TABULAR: tuple[Format, ...] = (
    NUCLEOVIEW,
    NC_VIEW,
    VICELL_BLU,
    VICELL_XR,
    CEDEX_HIRES,
    CELLACA,
    CEDEX_BIOHT,
    FLEX2,
    BERLINGER,
)
