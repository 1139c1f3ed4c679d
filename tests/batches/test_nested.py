"""Groups, branches, parallel parts and time windows: where a lot stands in a nested master."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from batches.master import Master, faults
from batches.position import Position, StepFact, position
from tests.batches.nested_master import MASTER, body, step

BEFORE = ["REC/identify", "REC/red", "REC/accept"]
SEEDED = [*BEFORE, "P0.WO/clear", "P0.WO/take", "P0/seed"]
HARVESTED = [
    *SEEDED, "P0/decision", "P0/enzyme", "P0/stop", "P0/pool", "P0/count", "P0/harvest",
]  # fmt: skip
VERIFIED = {"REC/identify": "WITNESSED", "P0/seed": "WITNESSED", "P0/decision": "CHECKED"}


def fact(path: str) -> StepFact:
    return StepFact(path, True, frozenset({VERIFIED.get(path, "PERFORMED")}))


def lot(
    done: list[str],
    opened: dict[str, int] | None = None,
    answers: dict[tuple[str, str], str] | None = None,
) -> Position:
    said = {("REC/red", "lyse"): "no"} if answers is None else answers
    counted = {"P": 1} if opened is None else opened
    return position(MASTER, map(fact, done), counted, None, (), said)


def codes(verdict: Any) -> list[str]:
    return [f.code for f in verdict.findings]


def state(here: Position, path: str) -> str:
    found = here.at(path)
    assert found is not None
    return found.state


@pytest.mark.parametrize(
    ("segment", "known"),
    [
        ("P1.CC3", True), ("P1.WO", True), ("P1.CC20", True), ("P1.CC21", False), ("P1.CC0", False),
        ("P1.CC", False), ("P1.WO1", False), ("CC1", False), ("P9.CC1", False), ("P1.CC01", False),
        ("P1.CC1.CC1", False), ("REC.WO", False),
    ],
)  # fmt: skip
def test_a_segment_has_one_spelling(segment: str, known: bool) -> None:
    run = MASTER.run(segment)
    assert (run is not None) == known
    assert run is None or run.segment == segment


def test_steps_of_a_group_are_named_from_the_phase_down() -> None:
    place = MASTER.place("P1.CC3/observe")
    assert place is not None
    assert (place.repetition, place.run.name("en")) == (1, "Passage 1 · Care 3")


def test_a_branch_waits_for_its_answer_then_leads_or_not() -> None:
    here = lot(BEFORE[:1], {}, {})
    assert state(here, "REC/lysis") == "not_started"
    assert codes(here.may_record("REC/lysis")) == ["POS-NOT-DUE"]

    no = lot(BEFORE[:2], {})
    assert state(no, "REC/lysis") == "not_due"
    assert no.next == "REC/accept"

    yes = lot(BEFORE[:2], {}, {("REC/red", "lyse"): "yes"})
    assert yes.next == "REC/lysis"
    assert codes(yes.may_record("REC/accept")) == ["POS-MISSING"]


def test_an_unrepeated_group_is_a_named_part_and_keeps_its_order() -> None:
    here = lot(BEFORE)
    assert here.next == "P0.WO/clear"
    assert codes(here.may_record("P0.WO/take")) == ["POS-MISSING"]
    assert codes(here.may_record("P0/seed")) == ["POS-MISSING", "POS-MISSING"]


def test_a_group_on_demand_is_opened_while_its_phase_is_not_past() -> None:
    here = lot(SEEDED)
    assert [o.key for o in here.openings()] == ["P0.CC"]
    assert here.next == "P0/decision"

    opened = lot(SEEDED, {"P": 1, "P0.CC": 1})
    assert opened.next == "P0.CC1/observe"
    assert codes(opened.may_open("P0.CC")) == ["POS-MISSING"]
    assert codes(opened.may_record("P0/decision")) == ["POS-MISSING"]

    past = lot([*HARVESTED, "P1.WO/clear"], {"P": 2})
    assert codes(past.may_open("P0.CC")) == ["POS-PASSED"]
    assert codes(past.may_open("P7.CC")) == ["POS-NO-REPEAT"]


def test_no_group_is_opened_more_often_than_the_master_allows() -> None:
    done = [*SEEDED, *(f"P0.CC{n}/observe" for n in range(1, 21))]
    assert codes(lot(done, {"P": 1, "P0.CC": 20}).may_open("P0.CC")) == ["POS-MAX"]


def test_nobody_waits_for_a_parallel_part_but_the_end() -> None:
    here = lot(HARVESTED)
    assert here.next == "FIN/ready"
    assert state(here, "ENV/plates") == "next"
    assert here.may_record("FIN/ready")

    rest = ["FIN/ready", "FIN/labels", "FIN/fill", "FIN/store"]
    late = lot([*HARVESTED, *rest])
    assert not late.complete
    assert late.next == "ENV/plates"
    assert late.may_record("ENV/plates")
    assert lot([*HARVESTED, *rest, "ENV/plates"]).complete


def test_inside_a_window_no_order_refuses_and_every_breach_is_found() -> None:
    here = lot(SEEDED)
    assert here.may_record("P0/stop")
    assert [f.code for f in here.out_of_order("P0/stop")] == ["R07"]
    assert here.out_of_order("P0/pool") == ()
    done = [p for p in HARVESTED if p not in {"P0/pool", "P0/count", "P0/harvest"}]
    assert lot(done[:-1]).out_of_order("P0/stop") == ()


def test_a_group_that_must_run_holds_what_follows_it() -> None:
    wanted = body()
    wanted["phases"][1]["steps"][2]["repeat"]["min"] = 1
    master = Master.from_body(wanted)

    here = position(master, map(fact, SEEDED), {"P": 1}, None, (), {("REC/red", "lyse"): "no"})

    assert codes(here.may_record("P0/decision")) == ["POS-TOO-FEW"]
    assert here.next is None
    assert [o.key for o in here.openings()] == ["P0.CC"]


def test_a_branch_on_the_passage_before_opens_or_closes_the_next_one() -> None:
    wanted = body()
    wanted["phases"][1]["when"] = {"step": "P{n-1}/decision", "name": "answer", "is": ["harvest"]}
    wanted["phases"][1]["repeat"]["first"] = 0
    master = Master.from_body(wanted)
    assert [f.code for f in faults(wanted)] == []
    said = {("REC/red", "lyse"): "no", ("P0/decision", "answer"): "wait"}

    here = position(master, map(fact, HARVESTED), {"P": 1}, None, (), said)

    assert codes(here.may_open("P")) == ["POS-NOT-DUE"]


def spoil(change: Callable[[dict[str, Any]], object]) -> list[tuple[str, str]]:
    wrong = body()
    change(wrong)
    return [(f.code, f.where) for f in faults(wrong)]


def test_the_nested_master_has_no_fault() -> None:
    assert spoil(lambda _b: None) == []


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (
            lambda b: b["phases"][0]["steps"][2]["when"].update(step="later"),
            "MASTER-WHEN", "phases/0/steps/2/when/step",
        ),
        (
            lambda b: b["phases"][0]["steps"][2]["when"].update(name="reason"),
            "MASTER-WHEN", "phases/0/steps/2/when/name",
        ),
        (
            lambda b: b["phases"][0]["steps"][2]["when"].update({"is": ["perhaps"]}),
            "MASTER-WHEN", "phases/0/steps/2/when/is",
        ),
        (
            lambda b: b["phases"][1]["steps"][4].update(in_window="OTHER"),
            "MASTER-WINDOW", "phases/1/steps/4/in_window",
        ),
        (
            lambda b: b["phases"][1]["steps"][4].update(gate=True),
            "MASTER-WINDOW", "phases/1/steps/4/in_window",
        ),
        (
            lambda b: b["windows"][0]["to"].update(name="other"),
            "MASTER-WINDOW", "windows/0/to/name",
        ),
        (
            lambda b: b["windows"][0]["from"].update(step="P0.XX/enzyme"),
            "MASTER-WINDOW", "windows/0/from/step",
        ),
        (
            lambda b: b["phases"][0]["steps"][0].update(scan=["moon"]),
            "MASTER-SCAN", "phases/0/steps/0/scan",
        ),
        (
            lambda b: b["phases"][1]["steps"][3].update(verify=None),
            "MASTER-TELEPHONE", "phases/1/steps/3/verify",
        ),
        (
            lambda b: b["phases"][1]["steps"][2]["steps"][0]["fields"][0]["rows"].update(max=0),
            "MASTER-ROWS", "phases/1/steps/2/steps/0/fields/0/rows",
        ),
        (
            lambda b: b["phases"][1]["steps"][8]["params"].update(pool="count"),
            "MASTER-RELIES", "phases/1/steps/8/params/pool",
        ),
        (
            lambda b: b["phases"][1]["steps"][8]["params"].update(placed="nowhere"),
            "MASTER-RELIES", "phases/1/steps/8/params/placed",
        ),
        (
            lambda b: b["phases"][1]["steps"][2]["repeat"].update(min=-1),
            "MASTER-REPEAT", "phases/1/steps/2/repeat",
        ),
        (
            lambda b: b["phases"][1]["steps"][2]["steps"].append(
                {**deep(), "steps": [{**deep(), "steps": [step("s", "sign")]}]}
            ),
            "MASTER-DEPTH", "phases/1/steps/2/steps/2/steps/0/steps",
        ),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_a_fault_at_its_place(
    change: Callable[[dict[str, Any]], object], code: str, where: str
) -> None:
    assert (code, where) in spoil(change)


def deep() -> dict[str, Any]:
    return {"code": "D", "title": {"en": "d", "fr": "d"}, "steps": []}
