"""No path over the real services leads to certified or released but through the gate."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from batches import gate_questions
from bench.machines import service_machine
from bench.machines.service_machine import ServiceMachine


def test_honest_people_reach_the_end() -> None:
    walk = ServiceMachine()
    walk.begin("tested")
    walk.go_on()
    state = walk.world.state()
    walk.teardown()

    assert state == "released"


@pytest.mark.slow
def test_no_path_leads_around_the_gate() -> None:
    service_machine.machine(100, 30)


@pytest.mark.slow
def test_a_gate_that_does_not_count_holds_is_seen() -> None:
    with (
        patch.dict(gate_questions.ANSWERS, {"G21": lambda _facts: ()}),
        pytest.raises(AssertionError, match="hold"),
    ):
        service_machine.machine(100, 30)
