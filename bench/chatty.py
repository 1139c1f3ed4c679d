"""The house with a defect: it writes each form into its log. `./dev drill identities` must see it."""

from __future__ import annotations

import logging
from typing import Any

from flask import Response, request

from bench import served

log = logging.getLogger("chatty")


def application(environ: served.Environ, start: served.Start) -> Any:
    """Answer as the house does, and talk."""
    app = served.house_here()
    if not app.extensions.get("chatty"):
        app.extensions["chatty"] = True
        app.after_request(_tell)
    return app(environ, start)


def _tell(response: Response) -> Response:
    log.warning("%s %s %s", request.method, request.path, request.form.to_dict())
    return response
