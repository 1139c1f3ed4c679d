"""No path over the real services leads to certified or released but through the gate."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from batches.gate import QUESTIONS, Answer, GateReport
from bench.machines import service_machine
from bench.machines.service_machine import ServiceMachine
from elnapp.release.service import decisions


def test_honest_people_reach_the_end() -> None:
    walk = ServiceMachine()
    walk.begin("tested")
    walk.go_on(6)
    state = walk.world.state()
    walk.teardown()

    assert state == "released"


@pytest.mark.slow
@pytest.mark.parametrize("half", [1, 2])
def test_no_path_leads_around_the_gate(half: int) -> None:
    service_machine.machine(50, 30)


def test_a_gate_that_stands_open_is_seen() -> None:
    def open_gate(*_args: object) -> GateReport:
        return GateReport(tuple(Answer(code, "PASS") for code in QUESTIONS))

    walk = ServiceMachine()
    walk.begin("approved")
    with (
        patch.object(decisions, "evaluate", open_gate),
        pytest.raises(AssertionError, match="hold"),
    ):
        walk.hold_the_donor_and_certify()
    walk.teardown()
