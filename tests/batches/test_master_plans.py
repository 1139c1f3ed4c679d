"""What a step names stands in the plans of its master."""

from __future__ import annotations

from typing import Any

import pytest

from batches.master_plans import plan_faults

SCAN = {"code": "feed", "kind": "feed", "scan": ["vessels", "material:M01", "equipment:E02"]}
SAMPLE = {"code": "take", "kind": "sample", "params": {"types": [{"code": "sterility"}]}}


def _body(**plans: Any) -> dict[str, Any]:
    """Give a master with one step in a phase and one in a group inside it."""
    group = {"code": "CC", "steps": [SCAN]}
    return {"phases": [{"code": "P", "steps": [SAMPLE, group]}], "plans": plans}


def _found(body: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(f.code, f.where, str(f.params["found"])) for f in plan_faults(body)]


def test_a_master_without_plans_is_asked_nothing() -> None:
    assert _found(_body()) == []
    assert _found({"phases": []}) == []


def test_what_is_planned_is_no_fault() -> None:
    plans = {
        "materials": [{"code": "M01"}],
        "equipment": [{"code": "E02"}],
        "samples": [{"code": "SPENT", "types": ["sterility"]}],
    }
    assert _found(_body(**plans)) == []


@pytest.mark.parametrize(
    ("plans", "where", "found"),
    [
        ({"materials": [{"code": "M02"}]}, "phases/0/steps/1/steps/0/scan", "material:M01"),
        ({"equipment": []}, "phases/0/steps/1/steps/0/scan", "equipment:E02"),
        ({"samples": [{"code": "S", "types": []}]}, "phases/0/steps/0/params/types", "sterility"),
    ],
)
def test_what_no_plan_lists_is_named_with_its_place(
    plans: dict[str, Any], where: str, found: str
) -> None:
    assert _found(_body(**plans)) == [("MASTER-NOT-PLANNED", where, found)]


def test_a_code_stands_once_in_its_section() -> None:
    twice = [{"code": "GLOVES"}, {"code": "GLOVES"}, {"code": "AIR"}]
    assert _found(_body(environment=twice)) == [("MASTER-TWICE", "plans/environment", "GLOVES")]
