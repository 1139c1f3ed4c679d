"""Criteria, states and what questions a determination, against a second opinion written by hand."""

from __future__ import annotations

import itertools
import random
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches import eligibility
from batches.donor_measures import completed_years, months_before
from batches.donors import CONCLUSIONS, Said, choices, may_conclude
from batches.eligibility import OPENS, Basis, DonorFacts, Stage, donor_state, next_step, questions
from batches.findings import WORDS
from batches.protocol import Protocol
from batches.screening import Answer, LabFact, evaluate, sampled
from batches.states import DONOR_STATES
from tests import library
from tests.batches import screening_oracle as oracle
from tests.batches.test_screening import NON_SMOKER

DONORS = 10_000
LIBRARY = Path(eligibility.__file__).parents[1] / "elnapp" / "documents" / "library"


@cache
def protocol(study: str = "NCT05947682") -> Protocol:
    return Protocol.from_body(library.body(LIBRARY / "screening" / f"{study}.yaml"))


def answers(asked: Protocol, typed: dict[str, str]) -> dict[str, Answer]:
    """Give typed answers as the form does: what a criterion does not ask is not an answer to it."""
    found = {}
    for criterion in asked.criteria:
        own = {
            p.name: typed[k]
            for p in criterion.inputs
            if typed.get(k := f"{criterion.code}.{p.name}")
        }
        na = typed.get(f"{criterion.code}.na") == "yes"
        if own or na:
            code = criterion.code
            reason, report = typed.get(f"{code}.reason", ""), typed.get(f"{code}.report")
            found[code] = Answer(own, na, reason, report)
    return found


def test_ten_thousand_donors_are_judged_as_a_second_opinion_judges_them() -> None:
    asked, dice = protocol(), random.Random(20261122)
    wrong, concluded = [], dict.fromkeys(("ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE"), 0)
    for _ in range(DONORS):
        typed, donation = oracle.volunteer(dice)
        given_answers = answers(asked, typed)
        result = evaluate(asked, given_answers, donation)
        said = {outcome.code: outcome.status for outcome in result.outcomes}
        expected, conclusion = oracle.conclude(typed, donation)
        concluded[conclusion] += 1
        if (said, result.conclusion) != (expected, conclusion):
            wrong.append({c: (said[c], expected[c], typed) for c in said if said[c] != expected[c]})
    assert wrong[:3] == []
    assert min(concluded.values()) > DONORS // 50, concluded


# The states of domain knowledge, one row each: the first that fits names the state.
TRUTH: tuple[tuple[str, dict[str, object]], ...] = (
    ("withdrawn", {"withdrawn": True}),
    ("enrolled", {"consented": False}),
    ("questioned", {"conclusion": "ELIGIBLE", "signed": True, "questioned": True}),
    ("questioned", {"conclusion": "PROVISIONAL", "signed": True, "questioned": True}),
    ("eligible", {"conclusion": "ELIGIBLE", "signed": True, "confirmed": True}),
    ("provisional", {"conclusion": "PROVISIONAL", "signed": True, "confirmed": True, "donated": False}),
    ("collected", {"conclusion": "PROVISIONAL", "signed": True, "confirmed": True, "sampled": False}),
    ("pending", {"conclusion": "PROVISIONAL", "signed": True, "confirmed": True, "sampled": True}),
    ("screen_failed", {"conclusion": "INELIGIBLE", "signed": True, "donated": False}),
    ("ineligible", {"conclusion": "INELIGIBLE", "signed": True, "donated": True}),
    ("deferred", {"conclusion": "DEFERRED", "signed": True, "rescreened": False}),
    ("screening", {"conclusion": "DEFERRED", "signed": True, "rescreened": True}),
    ("incomplete", {"conclusion": "INCOMPLETE", "signed": True}),
    ("screening", {"screened": True}),
    ("consented", {"screened": False, "conclusion": None}),
    ("screening", {}),
)  # fmt: skip


