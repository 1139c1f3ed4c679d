"""allotropy reads what we read, and says the same: over changed real exports, in one process of its own.

The long run of the same is `./dev bench counters`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from bench import counters
from bench.counter_tables import SOURCES, Row, Table, opened, workbook, written
from elnapp.readers import sandbox
from instruments.registry import parse
from tests.instruments.pairs import COUNTERS, missing

SEEDS = (1, 2)
NUCLEOVIEW, NC_VIEW, BLU, HIRES, BIOHT, MATRIX, CELLACA, FLEX = (
    SOURCES[at] for at in (0, 2, 3, 7, 11, 12, 13, 15)
)
pytestmark = [
    missing,
    pytest.mark.skipif(
        not sandbox.PLATES.is_file(), reason="`./dev plates` could not set up the environment"
    ),
]
Change = Callable[[Table], bytes | Table]


def text(old: str, new: str) -> Change:
    """Write another text into the file; that the old one is there is part of the test."""

    def change(table: Table) -> bytes:
        blob = written(table)
        assert old.encode() in blob
        return blob.replace(old.encode(), new.encode())

    return change


def cells(old: str | float, new: str | float) -> Change:
    """Write another cell wherever one stands."""
    return lambda table: table.with_rows([[new if c == old else c for c in r] for r in table.rows])


def as_csv(table: Table) -> Table:
    """Write a workbook as a list of text."""
    return replace(table, name="a.csv", separator=",", quoted=True)


def in_percent(table: Table) -> Table:
    """Print the viabilities of a Cellaca list as `87%`, in text."""
    rows = [[*row] for row in table.rows]
    for row in rows[1:]:
        row[4] = f"{float(str(row[4])) * 100:.0f}%"
    return as_csv(table.with_rows(rows))


def two_samples(table: Table) -> Table:
    """Put a second sample beside the first, as NucleoView does for several cassettes."""
    rows: list[Row] = []
    for row in table.rows:
        filled = len(row) > 1 and str(row[0]).strip() and str(row[1]).strip()
        second = str(row[1]).replace("cellsABCD", "other") if filled else ""
        rows.append([row[0], row[1], second] if filled else [*row])
    return table.with_rows(rows)


def colons(table: Table) -> bytes:
    """Write a NucleoView result with colons and tabulators."""
    rows = [
        row for row in table.rows if len(row) > 1 and str(row[0]).strip() and str(row[1]).strip()
    ]
    lines = [f"{row[0]}:\t{row[1]}" for row in rows]
    return "\n".join(["Viability and Cell Count Assay", *lines, "//[ECEC5A41]"]).encode()


def summary_204(_table: Table) -> bytes:
    """Make a summary as Vi-CELL XR 2.04 writes it: no serial number, other names, doubles."""
    names = ["Sample ID", "File name", "Cell type", "Dilution", "Sample date", "Viability", "Total",
             "Viable", "Total cells", "Viable cells", "Avg. diam."]  # fmt: skip
    below = ["", "", "", "factor", "", "(%)", "cells", "cells", "/ml (x10^6)", "/ml (x10^6)",
             "(microns)"]  # fmt: skip
    row: Row = ["A", "", "CHO", 1.0, "16 Mar 2020  9:03:25 PM", 99.5, 200.0, 199.0,
                0.9407999945640564, 0.935799999332428, 14.8]  # fmt: skip
    head: list[Row] = [["Vi-CELL XR 2.06"], ["Beckman Coulter, Inc."], ["Unit S/N: AW1"], [" "]]
    return workbook([*head, [*names], [*below], row])


# What other versions and settings of the software write: allotropy and we must say the same.
VARIANTS: dict[str, tuple[tuple[str, str, str, int, bool], Change]] = {
    "nucleoview, colons": (NUCLEOVIEW, colons),
    "nucleoview, two samples": (NUCLEOVIEW, two_samples),
    "nucleoview, two samples, commas": (
        NUCLEOVIEW,
        lambda table: replace(two_samples(table), separator=","),
    ),
    "nucleoview, sample on a line": (NUCLEOVIEW, text("Operator;", "Sample ID;X-1;\nOperator;")),
    "nucleoview, no density": (NUCLEOVIEW, text("ml);2.45E6", "ml);")),
    "nucleoview, below": (NUCLEOVIEW, text("ml);2.45E6", "ml);<5.00E4")),
    "nucleoview, other device": (NUCLEOVIEW, text("Instrument type;NucleoView NC-200\n", "")),
    "nc-view, thin blanks": (NC_VIEW, text("274\u00a0000", "274\u202f000")),
    "nc-view, power of ten": (NC_VIEW, text("274\u00a0000", "2.74E5")),
    "blu, no operator": (BLU, text(",Vi-CELL,", ",,")),
    "xr, old doubles": (SOURCES[4], summary_204),
    "hires, spelled": (HIRES, text("identifer", "identifier")),
    "bio ht, mM": (BIOHT, text("mmol/L", "mM")),
    "bio ht, mmol/l": (BIOHT, text("mmol/L", "mmol/l")),
    "bio ht, unknown test": (BIOHT, text("GLC3B", "XYZ2B")),
    "bio ht, a control": (BIOHT, text("SAM", "QC1")),
    "bio ht, no role": (BIOHT, text("SAM", "")),
    "bio ht, other record": (BIOHT, text("\n40\t", "\n41\t")),
    "bio ht, above": (BIOHT, text("  3.303", "  > 8.5")),
    "matrix, text": (MATRIX, as_csv),
    "matrix, dilution in words": (MATRIX, cells(2.0, "Dilution: 2")),
    "cellaca, percentages": (CELLACA, in_percent),
    "flex2, dilution first": (FLEX, text("1:01,,1", "4:01,,1")),
    "flex2, the long name": (FLEX, text("Avg. Live Diameter", "Average Live Cell Diameter")),
}
# Where we differ on purpose: what was changed, the value that is ours, and why.
OURS: dict[str, tuple[tuple[str, str, str, int, bool], Change, str, str]] = {
    # A sample may hold hyphens; allotropy cuts its name at the first.
    "hyphen": (NUCLEOVIEW, text("-cellsABCD;", "-AT26-001;"), "sample", "AT26-001"),
    # Diluted 1:4 is a factor of 4; allotropy takes what stands before the colon.
    "dilution": (FLEX, text("1:01,,1", "1:04,,1"), "cell_density_dilution_factor", "4"),
    # allotropy takes the share of a list in text for a percentage; the counts show what it is.
    "share": (CELLACA, as_csv, "viability", "87"),
    # ... and of a workbook, when its first well is all alive.
    "all alive": (CELLACA, cells(0.87, 1.0), "viability", "100"),
    # A name made of digits is a name: allotropy makes a number of 001.
    "digits": (BIOHT, text("SAMPLE", "00"), "sample", "001"),
}


@cache
def asked() -> tuple[list[counters.Case], list[str]]:
    """Ask the referee once about everything; gives the cases and how each was judged."""
    made = counters.cases(SEEDS, COUNTERS)
    for label, (source, change, *_) in (VARIANTS | OURS).items():
        changed = change(opened(COUNTERS, source))
        name = changed.name if isinstance(changed, Table) else source[1].rpartition("/")[2]
        blob = written(changed) if isinstance(changed, Table) else changed
        made.append(counters.Case(label, source[0], name, blob))
    said = counters.documents(made)
    return made, [counters.judged(case, one)[0] for case, one in zip(made, said, strict=True)]


def test_seeded_variants_say_the_same() -> None:
    made, how = asked()
    seeded = len(SEEDS) * len(SOURCES)

    wrong = [(c.told, h) for c, h in zip(made[:seeded], how, strict=False) if h in WRONG]

    assert wrong == []
    assert how[:seeded].count("same") > seeded * 0.8  # a referee that refuses all proves nothing


WRONG = {"differ", "only we refuse"}


@pytest.mark.parametrize("label", VARIANTS)
def test_a_variant_of_another_version_says_the_same(label: str) -> None:
    made, how = asked()

    assert next(h for c, h in zip(made, how, strict=True) if c.told == label) == "same"


@pytest.mark.parametrize("label", OURS)
def test_where_we_differ_ours_is_what_the_file_says(label: str) -> None:
    made, how = asked()
    case, judged = next((c, h) for c, h in zip(made, how, strict=True) if c.told == label)
    _, _, name, wanted = OURS[label]
    first = parse(case.blob, case.name).readings[0]

    assert judged == "differ"
    assert (first.sample_id if name == "sample" else str(first.values[name].value + 0)) == wanted


def test_the_comparison_would_catch_a_value_that_moved() -> None:
    made, _ = asked()
    case = next(c for c in made if c.told == "hires, spelled")
    moved = replace(case, blob=case.blob.replace(b"4529542.5", b"4529542.6"))

    assert counters.judged(moved, counters.documents([case])[0])[0] == "differ"
