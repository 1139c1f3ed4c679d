"""Defects to plant in the kernel: a drill that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from elnapp.record import Head, Stream, command, new_id

# ruff: noqa: SLF001 - a mutant replaces what nobody else may touch


@contextmanager
def planted(**other: Callable[..., Any]) -> Iterator[None]:
    """Put other functions in the kernel's place inside the block."""
    true = {name: getattr(command, name) for name in other}
    for name, function in other.items():
        setattr(command, name, function)
    try:
        yield
    finally:
        for name, function in true.items():
            setattr(command, name, function)


@contextmanager
def hasty() -> Iterator[None]:
    """Commit rows before their events are written."""
    true = command._write_events

    def commit_first(kernel: Any, tx: Any, primary: str, **rest: Any) -> None:
        tx.session.commit()
        true(kernel, tx, primary, **rest)

    with planted(_write_events=commit_first):
        yield


@contextmanager
def heads_last() -> Iterator[None]:
    """Read the heads without a lock, and lock them only when the rows are written."""
    true_events, true_lock = command._write_events, command._lock

    def look(tx: Any, streams: Sequence[str]) -> None:
        found = select(Head.__table__).where(Head.stream.in_(streams))  # type: ignore[attr-defined]
        for row in tx.session.connection().execute(found).mappings():
            tx.heads[row["stream"]] = Stream(
                **{k: row[k] for k in Stream.__slots__ if k != "name"}, name=row["stream"]
            )

    def lock_late(kernel: Any, tx: Any, primary: str, **rest: Any) -> None:
        true_lock(tx, sorted(tx.heads))
        true_events(kernel, tx, primary, **rest)

    with planted(_lock=look, _write_events=lock_late):
        yield


@contextmanager
def forgetful() -> Iterator[None]:
    """Neither look the key up nor keep it."""
    true = command._write_events

    def other_key(kernel: Any, tx: Any, primary: str, **rest: Any) -> None:
        tx.call = replace(tx.call, key=new_id())
        true(kernel, tx, primary, **rest)

    with planted(_answered=lambda *_args: None, _write_events=other_key):
        yield