def test_every_state_follows_the_truth_table() -> None:
    names = [f.name for f in fields(DonorFacts) if f.name not in {"conclusion", "rules"}]
    seen = set()
    for conclusion in (None, *CONCLUSIONS):
        for values in itertools.product((False, True), repeat=len(names)):
            facts = DonorFacts(conclusion=conclusion, **dict(zip(names, values, strict=True)))
            expected = next(
                state
                for state, wanted in TRUTH
                if all(getattr(facts, name) == value for name, value in wanted.items())
            )
            assert (facts, donor_state(facts)) == (facts, expected)
            seen.add(expected)
    assert seen == set(DONOR_STATES)


def test_no_way_opens_without_both_signatures() -> None:
    names = [
        f.name
        for f in fields(DonorFacts)
        if f.name not in {"conclusion", "rules", "signed", "confirmed"}
    ]
    for conclusion in OPENS:
        for values in itertools.product((False, True), repeat=len(names)):
            rest = dict(zip(names, values, strict=True))
            for signed, confirmed in ((False, False), (True, False), (False, True)):
                facts = DonorFacts(
                    conclusion=conclusion, signed=signed, confirmed=confirmed, **rest
                )
                assert not eligibility.may_be_made_from(donor_state(facts)), facts


@pytest.mark.parametrize(
    ("conclusion", "state"),
    [("ELIGIBLE", "eligible"), ("INELIGIBLE", "ineligible"), ("DEFERRED", "deferred"), ("INCOMPLETE", "incomplete")],
)  # fmt: skip
def test_a_determination_from_before_two_signatures_keeps_its_state(
    conclusion: str, state: str
) -> None:
    facts = DonorFacts(consented=True, screened=True, conclusion=conclusion, signed=True, rules=1)
    assert donor_state(facts) == state
    if conclusion == "ELIGIBLE":
        assert donor_state(replace(facts, questioned=True)) == "questioned"


@pytest.mark.parametrize(
    ("said", "lab", "status", "codes"),
    [
        ("yes", "PASS", "PASS", []),
        ("yes", "FAIL", "FAIL", ["SCR-LAB-FAIL"]),
        ("yes", "UNKNOWN", "UNKNOWN", ["SCR-LAB-UNKNOWN"]),
        ("no", "PASS", "FAIL", ["SCR-NOT-MET"]),
        ("no", "FAIL", "FAIL", ["SCR-NOT-MET", "SCR-LAB-FAIL"]),
        ("no", "UNKNOWN", "FAIL", ["SCR-NOT-MET", "SCR-LAB-UNKNOWN"]),
        ("unknown", "PASS", "PASS", []),
        ("", "PASS", "PASS", []),
        ("", "FAIL", "FAIL", ["SCR-LAB-FAIL"]),
        ("", "UNKNOWN", "UNKNOWN", ["SCR-LAB-UNKNOWN"]),
    ],
)
def test_the_laboratory_answers_and_a_form_can_only_be_stricter(
    said: str, lab: str, status: str, codes: list[str]
) -> None:
    asked = Protocol.from_body({"criteria": [NON_SMOKER]})
    typed = {"I03": Answer({"smoker": {"yes": "no", "no": "yes"}.get(said, said)})} if said else {}
    fact = LabFact("I03", lab, "donor/D-0001/marker/1")  # type: ignore[arg-type]
    found = evaluate(asked, typed, None, [fact]).outcomes[0]
    assert (found.status, [f.code for f in found.findings]) == (status, codes)


def test_only_results_that_may_wait_make_a_donor_provisional() -> None:
    asked, donation = protocol(), date(2026, 11, 22)
    for code, name in ((c, "result" if c < "E03" else "igm") for c in oracle.LAB):
        typed = oracle.fit(donation) | {f"{code}.{name}": "pending"}
        assert evaluate(asked, answers(asked, typed), donation).conclusion == "PROVISIONAL"
    typed = oracle.fit(donation) | {"E24.result": "pending"}
    assert evaluate(asked, answers(asked, typed), donation).conclusion == "INCOMPLETE"


