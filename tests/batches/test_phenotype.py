"""The verdict of a panel: percentages, limits, what is near a limit, and what is no result."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from batches.phenotype import Count, Judged, Limited, faults, judge, limits, overall
from batches.statistics import wilson


def marker(code: str, limit: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give a marker of a template."""
    return {
        "code": code, "name": {"en": code, "fr": code}, "tube": "full", "percentile": "99.5",
        "method_sd": "0", "class": "RELEASE", "limit": limit,
    } | more  # fmt: skip


def body(*markers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give the part of a template that the rules read."""
    return {
        "method": {"en": "flow", "fr": "flux"},
        "tubes": [{"code": "full"}],
        "compensation": {"matrix": None},
        "markers": list(markers),
    } | more


HIGH, LOW = {"op": ">=", "value": "95.0"}, {"op": "<=", "value": "2.0"}


def one(limit: dict[str, Any], count: Count, **more: Any) -> Judged:
    """Judge one marker."""
    (limited,) = limits(body(marker("M", limit, **more)))
    return judge(limited, count)


@pytest.mark.parametrize(
    ("limit", "positives", "total", "verdict", "flags"),
    [
        (HIGH, 9_900, 10_000, "PASS", set()),
        (HIGH, 9_000, 10_000, "FAIL", set()),
        (HIGH, 9_520, 10_000, "PASS", {"borderline"}),
        (HIGH, 9_480, 10_000, "FAIL", {"borderline"}),
        (HIGH, 9_495, 10_000, "PASS", {"borderline", "at_limit"}),  # 94.95 is 95.0 as typed
        (LOW, 50, 10_000, "PASS", set()),
        (LOW, 220, 10_000, "FAIL", {"borderline"}),
        (LOW, 900, 10_000, "FAIL", set()),
        ({"report": True}, 900, 10_000, "PASS", set()),
        ({"report": True, "action": LOW}, 900, 10_000, "PASS", {"action"}),
    ],
)
def test_the_point_estimate_is_judged_and_what_is_near_is_flagged(
    limit: dict[str, Any], positives: int, total: int, verdict: str, flags: set[str]
) -> None:
    found = one(limit, Count("M", positives, total))
    assert (found.verdict, set(found.flags)) == (verdict, flags)
    assert found.percent is not None
    assert (found.percent.formula, found.percent.version) == ("percent_positive", 1)
    assert found.interval == wilson(positives, total)


def test_the_methods_own_spread_makes_a_result_near_its_limit() -> None:
    """Many events make the interval narrow; the method is no better for it."""
    count = Count("M", 955_000, 1_000_000)
    assert one(HIGH, count).flags == frozenset()
    near = one(HIGH, count, method_sd="0.5")
    assert near.flags == {"borderline"}
    assert [f.code for f in near.findings] == ["GT-NEAR"]
    assert near.verdict == "PASS"


@pytest.mark.parametrize(
    "count",
    [Count("M"), Count("M", 0, 0), Count("M", None, 100), Count("M", 99, 100, ("TUBE-FEW",))],
)
def test_what_cannot_count_is_no_result(count: Count) -> None:
    found = one(HIGH, count)
    assert found.verdict == "INVALID"
    assert [f.code for f in found.findings] == ["L04"]
    assert (found.percent is not None) == bool(count.positives)


def test_a_passage_has_its_own_limit() -> None:
    early = {"passages": [0, 1], "class": "INFO", "limit": {"report": True}}
    text = body(marker("M", LOW, by_passage=[early]))
    count = Count("M", 900, 10_000)
    verdicts = {p: judge(limits(text, p)[0], count).verdict for p in (None, 0, 1, 2, 3)}
    assert verdicts == {None: "FAIL", 0: "PASS", 1: "PASS", 2: "FAIL", 3: "FAIL"}


@pytest.mark.parametrize(
    ("verdicts", "wanted"),
    [
        ({"RELEASE": "PASS", "INFO": "PASS"}, "PASS"),
        ({"RELEASE": "FAIL", "INFO": "PASS"}, "FAIL"),
        ({"RELEASE": "PASS", "INFO": "FAIL", "ACTION": "FAIL"}, "PASS"),
        ({"RELEASE": "FAIL", "ACTION": "INVALID"}, "INVALID"),
        ({}, "INVALID"),
    ],
)
def test_an_invalid_marker_makes_no_panel(verdicts: dict[str, Any], wanted: str) -> None:
    pairs: list[tuple[Limited, Judged]] = []
    for row_class, verdict in verdicts.items():
        (limited,) = limits(body(marker("M", LOW, **{"class": row_class})))
        pairs.append((limited, Judged("M", verdict)))
    assert overall(pairs) == wanted


def test_a_good_template_has_no_faults() -> None:
    assert faults(body(marker("A", HIGH), marker("B", LOW))) == ()


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (body(marker("A", HIGH), marker("a", LOW)), "GT-TWICE", "markers"),
        (body(marker("A", HIGH, tube="other")), "GT-TUBE", "markers[0].tube"),
        (body(marker("A", HIGH, percentile="0.995")), "GT-PERCENTILE", "markers[0].percentile"),
        (body(marker("A", {"op": ">=", "value": "much"})), "SPEC-LIMIT", "markers[0].limit"),
        (
            body(marker("A", HIGH), compensation={"matrix": {"detectors": ["X"], "rows": [["1"], ["0"]]}}),
            "GT-MATRIX", "compensation.matrix.rows",
        ),
        (
            body(marker("A", HIGH, by_passage=[
                {"passages": [1, 2], "limit": LOW}, {"passages": [2], "limit": LOW},
            ])),
            "GT-TWICE", "markers[0].by_passage",
        ),
    ],
)  # fmt: skip
def test_a_fault_of_a_template_is_named_with_its_place(
    text: dict[str, Any], code: str, where: str
) -> None:
    assert [(f.code, f.where) for f in faults(text)] == [(code, where)]


def test_percentages_are_exact() -> None:
    found = one(HIGH, Count("M", 1, 3))
    assert found.percent is not None
    assert found.percent.value == Decimal("33.3333333333")
