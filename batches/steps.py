"""The smallest parts of a master: limits, fields and steps, as kinds and forms see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from batches.text import Text

SIMPLE = ("decimal", "integer", "text", "choice", "yes_no", "time", "date", "code", "file")
FIELD_TYPES = (*SIMPLE, "table")
NUMBERS = frozenset({"decimal", "integer"})
ROWS_OF = ("vessels", "bags", "vials", "free")
CODES_OF = (
    "donation", "unit", "vessel", "pool", "sample", "bag", "vial", "material", "equipment", "place",
    "label", "person", "plate",
)  # fmt: skip
"""What a scanned code may name: units of the lot are looked up, the rest is kept as scanned."""

Zone = Literal["within", "alert", "action"]
Verification = Literal["W", "C"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """An inclusive range as typed in the document; an absent side is open."""

    low: str | None
    high: str | None

    @classmethod
    def from_body(cls, body: Any) -> Bounds | None:
        """Read `[low, high]`, either of them null; nothing gives None."""
        if body is None:
            return None
        low, high = body
        return cls(None if low is None else str(low), None if high is None else str(high))

    def holds(self, value: Decimal) -> bool:
        """Tell whether `value` lies inside, the bounds included."""
        above = self.low is None or value >= Decimal(self.low)
        return above and (self.high is None or value <= Decimal(self.high))

    def read(self, lang: str) -> str:
        """Write the range as a person reads it: `20.0–120.0`, `≥ 80`, `≤ 72`."""
        low, high = (s if lang != "fr" or s is None else s.replace(".", ",") for s in self)
        if low is not None and high is not None:
            return f"{low}–{high}"
        return f"≥ {low}" if low is not None else f"≤ {high}"

    def params(self) -> dict[str, str]:
        """Give the range in both languages as finding parameters."""
        return {f"limits_{lang}": self.read(lang) for lang in ("en", "fr")}

    def __iter__(self) -> Iterator[str | None]:
        """Give both sides, low first."""
        return iter((self.low, self.high))


@dataclass(frozen=True, slots=True)
class Limits:
    """Action and alert limits of one field with the source that the document names."""

    act: Bounds | None = None
    alert: Bounds | None = None
    source: str = ""

    @classmethod
    def from_body(cls, body: Mapping[str, Any] | None, source: str = "") -> Limits | None:
        """Read `{act: [lo, hi], alert: [lo, hi], source}`; nothing gives None."""
        if not body:
            return None
        act, alert = Bounds.from_body(body.get("act")), Bounds.from_body(body.get("alert"))
        return cls(act, alert, str(body.get("source", source)))

    def zone(self, value: Decimal) -> Zone:
        """Place `value`: outside action, outside alert, or within both."""
        if self.act is not None and not self.act.holds(value):
            return "action"
        if self.alert is not None and not self.alert.holds(value):
            return "alert"
        return "within"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a person may pick; `value` is stored, `label` is read."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows a table has, and what each of them is about."""

    min: int
    max: int
    of: str = "free"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a step.

    `replicates` above 1 asks `name.1`, `name.2`, all of them kept. `possible` bounds what can
    exist at all, where the unit alone does not say it; it is no limit of quality. A table asks its
    `columns` in each of its `rows`, as `name.row.column`; `of` says what a code names; `endings`
    are those that the name of a file may have, any where there are none.
    """

    name: str
    type: str
    label: Text
    unit: str = ""
    limits: Limits | None = None
    critical: bool = False
    required: bool = True
    replicates: int = 1
    choices: tuple[Choice, ...] = ()
    expected: str | None = None
    possible: Bounds | None = None
    columns: tuple[Field, ...] = ()
    rows: Rows | None = None
    of: str = ""
    endings: tuple[str, ...] = ()

    @classmethod
    def from_body(cls, body: Mapping[str, Any], source: str = "") -> Field:
        """Read one field of a master; `source` is the master's default for its limits."""
        return cls(
            name=str(body["name"]),
            type=str(body["type"]),
            label=Text.from_body(body["label"]),
            unit=str(body.get("unit") or ""),
            limits=Limits.from_body(body.get("limits"), str(body.get("source", source))),
            critical=bool(body.get("critical", False)),
            required=bool(body.get("required", True)),
            replicates=int(body.get("replicates", 1)),
            choices=tuple(
                Choice(str(c["value"]), Text.from_body(c["label"])) for c in body.get("choices", ())
            ),
            expected=_answer(body.get("expected")),
            possible=Bounds.from_body(body.get("possible")),
            columns=tuple(cls.from_body(c, source) for c in body.get("columns", ())),
            rows=_rows(body.get("rows")),
            of=str(body.get("of") or ""),
            endings=tuple(str(ending) for ending in body.get("endings", ())),
        )

    @property
    def numeric(self) -> bool:
        """Tell whether the answer is a number."""
        return self.type in NUMBERS

    @property
    def slots(self) -> tuple[str, ...]:
        """Name the values the field asks for: `name`, `name.1` for replicates, all of a table."""
        if self.rows is not None:
            rows = range(1, self.rows.max + 1)
            return tuple(f"{self.name}.{i}.{c.name}" for i in rows for c in self.columns)
        if self.replicates <= 1:
            return (self.name,)
        return tuple(f"{self.name}.{i}" for i in range(1, self.replicates + 1))


