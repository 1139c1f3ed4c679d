"""A lot with its first entries, and the analyst's bench."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from elnapp.demo.donors import FIT, donate, enrol
from elnapp.demo.making import issue
from elnapp.demo.story import Story
from elnapp.demo.worked import Run
from elnapp.factory import create_app
from elnapp.web.house import House
from tests.cast import Cast
from tests.conftest import NOW, Clock, settings
from tests.elnapp.results.bench import Bench
from tests.shared import OneApplication


@pytest.fixture(scope="session")
def begun(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A settled store with two lots that were begun, without results.

    The first stops before any sample, under the short specification; the second has its samples of
    the stromal vascular fraction, under the full one.
    """
    folder = tmp_path_factory.mktemp("begun") / "store"
    shutil.copytree(settled, folder)
    app = create_app(settings(folder), lambda: NOW)
    story = Story.begin(app.extensions["elnapp"], NOW - timedelta(days=40))
    story.told = 5_000  # keys of its own: streams of the settled store have taken the first ones
    runs = (Run(stop="SVF/digest"), Run(stop="P0/seed", specification="MSC-AT-DP-FULL"))
    for n, run in enumerate(runs):
        collected = (story.clock() + timedelta(days=3)).replace(hour=7, minute=30)
        donor = enrol(story, FIT[n], collected.date())
        din = donate(story, donor, n + 1, collected)
        issue(story, donor, din, run).all_steps()
    app.extensions["elnapp"].kernel.stores.close()
    return folder


@pytest.fixture
def app(one: OneApplication, begun: Path, clock: Clock) -> Iterator[Flask]:
    """The application over a copy of the lot."""
    yield one.over(begun, clock)
    one.close()


@pytest.fixture
def bench(house: House, cast: Cast) -> Bench:
    """The analyst's bench."""
    cast._keys = itertools.count(20_001)
    return Bench(house, cast)
