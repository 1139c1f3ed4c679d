"""The words of a Berlinger text file.

The file is a tree: each blank before a name is one level down, `name: value` pairs share a line at
commas, tabulators lead the table of readings.  A Q-tag CLm writes its times in its own offset
(`Zone`); the clock of a Fridge-tag is set by hand, so its times are local.
"""

from typing import Literal

DEVICE, FIRMWARE, SERIAL, ZONE = "Device", "Fw Vers", "Conf/Serial", "Conf/Zone"
BEGINS, RUN_LOGGER = "Device: Q-tag", "CLm"
INTERVAL, ENERGY, UNIT = "Conf/Logging Interval", "Conf/MKT Energy", "Conf/Temp unit"
OWNER, SIGNATURE = "Cert/Owner", "Sig"
START, STOP = "Res/TS Start", "Res/TS Stop"

Side = Literal["above", "below"]
# The types of alarm of a CLm: on which side of the limit, and whether single events or their sum.
ALARM_TYPES: dict[str, tuple[Side, bool]] = {
    "1": ("below", False),
    "2": ("above", False),
    "3": ("below", True),
    "4": ("above", True),
}
# The two limits of a Fridge-tag; a logger with more levels does not say their sides.
SIDES: dict[str, Side] = {"0": "below", "1": "above"}
UNITS = {"C": "Cel", "F": "[degF]", "": "Cel"}

# What a run or a day says of its temperatures: path below it, quantity.
RUN_VALUES = (
    ("Min T", "minimum_temperature"),
    ("Max T", "maximum_temperature"),
    ("Avrg T", "average_temperature"),
    ("MKT", "mean_kinetic_temperature"),
)
DAY_VALUES = RUN_VALUES[:3]
