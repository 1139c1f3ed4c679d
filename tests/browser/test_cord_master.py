"""The master of the cord's master stock, by two technicians, from the cord to its first passage.

Most steps are told by the commands of the web; on the pages are done those that only a cord has.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from elnapp.demo.making_complete import issue_complete
from elnapp.demo.story import Story
from elnapp.demo.worked_cord import master_stock
from elnapp.lots.service import Wish
from tests.browser.stage import Stage
from tests.browser.test_complete_master import Enter, Tablet
from tests.cast import TECHNICIAN

pytestmark = pytest.mark.browser
WISH = Wish("engineering", "MSC-UC", "SLS", "MSC-UC-MASTER-STOCK", "MSC-UC-DP")


def test_a_cord_is_taken_to_its_first_passage(enter: Enter, own: Stage) -> None:
    story = Story.begin(own.house, own.clock())
    story.told = 800_000
    making = issue_complete(story, WISH, story.clock(), master_stock(stop="P1/harvest_now"))
    making.din = "A999926000099"
    lot = Tablet(own, making)
    for path in ("CRD/identify", "P0/plate"):
        lot.up_to(path)
        _witnessed(enter(TECHNICIAN), lot, path)
    lot.up_to("P0/remove")
    _one_fragment_is_missing(enter(TECHNICIAN), lot)
    lot.up_to("P0/harvest")
    page = enter(TECHNICIAN)
    _done(page, lot, "P0/harvest")
    expect(page.locator("main")).to_contain_text("0,000")
    lot.up_to("P1/seed")
    _witnessed(enter(TECHNICIAN), lot, "P1/seed")
    lot.up_to("P1/harvest_now")
    _grows(enter(TECHNICIAN), lot)


def _witnessed(page: Page, lot: Tablet, path: str) -> None:
    """Do a step, and let the second technician say that they saw it."""
    _done(page, lot, path)
    lot.verify(page, path, "witness")


def _done(page: Page, lot: Tablet, path: str) -> None:
    assert lot.send(page, path, lot.typed(path)) == 200, page.locator("main").inner_text()


def _one_fragment_is_missing(page: Page, lot: Tablet) -> None:
    """Fewer fragments come out than went in: the page says so and asks; then the last one is found."""
    path = "P0/remove"
    assert lot.send(page, path, lot.typed(path, "day=11 fragments_out=179")) == 422
    expect(page.locator("main")).to_contain_text("différence de 1")
    _witnessed(page, lot, path)


def _grows(page: Page, lot: Tablet) -> None:
    """Find P0 with its harvest and no doublings, and P1 with its two vessels in the incubator."""
    page.goto(f"{lot.page}/passages")
    rows = page.locator("main table tbody tr")
    expect(rows.filter(has_text="P0").last).to_contain_text("15")
    expect(rows.filter(has_text="P1").last).to_contain_text("7,5")
    expect(page.locator("main")).to_contain_text("le compte commence à cette récolte")
    page.goto(f"/units?code={lot.making.number}-P1-02")
    expect(page.locator("main")).to_contain_text("SLS-E02-A")
