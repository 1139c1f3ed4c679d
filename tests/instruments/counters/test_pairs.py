"""Every real export is read as the people who know it expect: no measured value differs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from bench.counter_documents import Expected, differences
from instruments.reading import Profile, Refusal
from instruments.registry import parse
from tests.instruments.pairs import COUNTERS, expected, missing, pair_names

XR = "beckman_vi_cell_xr/Beckman_Vi-Cell-XR"


@missing
@pytest.mark.parametrize("name", pair_names())
def test_every_measured_value_sample_and_time_is_the_expected_one(name: str) -> None:
    found = parse((COUNTERS / name).read_bytes(), name)

    assert differences(expected(name), found.readings) == ([], [])


def test_the_comparison_catches_a_value_that_differs_in_its_last_digit() -> None:
    wanted = [Expected("A", "2024-01-01T00:00:00+00:00", {"viability": (Decimal("45.1"), "%")})]
    blob = (
        "NAME,SAMPLE ID,PROTOCOL,OPERATOR,INSTRUMENT,STATUS,TOTAL (cells/ml),LIVE (cells/ml),"
        "DEAD (cells/ml),VIABILITY (%),DEBRIS INDEX\n"
        "20240101-00001,A,x,o,S/N: 1,OK,274 000,124 000,150 000,45.2,65\n"
    )
    found = list(parse(blob.encode(), "x.csv").readings)

    theirs, ours = differences(wanted, found)
    assert theirs == [("A", "viability", "45.1", "%")]
    assert ("A", "viability", "45.2", "%") in ours


@missing
@pytest.mark.parametrize("name", pair_names())
def test_times_are_the_expected_ones_as_finely_as_the_export_gives_them(name: str) -> None:
    found = parse((COUNTERS / name).read_bytes(), name)
    days = {each.time for each in expected(name)}
    for each in found.readings:
        if each.measured_at:
            local = each.measured_at.isoformat()
            assert any(_instant(local) == _instant(day) for day in days)
        elif each.measured_local and "bioht" not in name:
            assert any(day.startswith(each.measured_local) for day in days)
        elif not each.measured_local:
            assert days == {"1970-01-01T00:00:00+00:00"}  # the export has no time at all


def _instant(text: str) -> object:
    """Return a written moment as one."""
    return datetime.fromisoformat(text)


@missing
@pytest.mark.parametrize(
    ("name", "code", "column"),
    [
        (
            f"{XR}_example01_instrumentOutput_invalid_date_header_error.xlsx",
            "TABLE-COLUMN-MISSING",
            "Sample date/time",
        ),
        (
            f"{XR}_example02_instrumentOutput_error.xls",
            "TABLE-COLUMN-MISSING",
            "Viability (%)",
        ),
        ("novabio_flex2/missing_date_time.csv", "TABLE-COLUMN-MISSING", "Date & Time"),
    ],
)
def test_a_damaged_export_is_refused_with_the_true_reason(
    name: str, code: str, column: str
) -> None:
    with pytest.raises(Refusal) as refused:
        parse((COUNTERS / name).read_bytes(), name)

    assert (refused.value.note.code, refused.value.note.params["column"]) == (code, column)


@missing
def test_local_times_become_moments_only_with_the_zone_of_the_profile() -> None:
    name = "beckman_vi_cell_blu/Beckman_Vi-Cell-BLU_example01.csv"
    blob = (COUNTERS / name).read_bytes()

    without = parse(blob, name)
    with_zone = parse(blob, name, Profile(zone="Europe/Paris"))

    assert without.readings[0].measured_at is None
    assert [note.code for note in without.warnings] == ["TABLE-ZONE-NOT-GIVEN"]
    assert str(with_zone.readings[0].measured_at) == "2022-03-21 15:56:00+00:00"
    assert with_zone.source.zone_assumed == "Europe/Paris"
    assert [note.code for note in with_zone.warnings] == ["TABLE-ZONE-ASSUMED"]
