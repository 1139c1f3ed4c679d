"""Labels of donated material: what they say is frozen when they are made."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from batches.identifiers import Din, din_check, din_symbol
from batches.procurement import Requirements
from batches.sec import ESTABLISHMENT, UNSPLIT, Sec, expiry_day, split_number
from batches.verdict import Finding
from elnapp.custody import service as custody
from elnapp.custody.queries import UnitView
from elnapp.custody.service import NewLabel
from elnapp.procurement.queries import CONTAINER, DonationView
from elnapp.procurement.service.writing import act_on, asked_then
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.record.plain import time_text

TEMPLATE = "donated-material@2"


def make_label(kernel: Kernel, call: Call, din: str, code: str) -> Answer:
    """Make a label of a container or sample; gives `{label}`. Codes: C-NO-SUCH-CODE."""

    def do(tx: Tx, view: DonationView) -> Answer:
        unit = next((u for u in view.units if u.code == code and u.state == "open"), None)
        if unit is None:
            raise Refused([Finding("C-NO-SUCH-CODE", {"found": code[:40]}, "code")])
        _version, asked = asked_then(tx, view)
        made = custody.label_in(tx, unit, NewLabel(TEMPLATE, body(view, unit, asked)))
        return {"label": made.id}

    return act_on(kernel, call, ("procurement.label", din), do, {"code": code})


def body(view: DonationView, unit: UnitView, asked: Requirements) -> dict[str, Any]:
    """Give what the label of a unit says: number with flags and check, part of the split, its SEC.

    Split numbers count the containers of tissue: `000` where there is only one.  `sec` holds the
    lines of the whole code, none where establishment or product are not known, and for a sample,
    which is no product: it bears the SEC-DI alone.
    """
    value, check, flags = din_check(view.din)
    containers = [u.code for u in view.containers]
    split = (
        split_number(containers.index(unit.code) + 1, len(containers))
        if unit.kind == CONTAINER
        else UNSPLIT
    )
    sec = _sec(view, unit, asked, split)
    symbol = din_symbol(view.din, flags)
    return {
        "code": unit.code,
        "kind": unit.kind,
        "content": unit.label,
        "din": view.din,
        "din_eye": str(Din(view.din)),
        "check_value": value,
        "check_character": check,
        "din_symbol": symbol,
        "symbols": [symbol, unit.code],
        "split": split,
        "sec_di": view.donation.sec_di,
        "sec": list(sec.lines()) if sec else [],
        "expiry": sec.expiry.isoformat() if sec and sec.expiry else None,
        "tissue": view.donation.tissue,
        "donor": view.donor,
        "study": view.study,
        "collected_at": time_text(view.donation.collected_at),
        "zone": view.donation.zone,
        "state": view.state,
        "place": unit.place,
    }


def _sec(view: DonationView, unit: UnitView, asked: Requirements, split: str) -> Sec | None:
    """Give the whole code of a container of tissue (Directive 2006/86/EC, annex VII)."""
    donated = view.donation
    if unit.kind != CONTAINER or not donated.sec_di or not asked.product:
        return None
    day = donated.collected_at.astimezone(ZoneInfo(donated.zone)).date()
    expiry = expiry_day(day, asked.shelf_life_days)
    establishment = donated.sec_di[:ESTABLISHMENT]
    return Sec(establishment, view.din, asked.system, asked.product, split, expiry)
