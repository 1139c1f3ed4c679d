"""Enrolment, consent and its withdrawal."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from batches import consent as consents
from batches import donors as rules
from batches.findings import sentence
from batches.verdict import Finding
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.donors import queries
from elnapp.donors.models import Consent, ConsentWithdrawal, Donor
from elnapp.donors.queries import DonorView
from elnapp.donors.service.writing import act_on, demand, recorded
from elnapp.quality.service import open_in, place_in
from elnapp.record import Answer, Call, Kernel, NotFound, Tx

CODE = "D-{seq:04d}"  # where no numbering document says otherwise
NUMBERING = ("numbering", "SITE")


@dataclass(frozen=True, slots=True)
class NewConsent:
    """A signed consent form: when it was signed, in which zone and language.

    `form` is the id of the approved version that was signed.
    """

    form: str
    signed_at: datetime
    zone: str
    language: str


def enrol(kernel: Kernel, call: Call, site: str, study: str) -> Answer:
    """Enrol a donor in a study at a site; gives `{donor: "D-0001"}`. NotFound without the two."""

    def do(tx: Tx) -> Answer:
        code = _next_code(tx, site)
        stream = queries.stream_of(code)
        tx.open(stream, kind="donor", site=site, study=study)
        tx.add(
            Donor(
                stream=stream,
                address=stream,
                code=code,
                study=study,
                enrolled_by=tx.actor.id,
                enrolled_by_name=tx.actor.name,
                enrolled_at=tx.at,
            )
        )
        return {"donor": code}

    streams = [f"site/{site}", f"study/{study}"]
    request = {"site": site, "study": study}
    return kernel.act(call, "donors.enrol", do, streams=streams, request=request, study=study)


def consent(kernel: Kernel, call: Call, code: str, given: NewConsent) -> Answer:
    """Record a signed consent to a version of the study's form.

    A form that was not in force on the day it was signed is taken with DON-FORM-OLD: it was signed.
    Codes: DON-NO-FORM, DON-FUTURE, DON-LANGUAGE.
    """

    def do(tx: Tx, donor: DonorView) -> Answer:
        form = _form(tx, donor, given)
        n = tx.number(donor.stream, "consent")
        tx.add(
            Consent(
                stream=donor.stream,
                address=f"{donor.stream}/consent/{n}",
                n=n,
                form_version=form.name,
                form_id=form.id,
                form_hash=form.hash,
                signed_at=given.signed_at,
                zone=given.zone,
                language=given.language,
                **recorded(tx),
            )
        )
        return {"donor": code, "consent": n}

    return act_on(kernel, call, "donors.consent", code, do, asdict(given))


def withdraw(
    kernel: Kernel, call: Call, code: str, scope: str, reported_at: datetime, zone: str
) -> Answer:
    """Record what a donor withdraws; the donor's words are `call.reason`.

    A scope that touches cells or data places a hold on the donor: nothing new is made or allocated.
    Where something was donated, a deviation asks quality assurance to decide on what exists.
    Codes: DON-SCOPE, DON-FUTURE, DON-WITHDRAWN, DON-REASON-MISSING.
    """

    def do(tx: Tx, donor: DonorView) -> Answer:
        _may_withdraw(tx, donor, scope, reported_at)
        hold = _hold(tx, donor, scope)
        _ask_about_stock(tx, donor, scope)
        tx.add(
            ConsentWithdrawal(
                stream=donor.stream,
                address=f"{donor.stream}/withdrawal/{scope}",
                scope=scope,
                reported_at=reported_at,
                zone=zone,
                comment=(tx.call.reason or "").strip(),
                hold=hold,
                **recorded(tx),
            )
        )
        return {"donor": code, "scope": scope, "hold": hold}

    request = {"scope": scope, "reported_at": reported_at, "zone": zone}
    return act_on(kernel, call, "donors.withdraw", code, do, request)


def _form(tx: Tx, donor: DonorView, given: NewConsent) -> Version:
    known = {v.id: v for v in queries.forms(tx.session, donor.study)}
    form = known.get(given.form)
    on = queries.local_day(given.signed_at, given.zone)
    fact = queries.form_fact(form, on) if form else None
    demand(consents.may_consent(fact, given.signed_at, given.language, tx.at))
    if form is None or fact is None:
        raise NotFound(given.form)
    old = consents.outdated(fact)
    if old is not None:
        tx.note(old)
    return form


def _next_code(tx: Tx, site: str) -> str:
    """Give the next donor code; a number that another site has given is passed over."""
    today = queries.local_day(tx.at, queries.zone_of(tx.session, site))
    numbering = documents.effective(tx.session, *NUMBERING, today)
    pattern = str(numbering.body["donor"]) if numbering else CODE
    while True:
        code = pattern.format(seq=tx.number(f"site/{site}", "donor"))
        if queries.find(tx.session, code) is None:
            return code


def _may_withdraw(tx: Tx, donor: DonorView, scope: str, reported_at: datetime) -> None:
    faults = list(rules.may_withdraw(scope, reported_at, tx.at))
    if scope in {w.scope for w in queries.withdrawals(tx.session, donor.stream)}:
        faults.append(Finding("DON-WITHDRAWN", where="scope"))
    if not (tx.call.reason or "").strip():
        faults.append(Finding("DON-REASON-MISSING", where="comment"))
    demand(faults)


def _hold(tx: Tx, donor: DonorView, scope: str) -> str | None:
    """Place the hold that a scope asks for, and give its number."""
    if scope not in rules.WANTS_A_HOLD:
        return None
    finding = _finding("DON-WITHDRAWAL", scope)
    return place_in(tx, donor.stream, sentence(finding, tx.actor.lang), finding.code).number


def _ask_about_stock(tx: Tx, donor: DonorView, scope: str) -> None:
    """Ask quality assurance what becomes of cells that exist; records of them are kept as they are."""
    if scope in rules.WANTS_A_HOLD and queries.donations(tx.session, donor.stream):
        open_in(tx, donor.stream, replace(_finding("DON-STOCK", scope), weight=3))


def _finding(code: str, scope: str) -> Finding:
    words = rules.SCOPES[scope]
    return Finding(code, {"scope_en": words.en, "scope_fr": words.fr})
