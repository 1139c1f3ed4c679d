"""Coming in and going out: Flask-Login over sessions that the store knows."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user, login_user
from werkzeug.wrappers import Response as AnyResponse

from batches.access import AccessPolicy
from batches.people import Actor
from elnapp.people import queries, service
from elnapp.people.forms import SignInForm
from elnapp.people.views.blueprint import blueprint
from elnapp.record import Busy, Call, NotFound, Refused, new_id
from elnapp.web.access import public
from elnapp.web.forms import attach
from elnapp.web.house import actor, house, reading
from elnapp.web.keep import bring_back
from elnapp.web.pages import page

HOME = "/"
# What a person with a temporary password may reach.
BEFORE_CHANGE = frozenset(
    {"people.change_password", "people.sign_out", "people.sign_in", "web.language", "static"}
)
COOKIE = "_user_id"  # Flask-Login's name for what its loader is given.


class Person(UserMixin):
    """The person at the screen, as pages and views see them."""

    def __init__(self, presence: queries.Presence, token: str) -> None:
        """Take what the store says of this session, and the secret of its cookie."""
        self.presence = presence
        self._token = token

    def get_id(self) -> str:
        """Give what the cookie holds: the session's secret, not the person."""
        return self._token

    @property
    def actor(self) -> Actor:
        """Give the person with the grants that stand at this request."""
        return self.presence.actor

    @property
    def name(self) -> str:
        """Give the name as printed."""
        return self.presence.actor.name

    @property
    def login(self) -> str:
        """Give the user ID."""
        return self.presence.login

    @property
    def function(self) -> str:
        """Give the function as entered with the account."""
        return self.presence.function

    @property
    def lang(self) -> str:
        """Give the language last chosen."""
        return self.presence.actor.lang

    @property
    def zone(self) -> str | None:
        """Give the zone of the site where the account is kept."""
        return self.presence.zone


class Visitor(AnonymousUserMixin):
    """Nobody is signed in; `login` is whose session ended here, so that typed words stay theirs."""

    @cached_property
    def login(self) -> str | None:
        """Give the user ID of the session that has ended on this device."""
        token = session.get(COOKIE)
        if not token:
            return None
        with reading() as store:
            found = queries.presence(store, service.sid_of(str(token)))
        return None if found is None else found.login


def access() -> AccessPolicy:
    """Give the limits of sessions and guesses that hold now."""
    ask = cast("Callable[[], AccessPolicy]", current_app.extensions["elnapp.people"])
    return ask()


def origin() -> service.Origin:
    """Give where a guess comes from, for `check_credentials`."""
    return service.Origin(request.remote_addr or "", access())


def lang_now() -> str | None:
    """Give the language the person at the screen last chose; None when nobody is there."""
    return getattr(current_user, "lang", None)


def login_now() -> str | None:
    """Give who is at the screen, or whose session ended here: to whom typed words belong."""
    return cast("str | None", current_user.login)


def init_people(app: Flask, policy: Callable[[], AccessPolicy] = AccessPolicy) -> None:
    """Teach the app who is there; `policy` gives the document's values at each request."""
    app.extensions["elnapp.people"] = policy
    manager = LoginManager()
    # Sessions are the store's: nothing hangs on the browser's name or address.
    manager.session_protection = None
    manager.anonymous_user = Visitor
    manager.user_loader(_load)
    manager.init_app(app)
    app.before_request(_must_change)
    app.after_request(_keep_language)


def _load(token: str) -> Person | None:
    found = service.present(house().kernel, token, house().clock(), access())
    return None if found is None else Person(found, token)


def _must_change() -> Any:
    """Lead everyone with a temporary password to the page where it is changed."""
    if request.endpoint in BEFORE_CHANGE or not current_user.is_authenticated:
        return None
    if current_user.presence.must_change:
        return redirect(url_for("people.change_password"), 303)
    return None


def _keep_language(response: Response) -> Response:
    """Keep the language that was just chosen for the person, on every device."""
    if request.endpoint == "web.language" and current_user.is_authenticated and "lang" in session:
        _prefer(actor().id, str(session["lang"]))
    return response


def _prefer(account_id: str, lang: str) -> None:
    try:
        service.prefer(house().kernel.stores, account_id, lang)
    except Busy:
        return  # The session still has it.


@blueprint.route("/login", methods=["GET", "POST"])
@public("people prove here who they are")
def sign_in() -> AnyResponse:
    form = SignInForm()
    if form.validate_on_submit():
        try:
            login = _proved(form)
        except Refused as refused:
            attach(form, refused.findings)
        else:
            return _welcome(login, form.kept.data)
    elif current_user.is_authenticated and request.method == "GET":
        return redirect(_way_on(), 303)
    status = 422 if form.errors else 200
    return page("people/sign_in.html", title=_("Sign in"), form=form, status=status)


@blueprint.post("/logout")
@public("whoever holds the session may end it")
def sign_out() -> AnyResponse:
    _leave()
    session.clear()
    return redirect(url_for("people.sign_in"), 303)


def _proved(form: SignInForm) -> str:
    login = str(form.login.data).strip().casefold()
    password = str(form.password.data)
    service.check_credentials(house(), login, password, None, "sign_in", origin())
    return login


def _welcome(login: str, kept: str | None) -> AnyResponse:
    """Begin a session under a new secret, then lead on to where the person wanted to go."""
    _leave()
    chosen = session.get("lang")
    session.clear()
    g.pop("csrf_token", None)  # Made for the session that has just ended.
    person = _begin(login)
    login_user(person)
    if chosen:
        _prefer(person.actor.id, str(chosen))
    if person.presence.must_change:
        return redirect(url_for("people.change_password"), 303)
    return bring_back(kept, login) or redirect(_way_on(), 303)


def _begin(login: str) -> Person:
    kernel, at, token = house().kernel, house().clock(), service.new_token()
    with reading() as store:
        who = queries.actor_of(store, login)
    if who is None:
        raise NotFound(queries.stream_of(login))
    service.sign_in(kernel, Call(who, new_id(), at), login, service.sid_of(token))
    found = service.present(kernel, token, at, access())
    if found is None:
        raise NotFound(queries.stream_of(login))
    return Person(found, token)


def _leave() -> None:
    """End the session of this browser, if it has one."""
    if current_user.is_authenticated:
        call = Call(actor(), new_id(), house().clock())
        service.sign_out(house().kernel, call, current_user.login, current_user.presence.sid)


def _way_on() -> str:
    """Give the page that was asked for, if it is one of ours."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    # "//host" and "/\host" are other places to a browser; so is anything with a control character.
    ours = wanted.startswith("/") and wanted[1:2] not in {"/", "\\"} and wanted.isprintable()
    return wanted if ours and not parts.scheme and not parts.netloc else HOME
