"""Consent forms of a study, what a donor is to sign again, and scans of what was signed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from batches.consent import FormFact, wanted_again
from batches.verdict import Finding
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.donors.models import Consent, ConsentScan
from elnapp.donors.queries.register import DonorView, consent_standing
from elnapp.record import NotFound

FORM = "consent-form"


def forms(session: Session, study: str) -> list[Version]:
    """Give the versions of a study's consent form that came into force, the newest first."""
    return [v for v in documents.versions(session, FORM, study) if v.effective_from is not None]


def form_fact(version: Version, on: date) -> FormFact:
    """Give a version of a form as the rules see it on a civil day."""
    body = version.body
    return FormFact(
        version.name,
        (version.version, version.revision),
        tuple(str(lang) for lang in body["languages"]),
        version.in_force(on),
        bool(body["reconsent"]),
    )


def reconsent(session: Session, donor: DonorView, on: date) -> Finding | None:
    """Say which newer form a donor is to sign; None without a consent that stands."""
    signed = consent_standing(session, donor.stream)
    if signed is None:
        return None
    known = forms(session, donor.study)
    own = next(((v.version, v.revision) for v in known if v.id == signed.form_id), None)
    return wanted_again(own, [form_fact(version, on) for version in known])


def scans(session: Session, stream: str) -> dict[int, list[ConsentScan]]:
    """Give the scans of a donor's forms by the number of the consent."""
    found = select(ConsentScan, Consent).join(
        Consent, col(Consent.id) == col(ConsentScan.consent_id)
    )
    rows = session.execute(
        found.where(col(ConsentScan.stream) == stream).order_by(col(ConsentScan.n))
    )
    by_consent: dict[int, list[ConsentScan]] = {}
    for scan, consent in rows:
        by_consent.setdefault(consent.n, []).append(scan)
    return by_consent


def scan(session: Session, stream: str, consent: int, n: int) -> ConsentScan:
    """Give one scan of one consent; NotFound when there is none."""
    for row in scans(session, stream).get(consent, []):
        if row.n == n:
            return row
    raise NotFound(f"{stream}/consent/{consent}/scan/{n}")
