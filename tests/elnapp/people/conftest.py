"""An application of people and pages alone, and the people of its tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from wtforms import StringField

from batches.people import SYSTEM, Actor, Grant
from batches.text import Text
from elnapp.config import Settings
from elnapp.people import policy, queries, service, views
from elnapp.record import Call, Kernel, Rooms, Stores, new_id, schema
from elnapp.record.files import Files
from elnapp.web import init_web
from elnapp.web.access import does, init_access, public, shows
from elnapp.web.forms import PageForm
from elnapp.web.house import House

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FIRST = "first-password-given"
CHOSEN = "vortex lampe brume 7"


class Clock:
    """A clock that stands until a test moves it."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)


class WordForm(PageForm):
    """A form to lose a session in."""

    word = StringField("Word")


class Door:
    """How the tests come in: accounts by the command, sign-in by the page."""

    def __init__(self, house: House, clock: Clock) -> None:
        self.house, self.clock = house, clock

    def call(self, login: str = "", reason: str | None = None) -> Call:
        """Give a fresh command of `login`, or of the house itself."""
        return Call(self.actor(login) if login else SYSTEM, new_id(), self.clock(), reason)

    def actor(self, login: str) -> Actor:
        """Give the person with the grants held now."""
        with self.house.kernel.reading() as session:
            found = queries.actor_of(session, login)
        assert found is not None
        return found

    def make(
        self, login: str, *grants: Grant, name: str = "Ines Roux", change: bool = False
    ) -> None:
        """Make a person with the chosen password, or with a first one still to be changed."""
        person = service.NewAccount(login, name, "Tests", "SLS", "identity card", "en")
        password = FIRST if change else CHOSEN
        service.create_account(self.house, self.call(), person, password, must_change=change)
        for wanted in grants:
            service.grant(self.house.kernel, self.call(), login, wanted)

    def enrol(self, login: str) -> str:
        """Enrol a second factor, with a code of the step before the present one; give its seed."""
        seed = pyotp.random_base32()
        at = self.clock() - timedelta(seconds=30)
        code = pyotp.TOTP(seed).at(at)
        service.enrol_totp(self.house.kernel, self.call(login), login, seed, code)
        return seed

    def enter(
        self,
        client: FlaskClient,
        login: str,
        password: str = CHOSEN,
        way: str = "/login",
        **more: str,
    ) -> TestResponse:
        """Send the sign-in form."""
        data = {"form_id": new_id(), "login": login, "password": password, **more}
        return client.post(way, data=data)

    def findings(self, login: str = "") -> list[str]:
        """Give the codes of all findings recorded in an account's stream, or in the house's."""
        stream = queries.stream_of(login) if login else "system"
        with self.house.kernel.reading() as session:
            rows = session.connection().exec_driver_sql(
                "SELECT body FROM event WHERE stream = ? ORDER BY seq", (stream,)
            )
            bodies = [json.loads(row[0]) for row in rows]
        return [finding["code"] for body in bodies for finding in body["findings"]]

    def verbs(self, login: str) -> list[str]:
        """Give the verbs of an account's stream in their order."""
        with self.house.kernel.reading() as session:
            rows = session.connection().exec_driver_sql(
                "SELECT verb FROM event WHERE stream = ? ORDER BY seq", (queries.stream_of(login),)
            )
            return [str(row[0]) for row in rows]


@pytest.fixture
def clock() -> Clock:
    """The clock of the application under test."""
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    """A store with one site, one study, one administrator."""
    url = f"sqlite:///{tmp_path / 'people.sqlite3'}"
    settings = Settings(
        "test", url, tmp_path, "k" * 40, "Hospital", "Europe/Paris", secure_cookies=False
    )
    stores = Stores(url)
    schema.create_all(stores)
    rooms = Rooms(guard=policy.guard, states={"account": service.state_of})
    made = House(Kernel(stores, rooms), Files(settings.files), clock, settings)
    place = service.NewSite("SLS", "Saint-Louis", "Europe/Paris", "FR")
    admin = service.NewAccount("admin", "Ada Lenoir", "Administrator", "*", "passport", "en")
    service.bootstrap(made, place, admin, CHOSEN, must_change=False)
    study = service.NewStudy("NCT1", "SLS", Text("A study", "Une étude"), "Sponsor")
    service.create_study(made.kernel, Call(SYSTEM, "study", clock()), study)
    yield made
    stores.close()


@pytest.fixture
def door(house: House, clock: Clock) -> Door:
    """How to come in."""
    return Door(house, clock)


@pytest.fixture
def app(house: House) -> Flask:
    """The pages of people, a home page, and a form that only quality assurance may send."""
    made = Flask("elnapp", root_path=str(ROOT / "elnapp"), template_folder=str(ROOT / "templates"))
    made.config.update(
        SECRET_KEY=house.settings.secret_key, SESSION_COOKIE_NAME="elnapp", TESTING=True,
        SESSION_COOKIE_SAMESITE="Lax", WTF_CSRF_ENABLED=False, DEFAULT_LANG="en",
    )  # fmt: skip
    made.extensions["elnapp"] = house
    views.init_people(made)
    init_web(made, user_lang=views.lang_now, who=views.login_now)
    made.register_blueprint(views.blueprint)
    _add_pages(made)
    init_access(made)
    return made


def _add_pages(app: Flask) -> None:
    @app.get("/")
    @shows("home")
    def home() -> str:
        return "home"

    @app.route("/word", methods=["GET", "POST"])
    @does("lots.issue")
    def word() -> str:
        form = WordForm()
        return "sent" if form.validate_on_submit() else f"shown {form.word.data}"

    view = app.view_functions["web.language"]
    if not hasattr(view, "access"):
        app.view_functions["web.language"] = public("a language is no secret")(view)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without anyone signed in."""
    return app.test_client()


@pytest.fixture
def present(client: FlaskClient) -> Callable[[], bool]:
    """Tell whether the browser still has somebody signed in."""
    return lambda: client.get("/").status_code == 200
