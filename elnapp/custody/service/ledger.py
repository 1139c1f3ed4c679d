"""The interpreter of acts: the one place that writes units and their ledger.

Each command is booked in memory first (`batches.bookkeeping`) and written only when everything can
stand together: no unit below zero, nothing resting on an undone one, no more put in than taken.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from batches.bookkeeping import Book, Posting, roles_made
from batches.ledger import Act
from batches.places import Shelf
from batches.units import MAKES, MOVE, Account, code_of, kind_of, series_of
from batches.verdict import Finding
from elnapp.custody import queries
from elnapp.custody.models import Act as Booked
from elnapp.custody.models import Unit, UnitParent
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx, new_id

VERSION = 1  # of what an act means to the ledger: acts are read again for ever

Numbering = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outside:
    """What acts say besides: why (outside any step), the places they may name, and what they replace.

    `replaces` are the entries of which a correction may take lines back, also in other lots.
    """

    why: str | None = None
    shelf: Shelf | None = None
    replaces: tuple[str, ...] = ()


def post(
    tx: Tx,
    stream: str,
    entry_id: str | None,
    acts: Sequence[Act],
    numbering: Numbering | None = None,
) -> dict[str, Unit]:
    """Book the acts of an entry and give the units they made, by role.

    `numbering` is the body of the document that gives code patterns.  Units of other lots are named
    by code, and their streams must be locked; so must the site's, where something moves.  Raises Refused with every finding
    (batches/findings/custody.py); then nothing is written.
    """
    desk = _Desk(tx, stream, entry_id, acts, numbering, outside=_going(tx, stream, acts))
    for act in acts:
        desk.book.enter(act)
    return desk.write()


def _going(tx: Tx, stream: str, acts: Sequence[Act]) -> Outside:
    """Give the places of the lot's own site that acts of a step name; nothing is read when none moves.

    Raises Refused (PL-OTHER-SITE): a unit goes to another site by a hand-over only.
    """
    codes = sorted({act.place for act in acts if act.act == MOVE})
    if not codes:
        return Outside()
    site = tx.head(stream).site
    for code in codes:
        goes = queries.place(tx.session, code)
        if goes is not None and goes.stream != f"site/{site}":
            raise Refused([Finding("PL-OTHER-SITE", {"place": code, "site": site}, code, 2)])
    return Outside(shelf=queries.shelf(tx.session, codes))


def repost(
    tx: Tx,
    stream: str,
    entry_id: str,
    replaces: Collection[str],
    acts: Sequence[Act],
    numbering: Numbering | None = None,
) -> dict[str, Unit]:
    """Book a correction: take back what the entries `replaces` booked otherwise, book what is new.

    Acts are compared by slot; one that says the same stays as it is, and a unit whose act only
    changed keeps its code.  `replaces` are all entries that the new one stands for, the first one
    included.  Gives the units made anew.  Raises Refused (C-RESTS) when later acts rest on what
    would be undone.
    """
    outside = replace(_going(tx, stream, acts), replaces=tuple(replaces))
    desk = _Desk(tx, stream, entry_id, acts, numbering, outside=outside)
    desk.book.correct(replaces, acts)
    return desk.write()


def take(
    tx: Tx, stream: str, acts: Sequence[Act], why: str | None, shelf: Shelf | None = None
) -> None:
    """Book acts of custody, outside any step, with why; raises Refused with every finding."""
    desk = _Desk(tx, stream, None, acts, outside=Outside(why, shelf))
    for act in acts:
        desk.book.enter(act)
    desk.write()


def end(tx: Tx, stream: str, code: str, slot: str, why: str) -> None:
    """End a unit outside any step, with all that is left in it; one that has ended stays as it is.

    Raises Refused (C-UNKNOWN) for a code that the lot has not.
    """
    act = Act(slot, "end", code)
    desk = _Desk(tx, stream, None, [act], outside=Outside(why))
    held = desk.book.look(code)
    if held is None or not held.ended:
        desk.book.enter(act)
        desk.write()


def take_back(tx: Tx, stream: str, code: str, slot: str, why: str | None) -> None:
    """Take back what custody booked on a unit under a slot; nothing happens where nothing stands.

    Raises Refused (C-RESTS) when later acts rest on it.
    """
    desk = _Desk(tx, stream, None, [], outside=Outside(why))
    desk.book.take_back(code, slot)
    desk.write()


def opened(tx: Tx, stream: str, act: Act, named: tuple[str, str, str], source: str) -> Unit:
    """Open one unit of older stock under its own code; `named` is its code, kind and lot.

    Raises Refused (C-TWICE, C-NEGATIVE); `source` is the document that it rests on.
    """
    code, kind, lot = named
    unit = Unit(
        stream=stream, address=f"{stream}/custody/{code}", code=code, kind=kind, role=code, lot=lot,
        uom=act.unit,
    )  # fmt: skip
    desk = _Desk(tx, stream, None, [act], outside=Outside(source))
    desk.units[unit.id], desk.homes[unit.id] = unit, stream
    desk.book.name = lambda _act: Account(unit.id, code, code, kind, act.unit)
    desk.book.enter(act)
    return desk.write()[code]


def draw(
    kernel: Kernel, call: Call, unit_code: str, quantity: Decimal, uom: str, why: str
) -> Answer:
    """Take from a unit outside any step; gives its code and what is left.

    Raises NotFound for an unknown code, Refused (C-OVERDRAWN) when there is not as much.
    """
    with kernel.reading() as session:
        stream = queries.stream_of(session, unit_code)
    if stream is None:
        raise NotFound(unit_code)

    def do(tx: Tx) -> Answer:
        if quantity == 0:
            raise Refused([Finding("C-NOTHING", where="quantity")])
        acts = [Act("draw", "draw", unit_code, "", quantity, uom)]
        desk = _Desk(tx, stream, None, acts, outside=Outside(why))
        desk.book.enter(acts[0])
        desk.write()
        left = desk.book.look(unit_code)
        return {"unit": unit_code, "left": left.balance if left else None}

    request = {"unit": unit_code, "quantity": quantity, "uom": uom, "why": why}
    return kernel.act(call, "custody.draw", do, streams=[stream], request=request)


class _Desk:
    """A book over the store: the accounts it starts from, new units, and the rows at the end."""

    def __init__(
        self,
        tx: Tx,
        stream: str,
        entry_id: str | None,
        acts: Sequence[Act],
        numbering: Numbering | None = None,
        *,
        outside: Outside | None = None,
    ) -> None:
        self.tx, self.stream, self.numbering = tx, stream, numbering
        self.outside = outside or Outside()
        self.homes: dict[str, str] = {}
        self.units: dict[str, Unit] = {}
        accounts = self._accounts(acts, self.outside.replaces)
        abroad = {key for key, home in self.homes.items() if home != stream}
        self.book = Book(
            accounts, entry_id, name=self._name, key=new_id, shelf=self.outside.shelf, abroad=abroad
        )

    def _accounts(self, acts: Sequence[Act], replaces: Collection[str]) -> dict[str, Account]:
        """Give the accounts of the lot, and those of other lots whose units are named by code.

        What the entries `replaces` booked in other lots is there too: it may be taken back.
        """
        found = queries.accounts(self.tx.session, self.stream)
        self.homes = dict.fromkeys(found, self.stream)
        here = {name for account in found.values() for name in (account.role, account.code)}
        here |= {act.role for act in acts if act.act in MAKES}
        named = {ref for act in acts for ref in (act.role, *act.parents)} - here
        streams = {queries.stream_of(self.tx.session, code) or "" for code in named}
        if replaces:
            streams |= set(queries.elsewhere(self.tx.session, self.stream, replaces))
        for stream in sorted(streams):
            if stream and stream != self.stream:
                others = queries.accounts(self.tx.session, stream)
                found |= others
                self.homes |= dict.fromkeys(others, stream)
        return found

    def _name(self, act: Act) -> Account:
        """Give a new unit its code: the next number of its series in the lot."""
        lot, series = self.stream.partition("/")[2], series_of(act)
        number = self.tx.number(self.stream, f"unit/{series}")
        code = code_of(lot, series, number, self.numbering)
        unit = Unit(
            stream=self.stream,
            address=f"{self.stream}/units/{code}",
            code=code,
            kind=kind_of(act),
            role=act.role,
            lot=lot,
            created_by_entry=self.book.entry,
            uom=act.unit,
        )
        self.units[unit.id] = unit
        self.homes[unit.id] = self.stream
        return Account(unit.id, code, unit.role, unit.kind, unit.uom)

    def write(self) -> dict[str, Unit]:
        """Write what was booked, or raise Refused with everything that cannot stand."""
        findings = self.book.close()
        if findings:
            raise Refused(findings)
        for unit in self.units.values():
            self.tx.add(unit)
        for posting in self.book.postings:
            self._line(posting)
        self.tx.session.flush()
        return self._made()

    def _line(self, posting: Posting) -> None:
        line, stream = posting.line, self.homes[posting.unit]
        section = "custody" if self.book.entry is None else "units"
        address = f"{stream}/{section}/{self.book.now[posting.unit].code}"
        self.tx.add(
            Booked(
                id=line.id,
                stream=stream,
                address=address,
                entry_id=self.book.entry,
                slot=line.slot,
                act=line.act,
                unit_id=posting.unit,
                quantity=line.quantity,
                uom=line.uom,
                label=line.label,
                why=self.outside.why,
                at=self.tx.at,
                version=VERSION,
                reverses=posting.reverses,
                place=line.place or None,
            )
        )
        for parent in sorted(line.parents) if posting.reverses is None else ():
            self.tx.add(
                UnitParent(
                    stream=stream,
                    address=address,
                    child=posting.unit,
                    parent=parent,
                    act_id=line.id,
                )
            )

    def _made(self) -> dict[str, Unit]:
        keys = roles_made(self.book.postings, self.book.now)
        found = select(Unit).where(col(Unit.id).in_(sorted(keys.values())))
        units = {unit.id: unit for unit in self.tx.session.exec(found)}
        return {role: units[key] for role, key in keys.items()}
