"""A result is judged against its row: rounded as the limit was typed, and never guessed."""

from decimal import Decimal
from typing import Any

import pytest

from batches.findings import WORDS, sentence
from batches.specification import (
    ResultInput,
    Row,
    RowVerdict,
    Specification,
    faults,
    judge,
    limit_text,
)

BOTH = {"en": "CD73 positive", "fr": "CD73 positif"}
GROWTH = [
    {"value": "no_growth", "label": {"en": "No growth", "fr": "Absence"}, "accepted": True},
    {"value": "growth", "label": {"en": "Growth", "fr": "Croissance"}, "accepted": False},
]


def body(limit: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give one row of a document."""
    return {
        "code": "ID-1",
        "attribute": BOTH,
        "class": "RELEASE",
        "stage": "bulk",
        "method": BOTH,
        "timing": BOTH,
        "unit": "%",
        "input": "percent",
        "rounding": "decimals",
        "limit": limit,
        **more,
    }


def judged(limit: dict[str, Any], value: str, **more: Any) -> RowVerdict:
    """Judge a number against a row."""
    return judge(Row.from_body(body(limit, **more)), ResultInput(value, Decimal(value)))


def choice(value: str, **more: Any) -> RowVerdict:
    """Judge an answer in words."""
    words = {"text": {"en": "no growth", "fr": "absence de croissance"}}
    row = Row.from_body(body(words, input="choice", choices=GROWTH, **more))
    return judge(row, ResultInput(value))


@pytest.mark.parametrize(
    ("op", "limit", "value", "verdict", "rounded"),
    [
        (">=", "95.0", "94.95", "PASS", "95.0"),
        (">=", "95.0", "94.94", "FAIL", "94.9"),
        (">=", "95", "94.5", "PASS", "95"),
        (">=", "95", "94.49", "FAIL", "94"),
        ("<=", "2.0", "2.04", "PASS", "2.0"),
        ("<=", "2.0", "2.05", "FAIL", "2.1"),
        ("<", "50", "49.5", "FAIL", "50"),
        ("<", "50", "49.4", "PASS", "49"),
        (">", "0", "0.5", "PASS", "1"),
    ],
)
def test_a_tie_is_rounded_half_up_to_the_limit_as_typed(
    op: str, limit: str, value: str, verdict: str, rounded: str
) -> None:
    found = judged({"op": op, "value": limit}, value)
    assert (found.verdict, found.rounded) == (verdict, rounded)


def test_decimals_and_significant_figures_differ_across_a_power_of_ten() -> None:
    limit = {"op": "<=", "value": "10.0"}
    assert judged(limit, "9.996", rounding="significant").rounded == "10.0"
    assert judged({"op": "<=", "value": "9.9"}, "9.96", rounding="significant").rounded == "10"
    assert judged({"op": "<=", "value": "9.9"}, "9.96").rounded == "10.0"


@pytest.mark.parametrize(
    ("value", "verdict"), [("89.4", "FAIL"), ("89.5", "PASS"), ("110.4", "PASS"), ("110.5", "FAIL")]
)
def test_both_ends_of_a_range_belong_to_it(value: str, verdict: str) -> None:
    assert judged({"range": ["90", "110"]}, value).verdict == verdict


def test_a_value_that_rounds_onto_the_limit_passes_and_is_flagged() -> None:
    found = judged({"op": ">=", "value": "95.0"}, "94.95")
    assert found.flags == {"at_limit"}
    assert [f.code for f in found.findings] == ["V04"]
    assert sentence(found.findings[0], "fr") == (
        "CD73 positif est à la limite (94,95 arrondi à 95,0)."
    )


def test_a_failing_release_row_is_critical_and_a_failing_action_row_is_not() -> None:
    release = judged({"op": ">=", "value": "95.0"}, "81.3").findings[0]
    action = judged({"op": ">=", "value": "95.0"}, "81.3", **{"class": "ACTION"}).findings[0]
    assert (release.code, release.weight) == ("L01", 3)
    assert (action.code, action.weight) == ("L02", 2)
    assert sentence(release, "en") == (
        "Out of specification: CD73 positive 81.3\u202f% (limit \u2265 95.0\u202f%)."
    )


def test_a_value_between_alert_and_limit_passes_with_an_alert() -> None:
    alert = {"op": ">=", "value": "85"}
    found = judged({"op": ">=", "value": "80"}, "84", alert=alert, **{"class": "ACTION"})
    assert (found.verdict, found.flags) == ("PASS", frozenset({"alert"}))
    assert "\u2265 85" in sentence(found.findings[0], "en")


def test_what_is_out_of_specification_is_said_once() -> None:
    found = judged({"op": ">=", "value": "80"}, "70", alert={"op": ">=", "value": "85"})
    assert [f.code for f in found.findings] == ["L01"]


def test_a_range_is_shown_with_the_decimals_of_its_finer_end() -> None:
    assert judged({"range": ["90", "110.0"]}, "99.96").rounded == "100.0"


def test_a_reported_row_never_fails_and_may_ask_for_action() -> None:
    limit = {"report": True, "action": {"op": "<=", "value": "20.0"}}
    found = judged(limit, "20.05", **{"class": "INFO"})
    assert (found.verdict, found.flags, found.rounded) == ("PASS", frozenset({"action"}), "20.1")
    assert judged({"report": True, "places": 1}, "3.25").rounded == "3.3"


def test_an_interval_over_the_limit_is_a_flag_and_no_verdict() -> None:
    row = Row.from_body(body({"op": ">=", "value": "95.0"}))
    near = ResultInput("95.2", Decimal("95.2"), interval=(Decimal("94.7"), Decimal("95.6")))
    assert (judge(row, near).verdict, judge(row, near).flags) == ("PASS", frozenset({"borderline"}))


def test_an_answer_in_words_passes_only_if_it_is_accepted() -> None:
    assert choice("no_growth").verdict == "PASS"
    assert choice("growth").findings[0].code == "L01"
    unknown = choice("No growth")
    assert (unknown.verdict, unknown.findings[0].code) == ("PENDING", "RESULT-CHOICE")


def test_an_answer_in_words_that_is_only_reported_never_fails() -> None:
    row = Row.from_body(body({"report": True}, input="choice", choices=GROWTH))
    assert judge(row, ResultInput("growth")).verdict == "PASS"


def test_no_result_is_pending_and_an_invalid_one_is_no_result() -> None:
    row = Row.from_body(body({"op": ">=", "value": "95.0"}))
    assert judge(row, None).verdict == "PENDING"
    assert judge(row, ResultInput("positive")).findings[0].code == "RESULT-NO-NUMBER"
    invalid = judge(row, ResultInput("99.0", Decimal("99.0"), "control failed"))
    assert (invalid.verdict, invalid.findings[0].code) == ("INVALID", "L04")


def test_the_limit_is_written_in_the_language_of_the_reader() -> None:
    row = Row.from_body(body({"op": ">=", "value": "95.0"}))
    assert limit_text(row, "fr") == "\u2265 95,0\u202f%"
    report = Row.from_body(body({"report": True, "action": {"op": "<=", "value": "20.0"}}))
    assert limit_text(report, "en") == "report, action limits \u2264 20.0\u202f%"
    assert limit_text(Row.from_body(body({"range": ["19.0", "21.0"]})), "en") == (
        "19.0\u201321.0\u202f%"
    )


def test_rows_stand_in_the_order_of_their_classes() -> None:
    limit = {"op": ">=", "value": "1"}
    rows = [body(limit, code=c, **{"class": c}) for c in ("INFO", "RELEASE", "ACTION")]
    specification = Specification.from_body({"rows": rows})
    assert [row.code for row in specification.rows] == ["RELEASE", "ACTION", "INFO"]
    assert specification.row("ACTION") is specification.rows[1]
    assert specification.row("NONE") is None


@pytest.mark.parametrize(
    ("row", "code", "where"),
    [
        (body({"op": "=>", "value": "1"}), "SPEC-LIMIT", "rows[0].limit"),
        (body({"op": ">=", "value": "many"}), "SPEC-LIMIT", "rows[0].limit"),
        (body({"range": ["110", "90"]}), "SPEC-LIMIT", "rows[0].limit"),
        (body({}), "SPEC-NO-LIMIT", "rows[0].limit"),
        (body({"op": ">=", "value": "1"}, rounding="even"), "SPEC-UNKNOWN", "rows[0].rounding"),
        (body({"accepts": ["x"]}, input="choice"), "SPEC-CHOICES", "rows[0].choices"),
    ],
)
def test_a_faulty_row_names_its_place(row: dict[str, Any], code: str, where: str) -> None:
    found = faults({"rows": [row]})
    assert (code, where) in {(f.code, f.where) for f in found}
    assert {f.code for f in found} <= set(WORDS)


def test_a_sound_specification_has_no_fault_and_an_empty_one_has() -> None:
    row = body({"op": ">=", "value": "95.0"})
    assert faults({"rows": [row]}) == ()
    assert [f.code for f in faults({"rows": []})] == ["SPEC-EMPTY"]
    assert [f.code for f in faults({"rows": [row, row]})] == ["SPEC-TWICE"]
