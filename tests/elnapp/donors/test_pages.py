"""Pages about donors: who sees what, what is typed stays, and what is signed is shown."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elnapp.demo.people import PASSWORD
from tests.cast import AUDITOR, PHARMACIST, PHYSICIAN, QA, SPONSOR, TECHNICIAN, Cast
from tests.elnapp.donors.answers import GOOD
from tests.elnapp.donors.physician import Donors

FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*>')


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's own form, as a browser would send them."""
    form = page[page.index("<main") :]
    found = {}
    for field in FIELD.findall(form):
        name, value = (re.search(rf'{part}="([^"]*)"', field) for part in ("name", "value"))
        if name:
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def send(client: FlaskClient, url: str, **data: str) -> TestResponse:
    """Open a page and send its form with these answers."""
    page = client.get(url)
    assert page.status_code == 200, page.get_data(as_text=True)
    typed = {name.replace("__", "."): text for name, text in data.items()}
    return client.post(url, data=hidden(page.get_data(as_text=True)) | typed)


def text_of(answer: TestResponse) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


def test_from_enrolment_to_the_signature_through_pages(
    client: FlaskClient, cast: Cast, donors: Donors
) -> None:
    cast.sign_in(client, PHYSICIAN)
    made = send(client, "/donors/new", place="SLS", study="NCT05947682")
    assert (made.status_code, made.location) == (303, "/donors/D-0001")
    made = send(
        client, "/donors/D-0001/consent", form_version=donors.signed().form,
        signed_at="2026-11-02T15:30", language="fr",
    )  # fmt: skip
    assert made.status_code == 303
    donors.screen("D-0001")
    page = client.get("/donors/D-0001/screenings/1/determine")
    assert "Le donneur est éligible selon le protocole NCT05947682 v1" in text_of(page)
    made = send(
        client, "/donors/D-0001/screenings/1/determine", login=PHYSICIAN, password=PASSWORD,
        otp=cast.code(PHYSICIAN), comment="",
    )  # fmt: skip
    assert made.status_code == 303, text_of(made)
    assert donors.found("D-0001").state == "screening"
    client.post("/logout")
    cast.sign_in(client, QA)
    page = client.get("/donors/D-0001/determinations/1/confirm")
    assert "Je confirme pour l'assurance qualité" in text_of(page)
    made = send(
        client, "/donors/D-0001/determinations/1/confirm", login=QA, password=PASSWORD,
        otp=cast.code(QA), compared="y",
    )  # fmt: skip
    assert made.status_code == 303, text_of(made)
    assert donors.found("D-0001").state == "eligible"
    assert "Dr Denis Garnier" in text_of(client.get("/donors/D-0001/determinations/1"))


def test_a_screening_through_the_form_keeps_what_was_typed(
    client: FlaskClient, cast: Cast, donors: Donors
) -> None:
    code = donors.consented()
    cast.sign_in(client, PHYSICIAN)
    url = f"/donors/{code}/screenings/new"
    typed = {name.replace(".", "__"): text for name, text in GOOD.items()}
    wrong = send(client, url, **typed | {"I02__height": "1 m 72", "donation_on": "tomorrow"})
    assert wrong.status_code == 422
    page = wrong.get_data(as_text=True)
    assert 'value="1 m 72"' in page
    assert 'value="70,5"' in page
    assert 'value="36"' in page
    made = send(client, url, **typed, donation_on="2026-11-21", E17__comment="none known")
    assert made.location == f"/donors/{code}/screenings/1"
    shown = text_of(client.get(made.location))
    assert "36" in shown
    assert "E02a" in shown
    again = client.get(url).get_data(as_text=True)
    assert 'value="70,5"' in again
    assert 'value="2026-11-21"' in again


def test_a_screening_sent_over_a_changed_donor_loses_no_answer(
    client: FlaskClient, cast: Cast, donors: Donors
) -> None:
    code = donors.consented()
    cast.sign_in(client, PHYSICIAN)
    url = f"/donors/{code}/screenings/new"
    first = hidden(client.get(url).get_data(as_text=True))
    donors.donate(code)
    answer = client.post(url, data=first | {"I02.weight": "70,5"})
    assert answer.status_code == 422
    assert 'value="70,5"' in answer.get_data(as_text=True)
    again = hidden(answer.get_data(as_text=True))
    assert client.post(url, data=again | {"I02.weight": "70,5"}).status_code == 303


@pytest.mark.parametrize("login", [TECHNICIAN, QA, AUDITOR])
def test_answers_are_for_medical_roles(
    client: FlaskClient, cast: Cast, donors: Donors, eligible_donor: str, login: str
) -> None:
    donors.donate(eligible_donor)
    cast.sign_in(client, login)
    page = client.get(f"/donors/{eligible_donor}")
    assert page.status_code == 200
    assert "A9999 26 000001 8" in text_of(page)
    medical = login != TECHNICIAN
    assert ("/screenings/1" in page.get_data(as_text=True)) is medical
    for path in ("screenings/1", "determinations/1"):
        answer = client.get(f"/donors/{eligible_donor}/{path}")
        assert answer.status_code == (200 if medical else 403)
    assert client.get(f"/donors/{eligible_donor}/screenings/new").status_code == 403