def test_a_sample_of_the_donation_is_one_of_its_day_or_later() -> None:
    asked, donation = protocol(), date(2026, 11, 22)
    typed = oracle.fit(donation)
    assert not sampled(asked, answers(asked, typed), donation)
    typed["E02c.sampled_on"] = donation.isoformat()
    assert sampled(asked, answers(asked, typed), donation)
    fact = LabFact("E02c", "UNKNOWN", "donor/D-0001/marker/1", sampled=True)
    assert sampled(asked, {}, donation, [fact])


THEN = Basis(1, {"E11": "PASS", "E02a": "UNKNOWN", "E24": "NA"}, ("donor/D-0001/information/1",))


@pytest.mark.parametrize(
    ("conclusion", "now", "codes"),
    [
        ("ELIGIBLE", THEN, []),
        ("ELIGIBLE", Basis(2, THEN.outcomes, THEN.information), ["DON-Q-SCREENING"]),
        ("PROVISIONAL", Basis(2, THEN.outcomes, THEN.information), []),
        ("PROVISIONAL", Basis(2, {**THEN.outcomes, "E02a": "PASS"}, THEN.information), []),
        ("PROVISIONAL", Basis(2, {**THEN.outcomes, "E02a": "FAIL"}, THEN.information), ["DON-Q-OUTCOME"]),
        ("ELIGIBLE", Basis(1, {**THEN.outcomes, "E11": "UNKNOWN"}, THEN.information), ["DON-Q-OUTCOME"]),
        ("PROVISIONAL", Basis(1, {**THEN.outcomes, "E11": "UNKNOWN"}, THEN.information), []),
        ("ELIGIBLE", Basis(1, THEN.outcomes, (*THEN.information, "donor/D-0001/information/2")), ["DON-Q-INFORMATION"]),
        ("PROVISIONAL", Basis(1, THEN.outcomes, ("donor/D-0001/information/2",)), ["DON-Q-INFORMATION"]),
        ("INELIGIBLE", Basis(9, {"E11": "FAIL"}, ("x",)), []),
        ("DEFERRED", Basis(9, {"E11": "FAIL"}, ("x",)), []),
    ],
)  # fmt: skip
def test_what_comes_to_light_questions_what_opened_the_way(
    conclusion: str, now: Basis, codes: list[str]
) -> None:
    assert [f.code for f in questions(conclusion, THEN, now)] == codes


@given(
    st.sampled_from(sorted(OPENS)),
    st.dictionaries(
        st.sampled_from(oracle.CODES), st.sampled_from(["PASS", "FAIL", "UNKNOWN", "NA"])
    ),
    st.sets(st.integers(1, 5)),
)
def test_a_criterion_newly_failed_or_any_news_always_questions(
    conclusion: str, outcomes: dict[str, str], news: set[int]
) -> None:
    then = Basis(1, dict.fromkeys(outcomes, "PASS"))
    now = Basis(1, outcomes, [f"donor/D-0001/information/{n}" for n in news])
    found = questions(conclusion, then, now)
    assert bool(found) >= ("FAIL" in outcomes.values() or bool(news))
    assert {f.code for f in found} <= set(WORDS)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(0, 40))
def test_months_and_years_are_those_of_the_calendar(day: date, months: int) -> None:
    assert months_before(day, months) == oracle.back(day, months)
    later = day + timedelta(days=months * 311)
    assert completed_years(day, later) == oracle.years_between(day, later)


@pytest.mark.parametrize(
    ("donation", "last_on", "status"),
    [
        # Twelve months before 29 February is 28 February: that day counts, the one before does not.
        (date(2028, 2, 29), "2027-02-28", "FAIL"),
        (date(2028, 2, 29), "2027-02-27", "PASS"),
        (date(2025, 2, 28), "2024-02-29", "FAIL"),
        (date(2025, 2, 28), "2024-02-28", "FAIL"),
        (date(2025, 2, 28), "2024-02-27", "PASS"),
        (date(2025, 3, 1), "2024-02-29", "PASS"),
    ],
)
def test_look_back_over_leap_days(donation: date, last_on: str, status: str) -> None:
    typed = oracle.fit(donation) | {"E17.exposed": "yes", "E17.last_on": last_on}
    asked = protocol()
    said = {o.code: o.status for o in evaluate(asked, answers(asked, typed), donation).outcomes}
    assert said["E17"] == status == oracle.judge("E17", typed, donation)


