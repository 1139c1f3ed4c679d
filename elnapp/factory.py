"""Puts the house together: settings, kernel, rooms, pages; refuses to start unsafe."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_wtf import CSRFProtect

from batches.policy import SHOWS
from elnapp import __version__
from elnapp.audit import views as audit
from elnapp.config import Settings, UnsafeSettings, from_environment, unsafe
from elnapp.custody import views as custody
from elnapp.dashboards import views as dashboards
from elnapp.documents import service as documents_service
from elnapp.documents import views as documents
from elnapp.donors import queries as donors_queries
from elnapp.donors import service as donors_service
from elnapp.donors import views as donors
from elnapp.donors.views.showing import SEALING
from elnapp.inbox import views as inbox
from elnapp.lots import queries as lots_queries
from elnapp.lots import service as lots_service
from elnapp.lots import views as lots
from elnapp.markers import views as markers
from elnapp.people import policy
from elnapp.people import service as people_service
from elnapp.people import views as people
from elnapp.procurement import service as procurement_service
from elnapp.procurement import views as procurement
from elnapp.quality import views as quality
from elnapp.record import Kernel, Rooms, Stores, clock, schema
from elnapp.record.errors import UnsafeStore
from elnapp.record.files import Files
from elnapp.release import views as release
from elnapp.reports import views as reports
from elnapp.results import views as results
from elnapp.signing import service as signing
from elnapp.tracing import views as tracing
from elnapp.vault import service as vault_service
from elnapp.vault import views as vault
from elnapp.web import init_web
from elnapp.web.access import UndeclaredRoutes, init_access
from elnapp.web.house import House
from elnapp.web.pages import NavItem

ROOT = Path(__file__).resolve().parent.parent
EX_CONFIG = 78
ROOMS = (
    dashboards,
    people,
    documents,
    markers,
    donors,
    custody,
    procurement,
    inbox,
    lots,
    results,
    quality,
    release,
    reports,
    audit,
    tracing,
)
NAVIGATION = (
    ("home", "dashboards.home", lazy_gettext("Home")),
    ("donors", "donors.index", lazy_gettext("Donors")),
    ("donors.medical", "markers.laboratory", lazy_gettext("Laboratories")),
    ("procurement", "procurement.index", lazy_gettext("Donated material")),
    ("custody", "custody.find", lazy_gettext("Units")),
    ("vault", "vault.index", lazy_gettext("Identities")),
    ("lots", "lots.index", lazy_gettext("Lots")),
    ("inbox", "inbox.index", lazy_gettext("Readings")),
    ("results", "results.work", lazy_gettext("Control")),
    ("tracing", "tracing.index", lazy_gettext("Trace")),
    ("quality", "quality.index", lazy_gettext("Deviations")),
    ("documents", "documents.index", lazy_gettext("Documents")),
    ("audit", "audit.index", lazy_gettext("Audit trail")),
    ("people", "people.index", lazy_gettext("People")),
)


def rooms() -> Rooms:
    """Tell the kernel the policy, what settles, and how each kind of stream finds its state."""
    return Rooms(
        guard=policy.guard,
        # Holds first: what they change may void a signature.
        settlers=(donors_service.settle, signing.settle),
        states={
            "account": people_service.state_of,
            "document": documents_service.state_of,
            "donation": procurement_service.state_of,
            "donor": donors_service.state_of,
            "identity": vault_service.state_of,
            "lot": lots_service.state_of,
        },
        software=f"elnapp {__version__}",
    )


def open_house(settings: Settings, now: Callable[[], datetime] = clock.now) -> House:
    """Open the store and the files of an installation, without any page."""
    kernel = Kernel(Stores(settings.database_url), rooms())
    return House(kernel, Files(settings.files), now, settings)


def create_app(settings: Settings, now: Callable[[], datetime] = clock.now) -> Flask:
    """Make the application; raises UnsafeSettings or UndeclaredRoutes."""
    faults = unsafe(settings)
    if faults:
        raise UnsafeSettings("; ".join(faults))
    app = Flask("elnapp", root_path=str(ROOT / "elnapp"), template_folder=str(ROOT / "templates"))
    app.config.update(_flask_settings(settings))
    app.extensions["elnapp"] = open_house(settings, now)
    forms = CSRFProtect(app)
    people.init_people(app)
    init_web(
        app,
        user_lang=lambda: getattr(current_user, "lang", None),
        zone=lambda: settings.zone,
        login_endpoint="people.sign_in",
        who=lambda: getattr(current_user, "login", None),
    )
    for room in (*ROOMS, *((vault,) if settings.vault else ())):
        app.register_blueprint(room.blueprint)
    # Agents carry a token of their own, which no page of another house can send for them.
    forms.exempt(app.view_functions["inbox.send"])
    # The room of markers stands below donors, who know when the tissue was taken.
    markers.init_markers(app, donors_queries.donation_day)
    vault.init_vault(app, lots_queries.retention_facts)
    if settings.vault:
        app.extensions[SEALING] = vault_service.Scans(vault_service.KeyFile(settings.vault))
    app.context_processor(_navigation)
    init_access(app)
    return app


def at_rest(app: Flask) -> Flask:
    """Give an application out of the garbage collector's sight: what it is made of stays for ever.

    Python would walk all of it, 140 ms, whenever the work had made enough objects of its own.
    """
    gc.freeze()
    return app


def start() -> Flask:
    """Make the application of the environment, or leave with exit 78 and the fix in a sentence."""
    try:
        return at_rest(create_app(from_environment()))
    except (UnsafeSettings, UndeclaredRoutes) as fault:
        _leave(str(fault))


def check_store(app: Flask) -> None:
    """Leave with exit 78 when the store has lost its triggers."""
    try:
        schema.check(app.extensions["elnapp"].kernel.stores)
    except UnsafeStore as fault:
        _leave(str(fault))


def _leave(reason: str) -> NoReturn:
    sys.stderr.write(f"elnapp does not start: {reason}\n")
    raise SystemExit(EX_CONFIG)


def _flask_settings(settings: Settings) -> dict[str, object]:
    """Set what Flask leaves open, each on purpose."""
    cookie = "__Host-elnapp" if settings.secure_cookies else "elnapp"
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": cookie,
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        # Flask-WTF would read the catalogue of WTForms again at each request.
        "WTF_I18N_ENABLED": False,
        "DEMO": settings.demo,
        "ESTABLISHMENT": settings.establishment,
        "SITE_ZONE": settings.zone,
        "VAULT": settings.vault is not None,
        "TESTING": settings.profile == "test",
        # Tests post without a token; one test turns the check on and posts without it.
        "WTF_CSRF_ENABLED": settings.profile != "test",
    }


def _navigation() -> dict[str, object]:
    if not current_user.is_authenticated:
        return {"nav_items": []}
    held = {g.role for g in current_user.actor.grants}
    # The markers of a donor are read on the way to the donor, not to the laboratories.
    below_donors = request.path.startswith("/donors/")
    room = "donors" if below_donors else (request.endpoint or "").split(".")[0]
    return {
        "nav_items": [
            NavItem(str(label), url_for(endpoint), current=endpoint.split(".")[0] == room)
            for name, endpoint, label in NAVIGATION
            if held & SHOWS[name] and endpoint in current_app.view_functions
        ]
    }