@pytest.mark.parametrize("login", [PHARMACIST, SPONSOR])
def test_who_has_no_part_in_donors_sees_none(
    client: FlaskClient, cast: Cast, eligible_donor: str, login: str
) -> None:
    cast.sign_in(client, login)
    assert client.get("/donors").status_code == 403
    assert client.get(f"/donors/{eligible_donor}").status_code == 403


def test_a_wrong_number_is_said_at_its_field(
    client: FlaskClient, cast: Cast, donors: Donors
) -> None:
    code = donors.consented()
    cast.sign_in(client, TECHNICIAN)
    answer = send(
        client, f"/donors/{code}/donate", din="A9999 26 000001 9", tissue="AT",
        collected_at="2026-11-21T10:40",
    )  # fmt: skip
    assert answer.status_code == 422
    assert 'value="A9999 26 000001 9"' in answer.get_data(as_text=True)
    answer = send(
        client, f"/donors/{code}/donate", din="A9999 26 000001 8", tissue="AT",
        collected_at="2026-11-21T10:40",
    )  # fmt: skip
    assert answer.status_code == 303
    assert "A9999 26 000001 8" in text_of(client.get("/donors?q=A9999+26+000001"))


def test_a_withdrawal_through_its_page(client: FlaskClient, cast: Cast, donors: Donors) -> None:
    code = donors.consented()
    cast.sign_in(client, PHYSICIAN)
    answer = send(
        client, f"/donors/{code}/withdraw", scope="FUTURE_USE_OF_CELLS",
        reported_at="2026-11-20T10:00", comment="said by telephone",
    )  # fmt: skip
    assert answer.status_code == 303
    page = text_of(client.get(f"/donors/{code}"))
    assert "said by telephone" in page
    assert client.get(f"/donors/{code}/screenings/new").status_code == 403


def test_the_list_filters_by_state(client: FlaskClient, cast: Cast, donors: Donors) -> None:
    donors.enrol()
    donors.consented()
    cast.sign_in(client, PHYSICIAN)
    page = client.get("/donors?state=consented").get_data(as_text=True)
    assert "D-0002" in page
    assert "D-0001" not in page


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_speaks_both_languages(
    client: FlaskClient, cast: Cast, donors: Donors, eligible_donor: str, lang: str
) -> None:
    cast.sign_in(client, PHYSICIAN)
    client.post("/language", data={"lang": lang})
    base = f"/donors/{eligible_donor}"
    paths = ("", "/consent", "/withdraw", "/donate", "/screenings/new", "/screenings/1",
             "/donation-day", "/information/new", "/consents/1/scan")  # fmt: skip
    for path in (*paths, "/screenings/1/determine?conclusion=DEFERRED", "/determinations/1"):
        assert client.get(base + path).status_code == 200, path


def test_the_day_and_the_news_through_their_pages(
    client: FlaskClient, cast: Cast, donors: Donors, eligible_donor: str
) -> None:
    cast.sign_in(client, PHYSICIAN)
    base = f"/donors/{eligible_donor}"
    wrong = send(client, f"{base}/donation-day", planned_on="2026-11-21", comment="theatre")
    assert wrong.status_code == 422
    assert "déjà prévu ce jour" in text_of(wrong)
    made = send(client, f"{base}/donation-day", planned_on="2026-11-23", comment="theatre")
    assert made.status_code == 303
    assert "recalculée" in text_of(client.get(base))
    news = {"kind": "DONOR_CALL", "learned_at": "2026-11-22T09:00", "source": "Donor line"}
    assert send(client, f"{base}/information/new", **news).status_code == 422
    made = send(client, f"{base}/information/new", **news, told="Hepatitis A at home")
    assert made.status_code == 303
    page = text_of(client.get(base))
    assert "Hepatitis A at home" in page
    assert "le médecin statue de nouveau" in page
    assert "éligibilité à réévaluer" in text_of(client.get("/donors")).lower()


def test_who_may_not_read_answers_sees_the_way_without_them(
    client: FlaskClient, cast: Cast, donors: Donors, eligible_donor: str
) -> None:
    donors.donate(eligible_donor)
    donors.screen(eligible_donor, E11__cancer="yes")
    cast.sign_in(client, TECHNICIAN)
    page = text_of(client.get(f"/donors/{eligible_donor}"))
    assert "L'éligibilité du donneur est à réévaluer." in page
    assert "E11" not in page
    assert "Sélection 1" not in page