def _rows(body: Mapping[str, Any] | None) -> Rows | None:
    if body is None:
        return None
    return Rows(int(body["min"]), int(body["max"]), str(body.get("of", "free")))


def _answer(value: Any) -> str | None:
    # YAML reads a bare yes or no as a boolean; both spellings mean the same answer.
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class When:
    """A branch: what it guards is due only while the answer `name` of `step` is one of `values`.

    `step` is a code of the same segment, or a path with `{n}` for the repetition (`{n-1}` for the
    one before) of the phase, `{m}` for that of the innermost group.
    """

    step: str
    name: str
    values: frozenset[str]

    @classmethod
    def from_body(cls, body: Mapping[str, Any] | None) -> When | None:
        """Read `{step, name, is: [values]}`; nothing gives None."""
        if not body:
            return None
        values = frozenset(_answer(v) or "" for v in body["is"])
        return cls(str(body["step"]), str(body["name"]), values)


def kind_of(written: str) -> tuple[str, int]:
    """Read a kind as a master writes it: `harvest@2`, or `harvest` for its first version."""
    name, at, version = written.partition("@")
    return (name, int(version)) if at and version.isdecimal() else (written, 1)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a master as it stands in the document.

    `scan` names what must be scanned (`donation`, `vessels`, `material:M02`); `in_window` the time
    window inside which nothing about the step may stop the hands.  `held` says what a held reading of
    an instrument costs here: its "reason", or a "deviation" besides.  `version` is that of the kind:
    a master writes `harvest@2`, and a bare `harvest` means the first.
    """

    code: str
    kind: str
    title: Text
    instruction: Text | None = None
    by: tuple[str, ...] = ()
    verify: Verification | None = None
    gate: bool = False
    mandatory: bool = True
    fields: tuple[Field, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    when: When | None = None
    scan: tuple[str, ...] = ()
    in_window: str = ""
    held: str = "reason"
    version: int = 1

    @classmethod
    def from_body(cls, body: Mapping[str, Any], source: str = "") -> Step:
        """Read one step; `source` is the master's default for its limits."""
        own = str(body.get("source", source))
        text = body.get("instruction")
        kind, version = kind_of(str(body["kind"]))
        return cls(
            code=str(body["code"]),
            kind=kind,
            version=version,
            title=Text.from_body(body["title"]),
            instruction=Text.from_body(text) if text else None,
            by=tuple(body.get("by", ())),
            verify=body.get("verify"),
            gate=bool(body.get("gate", False)),
            mandatory=bool(body.get("mandatory", True)),
            fields=tuple(Field.from_body(f, own) for f in body.get("fields", ())),
            params=dict(body.get("params") or {}),
            source=own,
            when=When.from_body(body.get("when")),
            scan=tuple(body.get("scan") or ()),
            in_window=str(body.get("in_window") or ""),
            held=str(body.get("held") or "reason"),
        )

    @property
    def kind_label(self) -> str:
        """Give kind and version as entries keep them: `count@1`, `harvest@2`."""
        return f"{self.kind}@{self.version}"

    def own_field(self, name: str) -> Field | None:
        """Give the field `name` as the document declares it, if it does."""
        return next((f for f in self.fields if f.name == name), None)

    def computed_limits(self, name: str) -> Limits | None:
        """Give the limits of a computed value, from `params.limits.<name>`."""
        return Limits.from_body(self.params.get("limits", {}).get(name), self.source)
