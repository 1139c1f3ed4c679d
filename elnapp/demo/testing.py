"""The results of a demo lot, typed by the analyst against the pinned specification."""

from __future__ import annotations

from collections.abc import Mapping

from batches.ledger import Value
from batches.quantity import parse_decimal
from batches.readings import asked
from batches.specification import Row
from elnapp.demo.story import Story
from elnapp.release import queries as release
from elnapp.results import service
from elnapp.results.service import Given, Unconfirmed

ANALYST = "jpetit"
WORKED = {
    "DS-1": "3",
    "DS-2": "9.0",
    "ID-1-CD73": "98.9",
    "ID-1-CD90": "99.2",
    "ID-1-CD105": "97.6",
    "ID-2": "0.3",
    "PU-1": "95",
    "DO-1": "100",
    "SA-3": "0.5",
    "IPC-2": "49.0",
    "ID-5": "3.1",
    "SE-1": "18/412 21/420",
    "ID-6": "1.4",
    "PO-1": "46",
}


def enter_all(story: Story, lot: str, other: Mapping[str, str] | None = None) -> None:
    """Type one result for every row; `other` differs from the worked lot by row."""
    typed = {**WORKED, **(other or {})}
    with story.house.kernel.reading() as session:
        pinned = release.pinned_specification(session, f"lot/{lot}")
    for row in pinned.specification.rows:
        given = Given(row.code, _values(row, typed.get(row.code)))
        kernel = story.house.kernel
        try:
            service.enter(kernel, story.call(ANALYST, minutes=6), pinned, given)
        except Unconfirmed as unconfirmed:
            again = Given(row.code, given.values, confirmed=unconfirmed.token)
            service.enter(kernel, story.call(ANALYST, minutes=2), pinned, again)


def _values(row: Row, typed: str | None) -> dict[str, Value]:
    """Give the values of a row: two counts, an accepted choice, or a number."""
    fields = asked(row)
    if row.input == "counts":
        pairs = [p.split("/") for p in str(typed).split()]
        slots = [s for f in fields for s in f.slots]
        numbers = [*(p[0] for p in pairs), *(p[1] for p in pairs)]
        return {s: _number(n, "") for s, n in zip(slots, numbers, strict=True)}
    if row.input == "choice":
        accepted = typed or min(row.accepts)
        return {fields[0].name: Value(accepted)}
    return {fields[0].name: _number(str(typed), fields[0].unit)}


def _number(text: str, unit: str) -> Value:
    return Value(text, parse_decimal(text), unit)
