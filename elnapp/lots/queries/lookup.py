"""The values of other steps that a step rests on, read one step at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, func, literal, select, union_all
from sqlmodel import Session, SQLModel

from elnapp.lots.models import ComputedValue, Entry, EntryValue


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]


_E, _V, _C = _table(Entry), _table(EntryValue), _table(ComputedValue)
_STREAM: Any = bindparam("stream")
_PATH: Any = bindparam("path")


class Lookup:
    """Reads the standing and computed values of other steps, one step at a time."""

    def __init__(self, session: Session, stream: str) -> None:
        """Start with nothing read."""
        self.session, self.stream = session, stream
        self.read: dict[str, dict[str, Decimal | str]] = {}

    def __call__(self, path: str, name: str) -> Decimal | str | None:
        """Give a value of the step at `path`; None when there is none."""
        if path not in self.read:
            self.read[path] = values_at(self.session, self.stream, path)
        return self.read[path].get(name)


def values_at(session: Session, stream: str, path: str) -> dict[str, Decimal | str]:
    """Give what was entered and computed at one step and stands; an undefined value is absent."""
    found: dict[str, Decimal | str] = {}
    rows = session.connection().execute(_VALUES, {"stream": stream, "path": path})
    for name, text, number in rows:
        value = number if number is not None else text
        if value != "":
            found[name] = value
    return found


def _values() -> Any:
    """Build the statement behind `values_at`: (name, text, number)."""
    last = select(func.max(_C.c.n)).where(_C.c.stream == _STREAM, _C.c.path == _PATH)
    entry = (
        select(_E.c.id)
        .where(_E.c.stream == _STREAM, _E.c.path == _PATH)
        .order_by(_E.c.n.desc())
        .limit(1)
    )
    return union_all(
        select(_V.c.name, _V.c.text, _V.c.number).where(_V.c.entry_id == entry.scalar_subquery()),
        select(_C.c.name, literal(""), _C.c.value).where(
            _C.c.stream == _STREAM, _C.c.path == _PATH, _C.c.n == last.scalar_subquery()
        ),
    )


_VALUES = _values()
