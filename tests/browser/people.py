"""How people of the tests hold a browser: they start it, sign in, choose a language, sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Playwright

from elnapp.demo.people import PASSWORD
from tests.browser.stage import Stage

CHROMIUM = "/usr/bin/chromium-headless-shell"
"""The browser of the same source without its windows: a page costs it a third less."""

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
)  # fmt: skip
TABLET = {"width": 1280, "height": 800}
PATIENCE = 15_000  # ms; a busy machine may take its time.
FILL = """typed => {
  for (const [name, value] of Object.entries(typed)) {
    const boxes = [...document.getElementsByName(name)];
    const chosen = boxes.find(b => b.type === "radio" && b.value === value);
    if (chosen) chosen.checked = true; else boxes[0].value = value;
  }
}"""
"""Fills in a long form in one call: a hundred criteria, each by a call, take as many seconds."""


def launch(playwright: Playwright) -> Browser:
    """Start the browser of this machine."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))


@contextmanager
def visitor(browser: Browser, stage: Stage, lang: str) -> Iterator[Page]:
    """Open a browser of its own, in a language; nobody is signed in."""
    context = browser.new_context(base_url=stage.url, locale=lang, viewport=TABLET)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def signed_in(browser: Browser, stage: Stage, login: str, lang: str = "fr") -> Iterator[Page]:
    """Sign in through the page, in the language asked for."""
    with visitor(browser, stage, lang) as page:
        sign_in(page, login, lang)
        yield page


def sign_in(page: Page, login: str, lang: str) -> None:
    """Sign in, then choose the language in the bar, whatever the account had chosen before."""
    page.goto("/login")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    follow(page, "main button[type=submit]")
    follow(page, f"button[name=lang][value={lang}]")


def sign(page: Page, stage: Stage, login: str) -> int:
    """Give both components on a signature page and send it; gives the status that comes."""
    give(page, {"password": PASSWORD, "otp": stage.code(login)})
    return send(page)


def give(page: Page, values: Mapping[str, str]) -> None:
    """Fill in a form by the names of its fields; a choice by its value."""
    for name, value in values.items():
        box = page.locator(f'main [name="{name}"]')
        if box.first.get_attribute("type") in {"radio", "checkbox"}:
            page.locator(f'main [name="{name}"][value="{value}"]').check()
        else:
            box.fill(value)


def fill(page: Page, values: Mapping[str, str]) -> None:
    """Fill in a long form at once, as soon as the page that has it stands."""
    page.locator(f'[name="{next(iter(values))}"]').first.wait_for(state="attached")
    page.wait_for_load_state()
    page.evaluate(FILL, dict(values))


def follow(page: Page, link: str) -> None:
    """Press what leads to another page, and be there before anything else is done."""
    with page.expect_navigation():
        page.locator(link).first.click()


def send(page: Page, form: str = "main form:not(.inline)") -> int:
    """Press the last button of a form; gives the status of the page that comes."""
    with page.expect_navigation() as sent:
        page.locator(f"{form} .actions button").last.click()
    return sent.value.status


def heading(page: Page) -> str:
    """Give the heading of the page."""
    return page.locator("h1").inner_text()
