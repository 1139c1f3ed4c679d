"""What people of the clinic do about a donor, each on the page that it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import FilePayload, Page, expect

from batches.identifiers import din_check
from elnapp.demo import donors, receipt
from elnapp.demo.logger import q_tag
from elnapp.demo.people import PASSWORD
from elnapp.demo.study import STUDY, ZONE
from elnapp.documents import queries as documents
from tests.browser.people import fill, follow, give, send
from tests.browser.stage import Stage
from tests.cast import PHYSICIAN


def enrolled(page: Page, own: Stage, person: dict[str, str]) -> str:
    """Enrol a donor, keep the identity in the vault, the consent and the scan of it."""
    page.goto("/donors/new")
    assert send(page) == 200
    code = page.url.rsplit("/", 1)[1]
    follow(page, f"main a[href='/vault/donor/{code}/new']")
    fill(page, person)
    assert send(page) == 200, page.locator("main").inner_text()
    page.goto(f"/donors/{code}/consent")
    with own.house.kernel.reading() as session:
        form = documents.required(session, "consent-form", STUDY, own.clock().date())
    give(page, {"form_version": form.id, "signed_at": "2026-11-20T09:30", "language": "fr"})
    assert send(page) == 200, page.locator("main").inner_text()
    page.goto(f"/donors/{code}/consents/1/scan")
    name = person["family_name"]
    attach(page, "scan", f"{name}.pdf", f"%PDF-1.4 {name}".encode())
    assert send(page) == 200, page.locator("main").inner_text()
    return code


def sampled(page: Page, code: str, at: str) -> None:
    """Ask for what the protocol demands, and record a sample of serum."""
    page.goto(f"/donors/{code}/markers/request")
    give(page, {"laboratory": "LAB-DEMO"})
    assert send(page) == 200, page.locator("main").inner_text()
    drawn(page, code, at)


def drawn(page: Page, code: str, at: str) -> None:
    """Record a sample of serum, drawn before anything ran into a vein."""
    page.goto(f"/donors/{code}/samples/new")
    give(page, {"specimen": "serum", "drawn_at": at, "fluids": "none"})
    assert send(page) == 200, page.locator("main").inner_text()


def verified(page: Page, code: str) -> None:
    """Compare every result with the report, as another person than the one who entered them."""
    page.goto(f"/donors/{code}/markers/verify")
    page.evaluate("() => document.getElementsByName('results').forEach(b => { b.checked = true; })")
    assert send(page) == 200, page.locator("main").inner_text()


def screened(page: Page, own: Stage, code: str, otherwise: Mapping[str, str]) -> None:
    """Answer as a fit donor does but for what differs, and name the report of what was typed."""
    today = own.clock().date()
    with own.house.kernel.reading() as session:
        protocol = documents.required(session, "screening", STUDY, today)
    donor = replace(donors.FIT[0], answers=otherwise)
    answers = donors._answers(protocol.body, donor, today, today)
    typed = {
        f"{criterion}.{name}": value
        for criterion, answer in answers.items()
        for name, value in answer["inputs"].items()
    }
    typed |= {f"{code}.report": a["report"] for code, a in answers.items() if a["report"]}
    page.goto(f"/donors/{code}/screenings/new")
    fill(page, {"donation_on": today.isoformat(), **typed})
    assert send(page) == 200, page.locator("[data-summary]").inner_text()


def donated(page: Page, own: Stage, code: str, din: str) -> None:
    """Record a donation, sign its procurement, and hand its one container over."""
    page.goto(f"/donors/{code}/donate")
    told = {"din": din + din_check(din)[1], "tissue": "AT", "collected_at": "2026-11-22T08:30",
            "establishment": donors.ESTABLISHMENT}  # fmt: skip
    give(page, told)
    assert send(page) == 200, page.locator("main").inner_text()
    page.goto(f"/donations/{din}/procurement")
    times = {"started_at": "2026-11-22T07:50", "ended_at": "2026-11-22T08:30"}
    components = {"by-password": PASSWORD, "by-otp": own.code(PHYSICIAN)}
    fill(page, {**receipt.COLLECTED, **times, **components})
    assert send(page) == 200, page.locator("main").inner_text()
    page.goto(f"/donations/{din}/hand-over")
    fill(page, {**receipt.SENT, **receipt._box(din), "by-items": f"{din}-T01",
                         "by-password": PASSWORD})  # fmt: skip
    assert send(page) == 200, page.locator("main").inner_text()


def received(page: Page, din: str) -> str:
    """Scan the container as the reader sends it, answer one question a page, sign; gives the state.

    Every page but the last goes on with Enter, as a scanner sends it after each code.
    """
    page.goto("/receipt")
    give(page, {"scanned": f"={din}00"})
    assert send(page) == 200, page.locator("main").inner_text()
    answers = {**receipt.FOUND, **receipt._box(din), "by-scanned": f"{din}-T01",
               "by-place": receipt.FRIDGE, "by-decision": "accepted"}  # fmt: skip
    opened = page.locator("[name=received_at]").input_value()
    for _n in range(len(answers) + 3):
        if page.locator("[name=by-password]").count():
            break
        _answered(page, din, answers, opened)
    expect(page.locator("main")).to_contain_text(f"{din}-T01")
    give(page, {"by-password": PASSWORD})
    assert send(page) == 200, page.locator("main").inner_text()
    expect(page.locator("main")).to_contain_text(receipt.FRIDGE)
    expect(page.locator("#receipt")).to_contain_text("Accepté en quarantaine")
    expect(page.locator("#receipt")).to_contain_text("Température cinétique moyenne")
    return page.locator(".heading .mark").inner_text()


def _answered(page: Page, din: str, answers: Mapping[str, str], opened: str) -> None:
    """Answer the question that is open and press Enter in its field."""
    at = page.locator("[name=at]").input_value()
    name = "by-scanned" if at == "by-items" else at
    if at == "by-file":
        began = datetime.fromisoformat("2026-11-22T08:30").replace(tzinfo=ZoneInfo(ZONE))
        ended = datetime.fromisoformat(opened).replace(tzinfo=ZoneInfo(ZONE))
        box = receipt._box(din)["logger"]
        attach(page, at, f"{box}.txt", q_tag(box, began, ended))
        page.locator(".way-on .primary").focus()
    elif name in answers:
        give(page, {name: answers[name]})
    with page.expect_navigation():
        page.keyboard.press("Enter")


def compared(page: Page) -> None:
    """Say that the transcribed results were compared with their reports, where there are some."""
    box = page.locator("[name=compared]")
    if box.count():
        box.check()


def attach(page: Page, field: str, name: str, data: bytes) -> None:
    """Choose a file of this machine in a form."""
    chosen = FilePayload(name=name, mimeType="application/octet-stream", buffer=data)
    page.set_input_files(f"[name={field}]", chosen)


def state(page: Page, code: str) -> str:
    """Give the state of a donor as its page says it."""
    page.goto(f"/donors/{code}")
    return page.locator(".heading .mark").inner_text()
