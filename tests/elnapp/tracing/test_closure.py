"""A trace is the closure of the ledger: on random ledgers, knots included, by brute force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel

import elnapp.factory  # noqa: F401 - every room's tables are known once the factory is
from elnapp.tracing.queries import LAYERS, Asked, check, trace
from tests.elnapp.tracing import closure
from tests.elnapp.tracing.closure import Facts, code


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Tables in memory, without triggers: a test empties them again."""
    made = create_engine("sqlite://", poolclass=StaticPool)
    SQLModel.metadata.create_all(made)
    yield made
    made.dispose()


def written(engine: Engine, facts: Facts) -> Session:
    """Put one ledger into the empty tables."""
    with engine.begin() as connection:
        for name, rows in closure.rows(facts).items():
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - a table of ours
            for row in rows:
                marks = ", ".join(f":{column}" for column in row)
                columns = ", ".join(row)
                connection.execute(text(f"INSERT INTO {name} ({columns}) VALUES ({marks})"), row)  # noqa: S608
    return Session(engine)


ways = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@ways
@given(closure.ledgers(), st.data())
def test_a_trace_finds_what_brute_force_finds(
    engine: Engine, facts: Facts, data: st.DataObject
) -> None:
    thing = data.draw(st.sampled_from(facts.things()))
    above, below = facts.up(thing), facts.down(thing)
    with written(engine, facts) as session:
        for direction, expected in (("up", above), ("down", below), ("both", above | below)):
            found = trace(session, None, Asked(code(thing), direction)).plain()
            assert {node["id"] for node in found["nodes"]} == {code(one) for one in expected}
            assert {(e["from"], e["to"]) for e in found["edges"]} == {
                (code(a), code(b)) for a, b in facts.edges if {a, b} <= expected
            }


@ways
@given(closure.ledgers())
def test_the_check_finds_every_knot_and_every_mixture(engine: Engine, facts: Facts) -> None:
    with written(engine, facts) as session:
        found = check(session)
    codes = {finding.code for finding in found.findings}

    knots = any(facts_reach(facts, u, u) for u in range(len(facts.units)))
    mixed = any(facts.lots[facts.units[p]] != facts.lots[facts.units[c]] for p, c in facts.stand)
    assert codes == {*(["TRACE-CYCLE"] if knots else []), *(["TRACE-TWO-DONORS"] if mixed else [])}
    rootless = sum(not any(c == u for _p, c in facts.stand) for u in range(len(facts.units)))
    assert (found.units, found.rootless) == (len(facts.units), rootless)


@pytest.mark.parametrize("known", [False, True])
def test_no_statement_of_a_trace_reads_a_whole_table(engine: Engine, known: bool) -> None:
    """Cost follows what is reached, whether SQLite has counted its tables or not.

    Only documents and reports, which are few, are read through.  A filter in memory (BLOOM) is made
    by reading a whole table, too.
    """
    with engine.begin() as connection:
        counted(connection, rows=200_000 if known else 0)
    asked: list[tuple[str, Any]] = []
    listen = ("before_cursor_execute", lambda _c, _k, sql, given, *_r: asked.append((sql, given)))
    with written(
        engine, Facts(1, [0], [0, 0], {(0, 1)}, set(), [(0, 1)], [], [(0, (1,))])
    ) as session:
        event.listen(engine, *listen)
        for thing in (("donor", 0), ("unit", 1)):
            trace(session, None, Asked(code(thing), "both", tuple(LAYERS)))
        event.remove(engine, *listen)
        raw: Any = session.connection().connection.driver_connection
        plans = {(row[3], sql) for sql, given in asked for row in raw.execute(EXPLAIN + sql, given)}
    whole = re.compile(f"BLOOM|SCAN ({'|'.join(LARGE)})( |_|$)")
    assert [(line, sql) for line, sql in plans if whole.match(line)] == []
    assert len(asked) > len(LAYERS)


LARGE = (
    "unit", "act", "unit_parent", "lot", "donor", "donation", "result", "disposition", "head", "oos",
    "oos_step",
)  # fmt: skip
EXPLAIN = "EXPLAIN QUERY PLAN "


def counted(connection: Connection, rows: int) -> None:
    """Make SQLite believe that each large table holds so many rows, ten to a key; 0: it knows nothing."""
    connection.execute(text("ANALYZE"))
    connection.execute(text("DELETE FROM sqlite_stat1"))
    for table in LARGE if rows else ():
        for index in inspect(connection).get_indexes(table):
            said = {"t": table, "i": index["name"], "s": " ".join([str(rows), "10", "1", "1"])}
            connection.execute(text("INSERT INTO sqlite_stat1 VALUES (:t, :i, :s)"), said)
    connection.execute(text("ANALYZE sqlite_schema"))


def facts_reach(facts: Facts, start: int, end: int) -> bool:
    """Tell whether a unit came from another, through standing acts alone."""
    seen: set[int] = set()
    waiting = [c for p, c in facts.stand if p == start]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += [c for p, c in facts.stand if p == here]
    return end in seen
