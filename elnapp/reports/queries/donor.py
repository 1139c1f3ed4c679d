"""What a dossier may say of a donor: codes, donation, conclusions with dates; no answer, no result."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from batches.screening import transcribed
from batches.units import MOVE
from elnapp.custody import queries as custody
from elnapp.donors import queries as donors
from elnapp.donors.queries import DeterminationView
from elnapp.lots.queries import Order
from elnapp.procurement import queries as procurement
from elnapp.record.plain import plain

DONATION = ("din", "check_character", "flags", "tissue", "collected_at", "zone", "site",
            "sec_di")  # fmt: skip
DETERMINATION = ("n", "conclusion", "until", "protocol", "protocol_hash", "donation_on",
                 "inputs_digest", "determined_by", "determined_by_name", "determined_at")  # fmt: skip
PROCUREMENT = ("n", "document", "document_hash", "started_at", "ended_at", "zone", "recorded_by",
               "recorded_by_name", "recorded_at")  # fmt: skip
HAND_OVER = ("n", "items", "dispatched_at", "zone", "shipper", "logger", "seal", "material_state",
             "handed_by", "handed_by_name")  # fmt: skip
LEG = ("n", "way", "happened_at", "zone", "courier", "courier_code", "waybill", "confirmed", "seal",
       "seal_intact", "findings", "reason", "recorded_by", "recorded_by_name")  # fmt: skip
RECEIPT = ("items", "received_at", "zone", "since_collection", "file_sha256", "log", "findings",
           "decision", "reason", "hold", "deviations", "received_by", "received_by_name")  # fmt: skip
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


def material(session: Session, stream: str) -> list[dict[str, Any]]:
    """Give the containers that started a lot, and how they came here; no medical answer."""
    rows = procurement.material_of(session, stream)
    views = {row.din: procurement.find(session, row.din) for row in rows}
    return [
        {
            "din": din,
            "containers": [row.unit_code for row in rows if row.din == din],
            "moves": _moves(session, stream, din),
            "procurement": _some(view.procurement, PROCUREMENT) if view.procurement else None,
            "hand_over": _some(view.hand_over, HAND_OVER) if view.hand_over else None,
            "legs": [_some(leg, LEG) for leg in view.legs],
            "receipt": _some(view.receipt, RECEIPT) if view.receipt else None,
        }
        for din, view in sorted(views.items())
        if view is not None
    ]


def _moves(session: Session, stream: str, din: str) -> list[dict[str, Any]]:
    """Give where each container was put, and when it went to the lot, in order of time."""
    rows = [row for row in procurement.material_of(session, stream) if row.din == din]
    moved = [
        {"code": row.unit_code, "place": act.place, "at": plain(act.at)}
        for row in rows
        for act in custody.history(session, row.unit_id)
        if act.act == MOVE and act.stands
    ]
    issued = [{"code": r.unit_code, "place": None, "at": plain(r.issued_at)} for r in rows]
    return sorted(moved + issued, key=lambda one: (one["at"], one["code"]))


def _determination(view: DeterminationView) -> dict[str, Any]:
    compared = transcribed(view.row.inputs["outcomes"])
    return {
        **_some(view.row, DETERMINATION),
        "signed": view.signed,
        "stands": view.stands,
        "confirmations": [
            {"by": s.signer, "name": s.signer_name, "at": plain(s.at), "stands": s.stands}
            for s in view.signatures
            if s.meaning == donors.CONFIRMED
        ],
        "transcribed": [{"criterion": c, "report": report} for c, report in compared.items()],
    }


def _some(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}
