"""Consent to a version of the form, acts before it, its withdrawal and a newer form."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from elnapp.documents import service as documents_service
from elnapp.donors import queries, service
from elnapp.quality import queries as quality
from elnapp.record import Kernel, Refused
from tests.cast import HEAD_QC, PHYSICIAN, PRODUCTION, QA, Cast
from tests.elnapp.donors.answers import STUDY
from tests.elnapp.donors.looking import STREAM, held, noted
from tests.elnapp.donors.physician import COLLECTED, SIGNED, Donors


def test_acts_before_the_consent_are_taken_and_held(
    donors: Donors, kernel: Kernel, cast: Cast
) -> None:
    code = donors.enrol()
    late = donors.signed(signed_at=datetime(2026, 11, 12, 9, 0, tzinfo=UTC))
    service.consent(kernel, cast.call(PHYSICIAN), code, late)
    donors.screen(code)
    assert held(kernel) == ["DON-ACT-BEFORE-CONSENT"]
    assert "DON-ACT-BEFORE-CONSENT" in noted(kernel)
    donors.screen(code)
    assert held(kernel) == ["DON-ACT-BEFORE-CONSENT"]


def test_a_donation_before_the_consent_is_an_event(donors: Donors, kernel: Kernel) -> None:
    code = donors.consented()
    with pytest.raises(Refused):
        donors.donate(code, collected_at=SIGNED - timedelta(minutes=1))
    assert "DON-BEFORE-CONSENT" in noted(kernel)


def test_a_withdrawal_asks_about_what_exists(
    donors: Donors, kernel: Kernel, cast: Cast, eligible_donor: str
) -> None:
    donors.donate(eligible_donor)
    for scope in ("FUTURE_USE_OF_CELLS", "STUDY_DATA", "IDENTITY_CONTACT"):
        call = cast.call(PHYSICIAN, "by letter")
        service.withdraw(kernel, call, eligible_donor, scope, COLLECTED, "Europe/Paris")
    with kernel.reading() as session:
        rules = [d.rule for d in quality.open_deviations(session, STREAM)]
    assert rules == ["DON-STOCK", "DON-STOCK"]
    assert held(kernel) == ["DON-WITHDRAWAL", "DON-WITHDRAWAL"]


def newer_form(kernel: Kernel, cast: Cast) -> str:
    """Put a second version of the consent form in force; gives its id."""
    draft = next(
        d for d in documents_service.library() if (d.kind, d.code) == ("consent-form", STUDY)
    )
    again = (
        str(draft.given)
        .replace("version: 1", "version: 2", 1)
        .replace("planned for you", "planned for you,", 1)
    )
    made = documents_service.draft(
        kernel, cast.call(PRODUCTION), documents_service.load_yaml(again), site="SLS"
    )
    version = str(made["id"])
    documents_service.submit(kernel, cast.call(PRODUCTION), version)
    for who in (QA, HEAD_QC):
        documents_service.approve(kernel, cast.call(who), version, cast.proof(who))
    documents_service.make_effective(kernel, cast.call(QA), version, date(2026, 11, 22))
    return version


def test_a_newer_form_asks_for_consent_again(donors: Donors, kernel: Kernel, cast: Cast) -> None:
    code, old = donors.consented(), donors.signed().form
    version = newer_form(kernel, cast)

    def reconsent() -> str | None:
        with kernel.reading() as session:
            found = queries.reconsent(session, donors.found(code), cast.clock().date())
        return found.code if found else None

    assert reconsent() == "DON-RECONSENT"
    today = cast.clock() - timedelta(hours=1)
    service.consent(kernel, cast.call(PHYSICIAN), code, donors.signed(form=old, signed_at=today))
    assert "DON-FORM-OLD" in noted(kernel)
    assert reconsent() == "DON-RECONSENT"
    given = donors.signed(form=version, signed_at=today)
    service.consent(kernel, cast.call(PHYSICIAN), code, given)
    assert reconsent() is None
    with kernel.reading() as session:
        newest = queries.consents(session, STREAM)[-1]
    assert newest.form_version == f"{STUDY} v2"
    assert newest.form_hash is not None
