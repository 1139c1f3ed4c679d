"""How long the link to a person is kept: the latest basis of the longest rule, or not yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.retention import Facts, Rule, may_shred, retain_until
from batches.text import Text

ALL = ("lot_expiry", "last_clinical_use", "trial_end")
TRACE = Rule("TRACEABILITY", 30, ALL, Text("", ""))
TRIAL = Rule("TRIAL-FILE", 25, ("trial_end",), Text("", ""))
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
FACTS = st.builds(
    Facts, st.lists(DAYS, max_size=4).map(tuple), st.lists(DAYS, max_size=4).map(tuple), DAYS
)


@pytest.mark.parametrize(
    ("facts", "rules", "until"),
    [
        (Facts((), (), date(1990, 6, 30)), (TRACE,), date(2020, 6, 30)),
        (Facts((date(2001, 1, 1),), (), date(1990, 6, 30)), (TRACE,), date(2031, 1, 1)),
        (Facts((), (date(2003, 5, 5),), date(1990, 6, 30)), (TRACE,), date(2033, 5, 5)),
        (Facts((), (), date(2000, 2, 29)), (TRIAL,), date(2025, 3, 1)),
        (Facts((), (), date(1990, 6, 30)), (TRIAL, TRACE), date(2020, 6, 30)),
        (Facts(), (TRACE,), None),
        (Facts((None,), (), date(1990, 1, 1)), (TRACE,), None),
        (Facts((), None, date(1990, 1, 1)), (TRACE,), None),
        (Facts((), (), None), (TRIAL,), None),
        (Facts((), (), date(1990, 1, 1)), (), None),
    ],
)
def test_worked_cases(facts: Facts, rules: tuple[Rule, ...], until: date | None) -> None:
    assert retain_until(facts, rules) == until


@given(FACTS)
def test_never_before_the_last_day_and_always_after(facts: Facts) -> None:
    until = retain_until(facts, (TRACE, TRIAL))

    assert until is not None
    assert not may_shred(facts, (TRACE, TRIAL), until)
    assert may_shred(facts, (TRACE, TRIAL), until + timedelta(days=1))


@given(FACTS, DAYS)
def test_another_fact_never_shortens_the_time(facts: Facts, day: date) -> None:
    before = retain_until(facts, (TRACE,))
    more = Facts((*(facts.lots or ()), day), facts.uses, facts.trial_end)
    after = retain_until(more, (TRACE,))

    assert before is not None
    assert after is not None
    assert after >= before


@given(FACTS, st.sampled_from(("lots", "uses", "trial_end")), DAYS)
def test_what_is_unknown_is_not_yet_on_any_day(facts: Facts, which: str, today: date) -> None:
    known = {"lots": facts.lots, "uses": facts.uses, "trial_end": facts.trial_end, which: None}
    verdict = may_shred(Facts(**known), (TRACE,), today)  # type: ignore[arg-type]

    assert [f.code for f in verdict.findings] == ["RET-UNKNOWN"]


def test_without_a_rule_nothing_goes() -> None:
    verdict = may_shred(Facts((), (), date(1900, 1, 1)), (), date(2026, 1, 1))
    assert [f.code for f in verdict.findings] == ["RET-NO-RULE"]
