"""Lots of test kits, registered with their expiry before a result can name them."""

from __future__ import annotations

from datetime import date

from batches.verdict import Finding
from elnapp.markers import queries
from elnapp.markers.models import KitLot
from elnapp.markers.service.writing import demand, recorded
from elnapp.record import Answer, Call, Kernel, Refused, Tx


def register_lot(
    kernel: Kernel, call: Call, site: str, which: tuple[str, str], expires_on: date
) -> Answer:
    """Register a lot of a kit at a site: `which` is kit and lot number.

    A lot past its date is registered too: results obtained with it have to be named.  Codes:
    MRK-KIT, MRK-LOT-KNOWN.
    """
    kit, number = which[0], which[1].strip()
    stream = f"site/{site}"

    def do(tx: Tx) -> Answer:
        on = queries.civil_day(tx.at, queries.zone_of(tx.session, site))
        demand([] if kit in queries.kits(tx.session, on) else [Finding("MRK-KIT", {}, "kit")])
        known = queries.lot(tx.session, site, kit, number)
        if known is not None:
            params = {"lot": number, "expires": known.expires_on.isoformat()}
            raise Refused([Finding("MRK-LOT-KNOWN", params, "lot")])
        n = tx.number(stream, "kit_lot")
        tx.add(
            KitLot(
                stream=stream, address=f"{stream}/kit/{n}", kit=kit, lot=number,
                expires_on=expires_on, **recorded(tx),
            )
        )  # fmt: skip
        return {"kit": kit, "lot": number}

    request = {"kit": kit, "lot": number, "expires_on": expires_on}
    return kernel.act(call, "markers.register_lot", do, streams=[stream], request=request)
