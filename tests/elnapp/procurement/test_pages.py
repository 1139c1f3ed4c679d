"""The pages of receipt and custody: a whole walk by forms, and what they say when something is wrong."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from elnapp.demo import receipt as demo
from elnapp.demo.logger import q_tag
from elnapp.demo.people import PASSWORD
from elnapp.record import new_id
from tests import cast as people
from tests.elnapp.procurement.conftest import DIN, Ward

LOCAL = "%Y-%m-%dT%H:%M"


def local(at: Any) -> str:
    """A time as a tablet in Paris sends it (winter)."""
    return str((at + timedelta(hours=1)).strftime(LOCAL))


def send(client: FlaskClient, path: str, **typed: Any) -> tuple[int, str]:
    """Send a form as it was opened."""
    shown = client.get(path).get_data(as_text=True)
    seen = re.search(r'name="seen"\s+value="([^"]*)"', shown)
    data = {"form_id": new_id(), "seen": seen[1] if seen else "", **typed}
    answer = client.post(path, data=data, content_type="multipart/form-data")
    return answer.status_code, answer.get_data(as_text=True)


def beside(**typed: Any) -> dict[str, Any]:
    return {f"by-{name}": value for name, value in typed.items()}


def test_a_donation_is_taken_in_by_forms(ward: Ward, client: FlaskClient) -> None:
    cast, base = ward.cast, f"/donations/{DIN}"
    cast.sign_in(client, people.PHYSICIAN)
    times = {"started_at": local(ward.collected - timedelta(minutes=40)),
             "ended_at": local(ward.collected)}  # fmt: skip
    own = beside(login=people.PHYSICIAN, password=PASSWORD, otp=cast.code(people.PHYSICIAN))
    assert send(client, f"{base}/procurement", **demo.COLLECTED, **times, **own)[0] == 303
    sent = {**demo.SENT, **demo._box(DIN), "dispatched_at": local(ward.clock())}
    own = beside(items=f"{DIN}-T01", password=PASSWORD)
    assert send(client, f"{base}/hand-over", **sent, **own)[0] == 303
    client.post("/logout")

    cast.sign_in(client, people.TECHNICIAN)
    status, _ = send(client, "/receipt", place="SLS", scanned=f"={DIN}68")
    assert status == 303
    found = {**demo.FOUND, **demo._box(DIN), "received_at": local(ward.clock())}
    own = beside(items=f"{DIN}-T01\n", password=PASSWORD, decision="accepted", place="SLS-FR1-A")
    run = q_tag("DEMO-TL-001", ward.clock(), ward.clock())
    file = {"by-file": (BytesIO(run), "logger/TL-001.txt")}
    assert send(client, f"{base}/receipt", **found, **own, **file)[0] == 303
    view = ward.view()
    assert view.receipt is not None
    assert (view.receipt.file_name, view.containers[0].place) == ("TL-001.txt", "SLS-FR1-A")
    page = client.get(base).get_data(as_text=True)
    for words in ("IDE de bloc, code 4417", "DEMO-TL-001", "TL-001.txt", "Accepté en quarantaine",
                  "Température cinétique moyenne", "83,144", "Q-tag CLm doc LR"):  # fmt: skip
        assert words in page


def test_what_is_wrong_comes_back_with_what_was_typed(ward: Ward, client: FlaskClient) -> None:
    ward.procure()
    ward.hand_over()
    ward.cast.sign_in(client, people.TECHNICIAN)
    found = {**demo.FOUND, **demo._box(DIN), "received_at": local(ward.clock())}
    own = beside(items=f"{DIN}-T09", password=PASSWORD, decision="accepted")
    status, page = send(client, f"/donations/{DIN}/receipt", **found, **own)
    assert status == 422
    assert "n&#39;est pas un contenant disponible" in page
    assert f"{DIN}-T09" in page
    own = beside(items=f"{DIN}-T01", password=PASSWORD, decision="accepted")
    status, page = send(client, f"/donations/{DIN}/receipt", **found, **own)
    assert (status, "ne permet pas d&#39;accepter sans déviation" in page) == (422, True)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        (f"{DIN}-T01", f"/units/{DIN}-T01"),
        (f"{DIN}-t01".lower(), f"/units/{DIN}-T01"),
        ("A9999 26 000001 8-T01", f"/units/{DIN}-T01"),
        (f"={DIN}68-s003", f"/units/{DIN}-S003"),
        ("sls-fr1-a", "/places/SLS-FR1-A"),
        (f"={DIN}68", f"/donations/{DIN}"),
        ("A9999 26 000001 8", f"/donations/{DIN}"),
    ],
)
def test_any_printed_code_is_found(ward: Ward, client: FlaskClient, typed: str, path: str) -> None:
    ward.procure()
    ward.cast.sign_in(client, people.TECHNICIAN)
    answer = client.get("/units", query_string={"code": typed})
    assert (answer.status_code, answer.location) == (303, path)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("A9999260O00018", "Lettre O en position 9"),
        ("A9999260000017", "caractère de contrôle"),
        ("nothing", "Rien ne porte le code nothing"),
        ("A999926000077-T01", "Rien ne porte le code A999926000077-T01"),
    ],
)
def test_a_code_that_names_nothing_says_what_is_wrong(
    ward: Ward, client: FlaskClient, typed: str, words: str
) -> None:
    ward.cast.sign_in(client, people.TECHNICIAN)
    answer = client.get("/units", query_string={"code": typed})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_units_move_by_two_scans_and_full_places_refuse(ward: Ward, client: FlaskClient) -> None:
    ward.procure()
    ward.cast.sign_in(client, people.TECHNICIAN)
    assert send(client, "/move", unit=f"{DIN}-T01", place="sls-fr1-a")[0] == 303
    for place, words in (
        ("SLS-FR1-A", "est déjà dans"),
        ("SLS-FR1", "ne reçoit pas d&#39;unité"),
        ("SLS-XX", "Aucun emplacement SLS-XX"),
    ):
        status, page = send(client, "/move", unit=f"{DIN}-T01", place=place)
        assert (status, words in page) == (422, True), page
    status, page = send(client, "/move", unit="AT26-999-B01", place="SLS-FR1-A")
    assert (status, "Rien ne porte le code AT26-999-B01" in page) == (422, True)
    assert f"{DIN}-T01" in client.get("/places/SLS-FR1-A").get_data(as_text=True)


def test_places_and_older_stock_are_added_by_their_forms(ward: Ward, client: FlaskClient) -> None:
    ward.cast.sign_in(client, people.PRODUCTION)
    place = {"site": "SLS", "kind": "position", "code": "SLS-LN1-B1", "name": "B1",
             "parent": "SLS-LN1", "capacity": "1"}  # fmt: skip
    assert send(client, "/places/new", **place)[0] == 303
    status, page = send(client, "/places/new", **place)
    assert (status, "est déjà pris" in page) == (422, True)
    stock = {
        "site": "SLS",
        "code": "OLD-17-B03",
        "kind": "bag",
        "lot": "OLD-17",
        "quantity": "100",
        "uom": "10*6",
        "source": "Paper record OLD-17, p. 12",
        "place": "SLS-LN1-B1",
    }
    scan = {"file": (BytesIO(b"%PDF scan"), "old-17.pdf")}
    assert send(client, "/stock/new", **stock, **scan)[0] == 303
    page = client.get("/units/OLD-17-B03").get_data(as_text=True)
    for words in ("SLS-LN1-B1", "Paper record OLD-17, p. 12", "reprise d&#39;un dossier antérieur"):
        assert words in page
    status, page = send(client, "/stock/new", **{**stock, "code": "OLD-17-B04"})
    assert (status, "est occupé" in page) == (422, True)
    assert client.get("/units/OLD-17-B04").status_code == 404
