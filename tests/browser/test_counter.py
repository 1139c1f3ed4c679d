"""A technician at the tablet sends the counter's file at the count step, and the passage grows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from elnapp.demo.counter import Counted, nucleoview
from elnapp.demo.people import PASSWORD
from tests.browser.axe import SOURCE, violations
from tests.browser.people import follow, give, send
from tests.browser.stage import Stage
from tests.cast import PRODUCTION, SECOND, TECHNICIAN
from tests.conftest import NOW

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]
LOT = "/lots/AT26-003"
COUNT = f"{LOT}/record/P2/count"
OBSERVED = {
    "confluence.1": "80", "confluence.2": "85,5", "contamination": "no", "morphology": "spindle",
}  # fmt: skip
FILE = nucleoview(
    [Counted("AT26-003-P2-1", "15.90", "93.5"), Counted("AT26-003-P2-2", "16.10", "94.5")],
    NOW - timedelta(minutes=5),
)


def test_the_passage_grows_from_the_counters_file(enter: Enter, own: Stage) -> None:
    page = enter(TECHNICIAN, "fr")
    page.add_init_script(path=SOURCE)
    page.goto(LOT)
    follow(page, "main a.button.primary")
    give(page, OBSERVED)
    assert send(page) == 200
    _send_the_file(page)
    assert page.input_value('[name="viable_concentration.1"]') == "15,90"
    assert page.input_value('[name="viability.2"]') == "94,5"
    expect(page.locator("main")).to_contain_text("1.590E7")
    assert violations(page) == []
    assert send(page, "main form[method=post]") == 200
    expect(page.locator("main")).to_contain_text("numération.csv")
    give(page, {"login": SECOND, "password": PASSWORD})
    assert send(page, "form[action$='/check']") == 200
    follow(page, "main a.button.primary")
    assert re.search("/record/P2/harvest", page.url)
    # The study ended forty days ago, and the passage was seeded four days before.
    harvested = f"{NOW - timedelta(days=38):%Y-%m-%d}T10:00"
    give(page, {"volume": "20", "harvested_at": harvested})
    assert send(page) == 200
    grown = enter(PRODUCTION, "fr")
    grown.goto(f"{LOT}/passages")
    row = grown.locator("main table tr", has=grown.locator("th", has_text="P2")).first
    expect(row).to_contain_text("3,068")
    assert own.clock.at >= NOW


def _send_the_file(page: Page) -> None:
    """Go from the step to the file and come back with its values in the form."""
    page.goto(f"{COUNT}/enter")
    follow(page, "main a.button[href*='/readings/new']")
    assert violations(page) == []
    page.set_input_files(
        "main [name=file]",
        {"name": "numération.csv", "mimeType": "text/csv", "buffer": FILE},
    )
    assert send(page, "main form[enctype]") == 200
    assert page.url.partition("?")[0].endswith(f"{COUNT}/enter")


def test_a_value_changed_by_hand_asks_for_its_reason(enter: Enter) -> None:
    page = enter(TECHNICIAN, "en")
    page.add_init_script(path=SOURCE)
    page.goto(LOT)
    follow(page, "main a.button.primary")
    give(page, {**OBSERVED, "confluence.2": "85.5"})
    assert send(page) == 200
    _send_the_file(page)
    give(page, {"viability.1": "95.3"})
    assert send(page, "main form[method=post]") == 422
    expect(page.locator("main form[method=post]")).to_contain_text("the file says 93.5")
    reason = page.locator("textarea[name$=reason]").get_attribute("name") or ""
    give(page, {reason: "Image recounted."})
    assert send(page, "main form[method=post]") == 200
    expect(page.locator("main")).to_contain_text("another value was recorded")
