"""The one address the shell itself needs: changing the language."""

from __future__ import annotations

from flask import Blueprint, redirect, request, session
from werkzeug.wrappers import Response

from elnapp.web.access import public
from elnapp.web.locale import LANGS

bp = Blueprint("web", __name__)


@bp.post("/language")
@public("the language is chosen before sign-in, too")
def language() -> Response:
    """Show the pages of this session in the chosen language, and go back."""
    wish = request.form.get("lang", "")
    if wish in LANGS:
        session["lang"] = wish
    return redirect(_own_path(request.form.get("next")), 303)


def _own_path(path: str | None) -> str:
    # Only a path of ours: "//host" and "/\\host" are other places to a browser.
    return path if path and path[0] == "/" and path[1:2] not in {"/", "\\"} else "/"
