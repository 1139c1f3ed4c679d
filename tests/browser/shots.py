"""Screenshots of every page, to be looked at: `python -m tests.browser.shots DIR [ENDPOINT…]`."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab

from elnapp.people import queries
from tests.browser import people, stage
from tests.browser.pages import PAGES, SEND, SEND_TWICE, Page
from tests.cast import TECHNICIAN

SIZES = ((1280, 800), (1440, 900))
LANGS = {1280: "fr", 1440: "en"}
USAGE = 2


class Camera:
    """Opens each scene and person once, and keeps the pictures."""

    def __init__(self, browser: Browser, scenes: Path, out: Path, stack: ExitStack) -> None:
        """Take pictures of the stores in `scenes` into `out`."""
        self.browser, self.scenes, self.out, self.stack = browser, scenes, out, stack
        self.served: dict[str, stage.Stage] = {}
        self.tabs: dict[tuple[str, str | None, str], Tab] = {}

    def tab(self, scene: str, who: str | None, lang: str) -> Tab:
        """Give the tab of a person at a scene, signed in."""
        if scene not in self.served:
            self.served[scene] = self.stack.enter_context(stage.served(self.scenes / scene))
        key = (scene, who, lang)
        if key not in self.tabs:
            ways = (
                people.visitor(self.browser, self.served[scene], lang)
                if who is None
                else people.signed_in(self.browser, self.served[scene], who, lang)
            )
            self.tabs[key] = self.stack.enter_context(ways)
        return self.tabs[key]

    def take(self, page: Page, state: str, size: tuple[int, int]) -> None:
        """Take one picture of one state of a page."""
        wanted = page.states[state]
        times = {SEND: 1, SEND_TWICE: 2}.get(wanted, 0)
        scene, _colon, path = (page.full if times else wanted).rpartition(":")
        tab = self.tab(scene or "told", page.who, LANGS[size[0]])
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        tab.goto(path.format(grant=self._grant(scene or "told") if "{" in path else ""))
        for _turn in range(times):
            with tab.expect_navigation():
                tab.locator(page.button).last.evaluate("button => button.click()")
        name = f"{page.endpoint}-{state}-{size[0]}.png"
        tab.screenshot(path=self.out / name, full_page=True)

    def _grant(self, scene: str) -> str:
        with self.served[scene].house.kernel.reading() as session:
            account = queries.account(session, TECHNICIAN)
            assert account is not None
            return str(queries.grants(session, account.id)[0].id)


def main() -> int:
    """Take every picture asked for; gives 2 when no folder is named."""
    if len(sys.argv) < USAGE:
        sys.stderr.write(f"{__doc__}\n")
        return USAGE
    out, only = Path(sys.argv[1]), set(sys.argv[2:])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = people.launch(playwright)
        with ExitStack() as stack:
            camera = Camera(browser, stage.stores(Path(folder)), out, stack)
            for page in PAGES:
                for state in page.states if not only or page.endpoint in only else ():
                    for size in SIZES:
                        camera.take(page, state, size)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