@pytest.mark.parametrize(
    ("collected", "on"),
    [
        # The night of 29 March 2026 loses an hour in Paris, that of 25 October gains one.
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_the_day_of_a_donation_is_that_of_the_clock_on_the_wall(
    collected: datetime, on: date
) -> None:
    day = collected.astimezone(ZoneInfo("Europe/Paris")).date()
    assert day == on
    start = oracle.back(on, 3)
    for days, status in ((0, "FAIL"), (-1, "PASS")):
        last = (start + timedelta(days)).isoformat()
        typed = oracle.fit(day) | {"E22.days": "9", "E22.last_on": last}
        said = {
            o.code: o.status for o in evaluate(protocol(), answers(protocol(), typed), day).outcomes
        }
        assert said["E22"] == status


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        (Stage("enrolled"), "DON-NEXT-CONSENT"),
        (Stage("consented"), "DON-NEXT-SCREEN"),
        (Stage("screening"), "DON-NEXT-DETERMINE"),
        (Stage("screening", opens=True), "DON-NEXT-CONFIRM"),
        (Stage("provisional"), "DON-NEXT-DONATE"),
        (Stage("collected"), "DON-NEXT-SAMPLE"),
        (Stage("pending"), "DON-NEXT-RESULTS"),
        (Stage("eligible"), "DON-NEXT-DONATE"),
        (Stage("eligible", donated=True), None),
        (Stage("questioned"), "DON-NEXT-DETERMINE-AGAIN"),
        (Stage("incomplete"), "DON-NEXT-COMPLETE"),
        (Stage("deferred", until=TODAY + timedelta(1)), "DON-NEXT-WAIT"),
        (Stage("deferred", until=TODAY), "DON-NEXT-AGAIN"),
        (Stage("screen_failed"), None),
        (Stage("ineligible"), None),
        (Stage("withdrawn"), None),
    ],
)
def test_what_is_missing_next(stage: Stage, code: str | None) -> None:
    found = next_step(stage, TODAY)
    assert (found.code if found else None) == code


def test_every_state_has_a_next_step_or_an_end() -> None:
    ends = {"screen_failed", "ineligible", "withdrawn"}
    for state in DONOR_STATES:
        assert (next_step(Stage(state), TODAY) is None) is (state in ends), state


def test_a_deferral_shuts_the_way_until_its_day() -> None:
    for today, codes in ((TODAY - timedelta(1), ["DON-STILL-DEFERRED"]), (TODAY, [])):
        found = may_conclude("ELIGIBLE", Said("ELIGIBLE"), "", today, TODAY)
        assert [f.code for f in found] == codes
    assert may_conclude("ELIGIBLE", Said("INELIGIBLE"), "why", TODAY, TODAY + timedelta(9)) == ()


def test_a_physician_is_never_milder_than_the_rule() -> None:
    mildness = ("INELIGIBLE", "DEFERRED", "INCOMPLETE", "PROVISIONAL", "ELIGIBLE")
    for rule in ("ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE"):
        assert choices(rule)[0] == rule
        milder = [c for c in choices(rule) if mildness.index(c) > mildness.index(rule)]
        assert milder == (["DEFERRED"] if rule == "INELIGIBLE" else [])


@pytest.mark.parametrize(
    ("who", "frozen", "questioned", "codes"),
    [
        ("qa", "a", False, []),
        ("doctor", "a", False, ["DON-SAME-PERSON"]),
        ("qa", "b", False, ["DON-INPUTS-MOVED"]),
        ("qa", "b", True, ["DON-QUESTIONED"]),
        ("doctor", "b", True, ["DON-SAME-PERSON", "DON-QUESTIONED"]),
    ],
)
def test_confirming_takes_another_person_and_the_same_inputs(
    who: str,
    frozen: str,
    questioned: bool,
    codes: list[str],
) -> None:
    found = eligibility.may_confirm(
        "doctor", who, frozen=frozen, present="a", questioned=questioned
    )
    assert [f.code for f in found] == codes
