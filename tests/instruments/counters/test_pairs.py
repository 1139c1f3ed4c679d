"""Every real export is read as the people who know it expect: no measured value differs."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from decimal import Decimal

import pytest

from instruments.reading import Profile, Reading, Refusal
from instruments.registry import parse
from tests.instruments.pairs import COUNTERS, Expected, expected, missing, pair_names

XR = "beckman_vi_cell_xr/Beckman_Vi-Cell-XR"
UNITS = {
    "10^6 cells/mL": "10*6/mL",
    "µm": "um",
    "μL": "uL",
    "%": "%",
    "cell": "{cells}",
    "(unitless)": "1",
    "mmol/L": "mmol/L",
    "g/L": "g/L",
    "mmHg": "mm[Hg]",
    "pH": "[pH]",
    "degC": "Cel",
    "mosm/kg": "mosm/kg",
    "mAU": "{OD}",
}
# The expected documents give lactate dehydrogenase, printed in U/L, times 0.0167 as mmol/L: that is
# ukat/L under another unit.  We keep U/L.
LDH, LDH_FACTOR = "ldh_molar_concentration", Decimal("0.0167")
# Values that the documents leave out although the export prints them.
MORE = frozenset({"average_live_cell_diameter"})


@missing
@pytest.mark.parametrize("name", pair_names())
def test_every_measured_value_sample_and_time_is_the_expected_one(name: str) -> None:
    found = parse((COUNTERS / name).read_bytes(), name)

    assert _difference(expected(name), list(found.readings)) == []


def test_the_comparison_catches_a_value_that_differs_in_its_last_digit() -> None:
    wanted = [Expected("A", "2024-01-01T00:00:00+00:00", {"viability": (Decimal("45.1"), "%")})]
    blob = (
        "NAME,SAMPLE ID,PROTOCOL,OPERATOR,INSTRUMENT,STATUS,TOTAL (cells/ml),LIVE (cells/ml),"
        "DEAD (cells/ml),VIABILITY (%),DEBRIS INDEX\n"
        "20240101-00001,A,x,o,S/N: 1,OK,274 000,124 000,150 000,45.2,65\n"
    )
    found = list(parse(blob.encode(), "x.csv").readings)

    assert ("A", "viability", "45.1", "%") in _difference(wanted, found)
    assert ("A", "viability", "45.2", "%") in _difference(wanted, found)


def _difference(wanted: list[Expected], found: list[Reading]) -> list[tuple[str, ...]]:
    """Return every expected value that is not found and every found one that is not expected."""
    left, right = Counter(_expected(wanted)), Counter(_found(found))
    return sorted((left - right).elements()) + sorted(
        each for each in (right - left).elements() if each[1] not in MORE
    )


def _expected(wanted: list[Expected]) -> list[tuple[str, ...]]:
    """Return the expected values as sample, name, number and unit; a faked zero is none."""
    rows: list[tuple[str, ...]] = []
    for each in wanted:
        for name, (value, unit) in each.values.items():
            if str(value) == "-0.0":
                continue
            if name == LDH:
                activity = "lactate_dehydrogenase_activity"
                rows.append((each.sample, activity, _same(value / LDH_FACTOR), "U/L"))
            elif name == "absorbance":
                rows.append((each.sample, "optical_density", _same(value), UNITS[unit]))
            else:
                rows.append((each.sample, name, _same(value), UNITS[unit]))
    return rows


def _found(found: list[Reading]) -> list[tuple[str, ...]]:
    """Return the values that were read; one beyond the range of its test is no measured value."""
    return [
        (each.sample_id, name, _same(quantity.value), quantity.unit)
        for each in found
        for name, quantity in each.values.items()
        if not quantity.qualifier
    ]


def _same(value: Decimal) -> str:
    """Return a number with the twelve digits that a double keeps of it."""
    return f"{float(value):.12g}"


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
