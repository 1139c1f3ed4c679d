"""Where a lot stands: order, gates, verification, repetitions."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from batches.deviation import DeviationFact
from batches.master import Master
from batches.position import Position, StepFact, position
from tests.batches.masters import MASTER, body, step

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VERIFIED = {
    "REC/weigh": "CHECKED",
    "REC/accept": "PERFORMED",
    "P0/seed": "WITNESSED",
    "P0/count": "CHECKED",
    "P1/seed": "WITNESSED",
    "P1/count": "CHECKED",
    "FIN/fill": "WITNESSED",
}
ALL = [
    "REC/weigh",
    "REC/accept",
    "P0/seed",
    "P0/count",
    "P0/harvest",
    "P1/seed",
    "P1/count",
    "P1/harvest",
    "FIN/ready",
    "FIN/sample",
    "FIN/fill",
]


def fact(path: str, *meanings: str, **more: bool) -> StepFact:
    """A recorded step; verified as its master asks unless `meanings` says otherwise."""
    stands = frozenset(meanings or {VERIFIED.get(path, "PERFORMED")})
    return StepFact(path, entered=True, meanings=stands, at=AT, **more)


def after(last: str, **changed: StepFact) -> Position:
    """The lot after everything up to `last` was done well, with some steps changed."""
    done = ALL[: ALL.index(last) + 1]
    facts = {path: fact(path) for path in done}
    facts.update({f.path: f for f in changed.values()})
    opened = sum(1 for n in (0, 1) if any(p.startswith(f"P{n}/") for p in done))
    return position(MASTER, facts.values(), {"P": opened}, AT)


def codes(verdict: object) -> list[str]:
    return [f.code for f in verdict.findings]  # type: ignore[attr-defined]


def test_a_new_lot_begins_with_its_first_step() -> None:
    here = position(MASTER, (), {}, AT)

    assert here.next == "REC/weigh"
    assert here.may_record("REC/weigh")
    assert codes(here.may_record("REC/accept")) == ["POS-MISSING"]
    assert not here.complete
    assert [s.state for s in here.steps][:2] == ["next", "not_started"]


def test_the_end_is_complete() -> None:
    here = after("FIN/fill")

    assert here.complete
    assert here.next is None
    assert (here.missing, here.unverified) == ((), ())
    assert {s.state for s in here.steps if s.step.mandatory} == {"done"}


@pytest.mark.parametrize("last", ALL[:-1])
def test_each_step_leads_to_the_next_one(last: str) -> None:
    here = after(last)

    following = ALL[ALL.index(last) + 1]
    opens_first = following.endswith("/seed")
    assert here.next == (None if opens_first else following)
    assert bool(here.may_open("P")) == (
        following.startswith(("P", "FIN/ready")) and last.endswith(("accept", "harvest"))
    )


def test_a_step_is_recorded_once() -> None:
    assert codes(after("REC/weigh").may_record("REC/weigh")) == ["POS-RECORDED"]


def test_a_gate_waits_for_verification_and_for_every_open_deviation() -> None:
    facts = [fact("REC/weigh", "PERFORMED")]
    late = DeviationFact("D01", "open", 2, "REC/weigh")
    lot = DeviationFact("D02", "assessed", 3)
    closed = DeviationFact("D03", "closed", 3)
    here = position(MASTER, facts, {}, AT, [late, lot, closed])

    refused = here.may_record("REC/accept")

    assert codes(refused) == ["POS-NOT-CHECKED", "POS-DEVIATION", "POS-DEVIATION"]
    assert here.next == "REC/accept"
    state = here.at("REC/accept")
    assert state is not None
    assert state.state == "blocked"
    assert len(state.reasons) == 3


def test_an_open_deviation_never_stops_a_step_that_is_no_gate() -> None:
    lot = DeviationFact("D01", "open", 3)
    here = position(MASTER, [fact("REC/weigh"), fact("REC/accept")], {"P": 1}, AT, [lot])

    assert here.may_record("P0/seed")


def test_a_step_with_an_open_deviation_is_exceptional_and_blocks_the_next_gate() -> None:
    here = position(MASTER, [fact("REC/weigh", "CHECKED", open_deviation=True)], {}, AT)

    weigh = here.at("REC/weigh")
    assert weigh is not None
    assert weigh.state == "exceptional"
    assert codes(here.may_record("REC/accept")) == ["POS-DEVIATION-AT"]


def test_a_witness_is_a_witness_and_no_check() -> None:
    here = after("P0/seed", seed=fact("P0/seed", "CHECKED"))

    assert [f.code for f in here.unverified] == ["POS-NOT-WITNESSED"]


def test_a_declared_missing_witness_counts_as_settled() -> None:
    here = after("P0/seed", seed=fact("P0/seed", "PERFORMED", unwitnessed=True))

    assert here.unverified == ()


def test_a_witness_is_overdue_after_the_minutes_of_the_master() -> None:
    facts = [fact("REC/weigh"), fact("REC/accept"), fact("P0/seed", "PERFORMED")]
    within = position(MASTER, facts, {"P": 1}, AT + timedelta(minutes=15)).at("P0/seed")
    late = position(MASTER, facts, {"P": 1}, AT + timedelta(minutes=16)).at("P0/seed")

    assert within is not None
    assert late is not None
    assert [f.code for f in within.reasons] == []
    assert [f.code for f in late.reasons] == ["POS-OVERDUE"]


def test_a_step_that_is_signed_is_open_again_when_its_signature_falls() -> None:
    here = position(MASTER, [fact("REC/weigh"), fact("REC/accept", "CHECKED")], {}, AT)

    assert here.next == "REC/accept"


def test_passages_are_opened_one_after_the_other_and_no_more_than_the_master_allows() -> None:
    assert codes(after("P0/seed").may_open("P")) == ["POS-MISSING", "POS-MISSING"]
    done = [fact(p) for p in ALL[:8]] + [
        fact("P2/seed", "WITNESSED"),
        fact("P2/count", "CHECKED"),
        fact("P2/harvest"),
    ]
    assert codes(position(MASTER, done, {"P": 3}, AT).may_open("P")) == ["POS-MAX"]
    assert codes(position(MASTER, (), {}, AT).may_open("REC")) == ["POS-NO-REPEAT"]
    assert codes(after("FIN/ready").may_open("P")) == ["POS-PASSED"]


def test_the_next_part_waits_for_enough_repetitions() -> None:
    here = after("P0/harvest")

    assert "POS-TOO-FEW" in codes(here.may_record("FIN/ready"))
    assert "POS-TOO-FEW" in [f.code for f in here.missing]
    assert codes(here.may_record("P1/seed")) == ["POS-NOT-OPEN"]


def test_an_optional_step_may_be_left_out_but_not_filled_in_afterwards() -> None:
    here = after("P0/harvest")
    note = here.at("P0/note")

    assert note is not None
    assert note.state == "next"
    assert codes(after("P1/seed").may_record("P0/note")) == ["POS-PASSED"]
    assert after("FIN/fill").complete


def test_a_path_that_the_master_does_not_have_keeps_the_lot_incomplete() -> None:
    facts = [*(fact(p) for p in ALL), fact("FIN/other")]
    here = position(MASTER, facts, {"P": 2}, AT)

    assert not here.complete
    assert [f.code for f in here.missing] == ["POS-STRAY"]
    assert codes(here.may_record("FIN/other")) == ["POS-STRAY"]


def test_three_hundred_entries_take_about_a_millisecond() -> None:
    wide = body()
    wide["phases"] = [
        {**wide["phases"][0], "steps": [step(f"s{i}", "measure", verify="C") for i in range(300)]}
    ]
    master = Master.from_body(wide)
    facts = [fact(f"REC/s{i}", "CHECKED") for i in range(299)]

    took = []
    for _ in range(20):
        began = perf_counter()
        here = position(master, facts, {}, AT)
        took.append(perf_counter() - began)

    assert here.next == "REC/s299"
    assert min(took) < 0.005  # seconds; generous, because other tests run beside this one
