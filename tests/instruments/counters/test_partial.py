"""What a count says stays, where a part of it is missing or could mean two things."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bench.counter_tables import Row, workbook
from instruments.asm.document import document
from instruments.reading import Profile, Refusal
from instruments.registry import parse

BLU = (
    "Sample ID,Cell count,Viable cells,Total (x10^6) cells/mL,Viable (x10^6) cells/mL,"
    "Viability (%),Average viable diameter (µm),Bubble count,Cluster count,Analysis date/time\n"
)
NUCLEOVIEW = (
    "Viability and Cell Count Assay;\nImage;{image};\nOperator;A;\nViability (%);{viability};\n"
    "{live}Dead (cells/ml);0;\nTotal (cells/ml);0;\nMultiplication factor;1.000;\n"
    "Instrument type;NucleoView NC-200\nInstrument s/n;s/n 9\nDate time;20240102 110300\n"
    "Time zone offset;-7\ncsv file version;2\n"
)
IMAGE = "20240102-0001-c-AT26-001"


def blu(*times: str) -> bytes:
    """Write a Vi-CELL BLU list of one sample a time."""
    rows = (f"S{at},10,9,0.78,0.7,90.0,18.5,0,0,{time}\n" for at, time in enumerate(times))
    return (BLU + "".join(rows)).encode()


def test_counts_of_a_day_that_can_be_the_month_are_read_without_a_moment() -> None:
    (found,) = parse(blu("3/4/2024 10:00"), "x.csv", Profile(zone="Europe/Paris")).readings

    assert found.values["viable_cell_density"].value == Decimal("0.7")
    assert (found.measured_at, found.measured_local) == (None, "")
    assert (found.measured_at_raw, found.status) == ("3/4/2024 10:00", "flagged")
    assert [note.code for note in found.warnings] == ["TABLE-DATE-AMBIGUOUS"]


def test_another_date_of_the_list_tells_the_order() -> None:
    found = parse(blu("3/4/2024 10:00", "3/21/2024 10:00"), "x.csv").readings

    assert [each.measured_local for each in found] == ["2024-03-04T10:00:00", "2024-03-21T10:00:00"]


def test_dates_of_two_orders_are_still_refused() -> None:
    with pytest.raises(Refusal, match="TABLE-DATES-MIXED"):
        parse(blu("3/21/2024 10:00", "21/3/2024 10:00"), "x.csv")


def nucleoview(
    viability: str = "68.2", live: str = "Live (cells/ml);0;\n", image: str = IMAGE
) -> bytes:
    """Write a NucleoView result."""
    return NUCLEOVIEW.format(viability=viability, live=live, image=image).encode()


@pytest.mark.parametrize("live", ["", "Live (cells/ml);;\n", "Live (cells/ml);Out of range;\n"])
def test_a_viability_without_a_density_is_kept_as_an_error(live: str) -> None:
    found = parse(nucleoview(live=live), "x.csv")
    (count,) = found.readings

    assert (count.status, count.sample_id) == ("error", "AT26-001")
    assert count.values["viability"].value == Decimal("68.2")
    assert "viable_cell_density" not in count.values
    assert "sample 1" in str(document(found, "x.csv"))


def test_no_living_cell_is_a_count_of_zero() -> None:
    (count,) = parse(nucleoview(viability="0.0"), "x.csv").readings

    assert count.status == "ok"
    assert count.values["viability"].value == 0
    assert count.values["viable_cell_density"].value == 0


def test_a_result_without_a_viability_is_no_count() -> None:
    with pytest.raises(Refusal, match="COUNT-NO-VALUES"):
        parse(nucleoview(viability=""), "x.csv")


def test_the_sample_is_named_by_its_line_where_there_is_no_image() -> None:
    named = nucleoview().replace(f"Image;{IMAGE};".encode(), b"Sample ID;AT26-002;")
    nameless = nucleoview().replace(f"Image;{IMAGE};\n".encode(), b"")

    assert parse(named, "x.csv").readings[0].sample_id == "AT26-002"
    with pytest.raises(Refusal, match="TABLE-COLUMN-MISSING"):
        parse(nameless, "x.csv")


def test_a_bracket_that_is_never_closed_swallows_no_line() -> None:
    opened = nucleoview().replace(b"Operator;A;", b"Operator;A (late shift;")
    broken = nucleoview().replace(b"Operator;A;", b"Operator;A (late\nshift);")

    assert parse(opened, "x.csv").readings[0].values["viability"].value == Decimal("68.2")
    assert parse(broken, "x.csv").readings[0].operator == "A (late shift)"


ARCHIVE = (
    "0\t2025-11-20 14:51:33\t#ARC-FILE#\t1.1a\tx\tx\tCEDEX BIO HT\t9\t7.0.0\tadmin\n"
    "40\t2025-11-20 14:21:53\tA\t\tSAM\t\tGLC3B\t\t{unit}\t\t3.3\t0\tR\n"
    "40\t2025-11-20 14:22:53\tA\t\tSAM\t\tLAC2B\t\tg/L\t\t1.1\t0\tR\n"
)


def test_a_unit_that_nobody_knows_costs_its_own_result_alone() -> None:
    strange, known = parse(ARCHIVE.format(unit="stone/pint").encode(), "x.txt").readings

    assert (strange.status, strange.values, strange.unread["value"]) == ("error", {}, "3.3")
    assert strange.warnings[0].code == "CHEM-UNIT"
    assert known.values["lactate_mass_concentration"].value == Decimal("1.1")


SUMMARY = ("Sample ID", "Total", "Cell type", "Viable", "Viability", "Dilution", "Total cells",
           "Viable cells", "Avg. diam.", "Avg. circ.", "File name", "Sample date/time")  # fmt: skip
BELOW = ("", "cells", "", "cells", "(%)", "factor", "/ml (x10^6)", "/ml (x10^6)", "(microns)", "",
         "", "")  # fmt: skip


@pytest.mark.parametrize("turned", range(len(SUMMARY)))
def test_columns_of_a_summary_in_another_order_are_no_report_of_one_run(turned: int) -> None:
    row = [
        "A",
        200.0,
        "CHO",
        190.0,
        95.0,
        1.0,
        1.5,
        1.4,
        14.0,
        0.8,
        "A.smp",
        "2 Mar 2023  8:31:38 AM",
    ]
    rows = [[*line[turned:], *line[:turned]] for line in ([*SUMMARY], [*BELOW], row)]
    blob = workbook([["Vi-CELL XR 2.06.3"], ["x"], ["Unit S/N:  AW1"], [" "], *rows])

    (found,) = parse(blob, "x.xlsx").readings

    assert (found.sample_id, found.measured_local) == ("A", "2023-03-02T08:31:38")
    assert found.values["total_cell_count"].value == Decimal(200)
    assert found.values["total_cell_density"].value == Decimal("1.5")


def test_a_run_without_a_density_keeps_what_it_has_as_an_error() -> None:
    rows = [("Sample ID", "A"), ("RunDate", "29 Sep 2023  5:21:32 AM"), ("Viability (%)", "97.0"),
            ("Total viable cells / ml (x 10^6)", ""), ("Cell type", "CHO"), ("File name", "A")]  # fmt: skip
    blob = "Vi-CELL XR 2.06.3\n" + "".join(f"{name} : {value}\n" for name, value in rows)

    (found,) = parse(blob.encode(), "x.txt").readings

    assert (found.status, found.values["viability"].value) == ("error", Decimal("97.0"))


CELLACA = ("Well Name", "Live Count", "Live Cells/mL", "Viability", "Dead Count", "Dead Cells/mL",
           "Total Count", "Total Cells/mL")  # fmt: skip


@pytest.mark.parametrize(
    ("viabilities", "live", "read"),
    [
        ((0.87, 1.0), (870.0, 1000.0), ("87", "100")),
        ((0.5, 0.6), (5.0, 6.0), ("0.5", "0.6")),  # hardly a cell lives: these are percentages
        ((0.0, 0.0), (0.0, 0.0), ("0", "0")),  # nothing, in either meaning
        ((0.87, 0.0), (870.0, "<3"), ("87", "0")),
    ],
)
def test_the_counts_show_what_a_viability_below_one_means(
    viabilities: tuple[float, ...], live: tuple[float | str, ...], read: tuple[str, ...]
) -> None:
    rows: list[Row] = [
        [f"P{at}", count, 1e6, share, 1.0, 1e5, 1000.0, 1e9]
        for at, (share, count) in enumerate(zip(viabilities, live, strict=True))
    ]

    found = parse(workbook([[*CELLACA], *rows]), "x.xlsx").readings

    assert tuple(str(each.values["viability"].value) for each in found) == read
