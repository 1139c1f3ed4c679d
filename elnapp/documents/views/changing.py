"""Moving documents along: a new draft, review, approval, in force, retired."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from batches.policy import permitted
from batches.verdict import Finding
from elnapp.documents import queries, service
from elnapp.documents.forms import DraftForm, EffectiveForm, MoveForm, RetireForm, pasted
from elnapp.documents.queries import Version
from elnapp.documents.service import Draft
from elnapp.documents.views.blueprint import blueprint
from elnapp.documents.views.reading import crumbs, version_page
from elnapp.documents.views.showing import proved, today
from elnapp.people import queries as people
from elnapp.record import Head, NotPermitted, Refused
from elnapp.signing.service import Preview, preview
from elnapp.web.access import does
from elnapp.web.forms import PageForm, SignForm, attach
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page


@blueprint.route("/documents/new", methods=["GET", "POST"])
@does("documents.draft")
def new() -> AnyResponse:
    return _drafted(None)


@blueprint.route("/documents/<kind>/<code>/new", methods=["GET", "POST"])
@does("documents.draft")
def new_version(kind: str, code: str) -> AnyResponse:
    with reading() as session:
        _head, versions = queries.page_of(session, actor(), kind, code)
    return _drafted(versions[0])


@blueprint.post("/documents/<kind>/<code>/<name>/submit")
@does("documents.submit")
def submit(kind: str, code: str, name: str) -> AnyResponse:
    form, (_head, found) = MoveForm(), _seen(kind, code, name)
    if not form.validate_on_submit():
        return version_page(kind, code, name, status=422, refused=form.form_errors)
    try:
        service.submit(house().kernel, call(form), found.id)
    except NotPermitted:
        raise
    except Refused as refused:
        return version_page(kind, code, name, status=422, refused=refused.findings)
    return _to_version(found)


@blueprint.route("/documents/<kind>/<code>/<name>/approve", methods=["GET", "POST"])
@does("documents.approve")
def approve(kind: str, code: str, name: str) -> AnyResponse:
    head, found = _seen(kind, code, name)
    form = SignForm(login=current_user.login, seen=head.seq)
    if form.validate_on_submit():
        try:
            _approved(form, found)
        except Refused as refused:
            _say(form, refused)
        else:
            return _to_version(found)
    return _signature_page(form, found)


@blueprint.route("/documents/<kind>/<code>/<name>/effective", methods=["GET", "POST"])
@does("documents.make_effective")
def make_effective(kind: str, code: str, name: str) -> AnyResponse:
    head, found = _seen(kind, code, name)
    form = EffectiveForm(day=max(today(), found.valid_from or today()), seen=head.seq)
    if form.validate_on_submit():
        try:
            service.make_effective(house().kernel, call(form), found.id, form.chosen)
        except Refused as refused:
            _say(form, refused)
        else:
            return _to_version(found)
    return _day_page(form, found, _("Make %(name)s effective", name=found.name))


@blueprint.route("/documents/<kind>/<code>/<name>/retire", methods=["GET", "POST"])
@does("documents.retire")
def retire(kind: str, code: str, name: str) -> AnyResponse:
    head, found = _seen(kind, code, name)
    form = RetireForm(day=today(), seen=head.seq)
    if form.validate_on_submit():
        try:
            asked = call(form, str(form.reason.data))
            service.retire(house().kernel, asked, found.id, form.chosen)
        except Refused as refused:
            _say(form, refused)
        else:
            return _to_version(found)
    return _day_page(form, found, _("Retire %(name)s", name=found.name))


def _drafted(newest: Version | None) -> AnyResponse:
    """Take a text as a new draft, or show it again with every fault and its line."""
    form, sites = DraftForm(), _sites(newest)
    form.offer(sites)
    if form.validate_on_submit():
        try:
            made = _draft(form, sites, newest)
        except Refused as refused:
            _say(form, refused)
        else:
            return redirect(made, 303)
    title = _("New version of %(code)s", code=newest.code) if newest else _("New document")
    way = crumbs(newest.kind, newest.code) if newest else crumbs()
    return page(
        "documents/draft.html", title=title, crumbs=way, form=form, newest=newest,
        starter=_starter(newest), status=422 if form.errors else 200,
    )  # fmt: skip


def _draft(form: DraftForm, sites: list[tuple[str, str]], newest: Version | None) -> str:
    """Record what was sent and give the address of its page."""
    form.text.data = service.decode(pasted(form))
    text = service.load_yaml(form.text.data)
    _right_document(text, newest)
    made = service.draft(house().kernel, call(form), text, site=form.home(sites))
    name = f"v{made['version']}r{made['revision']}"
    return url_for("documents.version", kind=text.kind, code=text.code, name=name)


def _right_document(text: Draft, newest: Version | None) -> None:
    if newest is not None and (text.kind, text.code) != (newest.kind, newest.code):
        params = {"found": f"{text.kind} {text.code}", "expected": f"{newest.kind} {newest.code}"}
        raise Refused([Finding("DOC-OTHER", params)])


def _starter(newest: Version | None) -> str:
    """Give the text to begin from: the newest version, already numbered as the next one."""
    if newest is None or newest.state in {"draft", "review"}:
        return service.to_yaml(newest) if newest else ""
    text = service.to_yaml(newest)
    return text.replace(f"\nversion: {newest.version}\n", f"\nversion: {newest.version + 1}\n", 1)


def _sites(newest: Version | None) -> list[tuple[str, str]]:
    """Give the sites where the reader may write: a document that exists keeps its own."""
    with reading() as session:
        known = people.sites(session, actor())
    if newest is not None:
        return [(newest.site, newest.site)]
    may = [s for s in known if permitted("documents.draft", actor(), s.code, None, None)]
    if not may:
        raise NotPermitted([Finding("POLICY-ROLE", {"roles_en": "–", "roles_fr": "–"})])
    return [(s.code, f"{s.code} – {s.name}") for s in may]


def _seen(kind: str, code: str, name: str) -> tuple[Head, Version]:
    with reading() as session:
        head, found, _versions = queries.version_page(session, actor(), kind, code, name)
    return head, found


def _approved(form: SignForm, found: Version) -> None:
    proof, shown = proved(form), request.form.get("shown")
    asked = call(form, str(form.comment.data or "") or None)
    service.approve(house().kernel, asked, found.id, proof, shown=shown)


def _signature_page(form: SignForm, found: Version) -> Response:
    with reading() as session:
        shown = _preview(session, found)
    return page(
        "documents/approve.html", title=_("Approve %(name)s", name=found.name), form=form,
        crumbs=crumbs(found.kind, found.code), version=found, shown=shown,
        at=house().clock(), status=422 if form.errors else 200,
    )  # fmt: skip


def _preview(session: Session, found: Version) -> Preview:
    return preview(session, service.approval(session, found, today()))


def _day_page(form: PageForm, found: Version, title: str) -> Response:
    return page(
        "documents/day.html", title=title, crumbs=crumbs(found.kind, found.code), form=form,
        version=found, status=422 if form.errors else 200,
    )  # fmt: skip


def _to_version(found: Version) -> AnyResponse:
    name = f"v{found.version}r{found.revision}"
    return redirect(url_for("documents.version", kind=found.kind, code=found.code, name=name), 303)


def _say(form: Any, refused: Refused) -> None:
    """Say a refusal on the form's own page; one of the policy is a page of its own."""
    if isinstance(refused, NotPermitted):
        raise refused
    attach(form, refused.findings)
