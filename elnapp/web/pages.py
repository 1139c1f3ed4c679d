"""Rendering: one way to make a page, with its title, its way back and its status."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

Crumb = tuple[str, str]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Web:
    """What the rooms above tell the pages below, as questions to ask during a request."""

    user_lang: Callable[[], str | None]
    zone: Callable[[], str | None]
    who: Callable[[], str | None]
    login_endpoint: str


def page(
    template: str, *, title: str, status: int = 200, crumbs: Iterable[Crumb] = (), **ctx: Any
) -> Response:
    """Render a page; `form` with errors, or `wrong=True`, marks the document title as an error."""
    form = ctx.get("form")
    wrong = bool(ctx.pop("wrong", False) or (form is not None and form.errors))
    body = render_template(template, title=title, crumbs=tuple(crumbs), wrong=wrong, **ctx)
    return make_response(body, status)


def query_with(**changes: str | int | None) -> str:
    """Give this page's query with some arguments changed or, when None, dropped."""
    args: MultiDict[str, str] = MultiDict(request.args)
    for name, value in changes.items():
        args.poplist(name)
        if value is not None:
            args[name] = str(value)
    return "?" + urlencode(list(args.items(multi=True)))


def static_picture(name: str) -> str:
    """Give the address of a picture of ours, worked out once a request: a table shows hundreds."""
    known: dict[str, str] = g.setdefault("pictures", {})
    if name not in known:
        known[name] = url_for("static", filename=name)
    return known[name]


def other_arguments(names: Iterable[str]) -> list[tuple[str, str]]:
    """Give the query arguments that a filter form must carry along: all but its own and `page`."""
    own = {*names, "page"}
    return [(k, v) for k, v in request.args.items(multi=True) if k not in own]


def init_pages(app: Flask) -> None:
    """Give templates what every page needs."""
    app.jinja_env.globals.update(
        query_with=query_with, other_arguments=other_arguments, static_picture=static_picture
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"crumbs": (), "wrong": False, "nav_items": ()})
