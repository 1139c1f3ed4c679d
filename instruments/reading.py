"""What a reader gives: frozen values, each beside the text it was read from.

A reader is pure: the bytes of one file and the instrument's approved profile in, a `Parsed` out, or
`Refusal` with the code and the sentence of why not.  What the file says of its own origin stands in
`Source`; what only the house knows (who uploaded it, when, by which route) is added by the room
that keeps the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

Kind = Literal[
    "cell_count", "flow_events", "plate", "temperature_series", "endotoxin", "count", "chemistry"
]
Status = Literal["ok", "error", "flagged"]
Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured number: `value` in `unit` (UCUM), and `raw`, the text as the file prints it.

    `qualifier` is "<" or ">" where the instrument only says on which side of its range it lies.
    """

    value: Decimal
    unit: str
    raw: str
    qualifier: Literal["", "<", ">"] = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know about a file or a reading: its code and what fills its words."""

    code: str
    params: Params = field(default_factory=dict)
    where: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reading comes from, as far as the file itself says it.

    `format` names the reader (`chemometec.nucleoview.csv`), `version` that reader's version, which
    grows with every change of what it reads.  `zone_assumed` is set when the file gives local times
    without a zone and the profile supplied one.  Texts the file does not hold are empty.
    """

    format: str
    version: str
    sha256: str
    size: int
    vendor: str = ""
    model: str = ""
    serial: str = ""
    software: str = ""
    software_version: str = ""
    operator: str = ""
    signed_in_file: str = ""
    encoding: str = ""
    zone_assumed: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One measurement: `values` by quantity name, `series` by column name where there are many.

    `locator` says where in the file it stands (row, sheet, well, data set).  `measured_at` is aware
    or None; `measured_at_raw` is the text of the file, and `measured_local` the local time it means,
    in ISO 8601 without a zone and only as fine as the file gives it.  `unread` keeps every field
    that no value was made of, so that nothing of a file is lost.
    """

    kind: Kind
    sample_id: str
    locator: str
    values: Mapping[str, Quantity] = field(default_factory=dict)
    status: Status = "ok"
    measured_at: datetime | None = None
    measured_at_raw: str = ""
    operator: str = ""
    series: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[Note, ...] = ()
    measured_local: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything one file says: its source, its readings in file order, its warnings, the rest."""

    source: Source
    readings: tuple[Reading, ...]
    warnings: tuple[Note, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """What was approved for one instrument, where its files leave a question open.

    `zone` is an IANA name; `encoding` a codec; `decimal` the decimal mark; `dates` the order of a
    written date (`dmy`, `mdy`, `ymd`).  Empty means: only what the file says unambiguously is read.
    """

    serial: str = ""
    zone: str = ""
    encoding: str = ""
    decimal: Literal["", ".", ","] = ""
    dates: Literal["", "dmy", "mdy", "ymd"] = ""
    choices: Mapping[str, str] = field(default_factory=dict)


class Refusal(ValueError):
    """The file is not taken, and why: a documented code, what fills its sentence, and where."""

    def __init__(self, code: str, where: str = "", **params: str | int) -> None:
        """Keep what the sentence of `instruments.words` needs."""
        super().__init__(f"{code} {dict(params)} {where}".strip())
        self.note = Note(code, params, where)
