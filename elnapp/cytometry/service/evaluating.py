"""The tubes of one panel, judged: measured in the sandbox, the rules of `batches`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from batches import phenotype
from batches.phenotype import Count, Judged, Limited
from batches.specification import RowState
from elnapp import readers
from elnapp.cytometry.queries import Chosen
from elnapp.readers import Limits
from instruments.cytometry.measuring import Measured, Wanted
from instruments.cytometry.panel import Counted
from instruments.cytometry.pictures import Scheme
from instruments.reading import Note


@dataclass(frozen=True)
class Result:
    """One marker: its line of the template, its counts, its verdict."""

    limited: Limited
    counted: Counted
    judged: Judged


@dataclass(frozen=True)
class Panel:
    """A judged panel: `hashes` the SHA-256 of each file, `others` the files without a role.

    `sets` says which data set of a file was meant, where somebody said so.
    """

    template: Chosen
    results: tuple[Result, ...]
    measured: Measured
    verdict: RowState
    hashes: Mapping[str, str]
    others: tuple[str, ...]
    sets: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Named:
    """Which file is which tube where their names do not say it, and which of its data sets is meant."""

    roles: Mapping[str, str] | None = None
    sets: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawing:
    """In which languages the pictures of a panel speak, and what they are drawn for."""

    langs: Sequence[str] = ()
    scheme: Scheme = "screen"


def evaluate(
    template: Chosen,
    files: Mapping[str, bytes],
    limits: Limits,
    drawing: Drawing = Drawing(),
    *,
    named: Named = Named(),
    passage: int | None = None,
) -> Panel:
    """Judge the tubes of a panel, given as the bytes of each file by its name.

    `named` says which file is which tube where their names do not; `passage` chooses the limits of a
    passage.  A tube that cannot be used makes its markers INVALID and says why; `Refusal` where
    all tubes together are more than the sandbox of a panel takes.
    """
    lines = phenotype.limits(template.body, passage)
    names = {line.row.code: {la: line.row.attribute[la] for la in drawing.langs} for line in lines}
    wanted = Wanted(template.body, names, drawing.scheme, named.roles, named.sets)
    done = readers.measure(files, wanted, limits)
    results = tuple(_judged(m, c, done.notes) for m, c in zip(lines, done.markers, strict=True))
    verdict = phenotype.overall((r.limited, r.judged) for r in results)
    hashes = {name: hashlib.sha256(blob).hexdigest() for name, blob in files.items()}
    others = tuple(sorted(set(files) - set(done.files.values())))
    return Panel(template, results, done, verdict, hashes, others, named.sets)


def _judged(limited: Limited, counts: Counted, notes: tuple[Note, ...]) -> Result:
    codes = tuple(note.code for note in (*notes, *counts.faults))
    count = Count(counts.marker.code, counts.positives, counts.total, codes)
    return Result(limited, counts, phenotype.judge(limited, count))
