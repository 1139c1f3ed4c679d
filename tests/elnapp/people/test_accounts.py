"""Accounts and rights: who may give what to whom, and what the record says of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyotp
import pytest
from flask.testing import FlaskClient

from batches.people import Grant
from batches.text import Text
from elnapp.people import queries, service
from elnapp.record import Conflict, NotPermitted, Refused
from elnapp.record.verify import verify
from elnapp.web.house import House
from tests.elnapp.people.conftest import CHOSEN, Clock, Door

NEW = {
    "name": "Jeanne Blanc", "login": "jblanc", "function": "Technician", "site": "SLS",
    "lang": "fr", "verified_how": "passport seen on 22 November",
}  # fmt: skip


def key(client: FlaskClient, path: str) -> dict[str, str]:
    """Open a form, as a browser does, and give its key."""
    found = re.search(r'name="form_id"\s+value="([^"]+)"', client.get(path).text)
    assert found
    return {"form_id": found[1]}


def held(house: House, login: str) -> list[str]:
    with house.kernel.reading() as session:
        who = queries.account(session, login)
        assert who is not None
        return [g.id for g in queries.grants(session, who.id)]


def test_an_administrator_makes_an_account_and_gives_a_role(
    client: FlaskClient, door: Door
) -> None:
    door.enter(client, "admin")
    data = {**NEW, **key(client, "/people/new")}
    once = client.post("/people/new", data=data)
    shown = re.search(r"\w{5}-\w{5}-\w{5}", once.text)
    assert shown
    repeated = client.post("/people/new", data=data)
    assert not re.search(r"\w{5}-\w{5}-\w{5}", repeated.text)
    path = "/people/jblanc/grants/new"
    wanted = {"role": "technician", "site": "SLS", "study": "NCT1", **key(client, path)}
    assert client.post(path, data=wanted).status_code == 303
    page = client.get("/people/jblanc").text
    assert "Technician" in page
    assert "NCT1" in page
    assert shown[0] not in page
    assert door.actor("jblanc").grants == (Grant("technician", "SLS", "NCT1"),)
    assert door.enter(client, "jblanc", shown[0]).headers["Location"] == "/account/password"


def test_the_form_says_what_is_wrong_where_it_is_wrong(client: FlaskClient, door: Door) -> None:
    door.enter(client, "admin")
    data = {**NEW, "login": "J Blanc!", **key(client, "/people/new")}
    answer = client.post("/people/new", data=data)
    assert answer.status_code == 422
    assert "cannot be used" in answer.text
    taken = {**NEW, "login": "admin", **key(client, "/people/new")}
    assert "exists already" in client.post("/people/new", data=taken).text


def test_only_an_administrator_sees_and_makes_people(client: FlaskClient, door: Door) -> None:
    door.make("ines", Grant("qa", "SLS"))
    door.enter(client, "ines")
    for path in ("/people", "/people/admin", "/people/new", "/sites", "/studies/new"):
        assert client.get(path).status_code == 403


def test_the_guard_refuses_whoever_calls_past_the_page(house: House, door: Door) -> None:
    door.make("ines", Grant("qa", "SLS"))
    door.make("paul")
    with pytest.raises(NotPermitted):
        service.grant(house.kernel, door.call("ines"), "paul", Grant("qp", "SLS"))
    assert door.findings("paul") == ["POLICY-ROLE"]
    with pytest.raises(NotPermitted):
        service.change_password(house, door.call("ines"), "paul", "quatre mots sans lien")


def test_nobody_gives_further_than_they_reach(house: House, door: Door) -> None:
    place = service.NewSite("LYO", "Lyon", "Europe/Paris", "FR")
    service.create_site(house.kernel, door.call("admin"), place)
    door.make("local", Grant("administrator", "SLS"))
    door.make("narrow", Grant("administrator", "SLS", "NCT1"))
    door.make("paul")
    service.grant(house.kernel, door.call("local"), "paul", Grant("qa", "SLS", "NCT1"))
    beyond = [
        ("local", Grant("qa", "LYO")),
        ("local", Grant("qa", "*")),
        ("narrow", Grant("qp", "SLS")),
    ]
    for login, wanted in beyond:
        with pytest.raises(NotPermitted):
            service.grant(house.kernel, door.call(login), "paul", wanted)
    service.grant(house.kernel, door.call("admin"), "paul", Grant("qa", "LYO"))
    with pytest.raises(NotPermitted):
        service.reset_password(house, door.call("local", "asked"), "paul", "x" * 16)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Grant("king", "SLS"), "P-NO-ROLE"),
        (Grant("qa", "XXX"), "P-NO-SITE"),
        (Grant("qa", "SLS", "NCT9"), "P-NO-STUDY"),
        (Grant("qp", "SLS"), "P-GRANT-HELD"),
        (Grant("administrator", "SLS"), "P-MIXED-ROLES"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(
    house: House, door: Door, wanted: Grant, code: str
) -> None:
    door.make("ines", Grant("qp", "SLS"))
    with pytest.raises(Refused) as refused:
        service.grant(house.kernel, door.call("admin"), "ines", wanted)
    assert [f.code for f in refused.value.findings] == [code]


def test_no_administrator_acts_on_the_own_account(house: House, door: Door) -> None:
    own = held(house, "admin")[0]
    acts: list[Callable[[], object]] = [
        lambda: service.grant(house.kernel, door.call("admin"), "admin", Grant("qp", "SLS")),
        lambda: service.revoke(house.kernel, door.call("admin"), "admin", own),
        lambda: service.deactivate(house.kernel, door.call("admin"), "admin"),
        lambda: service.reset_password(house, door.call("admin"), "admin", "x" * 16),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert [f.code for f in refused.value.findings] == ["P-SELF"]


def test_a_role_is_revoked_with_a_reason_and_stays_to_be_read(
    client: FlaskClient, door: Door, house: House
) -> None:
    door.make("ines", Grant("qa", "SLS"))
    door.enter(client, "admin")
    path = f"/people/ines/grants/{held(house, 'ines')[0]}/revoke"
    assert client.post(path, data={**key(client, path), "reason": " "}).status_code == 422
    assert client.post(path, data={**key(client, path), "reason": "left"}).status_code == 303
    assert door.actor("ines").grants == ()
    assert "Quality assurance" in client.get("/people/ines").text


def test_a_reset_shows_the_password_once_and_ends_sessions(
    client: FlaskClient, door: Door, house: House, clock: Clock
) -> None:
    door.make("ines", Grant("qa", "SLS"))
    door.enrol("ines")
    token = service.new_token()
    service.sign_in(house.kernel, door.call("ines"), "ines", service.sid_of(token))
    door.enter(client, "admin")
    path = "/people/ines/reset"
    data = {**key(client, path), "reason": "forgotten", "drop_factor": "y"}
    shown = re.search(r"\w{5}-\w{5}-\w{5}", client.post(path, data=data).text)
    assert shown
    assert service.present(house.kernel, token, clock(), service.Origin().access) is None
    assert service.check_credentials(house, "ines", shown[0]).name == "Ines Roux"
    with house.kernel.reading() as session:
        who = queries.account(session, "ines")
        assert who is not None
        assert (who.must_change, who.totp) == (True, None)


def test_a_second_factor_is_enrolled_by_its_picture_and_a_code(
    client: FlaskClient, door: Door, house: House, clock: Clock
) -> None:
    door.make("ines", Grant("qa", "SLS"))
    door.enter(client, "ines")
    path = "/account/second-factor"
    page = client.get(path).text
    assert "data:image/svg+xml" in page
    assert "style=" not in page
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert shown
    seed = shown[1].replace(" ", "")
    form = {**key(client, path), "password": CHOSEN}
    wrong = client.post(path, data={**form, "otp": "000000"})
    assert wrong.status_code == 422
    code = pyotp.TOTP(seed).at(clock())
    assert client.post(path, data={**form, "otp": code}).status_code == 303
    with pytest.raises(Refused) as refused:
        service.check_credentials(house, "ines", CHOSEN, code)
    assert refused.value.findings[0].code == "P-CODE-USED"
    # Another device takes the code of the present one.
    second = client.get(path).text
    assert seed not in second.replace(" ", "")
    assert 'name="old_otp"' in second


def test_sites_studies_and_products_are_made_by_the_pages(client: FlaskClient, door: Door) -> None:
    door.enter(client, "admin")
    made = {
        "/sites": {"code": "LYO", "name": "Lyon", "zone": "Europe/Paris", "country": "FR"},
        "/studies": {
            "code": "NCT2",
            "site": "SLS",
            "title_en": "T",
            "title_fr": "T",
            "sponsor": "S",
        },
        "/products": {"code": "MSC-UC", "name_en": "MSC", "name_fr": "CSM", "source": "UC"},
    }
    for path, data in made.items():
        answer = client.post(f"{path}/new", data={**data, **key(client, f"{path}/new")})
        assert answer.headers["Location"] == path
        assert data["code"] in client.get(path).text
    bad = {**made["/sites"], "code": "X1", "zone": "../etc", **key(client, "/sites/new")}
    assert "no time zone" in client.post("/sites/new", data=bad).text


def test_two_people_cannot_share_a_user_id(house: House, door: Door) -> None:
    door.make("ines")
    with pytest.raises((Refused, Conflict)):
        door.make("ines")


def test_an_empty_store_is_set_up_once_and_verifies(house: House, door: Door) -> None:
    place = service.NewSite("SLS", "Saint-Louis", "Europe/Paris", "FR")
    admin = service.NewAccount("admin", "Ada Lenoir", "Administrator", "*", "passport", "en")
    service.bootstrap(house, place, admin, "another-password-x")
    assert service.check_credentials(house, "admin", CHOSEN).account
    title = Text("A trial", "Un essai")
    study = service.NewStudy("NCT3", "SLS", title, "Sponsor")
    service.create_study(house.kernel, door.call("admin"), study)
    report = verify(house.kernel.stores)
    assert report.broken == []
    assert report.events > 4


def test_a_first_password_that_lasts_is_for_demonstrations(house: House, door: Door) -> None:
    person = service.NewAccount("ines", "Ines", "QA", "SLS", "seen", "en")
    with pytest.raises(ValueError, match="first sign-in"):
        service.create_account(house, door.call("admin"), person, CHOSEN, must_change=False)
