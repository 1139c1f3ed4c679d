"""Certification, refusal, release for a site: first what is decided, then the words to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.gate import QUESTIONS, GateReport
from batches.verdict import Finding
from elnapp.documents.views import proved
from elnapp.lots.queries import Seen
from elnapp.record import Answer, Call, Kernel, Refused
from elnapp.release import queries, service
from elnapp.release.forms import CertifyForm, DeclineForm, SiteForm, asked, carried
from elnapp.release.queries import About
from elnapp.release.service import Asked, Signing
from elnapp.release.views.blueprint import blueprint
from elnapp.release.views.showing import (
    ACTS,
    Act,
    crumbs,
    may_or_refuse,
    say,
    seen_lot,
    shown,
    sign_form,
    sign_page,
)
from elnapp.web.access import does
from elnapp.web.forms import PageForm, SignForm, attach
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import words
from elnapp.web.pages import page

Decide = Callable[[Kernel, Call, str, Signing, Asked], Answer]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a decision chooses from: the containers, and the gate as it stands."""

    codes: tuple[str, ...] = ()
    report: GateReport | None = None


@blueprint.route("/lots/<number>/certification", methods=["GET", "POST"])
@does("release.certify")
def certify(number: str) -> AnyResponse:
    lot = seen_lot(number)
    ground = _certifiable(lot)
    return _decided(lot, ACTS["certify"], service.certify, ground)


@blueprint.route("/lots/<number>/refusal", methods=["GET", "POST"])
@does("release.decline")
def decline(number: str) -> AnyResponse:
    return _decided(seen_lot(number), ACTS["decline"], service.decline, Ground())


@blueprint.route("/lots/<number>/site-release", methods=["GET", "POST"])
@does("release.release_to_site")
def release_to_site(number: str) -> AnyResponse:
    lot = seen_lot(number)
    with reading() as session:
        ground = Ground(queries.releasable(session, lot.stream))
    return _decided(lot, ACTS["release_to_site"], service.release_to_site, ground)


def _certifiable(lot: Seen) -> Ground:
    with reading() as session:
        codes = tuple(u.code for u in queries.in_quarantine(session, lot.stream))
        report = queries.gate(session, lot.stream, house().clock(), _about())
    return Ground(codes, report)


def _about() -> About:
    given = asked()
    named = frozenset(given.containers) if given.containers else None
    return About(actor().id, named, given.justified)


def _decided(lot: Seen, act: Act, do: Decide, ground: Ground) -> AnyResponse:
    may_or_refuse(lot, act)
    if "signing" in request.form:
        return _signed(lot, act, do)
    form = _chosen(act, ground)
    if form.validate_on_submit():
        faults = _faults(act, ground)
        if not faults:
            return _sign_page(lot, act, sign_form(fresh=True))
        attach(form, faults)
    return page(
        f"release/{act.verb.partition('.')[2]}.html", title=words(act.title), form=form,
        lot=lot, act=act, ground=ground, questions=QUESTIONS, crumbs=crumbs(lot.number, gate=True),
        why=asked().justified, status=422 if form.errors else 200,
    )  # fmt: skip


def _chosen(act: Act, ground: Ground) -> PageForm:
    if act.meaning == "DECLINED":
        return DeclineForm()
    form: CertifyForm | SiteForm = CertifyForm() if act.meaning == "CERTIFIED" else SiteForm()
    form.offer(ground.codes)
    return form


def _faults(act: Act, ground: Ground) -> list[Finding]:
    """Give what keeps the words from being shown; the command asks everything again."""
    given, found = asked(), list[Finding]()
    if act.meaning != "DECLINED" and not given.containers:
        found.append(Finding("CERT-NONE", where="containers"))
    left = sorted(set(ground.codes) - set(given.containers))
    if act.meaning == "CERTIFIED" and left and not given.reason:
        found.append(Finding("CERT-REFUSED-REASON", {"codes": ", ".join(left)}, "reason", 3))
    return [*found, *_by_gate(ground)]


def _by_gate(ground: Ground) -> Iterable[Finding]:
    return ground.report.verdict.findings if ground.report else ()


def _signed(lot: Seen, act: Act, do: Decide) -> AnyResponse:
    form = sign_form()
    if form.validate_on_submit():
        try:
            signing = Signing(proved(form), request.form.get("shown"))
            do(house().kernel, call(form, _comment(form)), lot.number, signing, asked())
        except Refused as refused:
            say(form, refused)
        else:
            flash(_("Signed and recorded. Lot %(lot)s has moved on.", lot=lot.number), "success")
            return redirect(url_for("release.gate", number=lot.number), 303)
    return _sign_page(lot, act, form)


def _comment(form: SignForm) -> str | None:
    return str(form.comment.data or "") or None


def _sign_page(lot: Seen, act: Act, form: SignForm) -> AnyResponse:
    given = asked()
    with reading() as session:
        found = shown(session, lot, act, given, _about())
    more: dict[str, Any] = {"carried": [("signing", "1"), *carried(given)], "reason": given.reason}
    return sign_page(lot, act, form, found, **more)
