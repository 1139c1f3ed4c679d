"""One statement each way: everything above, or below, a set of rows, however many steps away.

The statement is recursive and keeps no depth, so that each row is reached once whatever the number
of ways to it, and a cycle ends.  SQLite takes one recursive part for each relation (3.34 and
later); PostgreSQL allows a single one, which asks all relations for the row at hand (LATERAL).
Built once: they are asked at each look-up.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import Text, bindparam, cast, column, func, literal, select, true, union_all
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.expression import CTE
from sqlmodel import Session

from elnapp.tracing.queries.relations import LINES, TIES, Relation, Tie

Way = Literal["up", "down"]
Found = tuple[str, str]
"""A row that was reached: its kind and its id."""


class Fastened(NamedTuple):
    """One tie that was found: what is tied, the thing, and by which relation."""

    kind: str
    key: str
    thing_kind: str
    thing: str
    name: str


CHUNK = 4000  # ids in one statement


def reached(session: Session, starts: Iterable[Found], way: Way) -> set[Found]:
    """Give everything that lies `up` or `down` from `starts`, and `starts` themselves."""
    seeds = [{"kind": kind, "id": key} for kind, key in sorted(set(starts))]
    if not seeds:
        return set()
    connection = session.connection()
    statement = _statement(way, sqlite=connection.dialect.name == "sqlite")
    rows = connection.execute(statement, {"seeds": json.dumps(seeds)})
    return {(kind, key) for kind, key in rows}


def lines(session: Session, keys: Collection[str]) -> set[tuple[str, str, str]]:
    """Give above, below and name of every line that leads to one of `keys`.

    They are asked from below: a thing has few origins, but a pool may have many uses.
    """
    return {tuple(row) for row in asked(session, _LINES, keys)}


def ties(session: Session, kinds: Collection[str], keys: Collection[str]) -> set[Fastened]:
    """Give what of some `kinds` of layer is tied to things: `keys` are things."""
    statements = [statement for kind, statement in _FROM_THING if kind in kinds]
    return {Fastened(*row) for row in asked(session, statements, keys)}


def tied_by(session: Session, keys: Collection[str]) -> set[Fastened]:
    """Give the things that rows of a layer are tied to: `keys` are rows of the layer."""
    statements = [statement for _kind, statement in _FROM_LAYER]
    return {Fastened(*row) for row in asked(session, statements, keys)} if keys else set()


def asked(session: Session, statements: Sequence[Any], keys: Collection[str]) -> Iterator[Any]:
    """Give the rows of statements that ask for some `keys`, as many at a time as a store takes."""
    connection, ordered = session.connection(), sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        given = {"keys": ordered[start : start + CHUNK]}
        for statement in statements:
            yield from connection.execute(statement, given)


def _among(one: Any) -> Any:
    return one.in_(bindparam("keys", expanding=True))


def _line(line: Relation) -> Any:
    upper, lower = line.pairs.selected_columns
    return line.pairs.with_only_columns(upper, lower, literal(line.name)).where(_among(lower))


def _tie(tie: Tie, *, tied: bool) -> Any:
    layer, thing = tie.pairs.selected_columns
    near = layer if tied else thing
    shown = (literal(tie.tied), layer, literal(tie.thing), thing, literal(tie.name))
    return tie.pairs.with_only_columns(*shown).where(_among(near))


@cache
def _statement(way: Way, *, sqlite: bool) -> Any:
    found = _seeds(sqlite=sqlite).cte("reached", recursive=True)
    steps = [_step(found, line, way) for line in LINES]
    if sqlite:
        whole = found.union(*steps)
        return select(whole.c.kind, whole.c.id)
    each = union_all(*(step.correlate(found) for step in steps)).lateral("each_step")
    one = select(each.c.kind, each.c.id).select_from(found.join(each, true()))
    whole = found.union(one)
    return select(whole.c.kind, whole.c.id)


def _seeds(*, sqlite: bool) -> Any:
    given = bindparam("seeds", type_=Text)
    if sqlite:
        one = func.json_each(given).table_valued("value")
        kind, key = (func.json_extract(one.c.value, f"$.{name}") for name in ("kind", "id"))
        return select(kind.label("kind"), key.label("id"))
    one = func.jsonb_to_recordset(cast(given, JSONB)).table_valued(
        column("kind", Text), column("id", Text)
    )
    named = one.render_derived(name="seed", with_types=True)
    return select(named.c.kind, named.c.id.collate("C").label("id"))


def _step(found: CTE, line: Relation, way: Way) -> Any:
    """Give the rows one step from a reached one, by one relation."""
    upper, lower = line.pairs.selected_columns
    near, far = (upper, lower) if way == "down" else (lower, upper)
    kind, leads = (line.above, line.below) if way == "down" else (line.below, line.above)
    shown = (literal(leads, Text).label("kind"), far.label("id"))
    return line.pairs.with_only_columns(*shown).where(found.c.kind == kind, near == found.c.id)


_LINES = [_line(line) for line in LINES]
_FROM_THING = [(tie.tied, _tie(tie, tied=False)) for tie in TIES]
_FROM_LAYER = [(tie.tied, _tie(tie, tied=True)) for tie in TIES]
