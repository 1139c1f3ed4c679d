"""Receipt of donated material: limits come from the document, and every finding has its weight."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from batches import procurement as rules
from batches.ledger import Value
from batches.material import Material, material_state, may_start
from batches.procurement import Arrival, Requirements
from batches.verdict import Finding
from tests import library

LIBRARY = Path(__file__).parents[2] / "elnapp" / "documents" / "library" / "procurement"
BODY: dict[str, Any] = library.body(LIBRARY / "AT.yaml")
ASKED = Requirements.from_body(BODY)
COLLECTED = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
SENT = {"shipper": "COL-1", "logger": "TL-1", "seal": "S-1"}


def value(text: str, unit: str = "") -> Value:
    return Value(text, Decimal(text) if unit else None, unit)


FOUND = {
    "shipper": value("col-1"), "logger": value("TL-1"), "seal": value("S - 1"),
    "seal_intact": value("yes"), "label_complete": value("yes"), "container_intact": value("yes"),
    "name_visible": value("no"), "quantity": value("1", "1"),
    "temperature_low": value("4.0", "Cel"), "temperature_high": value("21.0", "Cel"),
    "minutes_outside": value("0", "min"),
}  # fmt: skip
ARRIVAL = Arrival(SENT, FOUND, COLLECTED, COLLECTED + timedelta(hours=4))


def found(hours: float = 4, **changed: Any) -> dict[str, int]:
    """What the rule says when something differs, by code with its weight."""
    facts = {k: v for k, v in changed.items() if k in Arrival.__dataclass_fields__}
    arrived = {**FOUND, **{k: v for k, v in changed.items() if k not in facts}}
    at = COLLECTED + timedelta(hours=hours)
    arrival = replace(ARRIVAL, arrived=arrived, received_at=at, **facts)
    return {f.code: f.weight for f in rules.arrival_findings(ASKED, arrival)}


def test_an_arrival_as_it_should_be_has_no_finding() -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("hours", "code"),
    [(18, None), (18.02, "PRO-ALERT"), (24, "PRO-ALERT"), (24.02, "PRO-ACTION")],
)
def test_the_time_since_collection_has_inclusive_limits(hours: float, code: str | None) -> None:
    assert list(found(hours)) == ([code] if code else [])


@pytest.mark.parametrize(
    ("changed", "code", "weight"),
    [
        ({"temperature_high": value("25.1", "Cel")}, "PRO-ACTION", 2),
        ({"temperature_low": value("1.9", "Cel")}, "PRO-ACTION", 2),
        ({"minutes_outside": value("1", "min")}, "PRO-ACTION", 2),
        ({"seal_intact": value("no")}, "PRO-ANSWER", 2),
        ({"name_visible": value("yes")}, "PRO-ANSWER", 2),
        ({"shipper": value("COL-2")}, "REC-SHIPPER", 2),
        ({"seal": value("")}, "REC-SEAL", 2),
        ({"logger": value("TL-2")}, "REC-LOGGER-OTHER", 3),
        ({"reused": "A999926000002"}, "REC-LOGGER-REUSED", 3),
        ({"has_file": False}, "REC-NO-LOGGER", 2),
    ],
)
def test_each_thing_that_is_not_as_it_should_be(
    changed: dict[str, Any], code: str, weight: int
) -> None:
    assert found(**changed) == {code: weight}


def test_limits_are_those_of_the_document() -> None:
    body = {**BODY, "receipt": {**BODY["receipt"], "since_collection": {"act": [None, "2"]}}}
    said = rules.arrival_findings(Requirements.from_body(body), ARRIVAL)
    assert [f.code for f in said] == ["PRO-ACTION"]


def test_hours_are_rounded_half_up_and_keep_their_inputs() -> None:
    made = rules.since_collection(COLLECTED, COLLECTED + timedelta(hours=1, seconds=18))
    assert (made.value, made.unit, made.version) == (Decimal("1.01"), "h", 1)
    assert made.inputs["collected_at"] == COLLECTED.isoformat()


@pytest.mark.parametrize(
    ("decision", "weights", "reason", "codes"),
    [
        ("accepted", (), "", []),
        ("accepted", (1,), "", []),
        ("accepted", (2,), "", ["REC-DEVIATION", "PRO-ACTION"]),
        ("accepted_with_deviation", (2,), "seal torn in transport", []),
        ("accepted_with_deviation", (2,), " ", ["REC-REASON"]),
        ("accepted_with_deviation", (), "why not", ["REC-NOTHING"]),
        ("refused", (), "", ["REC-REASON"]),
        ("refused", (3,), "of another donor", []),
        ("taken", (), "", ["REC-DECISION"]),
    ],
)
def test_a_decision_fits_what_was_found(
    decision: str, weights: tuple[int, ...], reason: str, codes: list[str]
) -> None:
    findings = [Finding("PRO-ACTION", weight=w) for w in weights]
    assert [f.code for f in rules.may_decide(decision, findings, reason)] == codes


def test_what_cannot_be_is_refused() -> None:
    late = replace(ARRIVAL, received_at=COLLECTED - timedelta(minutes=1), same_person=True)
    codes = {f.code for f in rules.impossible(late, COLLECTED - timedelta(hours=1))}
    assert codes == {"REC-FUTURE", "REC-BEFORE", "REC-SAME-PERSON"}


@pytest.mark.parametrize(
    ("facts", "state", "code"),
    [
        (Material(None, "eligible"), "expected", "MAT-NOT-RECEIVED"),
        (Material("refused", "eligible", left=1), "refused", "MAT-REFUSED"),
        (Material("accepted", "eligible", held=True, left=1), "hold", "MAT-HELD"),
        (Material("accepted", "screening", left=1), "quarantine", "MAT-QUARANTINE"),
        (Material("accepted", "incomplete", left=1), "quarantine", "MAT-QUARANTINE"),
        (Material("accepted", "ineligible", left=1), "blocked", "MAT-BLOCKED"),
        (Material("accepted", "withdrawn", left=1), "blocked", "MAT-BLOCKED"),
        (Material("accepted_with_deviation", "eligible", left=2), "available", None),
        (Material("accepted", "eligible"), "used", "MAT-USED"),
    ],
)
def test_a_lot_starts_only_from_material_that_is_available(
    facts: Material, state: str, code: str | None
) -> None:
    assert material_state(facts) == state
    assert [f.code for f in may_start("A999926000001", facts)] == ([code] if code else [])


def test_a_document_must_ask_what_the_rules_read() -> None:
    assert rules.faults(BODY) == ()
    fields = [f for f in BODY["hand_over"]["fields"] if f["name"] != "logger"]
    broken = {**BODY, "hand_over": {"fields": [*fields, fields[0]]}}
    assert [f.code for f in rules.faults(broken)] == ["PRO-FIELD", "PRO-TWICE"]
