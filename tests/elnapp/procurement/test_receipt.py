"""Receipt as a tablet walks it: one question a page, scans, a changed answer, a lost session."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from elnapp.demo import receipt as demo
from elnapp.demo.logger import q_tag
from elnapp.demo.people import PASSWORD
from elnapp.procurement.views.asking import opened as opened_file
from elnapp.procurement.views.asking import sealed
from tests import cast as people
from tests.elnapp.procurement.conftest import DIN, OTHER, Ward
from tests.elnapp.procurement.test_commands import refusals
from tests.elnapp.procurement.test_pages import local

HIDDEN = re.compile(r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"')
RECEIPT = f"/donations/{DIN}/receipt"


class Walk:
    """A receipt as a tablet sends it: each page carries on what the pages before it asked."""

    def __init__(self, client: FlaskClient, now: str) -> None:
        """Open the first question."""
        self.client, self.now = client, now
        self.take(client.get(RECEIPT))

    def take(self, answer: Any) -> None:
        """Keep the page and what it carries."""
        self.status, self.page = int(answer.status_code), answer.get_data(as_text=True)
        main = self.page.partition("<main")[2]
        last = main.rpartition("<form")[2]
        self.carried = {name: unescape(value) for name, value in HIDDEN.findall(last)}

    def send(self, **typed: Any) -> int:
        """Answer the open page."""
        told = {**self.carried, **typed}
        self.take(self.client.post(RECEIPT, data=told, content_type="multipart/form-data"))
        return self.status

    def answer(self, until: str, **changed: Any) -> None:
        """Answer every question until one is open, as somebody who finds everything in order."""
        now = self.changed(changed)
        for _n in range(30):
            name = self.at
            if name == until:
                return
            assert self.send(**{name: now.get(name, "")}) == 200, self.page
        raise AssertionError(f"{until} was never asked")

    def changed(self, changed: dict[str, Any]) -> dict[str, Any]:
        """Give the answers by question."""
        found = {**demo.FOUND, **demo._box(DIN), "by-decision": "accepted",
                 "by-place": "SLS-FR1-A"}  # fmt: skip
        return {**found, "received_at": self.now, **changed}

    @property
    def at(self) -> str:
        """Give the question that is open."""
        return self.carried.get("at", "check")


def opened(ward: Ward, client: FlaskClient) -> Walk:
    ward.procure()
    ward.hand_over()
    ward.cast.sign_in(client, people.TECHNICIAN)
    return Walk(client, local(ward.clock()))


def test_receipt_asks_one_question_a_page_and_signs_at_the_end(
    ward: Ward, client: FlaskClient
) -> None:
    walk = opened(ward, client)
    assert walk.at == "by-items"
    assert walk.page.count('class="field"') == 1
    walk.send(**{"by-scanned": f"{DIN}-t01"})
    assert (walk.at, walk.carried["by-items"]) == ("received_at", f"{DIN}-T01")
    walk.answer("by-file")
    run = q_tag("DEMO-TL-001", ward.clock(), ward.clock())
    walk.send(**{"by-file": (BytesIO(run), "TL-001.txt")})
    walk.answer("check")

    assert ward.view().receipt is None
    for words in ("TL-001.txt", "L'expéditeur a confirmé", "Dr Denis Garnier", "21.4"):
        assert words in walk.page
    assert walk.send(**{"by-password": PASSWORD}) == 303
    receipt = ward.view().receipt
    assert receipt is not None
    assert (receipt.file_name, receipt.decision) == ("TL-001.txt", "accepted")


def test_a_wrong_container_stops_the_receipt_and_is_an_event(
    ward: Ward, client: FlaskClient
) -> None:
    walk = opened(ward, client)
    for scanned, words in (
        (f"{DIN}-T09", "n&#39;est pas un contenant disponible"),
        (f"={OTHER}66", "A9999 26 000002"),
        ("A9999260O00018", "Lettre O en position 9"),
        ("", "Scanner au moins un contenant"),
    ):
        assert (walk.send(**{"by-scanned": scanned}), walk.at) == (422, "by-items")
        assert words in walk.page
    assert refusals(ward, f"donation/{DIN}") == ["procurement.scan"] * 3
    walk.send(**{"by-scanned": f"{DIN}-T01"})
    walk.answer("by-decision")
    walk.send(**{"by-decision": "accepted_with_deviation"})
    assert (walk.send(**{"by-reason": " "}), walk.at) == (422, "by-reason")
    walk.send(**{"by-reason": "Sans fichier"})
    assert walk.send(**{"by-password": PASSWORD}) == 303  # what was refused before is known to it
    assert ward.view().receipt is not None


def test_an_answer_can_be_looked_at_again_and_changed(ward: Ward, client: FlaskClient) -> None:
    walk = opened(ward, client)
    walk.send(**{"by-scanned": f"{DIN}-T01"})
    walk.answer("seal")
    walk.send(seal="S-9", go="shipper")
    assert (walk.at, walk.carried["seal"]) == ("shipper", "S-9")
    assert 'value="COL-001"' in walk.page
    assert (walk.send(shipper=""), walk.at) == (422, "shipper")
    walk.answer("check")
    walk.carried["at"] = "check"
    walk.send(change="seal")
    assert walk.at == "seal"
    walk.send(seal="S-0001")
    assert walk.at == "check"
    walk.carried["at"] = "check"
    walk.send(change="by-decision")
    walk.send(**{"by-decision": "refused"})
    assert walk.at == "by-reason"


def test_a_lost_session_brings_the_open_question_back(ward: Ward, client: FlaskClient) -> None:
    walk = opened(ward, client)
    walk.send(**{"by-scanned": f"{DIN}-T01"})
    walk.answer("seal")
    client.post("/logout")
    walk.send(seal="S-0001")
    kept = re.search(r'name="kept"\s+value="([^"]+)"', walk.page)
    assert kept
    sent = {"login": people.TECHNICIAN, "password": PASSWORD, "kept": unescape(kept[1])}
    walk.take(client.post("/login", data=sent))
    walk.send()

    assert (walk.status, walk.at) == (200, "seal")
    assert 'value="S-0001"' in walk.page
    assert (walk.carried["by-items"], walk.carried["shipper"]) == (f"{DIN}-T01", "COL-001")


def test_a_form_names_no_file_that_it_did_not_bring(
    ward: Ward, app: Flask, client: FlaskClient
) -> None:
    walk = opened(ward, client)
    walk.send(**{"by-scanned": f"{DIN}-T01"})
    walk.answer("by-file")
    file = ward.keep(b"somebody else's")
    with app.app_context():
        strange = sealed(file, OTHER)
    walk.carried["by-kept"] = strange
    walk.answer("check")

    assert file.name not in walk.page
    with app.app_context():
        assert opened_file(strange, DIN) is None
        assert opened_file(strange, OTHER) == file
        assert opened_file(strange[:-2], OTHER) is None
