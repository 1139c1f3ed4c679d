"""Places and what is in them; labels and where they are in their life."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from batches import labels as rules
from batches.places import Place as Room
from batches.places import Shelf, way
from batches.units import MOVE
from elnapp.custody.models import Act, Label, LabelStep, Place, Unit
from elnapp.custody.queries.ledger import accounts_of
from elnapp.record import NotFound
from elnapp.record.plain import digest


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place of a site with the codes of the units in it; `depth` counts from the site."""

    code: str
    kind: str
    name: str
    parent: str | None
    capacity: int
    site: str
    depth: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelView:
    """One label with everything that happened to it, oldest first."""

    row: Label
    unit: str
    steps: tuple[LabelStep, ...] = field(default=())

    @property
    def state(self) -> str:
        """Give generated, printed, verified, applied or destroyed."""
        return rules.state(step.step for step in self.steps)

    @property
    def printed(self) -> int:
        """Give how many were printed."""
        return sum(step.count for step in self.steps if step.step == "printed")


def place(session: Session, code: str) -> Place | None:
    """Give the place with a printed code."""
    return session.exec(select(Place).where(Place.code == code)).first()


def places(session: Session, site: str) -> list[PlaceView]:
    """Give the places of a site, each below the one that it stands in."""
    rows = session.exec(select(Place).where(Place.stream == f"site/{site}")).all()
    parents = {row.code: row.parent for row in rows}
    inside = occupants(session, parents)
    codes = _codes(session, {key for keys in inside.values() for key in keys})
    views = [
        PlaceView(
            row.code, row.kind, row.name, row.parent, row.capacity, site,
            len(way(row.code, parents)) - 1,
            tuple(sorted(codes[key] for key in inside.get(row.code, ()))),
        )
        for row in rows
    ]  # fmt: skip
    return sorted(views, key=lambda view: way(view.code, parents))


def way_to(session: Session, code: str) -> tuple[str, ...]:
    """Give the codes from the outermost place down to `code`."""
    found, here = [], place(session, code)
    while here is not None and here.code not in found:
        found.append(here.code)
        here = place(session, here.parent) if here.parent else None
    return tuple(reversed(found))


def shelf(session: Session, codes: Iterable[str]) -> Shelf:
    """Give the named places as the rules of moving see them; an unknown code is left out."""
    rows = session.exec(select(Place).where(col(Place.code).in_(sorted(set(codes))))).all()
    inside = occupants(session, [row.code for row in rows])
    return Shelf(
        {r.code: Room(r.code, r.kind, r.capacity, frozenset(inside.get(r.code, ()))) for r in rows}
    )


def occupants(session: Session, codes: Iterable[str]) -> dict[str, set[str]]:
    """Give the keys of the units that are in each of these places now."""
    wanted = set(codes)
    moved = select(Act.unit_id).where(Act.act == MOVE, col(Act.place).in_(sorted(wanted)))
    held: dict[str, set[str]] = {}
    for account in accounts_of(session, moved):
        if account.place in wanted:
            held.setdefault(str(account.place), set()).add(account.key)
    return held


def _codes(session: Session, keys: set[str]) -> dict[str, str]:
    return dict(
        session.exec(select(Unit.id, Unit.code).where(col(Unit.id).in_(sorted(keys)))).all()
    )


def labels(session: Session, unit_id: str) -> list[LabelView]:
    """Give the labels of a unit, the newest first."""
    found = select(Label).where(Label.unit_id == unit_id).order_by(col(Label.n).desc())
    return [_label(session, row) for row in session.exec(found)]


def label(session: Session, label_id: str) -> LabelView:
    """Give one label; NotFound when there is none."""
    row = session.get(Label, label_id)
    if row is None:
        raise NotFound(f"label {label_id}")
    return _label(session, row)


def _label(session: Session, row: Label) -> LabelView:
    code = session.exec(select(Unit.code).where(Unit.id == row.unit_id)).one()
    steps = session.exec(
        select(LabelStep).where(LabelStep.label_id == row.id).order_by(col(LabelStep.id))
    )
    return LabelView(row, code, tuple(steps))


def misplaced(session: Session, stream: str) -> list[str]:
    """Name the labels of a stream that no longer say what they said, and places that are too full."""
    rows = session.exec(select(Label).where(Label.stream == stream))
    changed = [row for row in rows if digest(row.body) != row.digest]
    said = [f"{row.address}: the digest is not that of what the label says" for row in changed]
    crowded = [v for v in _of_stream(session, stream) if len(v.units) > v.capacity]
    return said + [f"{v.code}: holds {len(v.units)}, room for {v.capacity}" for v in crowded]


def _of_stream(session: Session, stream: str) -> list[PlaceView]:
    kind, _slash, site = stream.partition("/")
    return places(session, site) if kind == "site" else []
