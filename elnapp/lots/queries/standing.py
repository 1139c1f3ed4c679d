"""What stands in a lot at this moment, read for one decision: entries, values, units.

An entry is taken while the lot may hold hundreds of others, so only the columns that a rule needs
are selected, without row objects, and a value is read only when a formula asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import bindparam, func, literal, select, union_all
from sqlmodel import Session, SQLModel

from batches.deviation import DeviationFact
from batches.kinds import Context
from batches.master import Place
from batches.position import Position, StepFact, position
from batches.recalculate import Around
from elnapp.lots.models import Entry, Repetition, Unwitnessed
from elnapp.lots.queries.branches import answers
from elnapp.lots.queries.history import unit_history
from elnapp.lots.queries.lookup import Lookup
from elnapp.lots.queries.plan import Plan, plan
from elnapp.lots.queries.units import Balances, Codes, Held, stock
from elnapp.lots.queries.values import standing_values
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
    """Place a lot in the master that was read already; with `now`, say which witness is overdue.

    Two statements at most, whatever the lot holds, and one for a master with branches: times are
    read only of the steps that wait for a witness, because to read those of a long lot costs more
    than its order.
    """
    stream = found.order.stream
    beside = surroundings(session, stream, entries=True)
    said, facts = answers(session, stream, found.master), _facts(beside)
    here = position(
        found.master, _known(beside, facts), beside.opened, None, beside.deviations, said
    )
    waiting = () if now is None else here.waiting
    if not waiting:
        return here
    known = _known(beside, facts | _timed(session, stream, facts, waiting))
    return position(found.master, known, beside.opened, now, beside.deviations, said)


@dataclass(slots=True)
class Surroundings:
    """What stands beside the entries: signatures, declarations, repetitions, open deviations.

    `recorded` are the paths with an entry, where they were asked for; `declared` those whose
    standing entry was declared unwitnessed.
    """

    recorded: frozenset[str] = frozenset()
    meanings: dict[str, set[str]] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    opened: dict[str, int] = field(default_factory=dict)
    deviations: list[DeviationFact] = field(default_factory=list)

    def signed(self) -> dict[str, frozenset[str]]:
        """Give the meanings that stand on each step, by path."""
        return {path: frozenset(found) for path, found in self.meanings.items()}


def surroundings(session: Session, stream: str, *, entries: bool = False) -> Surroundings:
    """Read what stands beside the entries of a lot, and the entries too, in one statement."""
    found, start = Surroundings(), len(record_address(stream, ""))
    statement = _WITH_ENTRIES if entries else _AROUND
    rows = session.connection().execute(statement, {"stream": stream}).all()
    for what, one, two, weight in rows:
        if what == "entries":
            found.recorded = frozenset((one or "").split())
        elif what == "meaning" and two in AT_STEPS:
            found.meanings.setdefault(one[start:], set()).add(two)
        elif what == "declared":
            found.declared.add(one)
        elif what == "opened":
            found.opened[one] = weight
        elif what == "deviation":
            path = two[start:] if two.startswith(record_address(stream, "")) else ""
            found.deviations.append(DeviationFact(one, "open", weight, path))
    return found


def opened(session: Session, stream: str) -> dict[str, int]:
    """Count the repetitions opened of each repeated phase."""
    return surroundings(session, stream).opened


def standing_entries(session: Session, stream: str) -> dict[str, Standing]:
    """Give the standing entry of each recorded step by its path."""
    rows = session.connection().execute(_ENTRIES, {"stream": stream})
    return {row[1]: Standing(*row) for row in rows}


def standing_entry(session: Session, stream: str, path: str) -> Standing | None:
    """Give the standing entry of one step."""
    row = session.connection().execute(_ENTRY, {"stream": stream, "path": path}).first()
    return Standing(*row) if row else None


def _facts(around: Surroundings) -> dict[str, StepFact]:
    """Say of each recorded step beside whose entry something stands what the order needs to know."""
    signed, declared = around.signed(), around.declared
    return {
        path: StepFact(
            path, entered=True, meanings=signed.get(path, _NONE), unwitnessed=path in declared
        )
        for path in around.recorded & (signed.keys() | declared)
    }


def _known(around: Surroundings, facts: Mapping[str, StepFact]) -> list[StepFact | str]:
    """Give the facts, and the paths of the steps that have an entry and no fact."""
    return [*facts.values(), *(around.recorded - facts.keys())]


def _timed(
    session: Session, stream: str, facts: Mapping[str, StepFact], waiting: Iterable[str]
) -> dict[str, StepFact]:
    """Say of each step that waits for a witness also from which moment one could sign it."""
    asked = {"stream": stream, "paths": list(waiting)}
    rows = session.connection().execute(_WAITING, asked)
    standing = {row[1]: Standing(*row) for row in rows}
    return {
        path: facts.get(path, StepFact(path, entered=True))._replace(at=entry.since)
        for path, entry in standing.items()
    }


_NONE: frozenset[str] = frozenset()

# Built once: a statement costs more to build than to run.

_E: Any = Entry.__table__  # type: ignore[attr-defined]
_STREAM: Any = bindparam("stream")
_PATH: Any = bindparam("path")
_STANDING = (
    _E.c.id, _E.c.path, _E.c.n, _E.c.kind, _E.c.performed_by, _E.c.performed_name,
    _E.c.done_quality, _E.c.done_at, _E.c.recorded_at,
)  # fmt: skip
_ENTRIES = select(*_STANDING).where(_E.c.stream == _STREAM).order_by(_E.c.path, _E.c.n)
_WAITING = _ENTRIES.where(_E.c.path.in_(bindparam("paths", expanding=True)))
_ENTRY = (
    select(*_STANDING)
    .where(_E.c.stream == _STREAM, _E.c.path == _PATH)
    .order_by(_E.c.n.desc())
    .limit(1)
)


def _around(*more: Any) -> Any:
    """Build the statement behind `surroundings`: (what, one, two, weight or count)."""
    s, v = _table(Signature), _table(SignatureVoid)
    d, step = _table(Deviation), _table(DeviationStep)
    r, u, later = _table(Repetition), _table(Unwitnessed), _E.alias("later")
    ended = select(step.c.id).where(step.c.deviation_id == d.c.id, step.c.step == "dispositioned")
    corrected = select(later.c.id).where(later.c.supersedes == _E.c.id)
    return union_all(
        select(literal("meaning"), s.c.address, s.c.meaning, literal(0))
        .outerjoin(v, v.c.signature_id == s.c.id)
        .where(s.c.stream == _STREAM, v.c.id.is_(None)),
        select(literal("declared"), _E.c.path, _NOTHING, literal(0))
        .join(u, u.c.entry_id == _E.c.id)
        .where(u.c.stream == _STREAM, ~corrected.exists()),
        select(literal("opened"), r.c.phase, _NOTHING, func.count())
        .where(r.c.stream == _STREAM)
        .group_by(r.c.phase),
        select(literal("deviation"), d.c.number, d.c.about, d.c.weight).where(
            d.c.stream == _STREAM, ~ended.exists()
        ),
        *more,
    )  # fmt: skip


def _recorded() -> Any:
    """Give the paths with an entry in one row: there may be hundreds, and the index holds them."""
    paths = select(_E.c.path).where(_E.c.stream == _STREAM).group_by(_E.c.path).subquery()
    joined = func.aggregate_strings(paths.c.path, " ")
    return select(literal("entries"), joined, _NOTHING, literal(0))


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]


_NOTHING: Any = literal("")
_AROUND = _around()
_WITH_ENTRIES = _around(_recorded())


def context(session: Session, found: Plan, place: Place, without: Iterable[str] = ()) -> Context:
    """Say where a step stands in its lot and what the lot holds at this moment."""
    stream, phase = found.order.stream, place.phase
    held = Held(session, stream, without)
    return Context(
        path=place.path,
        phase=phase.code,
        repetition=place.repetition,
        first=phase.repeat.first if phase.repeat else 0,
        last=phase.repeat.last if phase.repeat else None,
        convention=found.master.doublings_convention,
        lookup=Lookup(session, stream),
        balances=Balances(held),
        pools=held.pools,
        codes=Codes(held),
        donation=found.order.donation or "",
        stock=stock(session, stream),
        thawed=found.master.thawed,
        limits=found.master.passage_limits,
        history=partial(unit_history, session, found.order, found.master.passage_limits),
        spans=found.master.spans(place),
    )


def around(session: Session, found: Plan) -> Around:
    """Say what a lot is beside its entries, to compute it again in the order of its record."""
    stream = found.order.stream
    return Around(
        codes=Codes(Held(session, stream)),
        donation=found.order.donation or "",
        stock=stock(session, stream),
        order=list(standing_values(session, stream)),
    )


def titled(place: Place) -> dict[str, str]:
    """Name a step in both languages, as a parameter of findings."""
    return {f"step_{lang}": f"{place.run.name(lang)}, {place.step.title[lang]}" for lang in LANGS}


LANGS = ("en", "fr")
