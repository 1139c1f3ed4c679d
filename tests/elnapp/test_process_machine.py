"""Random orders, corrections and pools over the real services come out as a model of their own says."""

from __future__ import annotations

import pytest

from bench.machines import process_machine
from bench.machines.process_mutants import MUTANTS


@pytest.mark.slow
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_random_lots_through_the_services_come_out_as_the_model_says(quarter: int) -> None:
    process_machine.machine(50, 50)


@pytest.mark.slow
def test_a_pool_that_leaves_vessels_standing_is_seen() -> None:
    with MUTANTS["a pool empties one vessel"](), pytest.raises(AssertionError):
        process_machine.machine(12, 50)
