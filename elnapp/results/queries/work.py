"""What waits over all lots: results to enter, to review, interim, under investigation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from elnapp.results.queries.investigations import OosView
from elnapp.results.queries.results import Line
from elnapp.results.queries.samples import SampleView


@dataclass(frozen=True, slots=True)
class Open:
    """One row of one lot that waits for somebody; `what` is enter, invalid, interim, review or oos."""

    lot: str
    what: str
    line: Line
    oos: OosView | None = None


def ready(state: str, samples: Sequence[SampleView]) -> Callable[[Line], bool]:
    """Tell which rows can have a result now: production is over, or their sample was taken."""
    taken = {test for s in samples if s.planned for test in s.planned.tests}
    over = state in {"completed", "approved"}

    def can(line: Line) -> bool:
        # Where the plan says nothing of a row, its result comes with the end of production.
        return over or line.row.code in taken

    return can


def wanting(
    lot: str, lines: Sequence[Line], oos: Sequence[OosView], can: Callable[[Line], bool]
) -> Iterator[Open]:
    """Give what each row of a lot waits for; a row under investigation waits for that first."""
    by_row = {o.row: o for o in oos if o.open}
    for line in lines:
        if line.row.code in by_row:
            yield Open(lot, "oos", line, by_row[line.row.code])
        elif line.verdict == "INVALID":
            yield Open(lot, "invalid", line)
        elif line.verdict == "PENDING" and line.result is not None:
            yield Open(lot, "interim", line)
        elif line.verdict == "PENDING" and can(line):
            yield Open(lot, "enter", line)
        if line.to_review:
            yield Open(lot, "review", line)
