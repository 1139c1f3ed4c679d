"""Places of a site: rooms, equipment and positions, each with its printed code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from batches import places as rules
from batches.quantity import quote
from batches.verdict import Finding
from elnapp.custody import queries
from elnapp.custody.models import Place
from elnapp.record import Answer, Call, Kernel, Refused, Tx

CODE = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*", re.ASCII)
LONGEST = 40


@dataclass(frozen=True, slots=True)
class NewPlace:
    """What is asked for a place; `parent` is the code of what it stands in, empty for a room."""

    site: str
    code: str
    kind: str
    name: str
    capacity: int
    parent: str = ""


def add_place(kernel: Kernel, call: Call, given: NewPlace) -> Answer:
    """Add a place to a site; gives `{place}`.

    Codes: PL-CODE, PL-TAKEN, PL-NAME, and those of `batches.places.faults`.
    """
    stream = f"site/{given.site}"

    def do(tx: Tx) -> Answer:
        found = [*_faults(tx, given)]
        if found:
            raise Refused(found)
        tx.add(
            Place(
                stream=stream, address=f"{stream}/places/{given.code}", code=given.code,
                kind=given.kind, parent=given.parent or None, name=given.name.strip(),
                capacity=given.capacity, added_by=tx.actor.id, added_by_name=tx.actor.name,
                added_at=tx.at,
            )
        )  # fmt: skip
        return {"place": given.code}

    return kernel.act(call, "custody.add_place", do, streams=[stream], request=asdict(given))


def _faults(tx: Tx, given: NewPlace) -> Iterator[Finding]:
    if not CODE.fullmatch(given.code) or len(given.code) > LONGEST:
        yield Finding("PL-CODE", {"found": quote(given.code)}, "code")
    elif queries.place(tx.session, given.code) or queries.unit(tx.session, given.code):
        yield Finding("PL-TAKEN", {"code": given.code}, "code")
    if not given.name.strip():
        yield Finding("PL-NAME", where="name")
    above = queries.place(tx.session, given.parent) if given.parent else None
    if above is not None and above.stream != f"site/{given.site}":
        above = None
    outer = rules.Place(above.code, above.kind, above.capacity) if above else None
    yield from rules.faults(given.kind, given.capacity, outer, given.parent)
