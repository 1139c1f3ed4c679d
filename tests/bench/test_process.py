"""Random lots on the nested master agree with a model of their own; a planted defect does not."""

from __future__ import annotations

import pytest

from bench.drills import process
from bench.machines.process_mutants import MUTANTS
from bench.machines.process_world import begun, told


@pytest.mark.parametrize("block", range(2))
def test_random_lots_come_out_as_the_model_says(block: int) -> None:
    for seed in range(block * 10, block * 10 + 10):
        wrong, _asked, _refused = told(seed, 80)
        assert not wrong, seed


@pytest.mark.parametrize("seed", [1478, 2001, 4745])
def test_a_discarded_pool_is_not_replaced_by_the_one_before(seed: int) -> None:
    """Lots of five thousand that banked what was left of P1 as P2, or filled bags of nothing."""
    wrong, _asked, _refused = told(seed, 80)
    assert not wrong


def test_the_stories_reach_the_end_and_every_kind_of_step() -> None:
    seen: set[str] = set()
    complete = 0
    for seed in range(25):
        world = begun(seed)
        for _ in range(80):
            world.step()
        seen |= {path.rpartition("/")[2] for path in world.values}
        complete += world.model.complete()

    assert {"lysis", "observe", "remove", "vials", "store", "plates"} <= seen
    assert complete > 5


@pytest.mark.parametrize("name", MUTANTS)
def test_a_planted_defect_is_found(name: str) -> None:
    assert process.hunt(name, 60)
