"""A trace is the closure of the ledger: on random ledgers, knots included, by brute force."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel

import elnapp.factory  # noqa: F401 - every room's tables are known once the factory is
from elnapp.tracing.queries import Asked, check, trace
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
