"""What pages about release have in common: the lot, who may do what, and the page that signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import Session

from batches.gate import QUESTIONS
from batches.gate_facts import GateFacts
from batches.policy import permitted
from batches.text import Text
from batches.verdict import Finding
from elnapp.lots import queries as lots
from elnapp.lots.queries import Seen
from elnapp.record import Answer, Call, Kernel, NotPermitted, Refused
from elnapp.release import queries, service
from elnapp.release.queries import About
from elnapp.release.service import Asked, Signing
from elnapp.signing.service import Preview
from elnapp.web.forms import SignForm, attach
from elnapp.web.house import actor, house, reading
from elnapp.web.locale import words
from elnapp.web.pages import page

Do = Callable[[Kernel, Call, str, Signing], Answer]


@dataclass(frozen=True, slots=True)
class Act:
    """One signature on a lot: its verb, its meaning, and how pages speak of it."""

    verb: str
    meaning: str
    title: Text
    button: Text


ACTS: dict[str, Act] = {
    act.verb.partition(".")[2]: act
    for act in (
        Act(
            "release.review_production", "PROD-REVIEWED",
            Text("Review the production record", "Revoir le dossier de fabrication"),
            Text("Sign the production review", "Signer la revue de production"),
        ),
        Act(
            "release.approve_results", "QC-APPROVED",
            Text("Approve the control results", "Approuver les résultats de contrôle"),
            Text("Sign the approval of results", "Signer l'approbation des résultats"),
        ),
        Act(
            "release.review_trail", "TRAIL-REVIEWED",
            Text("Review the audit trail", "Revoir la piste d'audit"),
            Text("Sign the review of the trail", "Signer la revue de la piste"),
        ),
        Act(
            "release.approve", "QA-APPROVED",
            Text("Approve the lot (QA)", "Approuver le lot (AQ)"),
            Text("Sign the QA approval", "Signer l'approbation AQ"),
        ),
        Act(
            "release.certify", "CERTIFIED",
            Text("Certify containers", "Certifier des contenants"),
            Text("Sign the certification", "Signer la certification"),
        ),
        Act(
            "release.decline", "DECLINED",
            Text("Refuse the lot", "Refuser le lot"),
            Text("Sign the refusal", "Signer le refus"),
        ),
        Act(
            "release.release_to_site", "SPONSOR-RELEASED",
            Text("Release for a site", "Libérer pour un centre"),
            Text("Sign the release", "Signer la libération"),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What a signature page shows, or what is in the way of it."""

    preview: Preview | None
    facts: GateFacts
    findings: tuple[Finding, ...] = ()


def seen_lot(number: str) -> Seen:
    """Give the lot; NotFound where the reader may not see it."""
    with reading() as session:
        return lots.lot(session, actor(), number)


def may(lot: Seen) -> dict[str, bool]:
    """Tell for each act whether the reader may do it on this lot now."""
    where = (lot.order.site, lot.order.study, lot.state)
    return {name: bool(permitted(act.verb, actor(), *where)) for name, act in ACTS.items()}


def may_or_refuse(lot: Seen, act: Act) -> None:
    """Refuse a page whose act the reader may not do on this lot, or not in its state."""
    verdict = permitted(act.verb, actor(), lot.order.site, lot.order.study, lot.state)
    if not verdict:
        raise NotPermitted(verdict.findings)


def shown(
    session: Session, lot: Seen, act: Act, asked: Asked | None = None, about: About | None = None
) -> Shown:
    """Compute what would be signed now, or everything that is in the way."""
    case = queries.case(session, lot.stream)
    facts = queries.gate_facts(session, case, house().clock(), about)
    found = service.waiting(case, act.meaning, facts)
    if found:
        return Shown(None, facts, found)
    try:
        wanted = service.wanted(session, case, act.meaning, facts, asked)
    except Refused as refused:
        return Shown(None, facts, refused.findings)
    return Shown(service.preview(session, case, wanted), facts)


def sign_page(lot: Seen, act: Act, form: SignForm, found: Shown, **more: Any) -> Response:
    """Show what is signed and ask for both components; or say what is in the way."""
    title = words(act.title)
    if found.preview is None:
        return blocked_page(lot, act, found.findings)
    return page(
        "release/sign.html", title=title, crumbs=crumbs(lot.number, gate=True), form=form,
        lot=lot, act=act, shown=found.preview, summary=summary(lot, found),
        at=house().clock(), status=422 if form.errors else 200,
        **{"carried": (), **more},
    )  # fmt: skip


def blocked_page(lot: Seen, act: Act, findings: Iterable[Finding]) -> Response:
    """Say everything that is in the way of a signature, and where to settle it."""
    return page(
        "release/blocked.html", title=words(act.title), lot=lot, act=act,
        findings=tuple(findings), crumbs=crumbs(lot.number, gate=True), status=409, wrong=True,
    )  # fmt: skip


def summary(lot: Seen, found: Shown) -> list[tuple[str, str]]:
    """Give the lines that stand on the signature page beside the fingerprint."""
    wanted = found.preview.wanted if found.preview else None
    lines = [
        (_("Meaning"), wanted.meaning.text[actor().lang] if wanted else ""),
        (_("Product"), lot.order.product),
        (_("Master batch record"), lot.order.master_name),
        (_("Specification"), lot.order.specification_name),
        (
            _("Deviations"),
            ", ".join(d.number for d in found.facts.deviations or ()) or _("no deviation"),
        ),
        (_("Covered"), _covered(wanted.scopes if wanted else (), lot.stream)),
        (_("Also bound to"), ", ".join(wanted.refs) if wanted else ""),
        (_("Containers"), wanted.facts.get("containers", "") if wanted else ""),
        (_("Site of the trial"), wanted.facts.get("site", "") if wanted else ""),
        *_justified(wanted.facts if wanted else {}),
    ]
    return [(label, value) for label, value in lines if value]


def _justified(facts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Give the justifications that the manifest carries, by question."""
    told = ((name.removeprefix("justified "), why) for name, why in facts.items())
    return [
        (_("Your justification for %(code)s", code=code), why)
        for code, why in told
        if code in QUESTIONS
    ]


def _covered(scopes: Iterable[str], stream: str) -> str:
    words: Mapping[str, str] = {
        "order": _("order"), "record": _("executed record"), "results": _("results"),
        "quality": _("deviations and holds"), "trail": _("reviews of the audit trail"),
        "units": _("units and containers"),
    }  # fmt: skip
    sections = [scope.removeprefix(f"{stream}/") for scope in scopes]
    return ", ".join(words.get(s.partition("/")[0], s) for s in sections)


def say(form: Any, refused: Refused) -> None:
    """Say a refusal on the form's own page; one of the policy is a page of its own."""
    if isinstance(refused, NotPermitted):
        raise refused
    attach(form, refused.findings)


def sign_form(*, fresh: bool = False) -> SignForm:
    """Give the form of the two components; `fresh` ignores what another form has just sent."""
    login = str(current_user.login)
    return SignForm(formdata=None, login=login) if fresh else SignForm(login=login)


def crumbs(number: str, *, gate: bool = False) -> list[tuple[str, str]]:
    """Give the way back."""
    way = [(_("Lots"), url_for("lots.index")), (number, url_for("lots.lot", number=number))]
    if gate:
        way.append((_("Release"), url_for("release.gate", number=number)))
    return way
