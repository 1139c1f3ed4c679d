"""What a count says stays, where a part of it is missing or could mean two things."""

from __future__ import annotations

from decimal import Decimal

import pytest

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
