"""Reading judged panels of flow cytometry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

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


def panels(session: Session, stream: str) -> list[PanelView]:
    """Give the judged panels of a lot, in the order they were judged."""
    rows = session.scalars(select(Panel).where(col(Panel.stream) == stream).order_by(col(Panel.n)))
    return [_panel(row) for row in rows]


def newest_panels(session: Session, most: int) -> list[tuple[str, PanelView]]:
    """Give the newest judged panels of every lot, each with its stream, the newest first."""
    rows = session.scalars(select(Panel).order_by(col(Panel.id).desc()).limit(most))
    return [(row.stream, _panel(row)) for row in rows]


def _panel(row: Panel) -> PanelView:
    return PanelView(
        row.id, row.address, row.n, row.template, row.template_hash, row.formula, row.sample_unit,
        row.passage, row.verdict, tuple(row.tubes), row.markers, tuple(row.findings), row.results,
        {lang: tuple(pictures) for lang, pictures in row.pictures.items()}, row.judged_by_name,
        row.judged_at,
    )  # fmt: skip
