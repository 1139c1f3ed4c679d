"""A session lost in the middle of a form: what was typed travels through sign-in and comes back.

It travels sealed in the page itself, bound to the person who typed it where the session still
knew; nothing is stored. Secrets are never kept, and nothing that is typed into a confidential form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Response, current_app, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import HiddenField

from elnapp.web.pages import page

LONGEST = 200_000  # Characters; a form of ours is far smaller.
SECONDS = 12 * 3600  # No session lives longer.
View = TypeVar("View", bound=Callable[..., Any])
SECRETS = frozenset({"csrf_token", "otp", "kept", "again"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed, where it was going, and whose it is ("" when nobody knew)."""

    path: str
    who: str
    typed: tuple[tuple[str, str], ...]


class KeptField(HiddenField):
    """Carries what was typed through the sign-in form."""


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="elnapp.web.keep")


def _open_to_read(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((k, v) for k, v in pairs if k not in SECRETS and "password" not in k)


def confidential(view: View) -> View:
    """Declare that what is typed here must not travel in a page: the seal is no secret."""
    view.confidential = True  # type: ignore[attr-defined]
    return view


def is_confidential() -> bool:
    """Tell whether this request's form keeps nothing."""
    view = current_app.view_functions.get(request.endpoint or "")
    return bool(getattr(view, "confidential", False))


def seal_typed(who: str | None) -> str:
    """Seal what this request's form holds; "" when there is nothing worth keeping."""
    if request.method != "POST" or not request.form or is_confidential():
        return ""
    typed = _open_to_read(request.form.items(multi=True))
    if not any(value.strip() for _name, value in typed):
        return ""
    sealed = str(_sealer().dumps([request.full_path.rstrip("?"), who or "", typed]))
    return sealed if len(sealed) <= LONGEST else ""


def unseal(sealed: str | None) -> Kept | None:
    """Read what was kept; a broken, foreign or old seal gives None."""
    try:
        path, who, typed = _sealer().loads(sealed or "", max_age=SECONDS)
    except (BadData, ValueError):
        return None
    return Kept(path, who, tuple((str(k), str(v)) for k, v in typed))


def bring_back(sealed: str | None, who: str | None) -> Response | None:
    """Offer what was kept to the person who has just signed in; None when it is not theirs."""
    kept = unseal(sealed)
    if kept is None or (kept.who and kept.who != (who or "")):
        return None
    return page("errors/kept.html", title=_("What you typed was kept"), kept=kept)
