"""The complete master from receipt to frozen bags, by two technicians, quality control and its head.

Most steps are told by the commands of the web; on the pages are done those that matter most: a wrong
scan, a branch, a table of vessels, a witness, a correction two passages back, the decision that ends
the culture, and a result out of specification.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from elnapp.demo import donors
from elnapp.demo.making_complete import MakingComplete, clinical, issue_complete
from elnapp.demo.people import PASSWORD
from elnapp.demo.story import Story
from elnapp.demo.study import ZONE
from elnapp.demo.worked_complete import Telling
from elnapp.lots import queries
from tests.browser.people import fill, follow, give, send, sign
from tests.browser.stage import Stage
from tests.cast import ANALYST, QA, SECOND, TECHNICIAN

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]
OPENED = {"SVF.W": 2, "P": 4, "P0.CC": 1, "P1.CC": 1, "P2.CC": 1, "P3.CC": 1}
LYSED = "reason='Culot très rouge.' red=3 lyse=lyse"
WRONG = "A999926000999"


def test_from_receipt_to_frozen_bags(enter: Enter, own: Stage) -> None:
    lot = Tablet(own, _issued(own))
    lot.up_to("REC/identify")
    _identified(enter(TECHNICIAN), lot)
    lot.up_to("SVF/lyse_decision")
    _lysed(enter(TECHNICIAN), lot)
    lot.up_to("P0.CC1/observe")
    _observed(enter(TECHNICIAN), lot)
    lot.up_to("P2/harvest_now")
    _corrected(enter(TECHNICIAN), lot)
    lot.up_to("P3/harvest_now")
    _made_the_product(enter(TECHNICIAN), lot)
    lot.up_to(None)
    _frozen(enter(SECOND), lot)
    _out_of_specification(enter(ANALYST), lot)
    _investigated(enter(QA), lot)


def _issued(own: Stage) -> MakingComplete:
    """Take one more donor to a lot on the complete master."""
    story = Story.begin(own.house, own.clock())
    story.told = 900_000
    day = story.clock() + timedelta(days=1)
    donor = donors.enrol(story, donors.FIT[0], day.date())
    collected = day.replace(hour=6, minute=30)
    din = donors.donate(story, donor, 41, collected)
    telling = Telling(OPENED, typed={"SVF/lyse": "lysis=20 lysis_time=5"})
    return issue_complete(story, clinical(donor, din), collected, telling)


class Tablet:
    """The lot with the clock of the served house: told by commands, or typed on a page."""

    def __init__(self, own: Stage, making: MakingComplete) -> None:
        self.own, self.making = own, making
        self.page = f"/lots/{making.number}"

    def up_to(self, stop: str | None) -> None:
        """Tell the lot on; then the house is at the same moment."""
        self.making.story.clock.to(self.own.clock())
        self.making.up_to(stop)
        self.own.clock.at = max(self.own.clock(), self.making.story.clock())

    def typed(self, path: str, words: str | None = None) -> dict[str, str]:
        """Give what is typed at a step, as the boxes of its form take it."""
        self.making.story.clock.to(self.own.clock())
        with self.own.house.kernel.reading() as session:
            place = queries.plan(session, self.making.stream).master.place(path)
        assert place is not None
        told = self.making.telling.words(path) if words is None else words
        values = self.making.values(place, told or "")
        self.making.answers |= {(path, slot): v.text for slot, v in values.items()}
        return {slot: _local(v.text) for slot, v in values.items()}

    def send(self, page: Page, path: str, values: Mapping[str, str]) -> int:
        """Open the form of a step, fill it in and send it; gives the status that comes."""
        page.goto(f"{self.page}/record/{path}/enter")
        fill(page, values)
        status = send(page)
        if status == 200:
            self.making.done.add(path)
        return status

    def verify(self, page: Page, path: str, verb: str) -> None:
        """Let the second technician see or check the step on the same tablet."""
        page.goto(f"{self.page}/record/{path}")
        give(page, {"login": SECOND, "password": PASSWORD})
        assert send(page, f"form[action$='/{verb}']") == 200, page.locator("main").inner_text()


def _local(text: str) -> str:
    """Write a moment as a box of date and time takes it, at the site."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{at.astimezone(ZoneInfo(ZONE)):%Y-%m-%dT%H:%M}" if at.tzinfo else text


def _identified(page: Page, lot: Tablet) -> None:
    """Scan another donation first: it stops at once. Then the right one, in front of the witness."""
    right = lot.typed("REC/identify")
    assert lot.send(page, "REC/identify", {**right, "scan_donation": WRONG}) == 422
    expect(page.locator("main")).to_contain_text(WRONG)
    assert lot.send(page, "REC/identify", right) == 200, page.locator("main").inner_text()
    lot.verify(page, "REC/identify", "witness")


