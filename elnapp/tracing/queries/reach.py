"""One statement each way: everything above, or below, a set of rows, however many steps away.

The statement is recursive and keeps no depth, so that each row is reached once whatever the number
of ways to it, and a cycle ends.  SQLite takes one recursive part for each relation (3.34 and
later); PostgreSQL allows a single one, which asks all relations for the row at hand (LATERAL).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import cache, partial
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    Text,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.expression import CTE
from sqlmodel import Session

from elnapp.tracing.queries.asking import among, asked
from elnapp.tracing.queries.relations import LINES, VISITED, Relation
from elnapp.tracing.queries.ties import TIES, Tie

Way = Literal["up", "down"]
Found = tuple[str, str]
"""A row that was reached: its kind and its id."""
BELOW = tuple(sorted({"lot" if line.below == VISITED else line.below for line in LINES}))
TIED = tuple(sorted({tie.thing for tie in TIES}))


class Fastened(NamedTuple):
    """One tie that was found: what is tied, the thing, and by which relation."""

    kind: str
    key: str
    thing_kind: str
    thing: str
    name: str


def reached(session: Session, starts: Iterable[Found], way: Way) -> set[Found]:
    """Give everything that lies `up` or `down` from `starts`, and `starts` themselves."""
    seeds = [{"kind": kind, "id": key} for kind, key in sorted(set(starts))]
    if not seeds:
        return set()
    connection = session.connection()
    statement = _statement(way, sqlite=connection.dialect.name == "sqlite")
    rows = connection.execute(statement, {"seeds": json.dumps(seeds)})
    return {(kind, key) for kind, key in rows}


class Line(NamedTuple):
    """One line that leads to a thing; `kind` is that of what lies above, or VISITED (see there)."""

    above: str
    below: str
    name: str
    kind: str


def lines(session: Session, found: Iterable[Found]) -> set[Line]:
    """Give every line that leads to what was found.

    They are asked from below: a thing has few origins, but a pool may have many uses.
    """
    return {Line(*row) for row in asked(session, _lines, **_by_kind(found, BELOW))}


def ties(session: Session, layers: tuple[str, ...], found: Iterable[Found]) -> set[Fastened]:
    """Give what of some kinds of layers (`hold`, `person`, ...) is tied to what was found."""
    things = _by_kind(found, TIED)
    if not layers or not any(things.values()):
        return set()
    return {Fastened(*row) for row in asked(session, partial(_to_things, layers), **things)}


def tied_by(session: Session, layer: str, keys: Collection[str]) -> set[Fastened]:
    """Give the things that rows of one kind of layer are tied to."""
    return {Fastened(*row) for row in asked(session, partial(_to_layer, layer), keys=keys)}


def _by_kind(found: Iterable[Found], kinds: Iterable[str]) -> dict[str, set[str]]:
    keys: dict[str, set[str]] = {f"of_{kind}": set() for kind in kinds}
    for kind, key in found:
        if f"of_{kind}" in keys:
            keys[f"of_{kind}"].add(key)
    return keys


@cache
def _lines(sqlite: bool) -> Any:  # noqa: FBT001 - which of two databases
    return union_all(*(_line(line, sqlite) for line in LINES if line.above != VISITED))


def _line(line: Relation, sqlite: bool) -> Any:  # noqa: FBT001 - the same
    upper, lower = line.pairs.selected_columns
    kind = "lot" if line.below == VISITED else line.below
    above = VISITED if line.below == VISITED else line.above
    said = (literal(word, Text).label(key) for key, word in (("name", line.name), ("kind", above)))
    return line.pairs.with_only_columns(upper, lower, *said).where(
        among(lower, f"of_{kind}", sqlite)
    )


@cache
def _to_things(layers: tuple[str, ...], sqlite: bool) -> Any:  # noqa: FBT001 - the same
    return union_all(
        *(
            _tie(tie).where(among(tie.pairs.selected_columns["thing"], f"of_{tie.thing}", sqlite))
            for tie in TIES
            if tie.tied in layers
        )
    )


@cache
def _to_layer(layer: str, sqlite: bool) -> Any:  # noqa: FBT001 - the same
    return union_all(
        *(
            _tie(tie).where(among(tie.pairs.selected_columns["tied"], "keys", sqlite))
            for tie in TIES
            if tie.tied == layer
        )
    )


def _tie(tie: Tie) -> Any:
    layer, thing = tie.pairs.selected_columns
    words = (literal(word, Text) for word in (tie.tied, tie.thing, tie.name))
    kind, thing_kind, name = words
    return tie.pairs.with_only_columns(kind, layer, thing_kind, thing, name)


@cache
def _statement(way: Way, *, sqlite: bool) -> Any:
    found = _seeds(sqlite=sqlite).cte("reached", recursive=True)
    steps = [_step(found, line, way, sqlite=sqlite) for line in LINES]
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


def _step(found: CTE, line: Relation, way: Way, *, sqlite: bool) -> Any:
    """Give the rows one step from a reached one, by one relation."""
    upper, lower = line.pairs.selected_columns
    near, far = (upper, lower) if way == "down" else (lower, upper)
    kind, leads = (line.above, line.below) if way == "down" else (line.below, line.above)
    shown = (literal(leads, Text).label("kind"), far.label("id"))
    mine = found.c.kind == kind
    return line.pairs.with_only_columns(*shown).where(
        _few(mine) if sqlite else mine, near == found.c.id
    )


def _few(mine: Any) -> Any:
    """Tell SQLite that few reached rows are of one kind, which it cannot know.

    It takes a recursive table for a large one and would read whole tables first, to build a filter
    in memory, where each of our few rows finds its partners by an index.
    """
    return func.likelihood(mine, literal_column("0.00001"))
