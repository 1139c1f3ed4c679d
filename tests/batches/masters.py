"""A small master and a worked lot on it, for the tests of the rules."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

from batches.kinds.base import Values
from batches.ledger import Value
from batches.master import Master


def text(words: str) -> dict[str, str]:
    """The same words in both languages."""
    return {"en": words, "fr": words}


def step(code: str, kind: str, **more: Any) -> dict[str, Any]:
    """One step of a master's body."""
    return {"code": code, "kind": kind, "title": text(code), "by": ["technician"], **more}


WEIGH = step(
    "weigh",
    "measure",
    verify="C",
    fields=[
        {
            "name": "net",
            "type": "decimal",
            "unit": "g",
            "label": text("Net"),
            "critical": True,
            "limits": {"act": ["20.0", "120.0"], "alert": ["40.0", "60.0"]},
        },
        {
            "name": "gross",
            "type": "decimal",
            "unit": "g",
            "label": text("Gross"),
            "required": False,
            "limits": {"act": ["20.0", None]},
        },
    ],
)
PASSAGE = [
    step("seed", "seed", verify="W", params={"limits": {"density": {"act": ["1.0", "6.0"]}}}),
    step("count", "count", verify="C", params={"limits": {"cv": {"act": [None, "15"]}}}),
    step(
        "harvest",
        "harvest",
        params={
            "limits": {
                "doubling_time": {"act": [None, "72"], "alert": [None, "60"]},
                "cumulative_doublings": {"act": [None, "11.0"]},
            }
        },
    ),
    step("note", "measure", mandatory=False),
]
BODY: dict[str, Any] = {
    "product": "MSC-AT",
    "source": "illustrative",
    "passage_convention": text("P0 is what is seeded first"),
    "doublings_convention": "a",
    "witness_within_min": 15,
    "phases": [
        {
            "code": "REC",
            "title": text("Receipt"),
            "steps": [WEIGH, step("accept", "sign", gate=True)],
        },
        {
            "code": "P",
            "title": text("Passage {n}"),
            "repeat": {"first": 0, "min": 2, "max": 3},
            "steps": PASSAGE,
        },
        {
            "code": "FIN",
            "title": text("Filling"),
            "steps": [
                step("ready", "confirm", gate=True),
                step("sample", "sample"),
                step("fill", "fill", verify="W"),
            ],
        },
    ],
}


def body() -> dict[str, Any]:
    """A copy of the body that a test may spoil."""
    return deepcopy(BODY)


MASTER = Master.from_body(BODY)


def number(value: str, unit: str = "") -> Value:
    """A number as typed, with its unit."""
    return Value(value, Decimal(value), unit)


def weighed(net: str = "52.0") -> Values:
    """The answer to REC/weigh."""
    return {"net": number(net, "g")}


def seeded(cells: str, vessels: str, area: str, at: str) -> Values:
    """The answer to a seed step."""
    return {
        "viable_seeded": number(cells, "10*6"),
        "vessels": number(vessels),
        "area": number(area, "cm2"),
        "seeded_at": Value(at),
    }


def counted(one: str, two: str, viability: str = "94") -> Values:
    """The answer to a count step of two replicates."""
    return {
        "viable_concentration.1": number(one, "10*6/mL"),
        "viable_concentration.2": number(two, "10*6/mL"),
        "viability.1": number(viability, "%"),
        "viability.2": number(viability, "%"),
    }


def harvested(volume: str, at: str) -> Values:
    """The answer to a harvest step."""
    return {"volume": number(volume, "mL"), "harvested_at": Value(at)}


def worked() -> dict[str, Values]:
    """The worked lot of the process description, P0 and P1, filled in ten bags."""
    return {
        "REC/weigh": weighed(),
        "P0/seed": seeded("7.632", "3", "636", "2026-03-02T18:00:00+01:00"),
        "P0/count": counted("0.570", "0.574"),
        "P0/harvest": harvested("100", "2026-03-11T10:00:00+01:00"),
        "P1/seed": seeded("19.08", "1", "6360", "2026-03-11T12:00:00+01:00"),
        "P1/count": counted("1.52", "1.54"),
        "P1/harvest": harvested("100", "2026-03-17T12:00:00+01:00"),
        "FIN/ready": {},
        "FIN/sample": {"samples": number("3"), "drawn": number("13", "10*6")},
        "FIN/fill": {
            "containers": number("10"),
            "volume_each": number("20", "mL"),
            "viable_each": number("14", "10*6"),
        },
    }
