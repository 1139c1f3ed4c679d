"""How a Cedex Bio HT archive is laid out, and what its test codes measure.

The archive has no header: the place of each field follows from the version of the software that
its first line names.  A test code is the analyte with a letter for its range (`GLC3B`).
"""

from __future__ import annotations

from dataclasses import dataclass

ARCHIVE, SAMPLE_ROLE, BELOW = "#ARC-FILE#", "SAM", "< TEST RNG"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the fields of a result line stand; a place of -1 is a field the version lacks."""

    sample: int
    role: int
    test: int
    unit: int
    flag: int
    value: int
    batch: int = -1
    dilution: int = -1


TIME = 1
PLACES = {
    "5": Places(sample=5, role=6, test=2, unit=7, flag=8, value=9),
    "6": Places(sample=2, role=4, test=6, unit=8, flag=9, value=10, batch=3, dilution=5),
}
PLACES["7"] = PLACES["6"]
HEAD = {"exported": 1, "model": 6, "serial": 7, "software": 8, "operator": 9}

# The stem of the test code: what it measures.
ANALYTES = {
    "AC": "acetate", "AQ": "alanine_glutamine", "AQQ": "alanine_glutamine_corrected",
    "NH3": "ammonia", "ARA": "arabinose", "ASN": "asparagine", "ASP": "aspartate",
    "CA": "calcium", "CHO": "cholesterol", "ETOH": "ethanol", "FOR": "formate",
    "GAL": "galactose", "GLC": "glucose", "GLU": "glutamate", "GLN": "glutamine",
    "GLY": "glycerol", "FAB": "ig_fab_human", "IGG": "igg_human", "MIG": "igg_mouse",
    "FE": "iron", "LAC": "lactate", "LDH": "lactate_dehydrogenase", "MG": "magnesium",
    "NO3": "nitrate", "PHO": "phosphate", "K": "potassium", "PYR": "pyruvate", "NA": "sodium",
    "SUC": "sucrose", "SUG": "sucrose_corrected", "TP": "total_protein",
    "OD": "optical_density", "OSM": "osmolality",
}  # fmt: skip
