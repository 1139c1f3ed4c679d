"""One label: what it says, and what becomes of its prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, make_response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.policy import permitted
from batches.text import Text
from elnapp.custody import queries, service
from elnapp.custody.forms import ApplyForm, DestroyForm, PrintForm, VerifyForm
from elnapp.custody.queries import LabelView
from elnapp.custody.views.blueprint import blueprint
from elnapp.custody.views.drawing import svg
from elnapp.custody.views.showing import crumbs, said, seen_unit
from elnapp.record import Refused
from elnapp.web.access import does, shows
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import words
from elnapp.web.marks import mark_of
from elnapp.web.pages import page

FORMS: dict[str, type[Any]] = {
    "print": PrintForm, "verify": VerifyForm, "apply": ApplyForm, "destroy": DestroyForm,
}  # fmt: skip
CONTENTS: dict[str, Text] = {
    "": Text("Adipose tissue", "Tissu adipeux"),
    "identity_reference": Text("DNA, identity reference", "ADN, référence d'identité"),
    "serum_archive": Text("Serum, archive", "Sérum, sérothèque"),
}


@blueprint.get("/labels/<label_id>")
@shows("custody")
def label(label_id: str) -> Response:
    return _show(label_id)


@blueprint.get("/labels/<label_id>/picture")
@shows("custody")
def picture(label_id: str) -> Response:
    view = _seen(label_id)
    demo = _("DEMONSTRATION – NOT VALID") if current_app.config["DEMO"] else ""
    answer = make_response(svg(view.row.body, _captions(view), demo))
    answer.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    return answer


@blueprint.post("/labels/<label_id>/print")
@does("custody.print_label")
def print_label(label_id: str) -> AnyResponse:
    return _step(label_id, "print", lambda form: service.print_label(
        house().kernel, call(form, _reason(form)), label_id, _count(form)
    ))  # fmt: skip


@blueprint.post("/labels/<label_id>/verify")
@does("custody.verify_label")
def verify_label(label_id: str) -> AnyResponse:
    return _step(label_id, "verify", lambda form: service.verify_label(
        house().kernel, call(form), label_id, str(form.scanned.data)
    ))  # fmt: skip


@blueprint.post("/labels/<label_id>/apply")
@does("custody.apply_label")
def apply_label(label_id: str) -> AnyResponse:
    return _step(label_id, "apply", lambda form: service.apply_label(
        house().kernel, call(form), label_id
    ))  # fmt: skip


@blueprint.post("/labels/<label_id>/destroy")
@does("custody.destroy_label")
def destroy_label(label_id: str) -> AnyResponse:
    return _step(label_id, "destroy", lambda form: service.destroy_label(
        house().kernel, call(form, _reason(form)), label_id, _count(form)
    ))  # fmt: skip


def _step(label_id: str, name: str, command: Callable[[Any], object]) -> AnyResponse:
    form = FORMS[name]()
    if form.validate_on_submit():
        try:
            command(form)
        except Refused as refused:
            said(form, refused)
        else:
            return redirect(url_for("custody.label", label_id=label_id), 303)
    return _show(label_id, name, form)


def _show(label_id: str, name: str = "", form: Any = None) -> Response:
    view = _seen(label_id)
    with reading() as session:
        unit, head = seen_unit(session, view.unit)
        now = queries.present_state(session, unit.stream) if unit.kind == "start" else None
    may = {n: bool(permitted(f"custody.{n}_label", actor(), head.site, head.study, None))
           for n in FORMS}  # fmt: skip
    forms = {n: form if n == name else make() for n, make in FORMS.items()}
    return page(
        "custody/label.html", title=_("Label of %(code)s", code=view.unit), crumbs=crumbs(),
        view=view, unit=unit, now=now, forms=forms, may=may, form=form, name=name,
        status=422 if form is not None and form.errors else 200,
    )  # fmt: skip


def _seen(label_id: str) -> LabelView:
    with reading() as session:
        view = queries.label(session, label_id)
        seen_unit(session, view.unit)
    return view


def _captions(view: LabelView) -> dict[str, str]:
    body = view.row.body
    content = CONTENTS.get(str(body["content"]), str(body["content"]))
    return {
        "content": words(content), "state": words(mark_of(str(body["state"])).words) if body["kind"] == "start" else "",
        "donor": _("Donor"), "split": _("Split"), "collected": _("Collected"),
        "no_sec": _("SEC-DI not known"),
        "origin": _("Human origin, allogeneic."),
        "use": _("For manufacture only. Do not irradiate."),
    }  # fmt: skip


def _reason(form: Any) -> str | None:
    return str(form.reason.data or "").strip() or None


def _count(form: Any) -> int:
    return int(form.count.number or 0)
