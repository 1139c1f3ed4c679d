"""What a look opens: axe finds nothing in it, the browser keeps nothing of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from elnapp.demo.people import PASSWORD
from elnapp.donors import service as donors
from tests.browser import people, stage
from tests.browser.axe import SOURCE, violations
from tests.cast import PHYSICIAN, Cast
from tests.elnapp.vault.people import ZOE, Desk

pytestmark = pytest.mark.browser
KEPT = "() => [localStorage.length, sessionStorage.length, document.cookie]"


def test_a_look_and_a_search_in_a_browser(browser: Browser, settled: Path, tmp_path: Path) -> None:
    shutil.copytree(settled, tmp_path / "store")
    with stage.served(tmp_path / "store") as served:
        cast = Cast(served.house, served.clock)
        call = cast.call(PHYSICIAN)
        code = str(donors.enrol(served.house.kernel, call, "SLS", "NCT05947682")["donor"])
        Desk(served.house, cast, served.clock, code).record(ZOE)
        with people.signed_in(browser, served, PHYSICIAN) as page:
            page.add_init_script(path=SOURCE)
            page.goto(f"/vault/{code}/look")
            people.give(page, {"view": "all", "purpose": "CONTACT", "password": PASSWORD})
            assert people.send(page) == 200
            assert ZOE["family_name"] in page.locator("main").inner_text()
            assert violations(page) == []
            assert page.evaluate(KEPT) == [0, 0, ""]
            page.goto("/vault/search")
            people.give(page, {"family_name": "l heritier angstrom", "purpose": "SAFETY"})
            people.give(page, {"password": PASSWORD})
            assert people.send(page) == 200
            assert code in page.locator("main").inner_text()
            assert violations(page) == []
