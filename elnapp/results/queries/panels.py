"""Reading judged panels of flow cytometry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, false, or_, select
from sqlmodel import Session, col

from batches.people import Actor
from batches.policy import shows
from elnapp.record import Head
from elnapp.results.models import Panel


@dataclass(frozen=True, slots=True)
class PanelView:
    """A judged panel as pages and documents show it (see `models.Panel` for the shapes)."""

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

    @property
    def repeat(self) -> bool:
        """Tell whether it gave a row another result than its first."""
        return any(not address.endswith("/1") for address in self.results.values())


def panels(session: Session, stream: str) -> list[PanelView]:
    """Give the judged panels of a lot, in the order they were judged."""
    rows = session.scalars(select(Panel).where(col(Panel.stream) == stream).order_by(col(Panel.n)))
    return [_panel(row) for row in rows]


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
    return [(row.stream, _panel(row)) for row in rows]


def row_at(address: str) -> str:
    """Give the row of the specification from the address of a result, `…/results/ROW/N`."""
    return address.split("/")[-2]


def _panel(row: Panel) -> PanelView:
    return PanelView(
        row.id, row.address, row.n, row.template, row.template_hash, row.formula, row.sample_unit,
        row.passage, row.verdict, tuple(row.tubes), row.markers, tuple(row.findings), row.results,
        {lang: tuple(pictures) for lang, pictures in row.pictures.items()}, row.judged_by_name,
        row.judged_at,
    )  # fmt: skip
