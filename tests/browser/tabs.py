"""Tabs in which people look at the pages of `pages.PAGES`: each person signs in once a scene."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from hashlib import sha256

from playwright.sync_api import Browser, Response
from playwright.sync_api import Page as Tab
from sqlmodel import Session

from elnapp.custody import queries as custody
from elnapp.inbox import queries as inbox
from elnapp.people import queries
from tests.browser import people
from tests.browser.pages import SEND, SEND_TWICE, Page
from tests.browser.stage import COUNTS, LABELLED, Stage
from tests.cast import ADMINISTRATOR, TECHNICIAN


class Tabs:
    """One tab for each scene, person and language."""

    def __init__(
        self, browser: Browser, serve: Callable[[str], Stage], stack: ExitStack, kept: str = ""
    ) -> None:
        """Open nothing yet; `kept` is a script that comes with every page of every tab."""
        self.browser, self.serve, self.stack, self.kept = browser, serve, stack, kept
        self.open: dict[tuple[str, str | None, str], Tab] = {}

    def of(self, scene: str, who: str | None, lang: str) -> Tab:
        """Give the tab of a person at a scene, signed in; nobody is signed in as None."""
        key = (scene, who, lang)
        if key not in self.open:
            stage = self.serve(scene)
            ways = (
                people.visitor(self.browser, stage, lang)
                if who is None
                else people.signed_in(self.browser, stage, who, lang)
            )
            self.open[key] = self.stack.enter_context(ways)
            if self.kept:
                self.open[key].add_init_script(script=self.kept)
        return self.open[key]

    def show(
        self, page: Page, state: str, lang: str, between: Callable[[Tab], None] | None = None
    ) -> tuple[Tab, Response | None]:
        """Bring up one state of a page; what is shown before it is sent again goes to `between`."""
        wanted = page.states[state]
        times = {SEND: 1, SEND_TWICE: 2}.get(wanted, 0)
        scene, _colon, path = (page.full if times else wanted).rpartition(":")
        scene = scene or "told"
        tab = self.of(scene, page.who, lang)
        answer = tab.goto(path.format(**self._names(scene)) if "{" in path else path)
        for turn in range(times):
            if turn and between is not None:
                between(tab)
            with tab.expect_navigation() as sent:
                tab.locator(page.button).last.evaluate("button => button.click()")
            answer = sent.value
        return tab, answer

    def _names(self, scene: str) -> dict[str, str]:
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
