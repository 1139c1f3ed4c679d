"""Looking at documents: the list, one document, one version, what differs, the file."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, request, url_for
from flask_babel import gettext as _

from batches.policy import ROLES
from batches.states import DOCUMENT_STATES
from elnapp.documents import queries, service
from elnapp.documents.queries import Listed, Version
from elnapp.documents.views.blueprint import blueprint
from elnapp.documents.views.labels import LABELS
from elnapp.documents.views.showing import (
    KINDS,
    allowed,
    kind_words,
    outline,
    signed,
    today,
    what_is_wrong,
)
from elnapp.record import NotFound
from elnapp.signing import queries as signatures
from elnapp.web.access import shows
from elnapp.web.house import actor, reading
from elnapp.web.locale import words
from elnapp.web.pages import Crumb, page

VERBS = tuple(f"documents.{v}" for v in ("draft", "submit", "approve", "make_effective", "retire"))


@blueprint.get("/documents")
@shows("documents")
def index() -> Response:
    with reading() as session:
        found = [r for r in queries.listing(session, actor(), today()) if _wanted(r)]
    kinds = [(code, words(kind_words(code))) for code in service.kinds()]
    return page(
        "documents/index.html", title=_("Documents"), rows=found, kinds=kinds, words_of=KINDS,
        states=[(code, words(text).capitalize()) for code, text in DOCUMENT_STATES.items()], today=today(),
    )  # fmt: skip


@blueprint.get("/documents/<kind>/<code>")
@shows("documents")
def document(kind: str, code: str) -> Response:
    with reading() as session:
        head, versions = queries.page_of(session, actor(), kind, code)
    newest, now = versions[0], today()
    return page(
        "documents/document.html", title=f"{words(kind_words(kind))} {code}",
        crumbs=crumbs(), head=head, versions=versions, newest=newest, may=allowed(head, VERBS),
        today=now, in_force=next((v for v in versions if v.in_force(now)), None), kind_words=kind_words(kind),
    )  # fmt: skip


@blueprint.get("/documents/<kind>/<code>/<name>")
@shows("documents")
def version(kind: str, code: str, name: str) -> Response:
    return version_page(kind, code, name)


@blueprint.get("/documents/<kind>/<code>/<name>/yaml")
@shows("documents")
def yaml(kind: str, code: str, name: str) -> Response:
    with reading() as session:
        _head, found, _versions = queries.version_page(session, actor(), kind, code, name)
    answer = make_response(service.to_yaml(found))
    answer.headers["Content-Type"] = "application/yaml; charset=utf-8"
    file = f"{found.code}-v{found.version}r{found.revision}.yaml"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


@blueprint.get("/documents/<kind>/<code>/changes")
@shows("documents")
def changes(kind: str, code: str) -> Response:
    with reading() as session:
        _head, versions = queries.page_of(session, actor(), kind, code)
    old, new = _pair(versions)
    bodies = [service.in_written_order(v) for v in (old, new)]
    return page(
        "documents/changes.html", title=_("What differs in %(code)s", code=code),
        crumbs=crumbs(kind, code), old=old, new=new, changes=service.diff(*bodies),
        versions=[(_name(v), v.name) for v in versions],
    )  # fmt: skip


def version_page(
    kind: str, code: str, name: str, *, status: int = 200, refused: Any = ()
) -> Response:
    """Show one version with its content, state, signatures and the ways on from here."""
    with reading() as session:
        head, found, versions = queries.version_page(session, actor(), kind, code, name)
        given = signatures.all_of(session, found.stream, found.address)
    before = next((v for v in versions if (v.version, v.revision) < _number(found)), None)
    return page(
        "documents/version.html", title=found.name, status=status, wrong=bool(refused),
        crumbs=crumbs(kind, code), head=head, version=found, name=_name(found), labels=LABELS,
        body=service.in_written_order(found), outline=outline(found), before=before,
        faults=what_is_wrong(found), refused=refused, may=allowed(head, VERBS),
        approvals=signed(given), mine=actor().id in {found.author, *(s.signer for s in given)},
        kind_words=kind_words(kind), roles=ROLES, today=today(),
    )  # fmt: skip


def crumbs(kind: str = "", code: str = "") -> list[Crumb]:
    """Give the way back: to the list, and to the document when one is given."""
    way = [(_("Documents"), url_for("documents.index"))]
    if code:
        way.append((code, url_for("documents.document", kind=kind, code=code)))
    return way


def _wanted(row: Listed) -> bool:
    asked, newest = request.args, row.newest
    text = f"{newest.code} {newest.title.en} {newest.title.fr}".casefold()
    return (
        asked.get("kind", "") in {"", newest.kind}
        and asked.get("state", "") in {"", newest.state_on(today())}
        and asked.get("q", "").casefold().strip() in text
    )


def _pair(versions: list[Version]) -> tuple[Version, Version]:
    """Give the two versions asked for; without a wish the newest and the version before it."""
    known = {_name(v): v for v in versions}
    new = known.get(request.args.get("new") or _name(versions[0]))
    older = [v for v in versions if new and _number(v) < _number(new)]
    usual = sorted(older, key=lambda v: v.replaced) or versions
    old = known.get(request.args.get("old") or _name(usual[0]))
    if new is None or old is None:
        raise NotFound(request.path)
    return old, new


def _number(version: Version) -> tuple[int, int]:
    return version.version, version.revision


def _name(version: Version) -> str:
    return f"v{version.version}r{version.revision}"
