"""A clinical lot, made and tested once; each test takes its own copy at the stage it begins from."""

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
from elnapp.demo.testing import enter_all
from elnapp.demo.worked import Run
from elnapp.factory import create_app
from elnapp.web.house import House
from tests.cast import Cast
from tests.conftest import NOW, Clock, settings
from tests.elnapp.release.desk import Desk
from tests.shared import OneApplication


@pytest.fixture(scope="session")
def made(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A settled store with one clinical lot: every step done, every result conform."""
    folder = tmp_path_factory.mktemp("made") / "store"
    shutil.copytree(settled, folder)
    app = create_app(settings(folder), lambda: NOW)
    story = Story.begin(app.extensions["elnapp"], NOW - timedelta(days=60))
    story.told = 1_000  # keys that the people of the settled store have not used
    collected = (story.clock() + timedelta(days=3)).replace(hour=7, minute=30)
    donor = enrol(story, FIT[0], collected.date())
    din = donate(story, donor, 1, collected)
    making = issue(story, donor, din, Run())
    making.all_steps()
    enter_all(story, making.number)
    app.extensions["elnapp"].kernel.stores.close()
    return folder


@pytest.fixture(scope="session")
def approved(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store where the lot is approved by quality assurance, ten minutes ago."""
    folder = tmp_path_factory.mktemp("approved") / "store"
    shutil.copytree(made, folder)
    clock = Clock()
    clock.at = NOW - timedelta(minutes=10)
    house = create_app(settings(folder), clock).extensions["elnapp"]
    earlier = Cast(house, clock)
    earlier._keys = itertools.count(10_001)  # keys that the tests themselves do not use
    Desk(house, earlier, clock).review()
    house.kernel.stores.close()
    return folder


@pytest.fixture
def app(request: pytest.FixtureRequest, one: OneApplication, clock: Clock) -> Iterator[Flask]:
    """The application over a copy of the lot, at the stage the test begins from."""
    stage = "approved" if "reviewed" in request.fixturenames else "made"
    yield one.over(request.getfixturevalue(stage), clock)
    one.close()


@pytest.fixture
def desk(house: House, cast: Cast, clock: Clock) -> Desk:
    """The desk of those who review and decide; the lot is made and tested."""
    return Desk(house, cast, clock)


@pytest.fixture
def reviewed(desk: Desk) -> Desk:
    """The same desk, where only the Qualified Person is missing."""
    return desk
