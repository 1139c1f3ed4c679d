"""The tubes of one panel, judged: the arithmetic of `instruments`, the rules of `batches`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from batches import phenotype
from batches.phenotype import Count, Judged, Limited
from batches.specification import RowState
from elnapp.cytometry.queries import Chosen
from instruments.cytometry import roles
from instruments.cytometry.events import Events
from instruments.cytometry.panel import Counted, Evaluation
from instruments.cytometry.panel import evaluate as counted
from instruments.cytometry.reading import read_tube
from instruments.cytometry.template import Template
from instruments.reading import Note, Refusal


@dataclass(frozen=True)
class Result:
    """One marker: its line of the template, its counts, its verdict."""

    limited: Limited
    counted: Counted
    judged: Judged


@dataclass(frozen=True)
class Panel:
    """A judged panel.

    `files` names the file behind each role and `hashes` the SHA-256 of each file; `others` are files
    without a role, `notes` what was wrong with the panel as a whole.
    """

    template: Chosen
    method: Template
    results: tuple[Result, ...]
    evaluation: Evaluation
    verdict: RowState
    files: Mapping[str, str]
    hashes: Mapping[str, str]
    others: tuple[str, ...]
    notes: tuple[Note, ...] = ()


def evaluate(
    template: Chosen,
    files: Mapping[str, bytes],
    listed: Mapping[str, str] | None = None,
    passage: int | None = None,
) -> Panel:
    """Judge the tubes of a panel, given as the bytes of each file by its name.

    `listed` says which file is which tube where their names do not; `passage` chooses the limits of
    a passage.  A tube that cannot be used makes its markers INVALID and says why; nothing is raised.
    """
    method = Template.from_body(template.body)
    tubes, refused = _read(files)
    known, notes = _roles(tubes, files, listed, method)
    done = counted(
        method,
        {role: tubes[name] for role, name in known.items() if name in tubes},
        {role: refused[name] for role, name in known.items() if name in refused},
    )
    limits = phenotype.limits(template.body, passage)
    results = tuple(_judged(m, c, notes) for m, c in zip(limits, done.markers, strict=True))
    verdict = phenotype.overall((r.limited, r.judged) for r in results)
    hashes = {name: hashlib.sha256(blob).hexdigest() for name, blob in files.items()}
    others = tuple(sorted(set(files) - set(known.values())))
    return Panel(template, method, results, done, verdict, known, hashes, others, notes)


def _read(files: Mapping[str, bytes]) -> tuple[dict[str, Events], dict[str, Note]]:
    tubes: dict[str, Events] = {}
    refused: dict[str, Note] = {}
    for name, blob in files.items():
        try:
            tubes[name] = read_tube(blob, name)
        except Refusal as refusal:
            note = refusal.note
            refused[name] = Note(note.code, note.params, note.where or name)
    return tubes, refused


def _roles(
    tubes: Mapping[str, Events],
    files: Mapping[str, bytes],
    listed: Mapping[str, str] | None,
    method: Template,
) -> tuple[dict[str, str], tuple[Note, ...]]:
    """Give the file of each role, or nothing and the reason why nobody can tell."""
    stems = {name.rpartition(".")[0] or name: name for name in files}
    pairs = [(s, tubes[n].tube if n in tubes else "") for s, n in sorted(stems.items())]
    try:
        if listed is not None:
            return roles.by_list(listed, list(files), method), ()
        found = roles.by_name(pairs, method)
    except Refusal as refusal:
        return {}, (refusal.note,)
    return {role: stems[stem] for role, stem in found.items()}, ()


def _judged(limited: Limited, counts: Counted, notes: tuple[Note, ...]) -> Result:
    codes = tuple(note.code for note in (*notes, *counts.faults))
    count = Count(counts.marker.code, counts.positives, counts.total, codes)
    return Result(limited, counts, phenotype.judge(limited, count))
