"""Pages about markers: a physician enters, quality assurance verifies, both languages speak."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient

from tests.cast import AUDITOR, PHYSICIAN, QA, TECHNICIAN, Cast
from tests.elnapp.donors.test_pages import hidden, send, text_of
from tests.elnapp.markers.desk import DEMANDED, Desk, as_csv

RESULT = {
    "analyte": "HBSAG", "interpretation": "NONREACTIVE", "value": "0,12", "unit": "S/CO",
    "lot": "SERO-DEMO|S1", "laboratory": "LAB-DEMO", "received_at": "2026-11-21T12:00",
    "tested_at": "2026-11-21T15:30", "validator": "Dr Lab",
}  # fmt: skip


def test_from_the_request_to_a_verified_result_through_pages(
    client: FlaskClient, cast: Cast, desk: Desk
) -> None:
    cast.sign_in(client, PHYSICIAN)
    way = f"/donors/{desk.code}"
    made = send(client, f"{way}/markers/request", analytes="HBSAG", laboratory="LAB-DEMO")
    assert made.status_code == 303, text_of(made)
    made = send(client, f"{way}/samples/new", label="TUBE-1", specimen="serum",
                drawn_at="2026-11-21T10:20", fluids="none")  # fmt: skip
    assert made.status_code == 303, text_of(made)
    sample = desk.board().samples[0].code
    made = send(client, f"{way}/samples/{sample}/results/new", **RESULT)
    assert made.status_code == 303, text_of(made)
    assert "0,12" in text_of(client.get(f"{way}/markers"))
    assert "Aucun résultat ne vous attend" in text_of(client.get(f"{way}/markers/verify"))
    client.post("/logout")
    cast.sign_in(client, QA)
    made = send(client, f"{way}/markers/verify", results="1")
    assert made.status_code == 303, text_of(made)
    assert desk.board().results[0].verified
    assert "Anne Martin" in text_of(client.get(f"{way}/markers"))


def test_a_result_of_a_kit_out_of_date_is_asked_twice_on_its_page(
    client: FlaskClient, cast: Cast, given: Desk
) -> None:
    cast.sign_in(client, PHYSICIAN)
    url = f"/donors/{given.code}/samples/{given.code}-P01/results/new"
    asked = send(client, url, **RESULT | {"lot": "SERO-DEMO|OLD"})
    assert asked.status_code == 422
    assert "périmé" in text_of(asked)
    again = hidden(asked.get_data(as_text=True))
    made = client.post(url, data=again | RESULT | {"lot": "SERO-DEMO|OLD"})
    assert made.status_code == 303, text_of(made)
    assert given.board().results[0].row.deviations == [f"{given.code}-D01"]


def test_what_cannot_be_read_stays_as_it_was_typed(
    client: FlaskClient, cast: Cast, given: Desk
) -> None:
    cast.sign_in(client, PHYSICIAN)
    url = f"/donors/{given.code}/samples/{given.code}-P01/results/new"
    wrong = send(client, url, **RESULT | {"value": "zero", "tested_at": "yesterday"})
    assert wrong.status_code == 422
    page = wrong.get_data(as_text=True)
    assert 'value="zero"' in page
    assert 'value="yesterday"' in page
    assert given.board().results == ()


def test_a_result_is_corrected_on_its_page_with_its_reason(
    client: FlaskClient, cast: Cast, given: Desk
) -> None:
    given.result("HBSAG", "REACTIVE")
    cast.sign_in(client, PHYSICIAN)
    url = f"/donors/{given.code}/results/1/correct"
    assert send(client, url, **RESULT).status_code == 422
    made = send(client, url, **RESULT | {"reason": "wrong line"})
    assert made.status_code == 303, text_of(made)
    assert "wrong line" in text_of(client.get(f"/donors/{given.code}/markers"))


def test_a_sample_far_from_the_donation_is_said_on_its_page(
    client: FlaskClient, cast: Cast, given: Desk, clock
) -> None:
    clock.at = clock.at.replace(day=30)
    cast.sign_in(client, PHYSICIAN)
    made = client.post(
        f"/donors/{given.code}/samples/new",
        data=hidden(client.get(f"/donors/{given.code}/samples/new").get_data(as_text=True))
        | {"specimen": "serum", "drawn_at": "2026-11-29T10:20", "fluids": "none"},
        follow_redirects=True,
    )
    assert "est à 8 jours du don" in text_of(made)


def test_a_file_is_seen_before_it_is_taken(client: FlaskClient, cast: Cast, given: Desk) -> None:
    cast.sign_in(client, PHYSICIAN)
    fields = hidden(client.get("/laboratory/files/new").get_data(as_text=True))
    data = as_csv([given.line(a) for a in DEMANDED])
    sent = client.post(
        "/laboratory/files/new",
        data=fields
        | {"site": "SLS", "mapping": "LAB-DEMO-CSV", "file": (io.BytesIO(data), "r.csv")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 303, text_of(sent)
    seen = text_of(client.get(sent.location))
    assert "ANTI-HTLV" in seen
    assert given.board().results == ()
    made = send(client, f"{sent.location}/take")
    assert made.status_code == 303, text_of(made)
    assert len(given.board().results) == len(DEMANDED)
    assert "r.csv" in text_of(client.get("/laboratory"))


def test_a_held_file_says_each_line_and_is_refused_with_a_reason(
    client: FlaskClient, cast: Cast, given: Desk
) -> None:
    digest = given.receive([given.line("HBSAG", Échantillon="TUBE-X")])
    cast.sign_in(client, QA)
    held = send(client, f"/laboratory/files/{digest}/take")
    assert held.status_code == 422
    assert "Résultat 2" in text_of(held)
    assert "TUBE-X" in text_of(held)
    assert send(client, f"/laboratory/files/{digest}/refuse").status_code == 422
    made = send(client, f"/laboratory/files/{digest}/refuse", reason="other unit")
    assert made.status_code == 303
    assert "other unit" in text_of(client.get("/laboratory"))


def test_a_lot_is_registered_on_its_page(client: FlaskClient, cast: Cast, desk: Desk) -> None:
    cast.sign_in(client, QA)
    made = send(client, "/laboratory/lots/new", site="SLS", kit="NAT-DEMO", lot="N9",
                expires_on="2027-01-31")  # fmt: skip
    assert made.status_code == 303, text_of(made)
    assert "N9" in text_of(client.get("/laboratory"))


@pytest.mark.parametrize(("login", "status"), [(AUDITOR, 200), (TECHNICIAN, 403)])
def test_markers_are_medical(
    client: FlaskClient, cast: Cast, given: Desk, login: str, status: int
) -> None:
    given.result("HBSAG")
    digest = given.receive([given.line("ANTI-HCV")])
    cast.sign_in(client, login)
    for path in (f"/donors/{given.code}/markers", "/laboratory", f"/laboratory/files/{digest}"):
        assert client.get(path).status_code == status, path
    assert client.get(f"/donors/{given.code}/samples/new").status_code == 403
    assert client.get("/laboratory/files/new").status_code == 403


@pytest.mark.parametrize(("lang", "word"), [("fr", "Marqueurs infectieux"), ("en", "Infectious")])
def test_the_board_speaks_both_languages(
    client: FlaskClient, cast: Cast, given: Desk, lang: str, word: str
) -> None:
    given.result("TOXO-IGM", "REPEAT_REACTIVE")
    cast.sign_in(client, PHYSICIAN)
    client.post("/language", data={"lang": lang})
    answer = client.get(f"/donors/{given.code}/markers")
    assert answer.status_code == 200
    assert word in text_of(answer)


@pytest.mark.parametrize(
    "path",
    ["/donors/D-0999/markers", "/donors/D-0001/samples/X/results/new",
     "/donors/D-0001/results/9/correct", "/donors/D-0001/markers/XX/conclude",
     "/laboratory/files/abc", "/laboratory/files/abc/take"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(
    client: FlaskClient, cast: Cast, given: Desk, path: str
) -> None:
    cast.sign_in(client, PHYSICIAN)
    assert client.get(path).status_code == 404
