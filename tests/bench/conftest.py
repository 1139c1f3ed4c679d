"""One PostgreSQL cluster for the session, and an empty database for each test that asks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from bench import cluster

NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a running cluster."""
    with cluster.cluster() as server:
        yield server


@pytest.fixture
def empty_postgres(postgres: str) -> Iterator[str]:
    """The address of an empty database of its own."""
    with cluster.database(postgres, f"test{next(NUMBERS)}") as url:
        yield url
