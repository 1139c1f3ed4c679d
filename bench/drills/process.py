"""`./dev drill process`: `--n` (5,000) random lots of 80 steps on a master with everything in it.

Order, branches, groups, windows, tables, pools, splits of pools, corrections: each answer of the rules
is compared with a model of its own (position, ledger, growth).  It runs in two processes.  Then twelve
defects are planted one after the other, and some lot must come out wrong for each.
"""

from __future__ import annotations

from multiprocessing.synchronize import Barrier

from bench import say
from bench.machines.process_mutants import MUTANTS
from bench.machines.process_world import told
from bench.writers import together

LOTS, STEPS, PROCESSES, HUNTS = 5_000, 80, 2, 200


def main() -> None:
    """Run the drill."""
    lots = say.asked("process", LOTS)
    tales = [t for found in together(PROCESSES, walked, lots // PROCESSES) for t in found]
    wrong = [f"lot {seed}: {words}" for seed, words, _asked, _no in tales if words]
    for one in wrong[:5]:
        say.progress(one)
    names = {name for found in together(PROCESSES, hunted, HUNTS) for name in found}
    counts = {
        "tried": len(tales),
        "steps": sum(asked for *_rest, asked, _no in tales),
        "refused": sum(no for *_rest, no in tales),
        "wrong": len(wrong),
        "mutants": len(MUTANTS),
        "mutants_found": len(names),
        "mutants_missed": sorted(set(MUTANTS) - names),
    }
    say.finish("process", counts, clean=not wrong, caught=names == set(MUTANTS))


def walked(barrier: Barrier, n: int, lots: int) -> list[tuple[int, str, int, int]]:
    """Tell every other lot; gives (seed, what was wrong, asked, refused)."""
    barrier.wait()
    found = []
    for seed in range(n, lots * PROCESSES, PROCESSES):
        wrong, asked, refused = told(seed, STEPS)
        found.append((seed, "; ".join(wrong), asked, refused))
    return found


def hunted(barrier: Barrier, n: int, hunts: int) -> list[str]:
    """Plant every other mutant; gives the names of those that were found."""
    barrier.wait()
    found = []
    for name in list(MUTANTS)[n::PROCESSES]:
        wrong = hunt(name, hunts)
        say.progress(f"{name}: {wrong[:160] if wrong else 'NOT FOUND'}")
        if wrong:
            found.append(name)
    return found


def hunt(name: str, lots: int) -> str:
    """Tell lots with a defect planted until one comes out wrong; empty when none does."""
    with MUTANTS[name]():
        for seed in range(lots):
            try:
                wrong = told(seed, STEPS)[0]
            except Exception as error:  # noqa: BLE001 - a defect that breaks a lot is found too
                return repr(error)
            if wrong:
                return "; ".join(wrong)
    return ""


if __name__ == "__main__":
    main()
