"""The fixtures of the house: a store, its kernel, an application, a client. Nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elnapp.config import Settings, demo_vault
from elnapp.factory import create_app
from elnapp.record import Kernel, Stores, migrate
from elnapp.web.house import House
from tests.cast import Cast, settle_in
from tests.shared import Compiled, OneApplication, once

# Nine tenths of the first page of an application is the compiling of its templates.
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Compiled()}

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


def settings(folder: Path) -> Settings:
    """The settings of a test store in `folder`."""
    return Settings(
        profile="test",
        database_url=f"sqlite:///{folder / 'elnapp.sqlite3'}",
        data=folder,
        secret_key="0123456789abcdef0123456789abcdef",
        establishment="Hôpital de test",
        zone="Europe/Paris",
        secure_cookies=False,
        vault=demo_vault(folder, rounds=2),
    )


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated store with the cast in it, made once for the whole run and copied for each test."""
    return once(tmp_path_factory.getbasetemp(), "settled", settle)


def settle(folder: Path) -> None:
    """Migrate a store in `folder` and let the cast settle in it."""
    made = settings(folder)
    stores = Stores(made.database_url)
    migrate.upgrade(stores)
    stores.close()
    app = create_app(made, lambda: NOW)
    settle_in(app.extensions["elnapp"])
    app.extensions["elnapp"].kernel.stores.close()


@pytest.fixture
def clock() -> Clock:
    """The clock of the application under test."""
    return Clock()


@pytest.fixture(scope="session")
def one(tmp_path_factory: pytest.TempPathFactory) -> OneApplication:
    """The application that all tests of this process use, one after the other."""
    return OneApplication(tmp_path_factory.mktemp("one") / "store", settings)


@pytest.fixture
def app(one: OneApplication, settled: Path, clock: Clock) -> Iterator[Flask]:
    """The application over a copy of the settled store."""
    yield one.over(settled, clock)
    one.close()


@pytest.fixture
def house(app: Flask) -> House:
    """The parts of the application under test."""
    found: House = app.extensions["elnapp"]
    return found


@pytest.fixture
def kernel(house: House) -> Kernel:
    """The kernel of the application under test."""
    return house.kernel


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without anyone signed in."""
    return app.test_client()


@pytest.fixture
def cast(house: House, clock: Clock) -> Cast:
    """The people of the tests, and their calls."""
    return Cast(house, clock)
