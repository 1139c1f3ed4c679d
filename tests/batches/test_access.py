"""Limits of sessions and guesses, and passwords that a guesser makes by rule."""

from datetime import UTC, datetime, timedelta

import pytest

from batches.access import LONGEST_PASSWORD, AccessPolicy, weak

POLICY = AccessPolicy()
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OWN = ("Claire Moreau", "cmoreau", "SLS")


def codes(password: str) -> list[str]:
    return [f.code for f in weak(password, POLICY, OWN).findings]


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse2026", "Motdepasse2026!", "P@ssw0rdP@ssw0rd", "azertyuiopqsdf", "qwerty123456",
        "1qaz2wsx3edc", "123456789012", "987654321098", "aaaaaaaaaaaa", "abcabcabcabc",
        "Bienvenue2026", "janvier-2026!", "Claire-Moreau-1987", "cmoreau22/11/1987",
        "Hopital2026!!", "zyxwvutsrqponm", "soleil soleil", "0000-1111-2222",
    ],
)  # fmt: skip
def test_what_is_made_by_rule_is_easy(password: str) -> None:
    assert codes(password) == ["P-EASY"]


@pytest.mark.parametrize(
    "password",
    [
        "vortex lampe brume 7", "correct horse battery staple", "kP9-rwqz-Tm3x",
        "trois girafes jaunes", "é à ü œ ß 你好 tasse", "x" * 3 + "Vm!4tr-ocean-plume",
    ],
)  # fmt: skip
def test_what_nobody_makes_by_rule_is_taken(password: str) -> None:
    assert codes(password) == []


def test_length_is_bounded_on_both_sides() -> None:
    assert codes("kP9-rwqz-Tm") == ["P-SHORT"]
    assert codes("vortex lampe " * 40) == ["P-LONG"]
    assert len("vortex lampe " * 40) > LONGEST_PASSWORD


def test_the_document_sets_the_limits() -> None:
    policy = AccessPolicy.from_body({"idle_minutes": 2, "password_min_length": 20, "other": 1})
    assert (policy.idle_minutes, policy.password_min_length, policy.absolute_hours) == (2, 20, 12)
    assert policy.over(NOW, NOW, NOW + timedelta(minutes=2))


@pytest.mark.parametrize(
    ("created", "seen", "over"),
    [
        (timedelta(), timedelta(), False),
        (timedelta(hours=1), timedelta(minutes=14, seconds=59), False),
        (timedelta(hours=1), timedelta(minutes=15), True),
        (timedelta(hours=11, minutes=59), timedelta(), False),
        (timedelta(hours=12), timedelta(), True),
    ],
)
def test_a_session_ends_exactly_at_its_limits(
    created: timedelta, seen: timedelta, over: bool
) -> None:
    assert POLICY.over(NOW - created, NOW - seen, NOW) is over


def test_each_failure_past_the_fifth_doubles_the_wait_and_the_tenth_locks() -> None:
    waits = [POLICY.wait(n).total_seconds() for n in range(3, 11)]
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32]
    assert POLICY.wait(10_000) <= POLICY.lock
    assert [POLICY.locks(n) for n in (9, 10, 11)] == [False, True, True]
