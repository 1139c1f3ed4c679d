"""Lists and pages of donors: what a reader may see, and no more."""

from __future__ import annotations

from flask import Response, current_app
from flask_babel import gettext as _
from sqlmodel import Session

from batches.donors import CONCLUSIONS, LANGUAGES, SCOPES, SOURCES, TISSUES
from batches.eligibility import KINDS
from batches.identifiers import Din
from batches.policy import POLICY, permitted
from batches.protocol import Protocol
from batches.states import DONOR_STATES
from elnapp.documents import queries as documents
from elnapp.documents.views.showing import signed
from elnapp.donors import queries
from elnapp.donors.queries import DonorView
from elnapp.donors.views.blueprint import blueprint
from elnapp.donors.views.showing import crumbs, may, scan_store, text_of, today
from elnapp.quality import queries as quality
from elnapp.record import NotFound
from elnapp.vault import queries as vault
from elnapp.web.access import shows
from elnapp.web.house import actor, house, reading
from elnapp.web.locale import site_zone, words
from elnapp.web.pages import page


@blueprint.get("/donors")
@shows("donors")
def index() -> Response:
    with reading() as session:
        rows = queries.donors(session, actor(), text_of("q"), text_of("state"))
    on = house().clock().astimezone(site_zone()).date()
    enrols = any(g.role in POLICY["donors.enrol"].roles for g in actor().grants)
    states = [(code, words(text).capitalize()) for code, text in DONOR_STATES.items()]
    return page(
        "donors/index.html", title=_("Donors"), rows=rows, states=states, enrols=enrols,
        conclusions=CONCLUSIONS, label=Din, nexts={row.code: row.next(on) for row in rows},
    )  # fmt: skip


@blueprint.get("/donors/<code>")
@shows("donors")
def show(code: str) -> Response:
    with reading() as session:
        donor = queries.donor(session, actor(), code)
        stream = donor.stream
        sees = queries.sees_medical(actor(), donor)
        return page(
            "donors/show.html", title=_("Donor %(code)s", code=code), crumbs=crumbs(),
            donor=donor, may=may(donor), medical=sees,
            way=queries.way(session, donor, today(donor)),
            moments=[m for m in queries.timeline(session, donor) if sees or not m.medical],
            consents=queries.consents(session, stream),
            scans=queries.scans(session, stream),
            standing=queries.consent_standing(session, stream),
            withdrawals=queries.withdrawals(session, stream),
            screenings=queries.screenings(session, stream),
            determinations=queries.determinations(session, stream),
            donations=queries.donations(session, stream),
            deviations=quality.deviations(session, stream),
            holds=quality.holds(session, [stream]),
            scopes=SCOPES, languages=LANGUAGES, tissues=TISSUES, conclusions=CONCLUSIONS,
            kinds=KINDS, label=Din, sealed=scan_store().sealing is not None,
            identity=_identity(session, donor),
        )  # fmt: skip


@blueprint.get("/donors/<code>/screenings/<int:n>")
@shows("donors.medical")
def screening(code: str, n: int) -> Response:
    with reading() as session:
        donor = _medical(session, code)
        row = queries.screening(session, donor.stream, n)
        newest = queries.screenings(session, donor.stream)[0].n == n
        again = queries.outcomes_of(session, row)
        says = queries.standing(session, row)
        version = documents.version(session, row.version_id)
    return page(
        "donors/screening.html", title=_("Screening %(n)s of donor %(code)s", n=n, code=code),
        crumbs=crumbs(code), donor=donor, row=row, may=may(donor), newest=newest, again=again, says=says,
        protocol=Protocol.from_body(version.body) if version else None,
        outcomes={o["code"]: o for o in says.outcomes}, sources=SOURCES,
    )  # fmt: skip


@blueprint.get("/donors/<code>/determinations/<int:n>")
@shows("donors.medical")
def determination(code: str, n: int) -> Response:
    with reading() as session:
        donor = _medical(session, code)
        view = queries.determination(session, donor.stream, n)
        version = queries.protocol_of(session, view.row.screening_id)
        found = queries.questioned(session, donor.stream) if view.newest else ()
    return page(
        "donors/determination.html",
        title=_("Determination %(n)s of donor %(code)s", n=n, code=code),
        crumbs=crumbs(code), donor=donor, view=view, row=view.row, conclusions=CONCLUSIONS,
        may=may(donor), questions=found,
        signatures_of=signed(view.signatures), sources=SOURCES,
        protocol=Protocol.from_body(version.body) if version else None,
        outcomes={o["code"]: o for o in view.row.inputs["outcomes"]},
    )  # fmt: skip


def _identity(session: Session, donor: DonorView) -> str:
    """Tell the way to the donor's identity: the endpoint of its page, of its form, or neither."""
    if not current_app.config["VAULT"]:
        return ""
    if vault.is_held(session, donor.stream):
        return "vault.show" if vault.sees(actor(), donor.site, donor.study) else ""
    verdict = permitted("vault.record", actor(), donor.site, donor.study, donor.state)
    return "vault.record" if verdict else ""


def _medical(session: Session, code: str) -> DonorView:
    """Give the donor of a medical page; NotFound where the reader may not see answers of it."""
    found = queries.donor(session, actor(), code)
    if not queries.sees_medical(actor(), found):
        raise NotFound(found.stream)
    return found
