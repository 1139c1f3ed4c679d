"""What stands in a lot at this moment, read for one decision: entries, values, units.

An entry is taken while the lot may hold hundreds of others, so only the columns that a rule needs
are selected, without row objects, and a value is read only when a formula asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Table, Text, func, literal, select, type_coerce, union_all
from sqlmodel import Session, SQLModel, col

from batches.deviation import DeviationFact
from batches.kinds import Context
from batches.master import Place
from batches.position import Position, StepFact, position
from elnapp.custody import queries as custody
from elnapp.lots.models import ComputedValue, Entry, EntryValue, Repetition, Unwitnessed
from elnapp.lots.queries.plan import Plan, plan
from elnapp.quality.models import Deviation, DeviationStep
from elnapp.signing.models import Signature, SignatureVoid

AT_STEPS = ("PERFORMED", "WITNESSED", "CHECKED", "CORRECTED")


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing entry of one step; `since` is when a witness could first sign it."""

    id: str
    path: str
    n: int
    kind: str
    performed_by: str
    performed_name: str
    done_quality: str
    done_at: datetime
    recorded_at: datetime

    @property
    def since(self) -> datetime:
        """Give the act's time, or the moment of the correction that a witness confirms."""
        return self.done_at if self.n == 1 else self.recorded_at


def record_address(stream: str, path: str) -> str:
    """Give the address of a step of a lot."""
    return f"{stream}/record/{path}"


def position_of(session: Session, stream: str, now: datetime | None = None) -> Position:
    """Place a lot in its master."""
    return placed(session, plan(session, stream), now)


def placed(session: Session, found: Plan, now: datetime | None = None) -> Position:
    """Place a lot in the master that was read already."""
    stream = found.order.stream
    entries = standing_entries(session, stream)
    facts = step_facts(session, stream, entries)
    known = deviation_facts(session, stream)
    return position(found.master, facts, opened(session, stream), now, known)


def standing_entries(session: Session, stream: str) -> dict[str, Standing]:
    """Give the standing entry of each recorded step by its path."""
    e = _table(Entry)
    found = select(
        e.c.id, e.c.path, e.c.n, e.c.kind, e.c.performed_by, e.c.performed_name,
        e.c.done_quality, type_coerce(e.c.done_at, Text).label("done"),
        type_coerce(e.c.recorded_at, Text).label("recorded"),
    ).where(e.c.stream == stream).order_by(e.c.path, e.c.n)  # fmt: skip
    read = datetime.fromisoformat
    return {
        row.path: Standing(
            row.id, row.path, row.n, row.kind, row.performed_by, row.performed_name,
            row.done_quality, read(row.done), read(row.recorded),
        )
        for row in session.connection().execute(found)
    }  # fmt: skip


def standing_entry(session: Session, stream: str, path: str) -> Standing | None:
    """Give the standing entry of one step."""
    e = _table(Entry)
    found = (
        select(
            e.c.id, e.c.path, e.c.n, e.c.kind, e.c.performed_by, e.c.performed_name,
            e.c.done_quality, e.c.done_at, e.c.recorded_at,
        )
        .where(e.c.stream == stream, e.c.path == path)
        .order_by(e.c.n.desc())
        .limit(1)
    )  # fmt: skip
    row = session.connection().execute(found).first()
    return Standing(*row) if row else None


def step_facts(
    session: Session, stream: str, entries: Mapping[str, Standing]
) -> Iterator[StepFact]:
    """Say of each recorded step what a position needs to know."""
    meanings, declared = _meanings(session, stream), _declared(session, stream)
    nothing: frozenset[str] = frozenset()
    for path, entry in entries.items():
        yield StepFact(
            path, entry.id, entry.kind, meanings.get(path, nothing), False, entry.since,
            entry.id in declared,
        )  # fmt: skip


def opened(session: Session, stream: str) -> dict[str, int]:
    """Count the repetitions opened of each repeated phase."""
    phase, n = col(Repetition.phase), func.count()
    found = select(phase, n).where(col(Repetition.stream) == stream).group_by(phase)
    return {row[0]: row[1] for row in session.connection().execute(found)}


