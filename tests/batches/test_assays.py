"""Tests that ask for more than a number: what they refuse, what is no result, what is interim."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from batches.assays import ASSAYS, Reading
from batches.findings import sentence
from batches.growth import recompute
from batches.ledger import Value
from batches.potency import inhibition
from batches.quantity import parse_decimal
from batches.readings import asked, read, refusals
from batches.specification import PARAMS, Row, Specification, faults, judge
from batches.verdict import Unreadable
from tests import library

LIBRARY = Path(__file__).parents[2] / "elnapp" / "documents" / "library" / "specification"


def _body(name: str) -> dict[str, Any]:
    return library.body(LIBRARY / f"{name}.yaml")


FULL, CORD = (Specification.from_body(_body(n)) for n in ("MSC-AT-DP-FULL", "MSC-UC-DP"))


def row(code: str, specification: Specification = FULL) -> Row:
    """Give a row of the full specification."""
    found = specification.row(code)
    assert found is not None
    return found


def values(code: str, **typed: str) -> dict[str, Value]:
    """Give what the form of a row would give."""
    fields = {slot: f for f in asked(row(code)) for slot in f.slots}
    names = {name.replace("__", "."): text for name, text in typed.items()}
    return {
        name: Value(text, parse_decimal(text) if fields[name].numeric else None, fields[name].unit)
        for name, text in names.items()
    }


def said(code: str, **typed: str) -> list[str]:
    """Give the codes of what is refused."""
    return [f.code for f in refusals(row(code), values(code, **typed))]


def given(code: str, **typed: str) -> Reading:
    """Read a result that nothing is refused of."""
    assert said(code, **typed) == []
    return read(row(code), values(code, **typed))


def karyotype(**seen: str) -> dict[str, str]:
    """Give the answers of a normal karyotype but for what is named."""
    return {
        "analysed": "20", "karyotyped": "5", "bands": "450", "structural": "0", "gain": "0",
        "loss": "0", "iscn": "46,XY[20]", **seen,
    }  # fmt: skip


def test_the_full_specification_has_the_rows_of_the_reference() -> None:
    assert len(_body("MSC-AT-DP-FULL")["rows"]) == 38
    assert len(FULL.rows) == 41  # CD73, CD90, CD105 and CD14, CD19 have a result each
    assert {r.row_class for r in FULL.rows} == {"RELEASE", "ACTION", "INFO"}
    assert [r.code for r in FULL.rows if r.code.startswith("ID-1")] == [
        "ID-1-CD73", "ID-1-CD90", "ID-1-CD105",
    ]  # fmt: skip


def test_the_cord_differs_where_the_reference_says_so() -> None:
    passage = read(row("DS-1", CORD), {"value": Value("4", Decimal(4))}).result
    assert judge(row("DS-1", CORD), passage).verdict == "PASS"
    assert judge(row("DS-1"), passage).verdict == "FAIL"
    assert row("DS-1", CORD).limit.written("en") == "≤ 4"
    assert row("DS-2", CORD).limit.written("en") == "≤ 16.0"
    assert row("ID-5", CORD).row_class == "RELEASE"
    assert row("ID-5", CORD).limit.written("fr") == "≤ 2,0"
    assert row("ID-6", CORD).row_class == "INFO"
    assert row("ID-9", CORD).accepts == {"absent"}
    assert CORD.row("SVF-1") is None


def test_every_input_has_its_reader() -> None:
    assert set(ASSAYS) | {"percent", "number", "counts", "choice"} == set(PARAMS)
    used = {r.input for r in FULL.rows}
    # No shipped specification has a row of a messenger or of telomeres; a unit writes its own.
    assert used | {"expression", "telomere"} == set(PARAMS)


@pytest.mark.parametrize(
    ("days", "interim"), [("7", True), ("13", True), ("14", False), ("15", False)]
)
def test_no_growth_is_interim_until_the_last_day(days: str, interim: bool) -> None:
    reading = given("SA-1", days=days, value="no_growth")
    assert reading.interim is interim
    assert judge(row("SA-1"), reading.result).verdict == "PASS"


def test_no_growth_before_the_first_reading_says_nothing() -> None:
    assert said("SA-1", days="6", value="no_growth") == ["CULTURE-EARLY"]
    (finding,) = refusals(row("SA-1"), values("SA-1", days="6", value="no_growth"))
    assert "7" in sentence(finding, "fr")


def test_growth_is_final_on_every_day() -> None:
    reading = given("SA-1", days="2", value="growth")
    assert not reading.interim
    assert judge(row("SA-1"), reading.result).verdict == "FAIL"


@pytest.mark.parametrize(
    ("seen", "text", "verdict", "interim"),
    [
        ({}, "normal", "PASS", False),
        ({"gain": "1"}, "non_clonal", "PASS", True),
        ({"gain": "1", "analysed": "30"}, "non_clonal", "PASS", False),
        ({"gain": "2"}, "clonal", "FAIL", False),
        ({"loss": "2", "analysed": "30"}, "non_clonal", "PASS", False),
        ({"loss": "3"}, "clonal", "FAIL", False),
    ],
)
def test_a_karyotype_is_judged_by_its_counts(
    seen: dict[str, str], text: str, verdict: str, interim: bool
) -> None:
    reading = given("SA-4", **karyotype(**seen))
    assert (reading.result.text, reading.interim) == (text, interim)
    assert judge(row("SA-4"), reading.result).verdict == verdict


def test_too_few_metaphases_are_no_result() -> None:
    reading = given("SA-4", **karyotype(analysed="12"))
    assert reading.invalid is not None
    assert "12" in sentence(reading.invalid, "en")
    assert "20" in sentence(reading.invalid, "en")
    assert given("SA-4", **karyotype(analysed="12", gain="2")).invalid is None


def test_counts_larger_than_their_whole_are_refused() -> None:
    assert said("SA-4", **karyotype(karyotyped="21")) == ["COUNT-IMPOSSIBLE"]
    assert said("SA-4", **karyotype(analysed="0")) == ["COUNT-IMPOSSIBLE"]
    assert said("ID-7", compared="15", matching="16", foreign="0") == ["COUNT-IMPOSSIBLE"]


@pytest.mark.parametrize(
    ("compared", "matching", "foreign", "text", "invalid"),
    [
        ("15", "15", "0", "match", False),
        ("16", "15", "0", "mismatch", False),
        ("15", "15", "1", "mismatch", False),
        ("14", "14", "0", "match", True),
        ("14", "13", "0", "mismatch", False),
    ],
)
def test_genetic_identity_wants_enough_loci_all_the_same(
    compared: str, matching: str, foreign: str, text: str, invalid: bool
) -> None:
    reading = given("ID-7", compared=compared, matching=matching, foreign=foreign)
    assert reading.result.text == text
    assert (reading.invalid is not None) is invalid


def test_inhibition_stands_beside_the_reference_lot() -> None:
    reading = given("PO-1", alone="40000", together="21600", reference="20000")
    kept = {c.name: c for c in reading.computed}
    assert reading.result.number == Decimal(46)
    assert kept["reference_inhibition"].value == Decimal(50)
    assert kept["relative"].value == Decimal(92)
    assert [recompute(c).value for c in reading.computed] == [c.value for c in reading.computed]


def by_cycles(code: str) -> Row:
    """Give a row that is read by quantitative PCR."""
    words = {"en": "p16INK4a", "fr": "p16INK4a"}
    return Row.from_body(
        {
            "code": "SE-2", "attribute": words, "class": "INFO", "method": words, "timing": words,
            "unit": "1", "input": code, "limit": {"report": True, "places": 2},
        }
    )  # fmt: skip


def cycles(*given: str, code: str) -> Reading:
    """Read a row of quantitative PCR from its four mean cycles."""
    made = by_cycles(code)
    names = [field.name for field in asked(made)]
    values = {name: Value(text, Decimal(text), "") for name, text in zip(names, given, strict=True)}
    assert refusals(made, values) == ()
    return read(made, values)


@pytest.mark.parametrize(
    ("given", "ratio"),
    [
        (("25", "20", "25", "20"), "1"),
        (("24", "20", "25", "20"), "2"),  # a cycle earlier is twice as much
        (("27", "20", "25", "20"), "0.25"),
        (("25", "19", "25", "20"), "0.5"),  # more of the reference gene: less of the target
        (("25", "20", "24", "20"), "0.5"),
    ],
)
@pytest.mark.parametrize("code", ["expression", "telomere"])
def test_cycles_come_to_a_ratio_to_the_reference(
    given: tuple[str, ...], ratio: str, code: str
) -> None:
    found = cycles(*given, code=code)
    (kept,) = found.computed
    assert found.result.number == kept.value == Decimal(ratio)
    assert kept.formula == {"expression": "relative_expression", "telomere": "telomere_ratio"}[code]
    assert list(kept.inputs.values()) == [Decimal(text) for text in given]


@pytest.mark.parametrize("code", ["expression", "telomere"])
def test_no_run_has_a_cycle_below_zero_or_past_a_hundred(code: str) -> None:
    made = by_cycles(code)
    names = [field.name for field in asked(made)]
    for wrong in ("-1", "100.1"):
        values = {name: Value("20", Decimal(20), "") for name in names}
        values[names[0]] = Value(wrong, Decimal(wrong), "")
        assert [f.where for f in refusals(made, values)] == [names[0]]


def test_cells_that_stimulate_have_a_negative_inhibition() -> None:
    assert given("PO-1", alone="100", together="150").result.number == Decimal(-50)


def test_nothing_proliferated_is_a_sentence() -> None:
    assert said("PO-1", alone="0", together="10") == ["ASSAY-ZERO"]
    with pytest.raises(Unreadable, match="ASSAY-ZERO"):
        inhibition(Decimal(0), Decimal(1))


def endotoxin(**typed: str) -> dict[str, str]:
    """Give the answers of a valid endotoxin test but for what is named."""
    return {"value": "0.5", "spike": "98", "dilution": "10", "sensitivity": "0.005", **typed}


def test_an_endotoxin_test_keeps_its_controls() -> None:
    reading = given("SA-3", **endotoxin())
    assert reading.invalid is None
    assert judge(row("SA-3"), reading.result).verdict == "PASS"
    (mvd,) = reading.computed
    assert mvd.value == Decimal(710)  # 3.55 EU/mL by 0.005 EU/mL
    assert recompute(mvd).value == mvd.value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"spike": "49"}, "ENDO-SPIKE"),
        ({"spike": "201"}, "ENDO-SPIKE"),
        ({"dilution": "711"}, "ENDO-DILUTION"),
    ],
)
def test_an_endotoxin_test_without_valid_controls_is_no_result(
    typed: dict[str, str], code: str
) -> None:
    reading = given("SA-3", **endotoxin(**typed))
    assert reading.invalid is not None
    assert reading.invalid.code == code


def test_too_few_cells_counted_are_no_result() -> None:
    few = given("SE-1", positives__1="5", positives__2="5", total__1="150", total__2="200")
    assert few.invalid is not None
    enough = given("SE-1", positives__1="18", positives__2="21", total__1="412", total__2="420")
    assert enough.invalid is None
    assert enough.result.number is not None
    assert round(enough.result.number, 1) == Decimal("4.7")


@pytest.mark.parametrize(
    ("code", "typed", "refused"),
    [
        ("ID-2", "101", ["K-ABSURD"]),
        ("PU-1", "101", ["K-ABSURD"]),
        ("PT-2", "101", []),  # more may be recovered than was counted before
        ("PT-2", "-1", ["K-NEGATIVE"]),
    ],
)
def test_a_part_is_never_more_than_its_whole_and_a_recovery_may_be(
    code: str, typed: str, refused: list[str]
) -> None:
    assert said(code, value=typed) == refused


def test_zero_counts_are_a_sentence() -> None:
    counts = {"positives__1": "0", "positives__2": "0", "total__1": "0", "total__2": "0"}
    found = refusals(row("SE-1"), values("SE-1", **counts))
    assert {f.code for f in found} == {"COUNT-IMPOSSIBLE"}
    assert all(sentence(f, lang) for f in found for lang in ("en", "fr"))


@pytest.mark.parametrize("name", ["interim_day", "final_day"])
def test_a_test_without_its_params_is_not_approved(name: str) -> None:
    body = _body("MSC-AT-DP-FULL")
    sterility = next(r for r in body["rows"] if r["code"] == "SA-1")
    del sterility["params"][name]
    (fault,) = faults(body)
    assert (fault.code, fault.params["name"]) == ("SPEC-PARAM", name)


def test_parts_of_a_row_that_share_a_code_are_found() -> None:
    body = _body("MSC-AT-DP-FULL")
    first = next(r for r in body["rows"] if r["code"] == "ID-1")
    first["each"][1]["code"] = "CD73"
    assert [f.code for f in faults(body)] == ["SPEC-TWICE"]
