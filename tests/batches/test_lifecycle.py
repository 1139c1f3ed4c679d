"""States follow from what happened and what stands, and from nothing else."""

from itertools import combinations

import pytest

from batches.deviation import (
    DeviationFact,
    after,
    blocking,
    conclude,
    may,
    opens_deviation,
    unwitnessed,
)
from batches.lifecycle import (
    AccountFacts,
    account_state,
    document_after,
    document_may,
    lot_state,
    void_effect,
)
from batches.verdict import Finding
from tests.batches.test_position import AT

LADDER = ["PROD-REVIEWED", "QA-APPROVED", "CERTIFIED", "SPONSOR-RELEASED"]
REACHED = ["in_process", "completed", "approved", "certified", "released"]


@pytest.mark.parametrize("height", range(5))
def test_a_lot_climbs_one_signature_at_a_time(height: int) -> None:
    assert lot_state(has_entries=True, meanings=LADDER[:height]) == REACHED[height]


@pytest.mark.parametrize("standing", [c for n in range(5) for c in combinations(LADDER, n)])
def test_a_lot_is_as_high_as_its_unbroken_signatures(standing: tuple[str, ...]) -> None:
    unbroken = next((i for i, m in enumerate(LADDER) if m not in standing), len(LADDER))

    assert lot_state(has_entries=True, meanings=standing) == REACHED[unbroken]


def test_without_entries_or_completion_no_signature_lifts_a_lot() -> None:
    assert lot_state(has_entries=False, meanings=LADDER) == "issued"
    assert lot_state(has_entries=True, meanings=LADDER, complete=False) == "in_process"


def test_a_refusal_outweighs_everything() -> None:
    assert lot_state(has_entries=True, meanings=[*LADDER, "DECLINED"]) == "declined"


@pytest.mark.parametrize(
    ("state", "left", "effect"),
    [
        ("in_process", False, "step_back"),
        ("certified", False, "step_back"),
        ("certified", True, "hold"),
        ("released", True, "hold"),
        ("approved", True, "step_back"),
    ],
)
def test_history_stays_once_a_unit_has_left(state: str, left: bool, effect: str) -> None:
    assert void_effect(state, left) == effect


@pytest.mark.parametrize(
    ("verb", "state", "reached"),
    [
        ("documents.submit", "draft", "review"),
        ("documents.approve", "review", "approved"),
        ("documents.make_effective", "approved", "effective"),
        ("documents.retire", "effective", "retired"),
    ],
)
def test_a_version_goes_one_way(verb: str, state: str, reached: str) -> None:
    assert document_may(verb, state)
    assert document_after(verb) == reached
    for other in {"draft", "review", "approved", "effective", "retired"} - {state}:
        assert [f.code for f in document_may(verb, other).findings] == ["DOC-STEP"]


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (AccountFacts(), "active"),
        (AccountFacts(must_change_password=True), "new"),
        (AccountFacts(locked=True, must_change_password=True), "locked"),
        (AccountFacts(deactivated=True, locked=True), "inactive"),
    ],
)
def test_the_strictest_word_on_an_account_wins(facts: AccountFacts, state: str) -> None:
    assert account_state(facts) == state


@pytest.mark.parametrize(
    ("code", "opens"),
    [
        ("V01", True),
        ("V02", True),
        ("V03", False),
        ("P01", True),
        ("K-UNEXPECTED", True),
        ("L08", False),
        ("L09", True),
    ],
)
def test_the_rules_open_deviations_for_findings_marked_so(code: str, opens: bool) -> None:
    assert opens_deviation(Finding(code)) is opens


def test_a_deviation_is_assessed_before_it_is_concluded() -> None:
    assert may("quality.assess_deviation", "open")
    assert not may("quality.dispose_deviation", "open")
    assert may("quality.dispose_deviation", "assessed")
    assert not may("quality.assess_deviation", "closed")
    assert after("quality.dispose_deviation") == "closed"
    assert conclude("no_impact", "The balance was checked.")
    assert [f.code for f in conclude("whatever", " ").findings] == [
        "DEVIATION-CONCLUSION",
        "DEVIATION-ASSESSMENT",
    ]


def test_every_deviation_that_is_not_closed_blocks() -> None:
    found = blocking(DeviationFact(s, s, 2) for s in ("open", "assessed", "closed", "unheard of"))

    assert [f.params["number"] for f in found] == ["open", "assessed", "unheard of"]


def test_a_late_witness_is_no_witness() -> None:
    in_time, late = AT.replace(minute=15), AT.replace(minute=15, second=1)

    assert unwitnessed(AT, in_time, 15) is None
    for at in (late, None):
        found = unwitnessed(AT, at, 15)
        assert found is not None
        assert (found.code, found.weight) == ("P01", 3)
