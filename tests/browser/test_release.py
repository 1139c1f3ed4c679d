"""From the production review to the release for a site, a refusal, and the sealed document."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from elnapp.record import jobs
from elnapp.reports.service.issue import render_job
from elnapp.reports.service.sealer import make_demo_key
from tests.browser.people import give, send, sign
from tests.browser.stage import COMPLETE, Stage
from tests.cast import HEAD_QC, PRODUCTION, QA, QP, SPONSOR

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]
LOT = f"/lots/{COMPLETE}"


def reviewed(enter: Enter, own: Stage) -> None:
    """Let production, quality control and quality assurance sign, each on their own page."""
    for login, path in (
        (PRODUCTION, "production-review"),
        (HEAD_QC, "results-approval"),
        (QA, "trail-review"),
        (QA, "approval"),
    ):
        page = enter(login)
        page.goto(f"{LOT}/{path}")
        assert sign(page, own, login) == 200, page.locator("main").inner_text()
        page.close()


def state(page: Page) -> str:
    """Give the state of the lot as its page says it."""
    page.goto(LOT)
    return page.locator(".heading .mark").inner_text()


def test_a_lot_is_certified_released_and_printed(enter: Enter, own: Stage, tmp_path: Path) -> None:
    reviewed(enter, own)
    page = enter(QP)
    page.goto(f"{LOT}/certification")
    boxes = page.locator("[name=containers]")
    codes = [box.get_attribute("value") or "" for box in boxes.all()]
    for box in boxes.all()[8:]:
        box.uncheck()
    give(page, {"reason": "Contrôle après décongélation ; stabilité"})
    assert send(page) == 200
    shown = page.locator("main").inner_text()
    assert codes[0] in shown
    assert sign(page, own, QP) == 200, page.locator("main").inner_text()
    assert "Certifié" in state(page)
    _released(enter(SPONSOR, "en"), own, codes)
    _printed(enter(QA), own, tmp_path)


def _released(page: Page, own: Stage, codes: list[str]) -> None:
    """Let the sponsor's delegate release what was certified, and nothing else."""
    page.goto(f"{LOT}/site-release")
    offered = [b.get_attribute("value") for b in page.locator("[name=containers]").all()]
    assert offered == codes[:8]
    give(page, {"site": "SLS"})
    assert send(page) == 200
    assert sign(page, own, SPONSOR) == 200, page.locator("main").inner_text()
    assert "Released" in state(page)


def _printed(page: Page, own: Stage, folder: Path) -> None:
    """Ask for the dossier, do the job here, and take the sealed file along."""
    page.goto(f"{LOT}/dossier")
    give(page, {"lang": "fr"})
    assert send(page) == 200
    make_demo_key(own.house.settings.keys, own.clock())
    # In a thread: the browser's loop runs in this one, and the seal wants a loop of its own.
    with ThreadPoolExecutor(1) as worker:
        assert worker.submit(_work, own).result()
    page.goto(f"{LOT}/dossier")
    with page.expect_download() as coming:
        page.locator("main a[href$='.pdf']").first.click()
    file = folder / "dossier.pdf"
    coming.value.save_as(file)
    read = PdfReader(file)
    assert len(read.pages) > 5
    assert COMPLETE in read.pages[0].extract_text()
    assert "record.json" in read.attachments


def _work(own: Stage) -> str | None:
    """Do the job that waits, as the worker does."""
    with own.app.app_context():
        handler = render_job(own.house, own.app.jinja_env)
        return jobs.run_one(own.house.kernel.stores, {"reports.render": handler}, own.clock)


def test_a_lot_is_refused(enter: Enter, own: Stage) -> None:
    page = enter(QP, "en")
    page.goto(f"{LOT}/certification")
    assert page.locator("[name=otp]").count() == 0, "what is not approved cannot be certified"
    page.goto(f"{LOT}/refusal")
    assert send(page) == 422, "a refusal has a reason"
    give(page, {"reason": "Doubt about the identity of a bag.", "purpose": "destruction"})
    assert send(page) == 200
    assert sign(page, own, QP) == 200, page.locator("main").inner_text()
    assert "Refused" in state(page)
    page.goto(f"{LOT}/refusal")
    assert page.locator("[name=otp]").count() == 0, "it is decided once"


def test_a_wrong_code_signs_nothing(enter: Enter, own: Stage) -> None:
    page = enter(PRODUCTION)
    page.goto(f"{LOT}/production-review")
    own.code(PRODUCTION)
    give(page, {"password": "not the password", "otp": "000000"})
    assert send(page) == 422
    expect(page.locator("[data-summary]")).to_be_visible()
    assert page.input_value("[name=password]") == ""
    assert "En cours" in state(page)
