"""Labels of donated material: what they say is frozen when they are made."""

from __future__ import annotations

from typing import Any

from batches.identifiers import Din, din_check, din_symbol
from batches.sec import UNSPLIT, split_number
from batches.verdict import Finding
from elnapp.custody import service as custody
from elnapp.custody.queries import UnitView
from elnapp.custody.service import NewLabel
from elnapp.procurement.queries import CONTAINER, DonationView
from elnapp.procurement.service.writing import act_on
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.record.plain import time_text

TEMPLATE = "donated-material@1"


def make_label(kernel: Kernel, call: Call, din: str, code: str) -> Answer:
    """Make a label of a container or sample; gives `{label}`. Codes: C-NO-SUCH-CODE."""

    def do(tx: Tx, view: DonationView) -> Answer:
        unit = next((u for u in view.units if u.code == code and u.state == "open"), None)
        if unit is None:
            raise Refused([Finding("C-NO-SUCH-CODE", {"found": code[:40]}, "code")])
        made = custody.label_in(tx, unit, NewLabel(TEMPLATE, body(view, unit)))
        return {"label": made.id}

    return act_on(kernel, call, ("procurement.label", din), do, {"code": code})


def body(view: DonationView, unit: UnitView) -> dict[str, Any]:
    """Give what the label of a unit says: number with flags and check, part of the split, SEC-DI.

    Split numbers count the containers of tissue: `000` where there is only one.
    """
    value, check, flags = din_check(view.din)
    containers = [u.code for u in view.containers]
    split = (
        split_number(containers.index(unit.code) + 1, len(containers))
        if unit.kind == CONTAINER
        else UNSPLIT
    )
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
        "tissue": view.donation.tissue,
        "donor": view.donor,
        "study": view.study,
        "collected_at": time_text(view.donation.collected_at),
        "zone": view.donation.zone,
        "state": view.state,
        "place": unit.place,
    }
