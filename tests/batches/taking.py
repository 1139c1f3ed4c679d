"""One answer to a step, taken in passage 1 of a lot that holds a few units."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from batches import kinds
from batches.kinds import Context, Taken
from batches.kinds.base import Values
from batches.ledger import Value
from batches.steps import Step
from tests.batches.nested_master import step

D = Decimal
CELLS = "10*6"
HELD = {
    "vessel/P1/1": D(1), "vessel/P1/2": D(1), "vessel/P2/1": D(1), "pool/P1": D(100),
    "container/FIN/fill/1": D(5),
}  # fmt: skip
CODES = {
    "L-P1-01": "vessel/P1/1", "L-P1-02": "vessel/P1/2", "L-P2-01": "vessel/P2/1",
    "L-H01": "pool/P1", "L-B01": "container/FIN/fill/1", "L-P1-09": "vessel/P1/9",
}  # fmt: skip


def take(kind: str, values: Values, here: dict[str, Any] | None = None, **more: Any) -> Taken:
    """Take one answer to a step of that kind in passage 1 of a lot."""
    known: dict[str, Any] = {
        "path": "P1/it", "phase": "P", "repetition": 1, "balances": HELD, "codes": CODES,
        "donation": "A999926000001",
    }  # fmt: skip
    return kinds.take(
        Step.from_body(step("it", kind, **more)), values, Context(**{**known, **(here or {})})
    )


def codes(taken: Taken) -> list[str]:
    return [f.code for f in (*taken.refusals, *taken.findings)]


def text(value: str) -> Value:
    return Value(value)
