"""Endotoxin limits: K/M for a lot and for one patient, and the specification that keeps below it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.endotoxin import (
    WholeBags,
    for_patient,
    limit,
    maximum_valid_dilution,
    worst_case,
)
from batches.findings import sentence
from batches.quantity import format_number
from batches.specification import faults

D = Decimal
PARAMS = {
    "k": "5", "dose": "4", "content": "100", "recovery": "0.85", "volume": "20.0",
    "weight": ["30", "200"], "spike": ["50", "200"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("volume", "weight", "allowed"), [("80", "68", "4.25"), ("200", "100", "2.5")]
)
def test_the_limit_of_one_patient_is_that_of_the_worked_examples(
    volume: str, weight: str, allowed: str
) -> None:
    assert limit(D(5), D(volume), D(weight)) == D(allowed)


def test_the_worst_case_of_whole_bags_is_just_above_a_third_bag() -> None:
    worst = worst_case(WholeBags.from_params(PARAMS))
    assert worst.weight == D("42.6")
    assert format_number(worst.per_kg, "en", 2) == "1.41"
    assert format_number(worst.limit, "en", 2) == "3.55"
    # Two bags still do at 42.5 kg: 40 mL, and less per kg.
    assert WholeBags.from_params(PARAMS).bags(D("42.5")) == 2


@given(st.integers(300, 2000))
def test_no_weight_receives_more_than_the_worst_case(tenths: int) -> None:
    dosing = WholeBags.from_params(PARAMS)
    weight = D(tenths) / 10
    assert dosing.per_kg(weight) <= worst_case(dosing).per_kg
    assert dosing.bags(weight) * D(85) >= 4 * weight  # nobody gets less than was prescribed


def test_a_patient_at_the_limit_may_and_one_above_may_not() -> None:
    assert for_patient(D("4.25"), D(80), D(68), D(5))
    verdict = for_patient(D("4.26"), D(80), D(68), D(5))
    assert [f.code for f in verdict.findings] == ["ENDO-PATIENT"]
    assert "5.01" in sentence(verdict.findings[0], "en")


def test_the_maximum_valid_dilution_is_the_limit_by_the_sensitivity() -> None:
    assert maximum_valid_dilution(D("3.55"), D("0.005")).value == D(710)


def row(value: str, **params: Any) -> dict[str, Any]:
    """Give a specification with the row alone."""
    words = {"en": "Endotoxin", "fr": "Endotoxines"}
    return {
        "rows": [
            {
                "code": "SA-3", "attribute": words, "class": "RELEASE", "stage": "filled",
                "method": words, "timing": words, "unit": "[EU]/mL", "rounding": "decimals",
                "limit": {"op": "<=", "value": value}, "input": "endotoxin",
                "params": {**PARAMS, **params},
            }
        ]
    }  # fmt: skip


def test_a_specification_with_a_limit_above_k_over_m_is_not_approved() -> None:
    assert faults(row("2.0")) == ()
    assert faults(row("3.54")) == ()
    (fault,) = faults(row("3.6"))
    assert fault.code == "SPEC-ENDOTOXIN"
    assert "3.55" in sentence(fault, "en")
    assert "42.6" in sentence(fault, "en")
    (higher,) = faults(row("2.0", dose="10"))
    assert higher.code == "SPEC-ENDOTOXIN"
