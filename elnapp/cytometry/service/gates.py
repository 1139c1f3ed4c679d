"""Gates that travel: those of a judged panel as Gating-ML, and those of others as drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elnapp.cytometry.service.evaluating import Panel
from instruments.cytometry import gatingml
from instruments.cytometry.export import strategy_of
from instruments.cytometry.flowjo import read_workspace
from instruments.cytometry.strategy import Strategy
from instruments.reading import Note, Refusal


@dataclass(frozen=True)
class Draft:
    """Gates read from a file of another program: never the record, only a start for a template."""

    name: str
    strategy: Strategy
    notes: Sequence[Note]


def gating_ml(panel: Panel) -> dict[str, bytes]:
    """Give the gates of each stained tube as they were applied, as Gating-ML 2.0."""
    tubes = (role for role in panel.method.tubes if role in panel.evaluation.tubes)
    return {r: gatingml.write(strategy_of(r, panel.evaluation, panel.method)) for r in tubes}


def drafts(blob: bytes, name: str) -> list[Draft]:
    """Read Gating-ML 2.0 or a FlowJo workspace; Refusal when it is neither."""
    try:
        found = gatingml.read(blob)
    except Refusal as refusal:
        if refusal.note.code != "GATINGML-NOT" or refusal.note.params.get("found") != "Workspace":
            raise
        return [Draft(d.sample or name, d.strategy, d.notes) for d in read_workspace(blob)]
    return [Draft(name, found.strategy, found.notes)]
