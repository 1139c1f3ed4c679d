"""A signature covers its scope and no more, falls with its content, and is never one's own check."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.signing import (
    Signed,
    breaches,
    in_scope,
    independent,
    meanings,
    needs,
    rules,
    touched,
    void,
)
from tests import library

AT = datetime(2026, 3, 2, tzinfo=UTC)
LIBRARY = Path("elnapp/documents/library")
RECORD = "lot/AT26-001/record"


def shipped(kind: str, code: str) -> dict[str, object]:
    """The body of a shipped document."""
    return library.body(LIBRARY / kind / f"{code}.yaml")


POLICY = rules(shipped("independence", "PEOPLE"))


def signed(scope: str, digest: str = "d", name: str = "s1") -> Signed:
    return Signed(name, "PROD-REVIEWED", "anna", "head_production", (scope,), digest, AT)


@pytest.mark.parametrize(
    ("address", "scope", "inside"),
    [
        (RECORD, RECORD, True),
        (f"{RECORD}/P1/count", RECORD, True),
        (f"{RECORD}s", RECORD, False),
        (f"{RECORD}/P10/count", f"{RECORD}/P1", False),
        ("lot/AT26-001", RECORD, False),
        ("lot/AT26-001/record", "", False),
    ],
)
def test_a_scope_is_an_address_and_all_below_it(address: str, scope: str, inside: bool) -> None:
    assert in_scope(address, [scope]) is inside


@given(
    st.lists(st.text("abP1", min_size=1, max_size=3), min_size=1, max_size=4),
    st.text("abP1", min_size=1),
)
def test_a_longer_segment_is_another_place(parts: list[str], more: str) -> None:
    address = "/".join(parts)

    assert in_scope(f"{address}/{more}", [address])
    assert not in_scope(f"{address}{more}", [address])


def test_only_what_holds_a_change_is_compared() -> None:
    both = [signed(RECORD), signed("lot/AT26-001/results", name="s2")]

    assert [s.id for s in touched(both, [f"{RECORD}/P1/count"])] == ["s1"]
    assert touched(both, ["donor/D-0001"]) == ()


def test_a_signature_falls_when_its_digest_differs_or_cannot_be_computed() -> None:
    both = [signed(RECORD), signed(RECORD, name="s2")]

    assert [s.id for s in void(both, {"s1": "d", "s2": "other"})] == ["s2"]
    assert [s.id for s in void(both, {"s1": "d"})] == ["s2"]


def test_the_shipped_meanings_name_roles_and_factors() -> None:
    known = meanings(shipped("meanings", "SIGNATURES"))

    assert known["CERTIFIED"].roles == {"qp"}
    assert needs(known["CERTIFIED"]) == ("password", "totp")
    assert needs(known["WITNESSED"]) == ("password",)
    assert known["CERTIFIED"].statement == "S-CERT"
    assert "units" in known["CERTIFIED"].covers


@pytest.mark.parametrize(
    ("meaning", "lot", "step", "codes"),
    [
        ("WITNESSED", {"PERFORMED": {"anna"}}, {"PERFORMED": {"anna"}}, ["I-SAME-STEP"]),
        ("CHECKED", {"CORRECTED": {"anna"}}, {"CORRECTED": {"anna"}}, ["I-SAME-STEP"]),
        ("WITNESSED", {"PERFORMED": {"anna"}}, {"PERFORMED": {"bea"}}, []),
        ("QA-APPROVED", {"PERFORMED": {"anna"}, "CHECKED": {"anna"}}, {}, ["I-SAME-LOT"] * 2),
        ("CERTIFIED", {"ANALYSED": {"anna"}}, {}, ["I-SAME-LOT"]),
        ("CERTIFIED", {"QA-APPROVED": {"anna"}}, {}, ["I-SAME-LOT"]),
        ("CERTIFIED", {"QA-APPROVED": {"bea"}, "PERFORMED": {"carl"}}, {}, []),
        ("QC-APPROVED", {"PROD-REVIEWED": {"anna"}}, {}, ["I-SAME-LOT"]),
        ("PROD-REVIEWED", {"QC-APPROVED": {"anna"}}, {}, ["I-SAME-LOT"]),
        ("PERFORMED", {"QA-APPROVED": {"anna"}}, {}, ["I-SAME-LOT"]),
    ],
)
def test_who_decides_did_not_do(
    meaning: str, lot: dict[str, set[str]], step: dict[str, set[str]], codes: list[str]
) -> None:
    plain = {act: frozenset(people) for act, people in lot.items()}
    here = {act: frozenset(people) for act, people in step.items()}

    assert [f.code for f in independent(POLICY, meaning, "anna", plain, here).findings] == codes


def test_a_whole_lot_is_looked_over() -> None:
    lot = {"PERFORMED": frozenset({"anna"}), "CERTIFIED": frozenset({"anna"})}
    steps = {"P1/count": {"PERFORMED": frozenset({"bea"}), "CHECKED": frozenset({"bea"})}}

    found = breaches(POLICY, lot, steps)

    assert [(f.code, f.where) for f in found] == [("I-SAME-STEP", "P1/count"), ("I-SAME-LOT", "")]
    assert breaches(POLICY, {"PERFORMED": frozenset({"anna"})}, {}) == ()
