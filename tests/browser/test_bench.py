"""A technician at the tablet: a value out of its limits, a second person, a decided deviation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from elnapp.demo.people import PASSWORD
from tests.browser.people import follow, give, heading, send, sign
from tests.browser.stage import Stage
from tests.cast import QA, SECOND, TECHNICIAN

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]
LOT = "/lots/AT26-003"
OBSERVED = {
    "confluence.1": "80", "confluence.2": "85,5", "contamination": "no", "morphology": "spindle",
}  # fmt: skip
COUNTED = {
    "viable_concentration.1": "16,0", "viable_concentration.2": "16.2",
    "viability.1": "71,0", "viability.2": "72.0",
}  # fmt: skip
WORDS = {
    "fr": {
        "outside": "Hors limites",
        "number": "71,0",
        "other": "71.0",
        "second": "autre personne",
    },
    "en": {"outside": "Outside the limits", "number": "71.0", "other": "71,0", "second": "another"},
}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_value_out_of_its_limits(enter: Enter, own: Stage, lang: str) -> None:
    page, words = enter(TECHNICIAN, lang), WORDS[lang]
    page.goto(LOT)
    follow(page, "main a.button.primary")
    give(page, OBSERVED)
    assert send(page) == 200
    _count(page, words)
    _check(page, words)
    _decide(enter(QA, lang), own)
    page.goto(f"{LOT}/record/P2/count")
    expect(page.locator("main")).not_to_contain_text(words["second"])


def _count(page: Page, words: dict[str, str]) -> None:
    """Type a viability below its limit: taken with a reason, never refused, never lost."""
    page.goto(f"{LOT}/record/P2/count/enter")
    give(page, COUNTED)
    assert send(page) == 422
    panel = page.locator("main form .note")
    expect(panel).to_contain_text(words["outside"])
    expect(panel).to_contain_text(words["number"])
    expect(panel).not_to_contain_text(words["other"])
    assert page.input_value('[name="viability.1"]') == "71,0"
    assert send(page) == 422, "a reason is asked for"
    assert page.locator("[data-summary]").evaluate("e => e === document.activeElement")
    give(page, {page.locator("textarea[name$=reason]").get_attribute("name") or "": "Détachement."})
    assert send(page) == 200


def _check(page: Page, words: dict[str, str]) -> None:
    """Let a second person check on the same tablet; the performer cannot."""
    page.goto(f"{LOT}/record/P2/count")
    expect(page.locator("main")).to_contain_text(words["second"])
    form = "form[action$='/check']"
    give(page, {"login": TECHNICIAN, "password": PASSWORD})
    assert send(page, form) == 422
    assert page.input_value("[name=password]") == ""
    give(page, {"login": SECOND, "password": PASSWORD})
    assert send(page, form) == 200
    expect(page.locator(".bar .who")).to_contain_text("Claire Moreau")


def _decide(page: Page, own: Stage) -> None:
    """Assess and decide the deviation that the rule has opened, with both components."""
    page.goto("/quality")
    follow(page, "main table a:has-text('AT26-003-D')")
    follow(page, "main a.button.primary")
    found = {
        "cause": "Trypsine trop longue.",
        "impact_quality": "Aucun.",
        "impact_patient": "Aucun.",
    }
    give(page, {"severity": "critical", **found})
    assert send(page) == 200
    follow(page, "main a.button.primary")
    give(page, {"conclusion": "acceptable", "reason": "Viabilité du produit fini conforme."})
    assert sign(page, own, QA) == 200
    assert "AT26-003-D" in heading(page)
    assert page.locator("main a.button.primary").count() == 0, "nothing is left to decide"
