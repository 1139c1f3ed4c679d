"""How a master names another step: by its code in the same segment, or by a path with a number."""

from __future__ import annotations

import re

HOLE = re.compile(r"\{([nm])(-1)?\}")


def named(ref: str, segment: str, n: int | None, m: int | None = None) -> str:
    """Give the path that a master means: a code of `segment`, or a path with `{n}`, `{n-1}`, `{m}`.

    `n` is the repetition of the phase, `m` that of the innermost group.  Empty where the number is
    missing or would fall below zero.
    """
    if "/" not in ref:
        return f"{segment}/{ref}"
    missing = False

    def fill(hole: re.Match[str]) -> str:
        nonlocal missing
        number = n if hole[1] == "n" else m
        value = None if number is None else number - (1 if hole[2] else 0)
        missing = missing or value is None or value < 0
        return str(value)

    path = HOLE.sub(fill, ref)
    return "" if missing else path
