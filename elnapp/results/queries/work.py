"""What waits over all lots: results to enter, to review, interim, under investigation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from batches.people import Actor
from batches.policy import shows
from elnapp.record import Head
from elnapp.results.queries.investigations import OosView
from elnapp.results.queries.results import Line

AT_WORK = ("issued", "in_process", "completed", "approved")
"""States of lots whose results are still coming; those after them are decided."""


@dataclass(frozen=True, slots=True)
class Open:
    """One row of one lot that waits for somebody; `what` is enter, invalid, interim, review or oos."""

    lot: str
    what: str
    line: Line
    oos: OosView | None = None


def open_lots(session: Session, actor: Actor, *, decided: bool = False) -> list[Head]:
    """Give the lots whose results the reader may see, the newest first; those decided on request."""
    found = select(Head).where(col(Head.kind) == "lot").order_by(col(Head.stream).desc())
    heads = session.scalars(found if decided else found.where(col(Head.state).in_(AT_WORK)))
    return [h for h in heads if shows("results", actor.roles(h.site, h.study))]


def wanting(lot: str, lines: tuple[Line, ...], oos: list[OosView]) -> Iterator[Open]:
    """Give what each row of a lot waits for; a row under investigation waits for that first."""
    by_row = {o.row: o for o in oos if o.open}
    for line in lines:
        if line.row.code in by_row:
            yield Open(lot, "oos", line, by_row[line.row.code])
        elif line.verdict == "INVALID":
            yield Open(lot, "invalid", line)
        elif line.verdict == "PENDING":
            yield Open(lot, "interim" if line.result else "enter", line)
        if line.to_review:
            yield Open(lot, "review", line)
