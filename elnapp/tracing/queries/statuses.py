"""How a row of a trace stands, in a word, and what its box calls it: small readings of one row."""

from __future__ import annotations

from typing import Any

from batches.oos import state_after

Row = Any


def tail(row: Row) -> str:
    """Shorten an address to the code of its record and its number: `D-0003 · 1`."""
    return f"{row.stream.partition('/')[2]} · {row.name.rpartition('/')[2]}"


def judgement(row: Row) -> str:
    """Give how far a deviation is: open, assessed or closed."""
    steps = (row.steps or "").split()
    return "closed" if "dispositioned" in steps else "assessed" if steps else "open"


def outcome(row: Row) -> str:
    """Give the verdict of a result, or that it was declared invalid or followed by another."""
    if row.ended:
        return "INVALID"
    return "superseded" if row.repeated else str(row.verdict)


def investigated(row: Row) -> str:
    """Give the state of an investigation; its last step alone decides it."""
    step, _, found = (row.last or "").partition(":")
    return state_after([(step, found)] if step else [])
