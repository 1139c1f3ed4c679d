"""What every page shares: language, forms, headers, bounds, and answers to what goes wrong.

Knows no room. What it must ask a room above (whose language, which zone, who is there) comes as
functions from the factory.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from elnapp.web import views
from elnapp.web.access import may
from elnapp.web.forms import new_key
from elnapp.web.limits import init_limits
from elnapp.web.locale import init_locale
from elnapp.web.pages import Web, init_pages
from elnapp.web.problems import init_problems
from elnapp.web.security import init_security


def _nothing() -> str | None:
    return None


def init_web(
    app: Flask,
    *,
    user_lang: Callable[[], str | None] = _nothing,
    zone: Callable[[], str | None] = _nothing,
    who: Callable[[], str | None] = _nothing,
    login_endpoint: str = "people.sign_in",
) -> None:
    """Set up the shell of the pages; the functions are asked during a request."""
    app.extensions["elnapp.web"] = Web(user_lang, zone, who, login_endpoint)
    # A form lives as long as its session; an hour is less than a step takes.
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    init_security(app)
    init_limits(app)
    init_locale(app)
    init_pages(app)
    app.jinja_env.globals["new_key"] = new_key
    app.context_processor(lambda: {"may": may})
    if "csrf" not in app.extensions:
        CSRFProtect(app)
    init_problems(app)
    app.register_blueprint(views.bp)
