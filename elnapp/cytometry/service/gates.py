"""Gates of other programs, read as drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from instruments.cytometry import gatingml
from instruments.cytometry.flowjo import read_workspace
from instruments.cytometry.strategy import Strategy
from instruments.reading import Note, Refusal


@dataclass(frozen=True)
class Draft:
    """Gates read from a file of another program: never the record, only a start for a template."""

    name: str
    strategy: Strategy
    notes: Sequence[Note]


def drafts(blob: bytes, name: str) -> list[Draft]:
    """Read Gating-ML 2.0 or a FlowJo workspace; Refusal when it is neither."""
    try:
        found = gatingml.read(blob)
    except Refusal as refusal:
        if refusal.note.code != "GATINGML-NOT" or refusal.note.params.get("found") != "Workspace":
            raise
        return [Draft(d.sample or name, d.strategy, d.notes) for d in read_workspace(blob)]
    return [Draft(name, found.strategy, found.notes)]
