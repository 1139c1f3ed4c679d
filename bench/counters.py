"""Our readers of cell counters beside allotropy's, over seeded variants of real exports.

`./dev bench counters [--n SEEDS]`: a line a file that differs, then the counts.  A file that allotropy
reads and we refuse counts as one that differs; the other way round it does not: allotropy wants columns
in their order, one separator, no comma for decimals.  Needs the shared folder of real exports beside
the checkout and the environment of the plate readers (`./dev plates`).
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import say
from bench.counter_documents import differences, measurements
from bench.counter_tables import SOURCES, opened, written
from bench.counter_variants import variant
from elnapp.readers.sandbox import PLATES, ROOT
from instruments.reading import Profile, Refusal
from instruments.registry import parse

FOLDER = ROOT.parent / "shared" / "data" / "instruments" / "cell_counter"
REFEREE = Path(__file__).with_name("counter_referee.py")
SEEDS = 100
# The order of day and month that allotropy takes without asking.
_DATES = Profile(dates="mdy")
_PROFILES = {"flex2": _DATES, "vicell_blu": _DATES}


@dataclass(frozen=True)
class Case:
    """A file for both: what was done to it, whose it is, its name and its bytes."""

    told: str
    reader: str
    name: str
    blob: bytes
    encoding: str = ""


def cases(seeds: Sequence[int], folder: Path = FOLDER) -> list[Case]:
    """Make a variant of each source for each seed."""
    made = []
    for number, source in enumerate(SOURCES):
        whole = opened(folder, source)
        for seed in seeds:
            told, changed = variant(seed * len(SOURCES) + number, whole)
            told = f"{source[1]}, seed {seed}: {told}"
            made.append(Case(told, source[0], whole.name, written(changed), changed.encoding))
    return made


def documents(asked: Sequence[Case]) -> list[dict[str, Any]]:
    """Give what allotropy makes of each file, all in one process of its environment."""
    tasks = "\n".join(
        json.dumps(
            {
                "reader": each.reader,
                "name": each.name,
                "blob": base64.b64encode(each.blob).decode(),
                "encoding": each.encoding,
            }
        )
        for each in asked
    )
    done = subprocess.run(
        [str(PLATES), str(REFEREE)], input=tasks, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def judged(case: Case, document: dict[str, Any]) -> tuple[str, str]:
    """Give how the two agree over one file, and what differs: `same` or `refused` leave nothing."""
    try:
        ours = parse(case.blob, case.name, _PROFILES.get(case.reader, Profile()))
    except Refusal as refusal:
        agreed = "refused" in document
        return ("both refuse", "") if agreed else ("only we refuse", str(refusal))
    if "refused" in document:
        return "only allotropy refuses", ""
    theirs, more = differences(measurements(document), ours.readings)
    if theirs or more:
        return "differ", f"only allotropy: {theirs[:5]}; only we: {more[:5]}"
    return "same", ""


def main() -> None:
    """Compare, and leave with 1 where something differs."""
    seeds = range(say.asked("counters", SEEDS))
    if not FOLDER.is_dir() or not PLATES.is_file():
        say.line(
            bench="counters", missing="the shared folder, or the environment of `./dev plates`"
        )
        sys.exit(2)
    asked = cases(seeds)
    counted: Counter[str] = Counter()
    for case, document in zip(asked, documents(asked), strict=True):
        how, what = judged(case, document)
        counted[how] += 1
        if what:
            say.line(bench="counters", file=case.told, found=how, what=what)
    say.line(bench="counters", files=len(asked), **dict(counted))
    sys.exit(1 if counted["differ"] or counted["only we refuse"] else 0)


if __name__ == "__main__":
    main()
