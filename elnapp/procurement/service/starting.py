"""Giving donated material to a lot: its containers leave the donation's stock and start the lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlmodel import Session

from batches.ledger import Act
from batches.material import may_start
from batches.units import PIECES
from batches.verdict import Finding
from elnapp.custody import service as custody
from elnapp.custody.queries import UnitView
from elnapp.procurement import queries
from elnapp.procurement.models import StartingMaterial
from elnapp.procurement.queries import DonationView
from elnapp.record import Tx


def why_not(
    session: Session, din: str, *, clinical: bool, named: Sequence[str]
) -> Iterator[Finding]:
    """Say why a lot may not start from a donation; a clinical one needs it received and cleared.

    A lot that cannot be certified may take material in any state, but only containers it names.
    """
    found = queries.find(session, din)
    if found is None:
        return
    if clinical:
        yield from may_start(din, found.material)
    here = {unit.code for unit in _open(found)}
    for code in named:
        if code not in here:
            yield Finding("MAT-CONTAINER", {"code": code, "din": din}, "source", 3)


def give_to_lot(tx: Tx, lot: str, din: str, named: Sequence[str], *, clinical: bool) -> list[str]:
    """Issue containers to a lot inside its own command; gives their codes.

    A clinical lot that names none takes all that are left.  Both streams must be locked.
    """
    found = queries.find(tx.session, din)
    if found is None:
        return []
    wanted = [u for u in _open(found) if u.code in named or (clinical and not named)]
    if wanted:
        acts = [Act(f"issue/{u.code}", "draw", u.code, "", Decimal(1), PIECES) for u in wanted]
        custody.take(tx, found.stream, acts, lot)
    for unit in wanted:
        tx.add(
            StartingMaterial(
                stream=f"lot/{lot}", address=f"lot/{lot}/order/material/{unit.code}", din=din,
                unit_id=unit.id, unit_code=unit.code, issued_at=tx.at,
            )
        )  # fmt: skip
    return [unit.code for unit in wanted]


def _open(found: DonationView) -> tuple[UnitView, ...]:
    return tuple(unit for unit in found.containers if unit.state == "open")
