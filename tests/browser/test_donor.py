"""The donor physician: a donor from enrolment to a donation under the number of its label."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from batches.identifiers import din_check
from elnapp.demo import donors
from elnapp.demo.study import STUDY
from elnapp.documents import queries as documents
from elnapp.donors import queries
from tests.browser import clinic
from tests.browser.people import fill, give, send, sign
from tests.browser.stage import Stage
from tests.cast import PHYSICIAN, QA

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]
DIN = "A999926000123"


def test_from_enrolment_to_donation(enter: Enter, own: Stage) -> None:
    page = enter(PHYSICIAN)
    page.goto("/donors/new")
    assert send(page) == 200
    donor = page.url.rsplit("/", 1)[1]
    assert donor.startswith("D-")
    page.goto(f"/donors/{donor}/consent")
    give(page, {"form_version": _form(own), "signed_at": "2026-11-20T09:30", "language": "fr"})
    assert send(page) == 200, page.locator("main").inner_text()
    _screen(page, own, donor)
    page.goto(f"/donors/{donor}/screenings/1/determine")
    assert sign(page, own, PHYSICIAN) == 200, page.locator("main").inner_text()
    _confirm(enter, own, donor)
    _donate(page, donor)


def _form(own: Stage) -> str:
    """Give the consent form in force."""
    with own.house.kernel.reading() as session:
        return queries.forms(session, STUDY)[0].id


def _confirm(enter: Enter, own: Stage, donor: str) -> None:
    """Let quality assurance confirm, on another screen."""
    page = enter(QA)
    page.goto(f"/donors/{donor}/determinations/1/confirm")
    expect(page.locator("blockquote")).to_contain_text("éligible")
    clinic.compared(page)
    assert sign(page, own, QA) == 200, page.locator("main").inner_text()
    expect(page.locator("main")).to_contain_text("Éligible")


def _screen(page: Page, own: Stage, donor: str) -> None:
    """Answer all criteria as a fit donor does; the form is long, so a script types."""
    with own.house.kernel.reading() as session:
        protocol = documents.required(session, "screening", STUDY, own.clock().date())
    planned = own.clock().date() + timedelta(days=2)
    answers = donors._answers(protocol.body, donors.FIT[0], own.clock().date(), planned)
    typed = {
        f"{code}.{name}": value
        for code, answer in answers.items()
        for name, value in answer["inputs"].items()
    }
    typed |= {f"{code}.report": a["report"] for code, a in answers.items() if a["report"]}
    page.goto(f"/donors/{donor}/screenings/new")
    fill(page, {"donation_on": planned.isoformat(), **typed})
    assert send(page) == 200, page.locator("[data-summary]").inner_text()


def _donate(page: Page, donor: str) -> None:
    """Type a number with a wrong check character, read the sentence, then type it right."""
    right = din_check(DIN)[1]
    wrong = "A" if right != "A" else "B"
    page.goto(f"/donors/{donor}/donate")
    give(page, {"din": DIN + wrong, "tissue": "AT", "collected_at": "2026-11-22T08:30"})
    assert send(page) == 422
    summary = page.locator("[data-summary]")
    expect(summary).to_contain_text(DIN)
    assert page.title().startswith("Erreur")
    assert page.input_value("[name=din]") == DIN + wrong
    give(page, {"din": DIN + right})
    assert send(page) == 200, page.locator("main").inner_text()
    expect(page.locator("main")).to_contain_text("A9999 26 000123")
