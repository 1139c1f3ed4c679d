"""Each route names the verb it does, the object it shows, or why it is open to all.

The kernel enforces the policy for the verb; a page is shown to roles that may see the object.  An
application with an undeclared route does not start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from flask_login import current_user

from batches.policy import POLICY, SHOWS

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """How a route may be reached: `kind` is does, shows or public."""

    kind: str
    name: str


class UndeclaredRoutes(RuntimeError):
    """A route says neither what it does nor what it shows."""


def does(verb: str) -> Callable[[View], View]:
    """Declare that a route does `verb`; only roles that hold it reach the page."""
    return _declare(Access("does", verb))


def shows(name: str) -> Callable[[View], View]:
    """Declare that a route shows the object `name`."""
    return _declare(Access("shows", name))


def public(reason: str) -> Callable[[View], View]:
    """Declare that a route is open to everyone, and why."""
    return _declare(Access("public", reason))


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Give what the route behind `endpoint` declared."""
    if endpoint == "static":
        return Access("public", "style sheets, scripts and fonts carry no record")
    return getattr(app.view_functions[endpoint], "access", None)


def roles_of(access: Access) -> frozenset[str]:
    """Give the roles that reach a route; empty for a public one."""
    if access.kind == "public":
        return frozenset()
    return POLICY[access.name].roles if access.kind == "does" else SHOWS[access.name]


def undeclared(app: Flask) -> list[str]:
    """Name the routes without a declaration, or with one that no policy knows."""
    known: dict[str, Collection[str]] = {"does": POLICY, "shows": SHOWS}
    faults = []
    for endpoint in sorted(app.view_functions):
        access = access_of(app, endpoint)
        if access is None or (access.kind in known and access.name not in known[access.kind]):
            faults.append(endpoint)
    return faults


def init_access(app: Flask) -> None:
    """Close every route by default, and refuse to start with an undeclared one."""
    faults = undeclared(app)
    if faults:
        raise UndeclaredRoutes(", ".join(faults))
    app.before_request(_check)


def may(verb: str) -> bool:
    """Tell whether the reader holds a role for `verb` anywhere: which ways on a page offers."""
    if not current_user.is_authenticated:
        return False
    return bool({g.role for g in current_user.actor.grants} & POLICY[verb].roles)


def _check() -> Any:
    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access is None:
        abort(403)
    if access.kind == "public":
        return None
    if not current_user.is_authenticated:
        abort(401)
    held = {g.role for g in current_user.actor.grants}
    if not held & roles_of(access) and not _own(access):
        abort(403)
    return None


def _own(access: Access) -> bool:
    """Tell whether the verb is one that each person may do to their own account."""
    return access.kind == "does" and POLICY[access.name].own


def matrix(app: Flask) -> dict[str, dict[str, object]]:
    """Give every route with its methods, what it declared, and the roles that reach it."""
    rows: dict[str, dict[str, object]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: (r.rule, r.endpoint)):
        access = access_of(app, rule.endpoint)
        if access is None:
            continue
        methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        own = access.kind == "does" and POLICY[access.name].own
        rows[f"{' '.join(methods)} {rule.rule}"] = {
            "declares": f"{access.kind} {access.name}",
            "roles": ["everyone signed in"] if own else sorted(roles_of(access)),
        }
    return rows
