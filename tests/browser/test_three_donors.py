"""Three donors: one eligible, one with isolated anti-HBc, one whose late result is positive.

From enrolment to quarantine, hold and trace, as a physician, quality assurance, a technician and an
auditor do it on their pages.  Everything the server answered, said and kept is then searched for
who the donors are: nobody but the physician, in the vault, is ever shown it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from bench.canaries import canaries, hits
from elnapp.demo.making import issue
from elnapp.demo.markers import ISOLATED_ANTI_HBC, USUAL, Laboratory
from elnapp.demo.people import PASSWORD
from elnapp.demo.story import Story
from elnapp.demo.study import ZONE
from elnapp.demo.worked import Run
from tests.browser import clinic
from tests.browser.people import fill, follow, give, send, sign
from tests.browser.stage import Stage
from tests.browser.watched import Watched, watching
from tests.cast import AUDITOR, PHYSICIAN, QA, SPONSOR, TECHNICIAN

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]
PEOPLE = canaries(3, seed=3)
AWAITED = replace(USUAL, left_out=frozenset({"HCV-RNA"}))
FINDS = (USUAL, ISOLATED_ANTI_HBC, AWAITED)
PENDING = {"E02b.result": "pending"}
DIN_ELIGIBLE, DIN_LATE = "A999926000201", "A999926000203"
SEEDED = "P0/observe"
"""The first step that is not done: cells are seeded, nothing is harvested."""


def test_three_donors(
    enter: Enter, own: Stage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    watched = watching(own, monkeypatch)
    eligible, failed, late = _tested(enter, own)
    _determined(enter, own, (eligible, failed, late))
    _donated(enter, own, {eligible: DIN_ELIGIBLE, late: DIN_LATE})
    lot = _seeded(own, late, DIN_LATE)
    _late_positive(enter(PHYSICIAN), own, late)
    _held(enter(QA), late, lot)
    _traced(enter(AUDITOR), late, lot)
    _looked_into(enter(PHYSICIAN), late)
    for login in (TECHNICIAN, SPONSOR, AUDITOR):
        _looked_around(enter(login), (eligible, failed, late), lot)
    _nobody_is_named(own, watched, caplog)


def _tested(enter: Enter, own: Stage) -> list[str]:
    """Enrol all three, keep who they are, and bring one file of the laboratory about them."""
    page = enter(PHYSICIAN)
    found = [clinic.enrolled(page, own, person.fields) for person in PEOPLE]
    for code in found:
        clinic.sampled(page, code, "2026-11-21T09:10")
    page.goto("/laboratory/files/new")
    clinic.attach(page, "file", "resultats-3.csv", _file(own, found))
    give(page, {"site": "SLS", "mapping": "LAB-DEMO-CSV"})
    assert send(page) == 200, page.locator("main").inner_text()
    follow(page, "main .actions a.primary")
    expect(page.locator("tbody")).to_contain_text(found[1])
    assert send(page) == 200, page.locator("main").inner_text()
    expect(page.locator("main")).to_contain_text("resultats-3.csv")
    page = enter(QA)
    for code in found:
        clinic.verified(page, code)
    return found


def _file(own: Stage, codes: list[str]) -> bytes:
    """Write the laboratory's file about three donors."""
    laboratory = Laboratory(Story.begin(own.house, own.clock()))
    tested = own.clock() - timedelta(hours=15)
    files = [
        laboratory._file(code, f"{code}-P01", tested, found).decode("utf-8-sig").splitlines()
        for code, found in zip(codes, FINDS, strict=True)
    ]
    lines = [files[0][0], *(line for one in files for line in one[1:])]
    return "\r\n".join(lines).encode("utf-8-sig")


def _determined(enter: Enter, own: Stage, codes: tuple[str, ...]) -> None:
    """Screen and determine all three; quality assurance confirms what opens the way."""
    eligible, failed, late = codes
    page = enter(PHYSICIAN)
    for code in codes:
        clinic.screened(page, own, code, PENDING if code == late else {})
        page.goto(f"/donors/{code}/screenings/1/determine")
        if code == failed:
            expect(page.locator("main")).to_contain_text("anti-HBc")
        assert sign(page, own, PHYSICIAN) == 200, page.locator("main").inner_text()
    assert clinic.state(page, failed) == "Non retenu à la sélection"
    assert page.locator(f"main a[href='/donors/{failed}/donate']").count() == 0
    page.goto(f"/donors/{failed}/markers")
    expect(page.locator("main")).to_contain_text("Anti-HBc")
    page = enter(QA)
    for code, state in ((eligible, "Éligible"), (late, "Provisoirement éligible")):
        page.goto(f"/donors/{code}/determinations/1/confirm")
        clinic.compared(page)
        assert sign(page, own, QA) == 200, page.locator("main").inner_text()
        assert clinic.state(page, code) == state


def _donated(enter: Enter, own: Stage, donations: dict[str, str]) -> None:
    """Take the tissue of those who may give: donated, procured, handed over, received by a scan."""
    page = enter(PHYSICIAN)
    for code, din in donations.items():
        clinic.donated(page, own, code, din)
    page = enter(TECHNICIAN)
    for din, state in ((DIN_ELIGIBLE, "Disponible"), (DIN_LATE, "Quarantaine")):
        assert clinic.received(page, din) == state


