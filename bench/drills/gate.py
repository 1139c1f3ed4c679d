"""`./dev drill gate`: `--n` (10,000) random stories of 60 steps, and no path around the gate.

The pure machine runs in two processes.  Then twelve defects are planted in gate, policy and voiding,
one after the other, and the machine must find a way around for each.
"""

from __future__ import annotations

import random
from multiprocessing.synchronize import Barrier

from bench import say
from bench.machines.gate_machine import machine
from bench.machines.mutants import MUTANTS
from bench.writers import together

EXAMPLES, STEPS, PROCESSES, HUNTS = 10_000, 60, 2, 3_000


def main() -> None:
    """Run the drill."""
    examples = say.asked("gate", EXAMPLES)
    ways = [w for found in together(PROCESSES, walked, examples // PROCESSES) for w in found]
    for way in ways:
        say.progress(f"a way around the gate: {way}")
    names = {name for found in together(PROCESSES, hunted, HUNTS) for name in found}
    counts = {
        "tried": examples // PROCESSES * PROCESSES,
        "steps": STEPS,
        "ways_around": len(ways),
        "mutants": len(MUTANTS),
        "mutants_found": len(names),
        "mutants_missed": sorted(set(MUTANTS) - names),
    }
    say.finish("gate", counts, clean=not ways, caught=names == set(MUTANTS))


def walked(barrier: Barrier, n: int, examples: int) -> list[str]:
    """Run the machine on the rules as they are; gives the way around, if one was found."""
    random.seed(f"elnapp {n}")  # two forks would otherwise tell the same stories
    barrier.wait()
    way = hunt(examples)
    return [way] if way else []


def hunted(barrier: Barrier, n: int, examples: int) -> list[str]:
    """Plant every other mutant; gives the names of those that were found."""
    random.seed(f"elnapp mutants {n}")
    barrier.wait()
    found = []
    for name in list(MUTANTS)[n::PROCESSES]:
        with MUTANTS[name]():
            way = hunt(examples)
        say.progress(f"{name}: {way[:160] if way else 'NOT FOUND'}")
        if way:
            found.append(name)
    return found


def hunt(examples: int) -> str | None:
    """Look for a way around; gives what was wrong with it."""
    try:
        machine(examples, STEPS)
    except AssertionError as error:
        return str(error).splitlines()[0] or "found"
    return None


if __name__ == "__main__":
    main()
