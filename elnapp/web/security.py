"""Headers of every answer, and addresses of static files that change with their content."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    # Flask-WTF compares the referrer of forms over HTTPS, so our own pages must send it.
    "Referrer-Policy": "same-origin",
}
FOR_EVER = "public, max-age=31536000, immutable"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


class StaticVersions:
    """The content hash of each static file; a file is read again only when it has changed."""

    def __init__(self, folder: Path) -> None:
        """Watch the files of one folder."""
        self.folder = folder
        self._known: dict[str, tuple[int, str]] = {}

    def version(self, name: str) -> str:
        """Give the hash that stands in the address of `name`; "" for a file that is not there."""
        path = self.folder / name
        try:
            changed = path.stat().st_mtime_ns
        except OSError:
            return ""
        known = self._known.get(name)
        if known is None or known[0] != changed:
            known = self._known[name] = (changed, _digest(path))
        return known[1]


def request_id() -> str:
    """Give the number under which this request stands in the log and on an error page."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    return str(g.request_id)


def _guard(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config.get("SESSION_COOKIE_SECURE"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    response.headers["X-Request-Id"] = request_id()
    if request.endpoint == "static" and response.status_code in {200, 206, 304}:
        _keep(response)
    else:
        # Records and forms stay out of every cache: of the browser, a proxy, a shared tablet.
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Cookie", "Accept-Language"))
    return response


def _keep(response: Response) -> None:
    name = str((request.view_args or {}).get("filename", ""))
    versions: StaticVersions = current_app.extensions["elnapp.web.static"]
    named_by_version = name.startswith("vendor/") and "/" in name.removeprefix("vendor/")
    asked = request.args.get("v")
    lasting = named_by_version or (asked is not None and asked == versions.version(name))
    response.headers["Cache-Control"] = FOR_EVER if lasting else "no-cache"


def init_security(app: Flask) -> None:
    """Guard every answer and put the content hash into addresses of static files."""
    versions = StaticVersions(Path(app.static_folder or "static"))
    app.extensions["elnapp.web.static"] = versions
    app.after_request(_guard)

    @app.url_defaults
    def _with_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and (version := versions.version(str(values.get("filename")))):
            values.setdefault("v", version)
