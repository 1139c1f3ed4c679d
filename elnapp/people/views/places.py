"""Sites, studies and products: lists, and new ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.text import Text
from elnapp.people import queries, service
from elnapp.people.forms import ProductForm, SiteForm, StudyForm
from elnapp.people.views.blueprint import blueprint
from elnapp.record import Refused
from elnapp.web.access import does, shows
from elnapp.web.forms import PageForm, attach
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import words
from elnapp.web.pages import page


@blueprint.get("/sites")
@shows("people")
def sites() -> AnyResponse:
    with reading() as store:
        rows = [(s.code, s.name, s.zone, s.country, s.unit, s.authorisation)
                for s in queries.sites(store, actor())]  # fmt: skip
    labels = (_("Code"), _("Name"), _("Time zone"), _("Country"), _("Unit"), _("Authorisation"))
    return _list(_("Sites"), labels, rows, (_("New site"), "people.create_site"))


@blueprint.get("/studies")
@shows("people")
def studies() -> AnyResponse:
    with reading() as store:
        rows = [(s.code, words(s.title), s.site, s.sponsor, s.eu_ct)
                for s in queries.studies(store, actor())]  # fmt: skip
    labels = (_("Code"), _("Title"), _("Leading site"), _("Sponsor"), _("EU trial number"))
    return _list(_("Studies"), labels, rows, (_("New study"), "people.create_study"))


@blueprint.get("/products")
@shows("people")
def products() -> AnyResponse:
    with reading() as store:
        rows = [(p.code, words(p.name), p.source) for p in queries.products(store)]
    labels = (_("Code"), _("Name"), _("Tissue of origin"))
    return _list(_("Products"), labels, rows, (_("New product"), "people.create_product"))


@blueprint.route("/sites/new", methods=["GET", "POST"])
@does("people.create_site")
def create_site() -> AnyResponse:
    form = SiteForm()
    return _do(
        form, _("New site"), "people.sites",
        lambda: service.create_site(house().kernel, call(form), _site(form)),
    )  # fmt: skip


@blueprint.route("/studies/new", methods=["GET", "POST"])
@does("people.create_study")
def create_study() -> AnyResponse:
    form = StudyForm()
    with reading() as store:
        form.offer([(s.code, f"{s.code} – {s.name}") for s in queries.sites(store, actor())])
    return _do(
        form, _("New study"), "people.studies",
        lambda: service.create_study(house().kernel, call(form), _study(form)),
    )  # fmt: skip


@blueprint.route("/products/new", methods=["GET", "POST"])
@does("people.create_product")
def create_product() -> AnyResponse:
    form = ProductForm()
    return _do(
        form, _("New product"), "people.products",
        lambda: service.create_product(house().kernel, call(form), _product(form)),
    )  # fmt: skip


def _do(form: PageForm, title: str, back: str, act: Callable[[], Any]) -> AnyResponse:
    if form.validate_on_submit():
        try:
            act()
        except Refused as refused:
            attach(form, refused.findings)
        else:
            flash(_("Done: %(what)s.", what=title), "success")
            return redirect(url_for(back), 303)
    crumbs = ((_("People"), url_for("people.index")),)
    status = 422 if form.errors else 200
    return page(
        "people/form.html", title=title, form=form, label=title, crumbs=crumbs, status=status
    )


def _list(title: str, labels: Any, rows: Any, new: tuple[str, str]) -> AnyResponse:
    crumbs = ((_("People"), url_for("people.index")),)
    return page(
        "people/places.html", title=title, labels=labels, rows=rows, new_label=new[0],
        new_url=url_for(new[1]), crumbs=crumbs,
    )  # fmt: skip


def _text(form: PageForm, name: str) -> str:
    return str(form[name].data or "").strip()


def _site(form: SiteForm) -> service.NewSite:
    names = ("code", "name", "zone", "country", "unit", "establishment", "authorisation")
    return service.NewSite(**{name: _text(form, name) for name in names})


def _study(form: StudyForm) -> service.NewStudy:
    title = Text(_text(form, "title_en"), _text(form, "title_fr"))
    names = ("code", "site", "sponsor", "eu_ct", "imp_dossier")
    return service.NewStudy(title=title, **{name: _text(form, name) for name in names})


def _product(form: ProductForm) -> service.NewProduct:
    name = Text(_text(form, "name_en"), _text(form, "name_fr"))
    return service.NewProduct(_text(form, "code"), name, _text(form, "source"))
