"""Reading judged panels of flow cytometry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, false, or_, select
from sqlmodel import Session, col

from batches.gate_moves import ACCEPTED
from batches.people import Actor
from batches.policy import shows
from elnapp.record import Head
from elnapp.results.models import GateDecision, GateMove, Panel


@dataclass(frozen=True, slots=True)
class MoveView:
    """Gates moved by hand: from panel `of`, how far, why, by whom; and what was decided, if it was."""

    id: str
    of: int
    shifts: Mapping[str, str]
    reason: str
    by: str
    by_id: str
    at: datetime
    outcome: str = ""
    comment: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PanelView:
    """A judged panel as pages and documents show it (see `models.Panel` for the shapes).

    `move` says how its gates were moved by hand, `moved_in` which panel holds an accepted move of its
    own; the results of moved gates are those that were given when the move was accepted.
    """

    id: str
    address: str
    n: int
    template: str
    template_hash: str
    formula: str
    sample: str | None
    passage: int | None
    verdict: str
    tubes: tuple[Mapping[str, Any], ...]
    markers: Mapping[str, Mapping[str, Any]]
    findings: tuple[Mapping[str, Any], ...]
    results: Mapping[str, str]
    pictures: Mapping[str, tuple[Mapping[str, Any], ...]]
    by: str
    at: datetime
    template_id: str = ""
    move: MoveView | None = None
    moved_in: int | None = None

    @property
    def stands(self) -> bool:
        """Tell whether its counts are those that hold: no move waits or was declined, none replaced it."""
        accepted = self.move is None or self.move.outcome == ACCEPTED
        return accepted and self.moved_in is None

    @property
    def repeat(self) -> bool:
        """Tell whether it gave a row another result than its first."""
        return any(not address.endswith("/1") for address in self.results.values())


def panels(session: Session, stream: str) -> list[PanelView]:
    """Give the judged panels of a lot, in the order they were judged."""
    rows = session.scalars(select(Panel).where(col(Panel.stream) == stream).order_by(col(Panel.n)))
    return _views(session, list(rows))


def undecided(session: Session, stream: str) -> frozenset[str]:
    """Give the rows of a lot whose result comes from a panel with a move that nobody has decided."""
    found = panels(session, stream)
    waiting = {one.move.of for one in found if one.move is not None and not one.move.outcome}
    given = (address for one in found if one.n in waiting for address in one.results.values())
    return frozenset(row_at(address) for address in given)


def newest_panels(session: Session, actor: Actor, most: int) -> list[tuple[str, PanelView]]:
    """Give the newest judged panels that the reader may see, each with its stream, newest first."""
    places = session.execute(
        select(col(Head.site), col(Head.study)).where(col(Head.kind) == "lot").distinct()
    )
    seen = [
        and_(
            col(Head.site) == site,
            col(Head.study).is_(study) if study is None else col(Head.study) == study,
        )
        for site, study in places
        if shows("results", actor.roles(site, study))
    ]
    rows = session.scalars(
        select(Panel)
        .join(Head, col(Head.stream) == col(Panel.stream))
        .where(or_(false(), *seen))
        .order_by(col(Panel.id).desc())
        .limit(most)
    )
    found = list(rows)
    views = zip(found, _views(session, found), strict=True)
    return [(row.stream, view) for row, view in views]


def row_at(address: str) -> str:
    """Give the row of the specification from the address of a result, `…/results/ROW/N`."""
    return address.split("/")[-2]


def _views(session: Session, rows: Sequence[Panel]) -> list[PanelView]:
    """Give panels with the moves that made them, and with those that were made of them."""
    ids = [row.id for row in rows]
    moves = session.execute(
        select(GateMove, GateDecision, col(Panel.n))
        .join(Panel, col(Panel.id) == col(GateMove.of_id))
        .outerjoin(GateDecision, col(GateDecision.move_id) == col(GateMove.id))
        .where(or_(col(GateMove.panel_id).in_(ids), col(GateMove.of_id).in_(ids)))
    ).all()
    made = {move.panel_id: _move(move, decision, of) for move, decision, of in moves}
    given = {move.panel_id: d.results for move, d, _of in moves if d is not None}
    accepted = {m.of_id: m.panel_id for m, d, _of in moves if d and d.outcome == ACCEPTED}
    places = select(col(Panel.id), col(Panel.n)).where(col(Panel.id).in_(accepted.values()))
    numbers = {row[0]: row[1] for row in session.execute(places)} if accepted else {}
    return [
        _panel(
            row, given.get(row.id, row.results), made.get(row.id),
            numbers.get(accepted.get(row.id, "")),
        )
        for row in rows
    ]  # fmt: skip


def _move(move: GateMove, decision: GateDecision | None, of: int) -> MoveView:
    found = MoveView(
        move.id, of, move.shifts, move.reason, move.moved_name, move.moved_by, move.moved_at
    )
    if decision is None:
        return found
    return replace(
        found, outcome=decision.outcome, comment=decision.comment,
        decided_by=decision.decided_name, decided_at=decision.decided_at,
    )  # fmt: skip


def _panel(
    row: Panel, results: Mapping[str, str], move: MoveView | None, moved_in: int | None
) -> PanelView:
    return PanelView(
        row.id, row.address, row.n, row.template, row.template_hash, row.formula, row.sample_unit,
        row.passage, row.verdict, tuple(row.tubes), row.markers, tuple(row.findings), results,
        {lang: tuple(pictures) for lang, pictures in row.pictures.items()}, row.judged_by_name,
        row.judged_at, row.template_id, move, moved_in,
    )  # fmt: skip
