"""The reader's language and the site's zone, and the filters that write values for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel
from jinja2 import pass_context
from markupsafe import Markup

from batches.findings import sentence as finding_sentence
from batches.text import Text
from batches.unit_words import unit_words
from batches.verdict import Finding
from elnapp.web import display, marks

Lang = Literal["fr", "en"]
LANGS: tuple[Lang, ...] = ("fr", "en")


def current_lang() -> Lang:
    """Give the reader's language: chosen in this session, own setting, browser, the house's."""
    if not has_request_context():
        return "fr" if _default() == "fr" else "en"
    if "lang" not in g:
        g.lang = _chosen()
    return "fr" if g.lang == "fr" else "en"


def site_zone() -> ZoneInfo:
    """Give the zone in which times are shown: the site's."""
    ask: Callable[[], str | None] = current_app.extensions["elnapp.web"].zone
    name = ask() if has_request_context() else None
    return ZoneInfo(name or current_app.config.get("SITE_ZONE") or "Europe/Paris")


def _default() -> str:
    return str(current_app.config.get("DEFAULT_LANG", "fr"))


def _chosen() -> str:
    own = current_app.extensions["elnapp.web"].user_lang()
    for wish in (session.get("lang"), own):
        if wish in LANGS:
            return str(wish)
    # In the browser's own order, so that en-GB before fr reads English.
    wanted = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((tag for tag in wanted if tag in LANGS), _default())


def words(text: Text | Mapping[str, str] | str | None) -> str:
    """Give the words of a text in the reader's language."""
    if text is None:
        return ""
    if isinstance(text, Text):
        return text[current_lang()]
    return text if isinstance(text, str) else str(text[current_lang()])


def sentence(finding: Finding | Mapping[str, Any]) -> str:
    """Say a finding, live or as it was stored, in the reader's language."""
    if not isinstance(finding, Finding):
        finding = Finding.stored(finding)
    return display.spaced(finding_sentence(finding, current_lang()), current_lang())


def number(value: Decimal | float | str | None, unit: str = "") -> str:
    """Write a stored number for the reader."""
    return display.number(value, current_lang(), unit)


def when(at: datetime | None) -> str:
    """Write an instant to the minute, in the site's zone with its offset."""
    return display.moment(at, site_zone(), current_lang()) if at else ""


def when_exact(at: datetime | None) -> str:
    """Write an instant to the second, in the site's zone with its offset."""
    return display.moment(at, site_zone(), current_lang(), seconds=True) if at else ""


def day(value: date | None) -> str:
    """Write a civil date; an instant is first brought to the site's zone."""
    if value is None:
        return ""
    local = value.astimezone(site_zone()) if isinstance(value, datetime) else value
    return display.day(local, current_lang())


def time_tag(at: datetime | None) -> Markup:
    """Write an instant as a <time> element that keeps the exact value for machines."""
    if at is None:
        return Markup()
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), when(at))


def _live(write: Callable[..., Any]) -> Callable[..., Any]:
    """Keep Jinja from working out a filter over a literal once, in the first reader's language."""

    @pass_context
    def filtered(_context: object, *args: Any, **options: Any) -> Any:
        return write(*args, **options)

    return filtered


def _filters() -> dict[str, Callable[..., Any]]:
    return {
        "words": words,
        "sentence": sentence,
        "number": number,
        "begun": display.begun,
        "unit": lambda code: unit_words(code or "", current_lang()),
        "limits": lambda pair, unit="": display.limits(pair, current_lang(), unit),
        "when": when,
        "when_exact": when_exact,
        "day": day,
        "time_tag": time_tag,
        "spaced": lambda text: display.spaced(str(text), current_lang()),
        "digest": lambda text: display.grouped(text, 16),
        "digest_full": display.grouped,
    }


def init_locale(app: Flask) -> None:
    """Teach the app the reader's language and the filters of display."""
    Babel(app, locale_selector=current_lang, timezone_selector=lambda: site_zone().key)
    app.jinja_env.filters.update({name: _live(write) for name, write in _filters().items()})
    app.jinja_env.globals.update(
        current_lang=current_lang, mark_of=marks.mark_of, zone_name=lambda: site_zone().key
    )
