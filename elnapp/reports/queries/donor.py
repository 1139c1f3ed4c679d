"""What a dossier may say of a donor: codes, donation, conclusions with dates; no answer, no result."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from elnapp.donors import queries as donors
from elnapp.donors.queries import DeterminationView
from elnapp.lots.queries import Order
from elnapp.record.plain import plain

DONATION = ("din", "check_character", "flags", "tissue", "collected_at", "zone", "site",
            "sec_di")  # fmt: skip
DETERMINATION = ("n", "conclusion", "until", "protocol", "protocol_hash", "donation_on",
                 "inputs_digest", "determined_by", "determined_by_name", "determined_at")  # fmt: skip
CONSENT = ("n", "form_version", "signed_at", "zone")


def donor(session: Session, order: Order) -> dict[str, Any] | None:
    """Give the donor of a lot as a code, never age, sex or results; None for a lot without one."""
    if order.donor is None:
        return None
    stream = donors.stream_of(order.donor)
    view = donors.find(session, order.donor)
    donation = donors.donation(session, order.donation) if order.donation else None
    standing = donors.consent_standing(session, stream)
    return {
        "code": order.donor,
        "state": view.state if view else None,
        "donation": _some(donation, DONATION) if donation else None,
        "determinations": [
            _determination(d) for d in reversed(donors.determinations(session, stream))
        ],
        "consents": [_some(c, CONSENT) for c in donors.consents(session, stream)],
        "consent_stands": standing is not None,
        "withdrawn": [
            {"scope": w.scope, "reported_at": plain(w.reported_at)}
            for w in donors.withdrawals(session, stream)
        ],
    }


def _determination(view: DeterminationView) -> dict[str, Any]:
    return {**_some(view.row, DETERMINATION), "signed": view.signed, "stands": view.stands}


def _some(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}
