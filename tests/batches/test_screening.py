"""A donor is eligible only when every criterion is known and met."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.donor_measures import completed_years, months_before
from batches.findings import WORDS, sentence
from batches.screening import (
    Answer,
    LabFact,
    Outcome,
    Protocol,
    Screening,
    evaluate,
    faults,
    transcribed,
)

WORDS_OF = {"en": "A criterion", "fr": "Un critère"}
DONATION = date(2026, 11, 22)
SMOKER = {"name": "smoker", "type": "yes_no_unknown", "label": WORDS_OF}
HIV = {
    "name": "result",
    "type": "choice",
    "label": WORDS_OF,
    "choices": [
        {"value": "non_reactive", "label": WORDS_OF},
        {"value": "reactive", "label": WORDS_OF},
        {"value": "pending", "label": WORDS_OF, "unknown": True},
    ],
}


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    """Give one input of a document."""
    return {"name": name, "type": kind, "label": WORDS_OF, **more}


def criterion(code: str, inputs: list[dict[str, Any]], when: Any, **more: Any) -> dict[str, Any]:
    """Give one criterion of a document."""
    return {"code": code, "text": WORDS_OF, "inputs": inputs, "pass_when": when, **more}


def screened(
    criteria: list[dict[str, Any]],
    answers: dict[str, Answer | dict[str, str]],
    donation: date | None = DONATION,
) -> Screening:
    """Evaluate a protocol of these criteria."""
    given_answers = {k: a if isinstance(a, Answer) else Answer(a) for k, a in answers.items()}
    return evaluate(Protocol.from_body({"criteria": criteria}), given_answers, donation)


def outcome(one: dict[str, Any], answer: Answer | dict[str, str], **more: Any) -> Outcome:
    """Evaluate one criterion."""
    return screened([one], {one["code"]: answer}, **more).outcomes[0]


def codes(found: Outcome) -> list[str]:
    """Give the finding codes of one criterion."""
    return [finding.code for finding in found.findings]


NON_SMOKER = criterion("I03", [SMOKER], {"input": "smoker", "in": ["no"]})
NO_HIV = criterion(
    "E02",
    [HIV, field("sampled_on", "date")],
    {"input": "result", "in": ["non_reactive"]},
    sample={"input": "sampled_on", "days": [-30, 7]},
)
AGE = criterion(
    "I01",
    [field("birth", "date"), field("consent", "date")],
    {"age_of": "birth", "at": "consent", "range": ["18", "55"]},
)
BMI = criterion(
    "I02",
    [field("height", "decimal"), field("weight", "decimal")],
    {"bmi": {"height": "height", "weight": "weight"}, "op": "<", "value": "30.0"},
)
WEIGHT = criterion("E01", [], {"input": "I02.weight", "op": ">=", "value": "50.0"})
EXPOSED = criterion(
    "E17",
    [field("exposed", "yes_no_unknown"), field("last_on", "date", optional=True)],
    {"input": "exposed", "in": ["no"]},
    window={"months": 12, "date": "last_on"},
)
STEROIDS = criterion(
    "E22",
    [field("days", "integer"), field("last_on", "date", optional=True)],
    {"input": "days", "op": "<=", "value": "5"},
    window={"months": 3, "date": "last_on"},
)


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        ({"smoker": "no"}, "PASS", []),
        ({"smoker": "yes"}, "FAIL", ["SCR-NOT-MET"]),
        ({"smoker": "unknown"}, "UNKNOWN", ["SCR-UNKNOWN"]),
        ({"smoker": ""}, "UNKNOWN", ["SCR-INPUT-MISSING"]),
        ({"smoker": "perhaps"}, "UNKNOWN", ["SCR-INPUT-UNREADABLE"]),
        ({}, "UNKNOWN", ["SCR-INPUT-MISSING"]),
    ],
)
def test_unknown_never_passes(answer: dict[str, str], status: str, code: list[str]) -> None:
    found = outcome(NON_SMOKER, answer)
    assert (found.status, codes(found)) == (status, code)


def test_a_criterion_without_an_answer_is_unknown() -> None:
    found = screened([NON_SMOKER], {}).outcomes[0]
    assert (found.status, codes(found)) == ("UNKNOWN", ["SCR-NOT-ANSWERED"])


@pytest.mark.parametrize(
    ("birth", "status"),
    [
        ("2008-11-22", "PASS"),
        ("2008-11-23", "FAIL"),
        ("1970-11-23", "PASS"),
        ("1970-11-22", "FAIL"),
        ("2027-01-01", "UNKNOWN"),
    ],
)
def test_age_is_counted_in_completed_years_at_consent(birth: str, status: str) -> None:
    assert outcome(AGE, {"birth": birth, "consent": "2026-11-22"}).status == status


def test_a_birth_after_the_consent_is_said_and_not_computed() -> None:
    found = outcome(AGE, {"birth": "2027-01-01", "consent": "2026-11-22"})
    assert codes(found) == ["SCR-DATES-REVERSED"]
    assert found.computed == ()


@pytest.mark.parametrize(
    ("height", "weight", "bmi", "status"),
    [
        ("170", "86.5", "29.9", "PASS"),
        ("170", "86.6", "30.0", "FAIL"),
        ("170,0", "70", "24.2", "PASS"),
    ],
)
def test_body_mass_index_is_computed_and_kept(
    height: str, weight: str, bmi: str, status: str
) -> None:
    found = outcome(BMI, {"height": height, "weight": weight})
    assert (found.status, str(found.computed[0].value)) == (status, bmi)


def test_a_height_of_zero_is_said_and_not_computed() -> None:
    assert codes(outcome(BMI, {"height": "0", "weight": "70"})) == ["SCR-NOT-POSITIVE"]


@pytest.mark.parametrize(("weight", "status"), [("50.0", "PASS"), ("49.9", "FAIL")])
def test_a_criterion_reads_what_another_one_asked(weight: str, status: str) -> None:
    both = screened([BMI, WEIGHT], {"I02": {"height": "170", "weight": weight}})
    assert both.outcomes[1].status == status
    assert screened([BMI, WEIGHT], {}).outcomes[1].status == "UNKNOWN"


@pytest.mark.parametrize(
    ("last_on", "status"),
    [("2025-11-21", "PASS"), ("2025-11-22", "FAIL"), ("2026-12-01", "FAIL"), ("", "FAIL")],
)
def test_an_exposure_excludes_only_inside_the_window(last_on: str, status: str) -> None:
    found = outcome(EXPOSED, {"exposed": "yes", "last_on": last_on})
    assert found.status == status
    assert found.window == (date(2025, 11, 22), DONATION)


def test_a_postponed_donation_moves_the_window() -> None:
    answer = {"days": "10", "last_on": "2026-08-30"}
    assert outcome(STEROIDS, answer).status == "FAIL"
    assert outcome(STEROIDS, answer, donation=date(2026, 12, 10)).status == "PASS"


def test_without_a_donation_date_a_window_is_not_known() -> None:
    found = outcome(EXPOSED, {"exposed": "yes", "last_on": "2020-01-01"}, donation=None)
    assert (found.status, codes(found)) == ("UNKNOWN", ["SCR-NO-DONATION-DATE"])
    assert outcome(EXPOSED, {"exposed": "no"}, donation=None).status == "UNKNOWN"


@pytest.mark.parametrize(
    ("result", "sampled_on", "status"),
    [
        ("non_reactive", "2026-11-22", "PASS"),
        ("non_reactive", "2026-10-23", "PASS"),
        ("non_reactive", "2026-10-22", "UNKNOWN"),
        ("non_reactive", "2026-11-29", "PASS"),
        ("non_reactive", "2026-11-30", "UNKNOWN"),
        ("pending", "2026-11-22", "UNKNOWN"),
        ("reactive", "2026-11-22", "FAIL"),
        ("reactive", "2020-01-01", "FAIL"),
    ],
)
def test_a_sample_outside_its_days_does_not_clear_and_a_reactive_one_excludes(
    result: str, sampled_on: str, status: str
) -> None:
    assert outcome(NO_HIV, {"result": result, "sampled_on": sampled_on}).status == status


@pytest.mark.parametrize(
    ("allowed", "reason", "status", "code"),
    [
        (True, "donor is male", "NA", []),
        (True, " ", "UNKNOWN", ["SCR-NA-REASON"]),
        (False, "donor is male", "UNKNOWN", ["SCR-NA-NOT-ALLOWED"]),
    ],
)
def test_not_applicable_needs_leave_and_a_reason(
    *, allowed: bool, reason: str, status: str, code: list[str]
) -> None:
    found = outcome({**NON_SMOKER, "na_allowed": allowed}, Answer(na=True, reason=reason))
    assert (found.status, codes(found)) == (status, code)


@pytest.mark.parametrize(
    ("left", "right", "every", "some"),
    [
        ("no", "no", "PASS", "PASS"),
        ("no", "yes", "FAIL", "PASS"),
        ("no", "unknown", "UNKNOWN", "PASS"),
        ("yes", "yes", "FAIL", "FAIL"),
        ("yes", "unknown", "FAIL", "UNKNOWN"),
        ("unknown", "unknown", "UNKNOWN", "UNKNOWN"),
    ],
)
def test_all_and_any_follow_the_truth_table_of_three_values(
    left: str, right: str, every: str, some: str
) -> None:
    inputs = [field("left", "yes_no_unknown"), field("right", "yes_no_unknown")]
    ends = [{"input": "left", "in": ["no"]}, {"input": "right", "in": ["no"]}]
    for form, status in (("all", every), ("any", some)):
        for one, other in ((left, right), (right, left)):
            answer = {"left": one, "right": other}
            assert outcome(criterion("E14", inputs, {form: ends}), answer).status == status


def test_a_consent_is_signed_not_after_the_donation() -> None:
    signed = criterion("I05", [field("on", "date")], {"input": "on", "not_after": "donation"})
    assert outcome(signed, {"on": "2026-11-22"}).status == "PASS"
    assert outcome(signed, {"on": "2026-11-23"}).status == "FAIL"
    assert outcome(signed, {"on": "22/11/2026"}).status == "UNKNOWN"
    later = criterion("X", [field("on", "date")], {"input": "on", "not_before": "donation"})
    assert outcome(later, {"on": "2026-11-23"}).status == "PASS"


@given(st.lists(st.sampled_from(["no", "yes", "unknown", ""]), min_size=1, max_size=6))
def test_the_conclusion_follows_from_all_outcomes_and_every_finding_is_listed(
    answers: list[str],
) -> None:
    criteria = [{**NON_SMOKER, "code": f"C{i}"} for i in range(len(answers))]
    found = screened(criteria, {f"C{i}": {"smoker": a} for i, a in enumerate(answers)})
    known = "INCOMPLETE" if {"unknown", ""} & set(answers) else "ELIGIBLE"
    assert found.conclusion == ("INELIGIBLE" if "yes" in answers else known)
    assert [f.where for f in found.findings] == [
        f"C{i}" for i, a in enumerate(answers) if a != "no"
    ]


def test_a_protocol_without_criteria_makes_nobody_eligible() -> None:
    assert screened([], {}).conclusion == "INCOMPLETE"


def test_an_unquoted_yes_or_no_of_a_document_is_read_as_a_word() -> None:
    plain = criterion("I03", [SMOKER], {"input": "smoker", "in": [False]})
    assert outcome(plain, {"smoker": "no"}).status == "PASS"


def test_the_finding_names_the_criterion_in_both_languages() -> None:
    finding = outcome(NON_SMOKER, {"smoker": "yes"}).findings[0]
    assert sentence(finding, "en") == "I03 is not met: A criterion"
    assert sentence(finding, "fr") == "I03 n'est pas satisfait\u202f: Un critère"


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (criterion("A", [SMOKER], {"input": "smoker"}), "SCR-NO-CONDITION"),
        (criterion("A", [SMOKER], {}), "SCR-NO-CONDITION"),
        (criterion("A", [SMOKER], {"age_of": "smoker", "range": ["1", "2"]}), "SCR-NO-CONDITION"),
        (criterion("A", [SMOKER], {"bmi": {"height": "h"}, "op": "<"}), "SCR-NO-CONDITION"),
        (criterion("A", [], {"input": "smoker", "in": ["no"]}), "SCR-NO-INPUT"),
        (criterion("A", [SMOKER], {"input": "B.smoker", "in": ["no"]}), "SCR-NO-INPUT"),
        (criterion("A", [SMOKER], {"input": "smoker", "op": "=", "value": "1"}), "SCR-LIMIT"),
        ({**NON_SMOKER, "window": {"months": 1, "date": "when"}}, "SCR-NO-INPUT"),
        (criterion("A", [field("x", "number")], {"input": "x", "in": ["1"]}), "SCR-NO-CONDITION"),
    ],
)
def test_a_faulty_protocol_says_what_is_wrong(one: dict[str, Any], code: str) -> None:
    found = faults({"criteria": [one]})
    assert code in {f.code for f in found}
    assert {f.code for f in found} <= set(WORDS)


def test_a_sound_protocol_has_no_fault_and_doubled_or_missing_criteria_are_faults() -> None:
    sound = [NON_SMOKER, NO_HIV, AGE, BMI, WEIGHT, EXPOSED, STEROIDS]
    assert faults({"criteria": sound}) == ()
    assert [f.code for f in faults({"criteria": [*sound, AGE]})] == ["SCR-TWICE"]
    assert [f.code for f in faults({"criteria": []})] == ["SCR-EMPTY"]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_are_counted_back_on_the_calendar(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_who_is_born_on_a_leap_day_ages_on_the_first_of_march() -> None:
    born = date(2004, 2, 29)
    assert completed_years(born, date(2022, 2, 28)) == 17
    assert completed_years(born, date(2022, 3, 1)) == 18


LAB_HIV = {**NO_HIV, "type": "lab", "waits": True}
TYPED_HIV = {"result": "non_reactive", "sampled_on": DONATION.isoformat()}


@pytest.mark.parametrize(
    ("report", "status", "found"),
    [
        ("", "UNKNOWN", ["SCR-LAB-MISSING"]),
        ("  ", "UNKNOWN", ["SCR-LAB-MISSING"]),
        ("BIO-26-0417", "PASS", ["SCR-TRANSCRIBED"]),
        (None, "PASS", []),  # recorded before reports were asked: read as it was then
    ],
)
def test_a_typed_marker_counts_only_with_its_report(
    report: str | None, status: str, found: list[str]
) -> None:
    said = outcome(LAB_HIV, Answer(TYPED_HIV, report=report))

    assert (said.status, codes(said)) == (status, found)


def test_a_report_softens_nothing_and_the_laboratory_needs_none() -> None:
    reactive = Answer({**TYPED_HIV, "result": "reactive"}, report="BIO-26-0417")
    protocol = Protocol.from_body({"criteria": [LAB_HIV]})
    typed = {"E02": Answer(TYPED_HIV, report="")}
    facts = [LabFact("E02", "PASS", "donor/D-0001/markers")]

    assert outcome(LAB_HIV, reactive).status == "FAIL"
    assert evaluate(protocol, typed, DONATION, facts).outcomes[0].findings == ()
    assert evaluate(protocol, typed, DONATION).conclusion == "PROVISIONAL"


def test_the_reports_a_conclusion_rests_on_are_named() -> None:
    said = outcome(LAB_HIV, Answer(TYPED_HIV, report="BIO-26-0417"))
    stored = [{"code": said.code, "findings": [f.plain() for f in said.findings]}]

    assert transcribed(stored) == {"E02": "BIO-26-0417"}