def deviation_facts(session: Session, stream: str) -> list[DeviationFact]:
    """Give the deviations of a lot that are not closed, each with the step it is about."""
    d, s = _table(Deviation), _table(DeviationStep)
    closed = select(s.c.id).where(s.c.deviation_id == d.c.id, s.c.step == "dispositioned")
    found = select(d.c.number, d.c.weight, d.c.about).where(d.c.stream == stream, ~closed.exists())
    start = record_address(stream, "")
    return [
        DeviationFact(row[0], "open", row[1], _below(start, row[2]))
        for row in session.connection().execute(found.order_by(d.c.number))
    ]


def _meanings(session: Session, stream: str) -> dict[str, frozenset[str]]:
    """Give the meanings that stand on each step, by path."""
    s, v = _table(Signature), _table(SignatureVoid)
    found = (
        select(s.c.address, s.c.meaning)
        .outerjoin(v, v.c.signature_id == s.c.id)
        .where(s.c.stream == stream, s.c.meaning.in_(AT_STEPS), v.c.id.is_(None))
    )
    start, by_path = record_address(stream, ""), dict[str, set[str]]()
    for address, meaning in session.connection().execute(found):
        by_path.setdefault(_below(start, address), set()).add(meaning)
    return {path: frozenset(found) for path, found in by_path.items()}


def _declared(session: Session, stream: str) -> frozenset[str]:
    """Give the entries whose missing witness was declared."""
    found = select(col(Unwitnessed.entry_id)).where(col(Unwitnessed.stream) == stream)
    return frozenset(row[0] for row in session.connection().execute(found))


def _below(start: str, address: str) -> str:
    return address[len(start) :] if address.startswith(start) else ""


class Lookup:
    """Reads the standing and computed values of other steps, one step at a time."""

    def __init__(self, session: Session, stream: str) -> None:
        """Start with nothing read."""
        self.session, self.stream = session, stream
        self.read: dict[str, dict[str, Decimal | str]] = {}

    def __call__(self, path: str, name: str) -> Decimal | str | None:
        """Give a value of the step at `path`; None when there is none."""
        if path not in self.read:
            self.read[path] = values_at(self.session, self.stream, path)
        return self.read[path].get(name)


def values_at(session: Session, stream: str, path: str) -> dict[str, Decimal | str]:
    """Give what was entered and computed at one step and stands; an undefined value is absent."""
    e, v, c = _table(Entry), _table(EntryValue), _table(ComputedValue)
    entry = _last(e, stream, path)
    rows = union_all(
        select(v.c.name, v.c.text, v.c.number).where(v.c.entry_id == entry.scalar_subquery()),
        select(c.c.name, literal("").label("text"), c.c.value).where(
            c.c.stream == stream, c.c.path == path,
            c.c.n == select(func.max(c.c.n)).where(
                c.c.stream == stream, c.c.path == path
            ).scalar_subquery(),
        ),
    )  # fmt: skip
    found: dict[str, Decimal | str] = {}
    for name, text, number in session.connection().execute(rows):
        value = number if number is not None else text
        if value != "":
            found[name] = value
    return found


def _last(e: Table, stream: str, path: str) -> Select[tuple[str]]:
    mine = select(e.c.id).where(e.c.stream == stream, e.c.path == path)
    return mine.order_by(e.c.n.desc()).limit(1)


class Balances(Mapping[str, Decimal]):
    """The open units of a lot with what is left in each, read when a kind asks for them.

    For a correction they are given without the acts of the entries named.
    """

    def __init__(self, session: Session, stream: str, without: Iterable[str] = ()) -> None:
        """Start with nothing read."""
        self.session, self.stream, self.without = session, stream, tuple(without)
        self.read: dict[str, Decimal] | None = None

    def _all(self) -> dict[str, Decimal]:
        if self.read is None:
            self.read = custody.balances(self.session, self.stream, without=self.without)
        return self.read

    def __getitem__(self, role: str) -> Decimal:
        """Give what is left in the unit of that role."""
        return self._all()[role]

    def __iter__(self) -> Iterator[str]:
        """Give the roles in the order of their making."""
        return iter(self._all())

    def __len__(self) -> int:
        """Count the open units."""
        return len(self._all())


def context(session: Session, found: Plan, place: Place, without: Iterable[str] = ()) -> Context:
    """Say where a step stands in its lot and what the lot holds at this moment."""
    stream, phase = found.order.stream, place.phase
    return Context(
        path=place.path,
        phase=phase.code,
        repetition=place.repetition,
        first=phase.repeat.first if phase.repeat else 0,
        convention=found.master.doublings_convention,
        lookup=Lookup(session, stream),
        balances=Balances(session, stream, without),
    )


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]
