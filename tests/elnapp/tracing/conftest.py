"""The settled store with generated lots in it, made once; nothing here writes, so all share it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from bench import ledgers
from tests.conftest import Clock, settings
from tests.shared import OneApplication

LOTS = 14  # one of them, AT26-00011, belongs to another study


@pytest.fixture(scope="session")
def stocked(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settled store with fourteen lots of seven donors."""
    folder = tmp_path_factory.mktemp("stocked") / "store"
    shutil.copytree(settled, folder)
    ledgers.into(settings(folder).database_url, LOTS)
    return folder


@pytest.fixture
def app(one: OneApplication, stocked: Path, clock: Clock) -> Iterator[Flask]:
    """The application over a copy of the stocked store."""
    yield one.over(stocked, clock)
    one.close()