def _lysed(page: Page, lot: Tablet) -> None:
    """Decide to lyse red cells: only then the step of the lysis is there to be done."""
    path = "SVF/lyse_decision"
    page.goto(f"{lot.page}/record/SVF/lyse")
    expect(page.locator("main")).not_to_contain_text("Saisir l'étape")
    decided = lot.typed(path, LYSED)
    assert lot.send(page, path, decided) == 200, page.locator("main").inner_text()
    lot.verify(page, path, "check")
    done = lot.typed("SVF/lyse")
    assert lot.send(page, "SVF/lyse", done) == 200, page.locator("main").inner_text()


def _observed(page: Page, lot: Tablet) -> None:
    """Fill in one row a vessel; two observers, three vessels."""
    path = "P0.CC1/observe"
    rows = lot.typed(path)
    assert {f"cultures.{n}.confluence" for n in (1, 2, 3)} <= set(rows)
    assert lot.send(page, path, rows) == 200, page.locator("main").inner_text()
    for n in (1, 2, 3):
        expect(page.locator("main")).to_contain_text(f"{lot.making.number}-P0-0{n}")
    lot.verify(page, path, "check")


def _corrected(page: Page, lot: Tablet) -> None:
    """Correct a count of P0 while the cells are in P2: the growth after it is computed anew."""
    page.goto(f"{lot.page}/record/P0/harvest")
    expect(page.locator("main")).to_contain_text("57,2")
    page.goto(f"{lot.page}/record/P0/count/correct")
    fixed = {"viable_concentration.1": "2,90", "viable_concentration.2": "2,90"}
    fill(page, fixed)
    give(page, {
        page.locator("textarea[name$=reason]").get_attribute("name") or "": "Chiffre mal lu.",
        page.locator("input[type=password]").get_attribute("name") or "": PASSWORD,
    })  # fmt: skip
    assert send(page) == 200, page.locator("main").inner_text()
    page.goto(f"{lot.page}/record/P0/harvest")
    expect(page.locator("main")).to_contain_text("58")
    # The plan of P1 rests on that harvest: its check is void as well, and the next gate asks for it.
    for path in ("P0/count", "P0/plan"):
        lot.verify(page, path, "check")


def _made_the_product(page: Page, lot: Tablet) -> None:
    """Decide that the cells become the product: what leads to it is due, a passage is not."""
    path = "P3/harvest_now"
    decided = lot.typed(path)
    assert decided["harvest"] == "product"
    assert lot.send(page, path, decided) == 200, page.locator("main").inner_text()
    lot.verify(page, path, "check")
    page.goto(lot.page)
    expect(page.locator("main")).to_contain_text("Prêt à fabriquer le produit")


def _frozen(page: Page, lot: Tablet) -> None:
    """Find ten bags in the vapour of the quarantine tank, and nothing left to do."""
    page.goto(lot.page)
    expect(page.locator("main")).to_contain_text(
        "Chaque étape obligatoire est réalisée et vérifiée"
    )
    with lot.own.house.kernel.reading() as session:
        here = queries.position(session, lot.making.stream)
    assert here.complete
    page.goto(f"/units?code={lot.making.number}-B10")
    expect(page.locator("main")).to_contain_text("SLS-LN1-A2")


def _out_of_specification(page: Page, lot: Tablet) -> None:
    """Type a CD105 below its limit: it is confirmed, kept, and opens a deviation."""
    page.goto(f"{lot.page}/results/ID-1-CD105/new")
    give(page, {"value": "81,3"})
    assert send(page) == 422
    expect(page.locator("main")).to_contain_text("95")
    assert send(page) == 200, page.locator("main").inner_text()
    page.goto(lot.page)
    expect(page.locator("main")).to_contain_text(f"{lot.making.number}-D01")


def _investigated(page: Page, lot: Tablet) -> None:
    """Let quality assurance conclude: no cause in the laboratory, the lot is to be refused."""
    page.goto(f"/quality/deviations/{lot.making.number}-D01/assess")
    give(page, {
        "severity": "critical", "cause": "Aucune cause de laboratoire.",
        "impact_quality": "Identité hors spécification.", "impact_patient": "Ne pas administrer.",
    })  # fmt: skip
    assert send(page) == 200, page.locator("main").inner_text()
    follow(page, "main a.button.primary")
    give(page, {"conclusion": "reject", "reason": "CD105 hors spécification, confirmé."})
    assert sign(page, lot.own, QA) == 200, page.locator("main").inner_text()
