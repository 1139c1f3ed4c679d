"""One browser, the stores of the demo study, and people who sign in once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import people, stage
from tests.shared import once


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory, settled: Path) -> Path:
    """The stores of all scenes, made once for all processes of this run."""
    make = partial(stage.make, settled)
    return once(tmp_path_factory.getbasetemp(), "scenes", make)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without anything that talks to other machines.

    Playwright keeps an event loop running in this thread until it is closed, and nothing else that
    needs one (the seal of a PDF does) works meanwhile. So it must not outlive the browser tests.
    """
    with sync_playwright() as playwright:
        chromium = people.launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def serve(scenes: Path) -> Iterator[stage.Serve]:
    """Serve a scene that nobody changes; each is served once."""
    with ExitStack() as stack:
        running: dict[str, stage.Stage] = {}

        def ask(scene: str) -> stage.Stage:
            if scene not in running:
                running[scene] = stack.enter_context(stage.served(scenes / scene))
            return running[scene]

        yield ask


@pytest.fixture
def own(scenes: Path, tmp_path: Path) -> Iterator[stage.Stage]:
    """A served copy of the study and the waiting lot, to be changed by this test alone."""
    shutil.copytree(scenes / "plain", tmp_path / "store")
    with stage.served(tmp_path / "store") as served:
        yield served


@pytest.fixture
def enter(browser: Browser, own: stage.Stage) -> Iterator[Callable[..., Page]]:
    """Let a person sign in at a device of their own."""
    with ExitStack() as stack:

        def sign_in(login: str, lang: str = "fr") -> Page:
            return stack.enter_context(people.signed_in(browser, own, login, lang))

        yield sign_in
