"""A browser with a disk of its own, a notary who holds keys, and a proof without waiting for a code."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from playwright.sync_api import Error, Page, sync_playwright

from batches.people import Actor, Proof
from bench.canaries import Canary
from elnapp.demo.people import PASSWORD

CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
CARRIED = re.compile(r'name="(form_id|seen|shown)"\s+value="([^"]*)"')
STORED = """async () => ({
  local: {...localStorage}, session: {...sessionStorage},
  databases: (await indexedDB.databases()).map(d => d.name), caches: await caches.keys(),
  cookies: document.cookie,
})"""
PHYSICIAN = "dgarnier"
SETTLED = 1000  # ms for the error page that stands where the identity stood


class BrowserKeeps(AssertionError):
    """The browser kept something that it should not."""


def used(port: int, code: str, person: Canary, folder: Path) -> None:
    """Type and look at an identity in a browser whose profile lies in `folder`, then leave it.

    Raises BrowserKeeps when a store of the page holds anything. The caller searches the folder.
    """
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(folder), executable_path=CHROMIUM, args=list(QUIET),
            base_url=f"http://127.0.0.1:{port}",
        )  # fmt: skip
        page = context.new_page()
        _sign_in(page)
        _typed(page, code, person)
        _looked(page, code, person)
        kept: dict[str, Any] = page.evaluate(STORED)
        page.goto("/")
        with suppress(Error):  # Chromium will not send the form again by itself: nothing is shown.
            page.go_back()
        page.wait_for_timeout(SETTLED)
        page.wait_for_load_state()
        back = page.content()
        context.close()
    if any(kept.values()):
        message = f"the browser keeps {kept}"
        raise BrowserKeeps(message)
    if person.fields["hospital_number"] in back:
        message = "going back shows the identity again"
        raise BrowserKeeps(message)


def _sign_in(page: Page) -> None:
    page.goto("/login")
    page.fill("[name=login]", PHYSICIAN)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def _typed(page: Page, code: str, person: Canary) -> None:
    """Correct the note by hand: the browser sees a name being typed."""
    page.goto(f"/vault/{code}/correct")
    page.fill("[name=family_name]", person.fields["family_name"])
    page.fill("[name=note]", person.fields["note"] + ".")
    page.check("[name=why][value=TYPING]")
    with page.expect_navigation():
        page.locator("main form:not(.inline) .actions button").last.click()


def _looked(page: Page, code: str, person: Canary) -> None:
    page.goto(f"/vault/{code}")
    page.check("[name=view][value=all]")
    page.check("[name=purpose][value=CONTACT]")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("#look .actions button").click()
    assert person.fields["hospital_number"] in page.content(), page.content()[:2000]


def notary() -> tuple[bytes, bytes]:
    """Make somebody to whom keys are given: certificate and private key, as PEM."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Notary of the drill")])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(1)
    made = made.public_key(key.public_key()).not_valid_before(begins)
    made = made.not_valid_after(begins + timedelta(days=3650))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return made.sign(key, SHA256()).public_bytes(Encoding.PEM), private


def proof(who: Actor, at: datetime) -> Proof:
    """Give a proof as the sign page would: a drill cannot wait for two hundred one-time codes."""
    return Proof(who.id, who.name, ("password", "totp"), at)
