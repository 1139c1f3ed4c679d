"""axe finds nothing on any page, in both languages, in its empty, full and error state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256

import pytest
from flask import Flask
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from sqlmodel import Session

from elnapp.custody import queries as custody
from elnapp.inbox import queries as inbox
from elnapp.people import queries
from tests.browser import people
from tests.browser.axe import bring, violations
from tests.browser.conftest import Serve
from tests.browser.pages import NO_PAGE, PAGES, SEND, SEND_TWICE, Page
from tests.browser.stage import COUNTS, LABELLED
from tests.cast import ADMINISTRATOR, TECHNICIAN

LANGS = ("fr", "en")
pytestmark = pytest.mark.browser


class Tabs:
    """One tab for each scene, person and language; each person signs in once."""

    def __init__(self, browser: Browser, serve: Serve, stack: ExitStack) -> None:
        self.browser, self.serve, self.stack = browser, serve, stack
        self.open: dict[tuple[str, str | None, str], Tab] = {}

    def of(self, scene: str, who: str | None, lang: str) -> Tab:
        key = (scene, who, lang)
        if key not in self.open:
            stage = self.serve(scene)
            ways = (
                people.visitor(self.browser, stage, lang)
                if who is None
                else people.signed_in(self.browser, stage, who, lang)
            )
            self.open[key] = self.stack.enter_context(ways)
            bring(self.open[key])
        return self.open[key]

    def names(self, scene: str) -> dict[str, str]:
        """Give what differs from store to store: a grant, a label that waits, a printed one."""
        with self.serve(scene).house.kernel.reading() as session:
            names = {"label": f"{LABELLED}-S001", "printed": f"{LABELLED}-S002"}
            found = {name: _first_label(session, code) for name, code in names.items()}
            return {"grant": _first_grant(session), **_sent(session), **found}


def _sent(session: Session) -> dict[str, str]:
    """Give a reading that waits and the agent, where the store has them."""
    file = inbox.by_hash(session, sha256(COUNTS).hexdigest())
    rows = inbox.in_file(session, file.id) if file else []
    actor = queries.actor_of(session, ADMINISTRATOR)
    agents = inbox.agents(session, actor) if actor else []
    return {
        "reading": rows[0].id if rows else "none", "agent": agents[0].id if agents else "none",
    }  # fmt: skip


def _first_grant(session: Session) -> str:
    account = queries.account(session, TECHNICIAN)
    assert account is not None
    return str(queries.grants(session, account.id)[0].id)


def _first_label(session: Session, code: str) -> str:
    unit = custody.unit(session, code)
    labels = custody.labels(session, unit.id) if unit else []
    return labels[0].row.id if labels else ""


@pytest.fixture(scope="module")
def tabs(browser: Browser, serve: Serve) -> Iterator[Tabs]:
    with ExitStack() as stack:
        yield Tabs(browser, serve, stack)


def look(tabs: Tabs, page: Page, state: str, lang: str) -> list[str]:
    """Open one state of a page and let axe look at it; say also when it is the wrong page."""
    wanted = page.states[state]
    times = {SEND: 1, SEND_TWICE: 2}.get(wanted, 0)
    scene, _colon, path = (page.full if times else wanted).rpartition(":")
    scene = scene or "told"
    tab = tabs.of(scene, page.who, lang)
    answer = tab.goto(path.format(**tabs.names(scene)) if "{" in path else path)
    between: list[str] = []
    for turn in range(times):
        between += violations(tab) if turn else []
        with tab.expect_navigation() as sent:
            tab.locator(page.button).last.evaluate("button => button.click()")
        answer = sent.value
    assert answer is not None
    wrong = [] if (answer.status >= 400) == (state == "error") else [f"status {answer.status}"]
    shown = tab.get_attribute("html", "lang")
    wrong += [] if shown == lang else [f"in {shown}"]
    return wrong + between + violations(tab)


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