def _seeded(own: Stage, donor: str, din: str) -> str:
    """Issue a lot from the donation and work on it until its cells are seeded."""
    story = Story.begin(own.house, own.clock())
    story.told = 900_000
    making = issue(story, donor, din, Run(stop=SEEDED))
    making.all_steps()
    own.clock.at = max(own.clock(), story.clock()) + timedelta(hours=1)
    return making.number


def _late_positive(page: Page, own: Stage, code: str) -> None:
    """Enter what the laboratory found in the sample of the donation, cells being in culture."""
    clinic.drawn(page, code, "2026-11-22T08:15")
    page.goto(f"/donors/{code}/samples/{code}-P02/results/new")
    at = f"{own.clock().astimezone(ZoneInfo(ZONE)) - timedelta(minutes=30):%Y-%m-%dT%H:%M}"
    found = {"analyte": "HCV-RNA", "interpretation": "REACTIVE", "lot": "NAT-DEMO|N2644",
             "laboratory": "LAB-DEMO", "received_at": at, "tested_at": at,
             "validator": "Dr V. Lambert"}  # fmt: skip
    fill(page, found)
    assert send(page) == 200, page.locator("main").inner_text()
    expect(page.locator("main")).to_contain_text("bloqué")


def _held(page: Page, donor: str, lot: str) -> None:
    """See the hold on the donor, on the lot that came of it, and all along the trace."""
    number = f"{donor}-H01"
    assert clinic.state(page, donor) == "Résultats attendus"
    clinic.verified(page, donor)
    assert clinic.state(page, donor) == "Éligibilité à réévaluer"
    expect(page.locator(".note", has_text=number)).to_contain_text("Bloqué")
    page.goto(f"/lots/{lot}")
    expect(page.locator(".note", has_text=number)).to_contain_text("Bloqué, hérité")
    page.goto(f"/donations/{DIN_LATE}")
    assert page.locator(".heading .mark").inner_text() == "Bloqué"
    expect(page.locator("#quality")).to_contain_text(number)
    page.goto(f"/trace?q={donor}&direction=down")
    for code in (donor, DIN_LATE, f"{DIN_LATE}-T01", lot, f"{lot}-P0-01"):
        row = page.locator(f"tr[data-id='{code}']")
        expect(row).to_contain_text(number)
        expect(row).to_contain_text("Bloqué")


def _traced(page: Page, donor: str, lot: str) -> None:
    """Begin with what is printed on a vessel, and come to what the physician signed."""
    page.goto("/trace")
    page.fill("[name=q]", f"{lot}-P0-01")
    page.select_option("[name=direction]", "up")
    follow(page, "main form.filters button")
    follow(page, f"tr[data-id='donor/{donor}/determination/1'] a:has-text('Page')")
    assert page.url.endswith(f"/donors/{donor}/determinations/1")
    expect(page.locator("main")).to_contain_text("Provisoirement éligible")
    expect(page.locator("main")).to_contain_text("Dr Denis Garnier")
    page.goto(f"/units?code={DIN_LATE}-T01")
    follow(page, f"main a[href='/trace?q={DIN_LATE}-T01']")
    expect(page.locator("tbody")).to_contain_text(f"{lot}-P0-01")
    expect(page.locator("main")).not_to_contain_text("Aucune unité d'origine")


def _looked_into(page: Page, code: str) -> None:
    """Let the physician look into the vault, for a purpose: here a name is shown, and only here."""
    page.goto(f"/vault/{code}/look")
    give(page, {"view": "all", "purpose": "CONTACT", "password": PASSWORD})
    assert send(page) == 200
    expect(page.locator("main")).to_contain_text(PEOPLE[2].fields["family_name"])


def _looked_around(page: Page, codes: tuple[str, ...], lot: str) -> None:
    """Ask for whatever is told about the three donors; some of it is refused, which is an answer."""
    paths = [
        path.format(code)
        for code in codes
        for path in (
            "/donors/{0}", "/donors/{0}/markers", "/donors/{0}/screenings/1", "/vault/{0}",
            "/donors/{0}/consents/1/scans/1", "/audit/donor/{0}", "/audit/identity/{0}",
            "/trace?q={0}", "/trace/dependants.csv?q={0}",
        )
    ]  # fmt: skip
    more = ("/", "/donors", "/donations", "/vault", "/laboratory", "/lots", "/quality", "/audit")
    for path in (*paths, *more, f"/lots/{lot}", f"/donations/{DIN_LATE}", f"/lots/{lot}/dossier"):
        assert page.request.get(path).status in {200, 403, 404}, path


def _nobody_is_named(own: Stage, watched: Watched, caplog: pytest.LogCaptureFixture) -> None:
    """Search all answers, all that the server said, and every file that is left of the store."""
    named = {(login, path) for login, path, data in watched.answers if hits(data, PEOPLE)}
    shown = {path for login, path in named if login == PHYSICIAN and path.endswith("/look?")}
    assert len(shown) == 1, "the look is found, so anything else would be"
    assert named == {(PHYSICIAN, *shown)}
    assert any("/vault/" in line for line in watched.said)
    assert hits("\n".join([caplog.text, *watched.said]).encode(), PEOPLE) == []
    files = [file for file in own.house.settings.data.rglob("*") if file.is_file()]
    assert any(b"A999926000203" in file.read_bytes() for file in files)
    assert [file.name for file in files if hits(file.read_bytes(), PEOPLE)] == []
