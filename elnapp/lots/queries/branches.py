"""The answers that the branches of a master hang on, read in one statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, SQLModel

from batches.master import Master
from elnapp.lots.models import Entry, EntryValue


def answers(session: Session, stream: str, master: Master) -> dict[tuple[str, str], str]:
    """Give the standing answers by (path, name); nothing is read for a master without branches."""
    names = sorted(master.asked)
    if not names:
        return {}
    rows = session.connection().execute(_ANSWERS, {"stream": stream, "names": names})
    last: dict[str, tuple[int, dict[str, str]]] = {}
    for path, n, name, text in rows:
        kept = last.get(path)
        if kept is None or kept[0] < n:
            last[path] = kept = (n, {})
        if kept[0] == n:
            kept[1][name] = text
    return {(path, name): text for path, (_n, said) in last.items() for name, text in said.items()}


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]


_E, _V = _table(Entry), _table(EntryValue)
_ANSWERS = (
    select(_E.c.path, _E.c.n, _V.c.name, _V.c.text)
    .join(_E, _E.c.id == _V.c.entry_id)
    .where(_V.c.stream == bindparam("stream"), _V.c.name.in_(bindparam("names", expanding=True)))
)
