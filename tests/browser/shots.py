"""Screenshots of every page, to be looked at: `python -m tests.browser.shots DIR [ENDPOINT…]`."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import people, stage
from tests.browser.pages import PAGES
from tests.browser.tabs import Tabs
from tests.conftest import settle

SIZES = {"fr": (1280, 800), "en": (1440, 900)}
USAGE = 2


def main() -> int:
    """Take every picture asked for; gives 2 when no folder is named."""
    if len(sys.argv) < USAGE:
        sys.stderr.write(f"{__doc__}\n")
        return USAGE
    out, only = Path(sys.argv[1]), set(sys.argv[2:])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = people.launch(playwright)
        with ExitStack() as stack:
            _take(Tabs(browser, cache(_scenes(Path(name), stack)), stack), out, only)
        browser.close()
    return 0


def _scenes(root: Path, stack: ExitStack) -> stage.Serve:
    settled, scenes = root / "settled", root / "scenes"
    for folder in (settled, scenes):
        folder.mkdir()
    settle(settled)
    stage.make(settled, scenes)
    return lambda scene: stack.enter_context(stage.served(scenes / scene))


def _take(tabs: Tabs, out: Path, only: set[str]) -> None:
    for page in PAGES:
        for state in page.states if not only or page.endpoint in only else ():
            for lang, (width, height) in SIZES.items():
                tab, _answer = tabs.show(page, state, lang)
                tab.set_viewport_size({"width": width, "height": height})
                name = f"{page.endpoint}-{state}-{width}.png"
                tab.screenshot(path=out / name, full_page=True)


if __name__ == "__main__":
    sys.exit(main())
