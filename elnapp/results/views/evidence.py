"""What the inbox holds for a test: the readings of the sample that was scanned."""

from __future__ import annotations

from flask import request

from batches.inbox import offered
from batches.readings import asked
from elnapp.inbox import queries as inbox
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.views.evidence import MOST, Evidence, context
from elnapp.results.forms import SAMPLE
from elnapp.results.queries import Line
from elnapp.results.views.seeing import Seen
from elnapp.web.house import reading

__all__ = ["context", "evidence", "filled", "scanned"]


def scanned() -> str:
    """Give the sample code that was scanned, or nothing yet."""
    return request.values.get(SAMPLE, "").strip()


def evidence(seen: Seen, line: Line) -> Evidence | None:
    """Give the readings for a row; None for a row that no file answers.

    Nothing waits before a sample of the lot was scanned; then its own readings come first, and those
    that name no sample of the house after them.
    """
    row, code = line.row, scanned()
    if not row.reads:
        return None
    known = any(one.code == code for one in seen.samples)
    with reading() as session:
        kinds = {kind for kind, _quantity in row.reads.values()}
        waiting = inbox.usable(session, seen.head.site, kinds) if known else []
        picked = inbox.choose(session, request.values.getlist("reading"))
    mine = [one for one in waiting if one.sample == code or one.sample_unit is None]
    first = sorted(mine, key=lambda one: one.sample != code)
    said = offered(asked(row), row.reads, ((r.id, r.kind, r.quantities) for r in picked))
    return Evidence(_of_site(picked, seen), tuple(first[:MOST]), said)


def _of_site(picked: list[ReadingView], seen: Seen) -> tuple[ReadingView, ...]:
    return tuple(one for one in picked if one.site == seen.head.site)


def filled(found: Evidence | None) -> dict[str, str] | None:
    """Give what the form is filled with from the file; None where no reading is chosen."""
    if found is None or not found.picked:
        return None
    return {**found.texts(), SAMPLE: scanned()}
