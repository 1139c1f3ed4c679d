"""Half a sentence is never signed."""

from __future__ import annotations

from typing import Any

import pytest

from batches.statements import fill, filled_meaning, together
from batches.text import Text
from batches.verdict import Unreadable

USES = [
    {"value": "moved", "label": {"en": "moved", "fr": "transféré"}},
    {"value": "given", "label": {"en": "given", "fr": "administré"}},
]
BODY: dict[str, Any] = {
    "statements": [
        {
            "code": "S-1",
            "enabled": True,
            "text": {"en": "It may be {use}: {why}.", "fr": "Il peut être {use} : {why}."},
            "parameters": [{"name": "use", "choices": USES}, {"name": "why"}],
        },
        {"code": "S-2", "enabled": False, "text": {"en": "No", "fr": "Non"}, "parameters": []},
    ]
}


def test_a_statement_is_filled_in_both_languages() -> None:
    found = fill(BODY, "S-1", {"use": "moved", "why": Text("cold", "froid"), "more": "unused"})
    assert found == Text("It may be moved: cold.", "Il peut être transféré : froid.")


@pytest.mark.parametrize("code", ["S-2", "S-9"])
def test_a_statement_that_is_not_in_force_is_not_signed(code: str) -> None:
    with pytest.raises(Unreadable, match="STATEMENT-NONE"):
        fill(BODY, code, {})


@pytest.mark.parametrize(
    ("given", "gap"),
    [
        ({"use": "moved"}, "why"),
        ({"use": "moved", "why": " "}, "why"),
        ({"use": "thrown", "why": "x"}, "use"),
        ({}, "use, why"),
    ],
)
def test_a_statement_with_a_gap_is_not_signed(given: dict[str, str], gap: str) -> None:
    with pytest.raises(Unreadable, match="STATEMENT-GAP") as refused:
        fill(BODY, "S-1", given)
    assert refused.value.finding.params["gap"] == gap


def test_braces_in_what_was_typed_stay_text() -> None:
    assert fill(BODY, "S-1", {"use": "moved", "why": "{use}"}).en == "It may be moved: {use}."


def test_statements_follow_one_another() -> None:
    assert together([Text("a", "b"), Text("c", "d")]) == Text("a c", "b d")


def test_the_gaps_of_a_meaning_are_filled() -> None:
    meaning = Text("I read {range}", "J'ai lu {range}")
    assert filled_meaning(meaning, {"range": "1–9"}) == Text("I read 1–9", "J'ai lu 1–9")
