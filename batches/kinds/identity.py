"""Whether what was scanned is what it should be: a wrong donor or lot stops at once, everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from batches.identifiers import parse_din
from batches.kinds.base import Context, Values
from batches.kinds.leaves import scanned
from batches.steps import Field, Step
from batches.units import KINDS as UNITS
from batches.verdict import Finding, Unreadable

UNIT_CODES = frozenset({"unit", *UNITS})
VIAL = re.compile(r"-V[0-9]+$")


def soft(finding: Finding) -> bool:
    """Tell what a time window turns into a finding: a wrong item of the lot, and a scan left out."""
    left_out = finding.code == "K-MISSING" and finding.where.startswith("scan_")
    return finding.code == "C02" or left_out


def wrong_scans(
    step: Step, fields: Iterable[Field], values: Values, ctx: Context
) -> Iterator[Finding]:
    """Refuse a code of another donor or lot (C01), of the wrong or a gone unit (C02), or twice (K-TWICE)."""
    asked = tuple(fields)
    for slot, code in scanned(asked, values, frozenset({"donation"})):
        if ctx.donation and _donation(code) != _donation(ctx.donation):
            yield Finding("C01", {"code": code, "expected": ctx.donation}, slot, 3)
    seen: set[tuple[str, str]] = set()
    for slot, code in scanned(asked, values, UNIT_CODES):
        if (slot.partition(".")[0], code) in seen:
            yield Finding("K-TWICE", {"code": code}, slot, 2)
        seen.add((slot.partition(".")[0], code))
        if step.kind != "thaw":
            yield from _unit(slot, code, _of(asked, slot), ctx)


def _donation(code: str) -> str:
    """Give the number of a donation as it is kept, however it was scanned or typed."""
    try:
        return parse_din(code).number
    except Unreadable:
        return code


def _unit(slot: str, code: str, of: str, ctx: Context) -> Iterator[Finding]:
    role = ctx.role(code)
    if role is None:
        yield Finding("C01", {"code": code, "expected": "–"}, slot, 3)
    elif role not in ctx.balances or (of != "unit" and kind_of_role(role, code) != of):
        yield Finding("C02", {"code": code}, slot, 1)


def kind_of_role(role: str, code: str) -> str:
    """Name the kind of a unit by its role in the lot; a container is a vial by its printed code."""
    head = role.partition("/")[0]
    if head != "container":
        return head
    return "vial" if VIAL.search(code) else "bag"


def _of(fields: tuple[Field, ...], slot: str) -> str:
    name, *rest = slot.split(".")
    field = next(f for f in fields if f.name == name)
    if field.rows is None:
        return field.of
    return next(c.of for c in field.columns if c.name == rest[-1])
