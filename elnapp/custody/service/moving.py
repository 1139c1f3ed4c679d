"""Moving a unit: by scanning it and the place where it goes."""

from __future__ import annotations

from batches.ledger import Act
from batches.places import Shelf
from batches.verdict import Finding
from elnapp.custody import queries
from elnapp.custody.service.ledger import take
from elnapp.record import Answer, Call, Head, Kernel, NotFound, Refused, Tx


def move(kernel: Kernel, call: Call, unit_code: str, place_code: str) -> Answer:
    """Move a unit to a place; gives `{unit, place, from}`.

    A move that cannot be is an event of its own.  Raises NotFound for an unknown unit.  Codes:
    C-ENDED, those of `batches.places.Shelf.refusals`, PL-OTHER-SITE.
    """
    with kernel.reading() as session:
        stream = queries.stream_of(session, unit_code)
        head = session.get(Head, stream) if stream else None
    if stream is None or head is None:
        raise NotFound(unit_code)

    def do(tx: Tx) -> Answer:
        before = queries.unit(tx.session, unit_code)
        try:
            move_in(tx, stream, unit_code, place_code)
        except Refused as refused:
            raise Refused(refused.findings, matters=True) from refused
        return {"unit": unit_code, "place": place_code, "from": before.place if before else None}

    # The places of a site share one lock, so that two units never take the last room together.
    streams, request = [stream, f"site/{head.site}"], {"unit": unit_code, "place": place_code}
    return kernel.act(call, "custody.move", do, streams=streams, request=request)


def move_in(tx: Tx, stream: str, unit_code: str, place_code: str) -> None:
    """Move a unit inside another command; its stream and that of its site must be locked.

    Raises Refused, PL-OTHER-SITE among its codes: a unit goes to another site by a hand-over only.
    """
    goes, site = queries.place(tx.session, place_code), tx.head(stream).site
    if goes is not None and goes.stream != f"site/{site}":
        raise Refused([Finding("PL-OTHER-SITE", {"place": place_code, "site": site}, "place", 2)])
    places: Shelf = queries.shelf(tx.session, _both(tx, unit_code, place_code))
    act = Act("move", "move", unit_code, place=place_code)
    take(tx, stream, [act], (tx.call.reason or "").strip() or None, places)


def _both(tx: Tx, unit_code: str, place_code: str) -> list[str]:
    """Name the place that is left and the one that is gone to."""
    found = queries.unit(tx.session, unit_code)
    return [place_code, *([found.place] if found and found.place else [])]
