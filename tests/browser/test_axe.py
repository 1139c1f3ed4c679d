"""axe finds nothing on any page, in both languages, in its empty, full and error state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser.axe import SOURCE, violations
from tests.browser.pages import NO_PAGE, PAGES, Page
from tests.browser.stage import Serve
from tests.browser.tabs import Tabs

LANGS = ("fr", "en")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def tabs(browser: Browser, serve: Serve) -> Iterator[Tabs]:
    with ExitStack() as stack:
        yield Tabs(browser, serve, stack, SOURCE.read_text(encoding="utf-8"))


def look(tabs: Tabs, page: Page, state: str, lang: str) -> list[str]:
    """Open one state of a page and let axe look at it; say also when it is the wrong page."""
    before: list[str] = []
    tab, answer = tabs.show(page, state, lang, lambda tab: before.extend(violations(tab)))
    assert answer is not None
    wrong = [] if (answer.status >= 400) == (state == "error") else [f"status {answer.status}"]
    shown = tab.get_attribute("html", "lang")
    wrong += [] if shown == lang else [f"in {shown}"]
    return wrong + before + violations(tab)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.endpoint)
def test_axe_finds_nothing(tabs: Tabs, page: Page, lang: str) -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for state in page.states:
        found[state] += look(tabs, page, state, lang)
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_every_route_has_an_entry(app: Flask) -> None:
    known = {page.endpoint for page in PAGES} | set(NO_PAGE)
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert routes - known == set(), "give these an entry in tests/browser/pages.py"
    assert known - routes == set(), "these routes are gone"


def test_axe_looks(tabs: Tabs) -> None:
    """A page with a planted fault is found: silence means that there is nothing."""
    tab = tabs.of("empty", None, "fr")
    tab.goto("/login")
    tab.evaluate("() => document.querySelector('label').remove()")
    assert any(v.startswith("label:") for v in violations(tab))
