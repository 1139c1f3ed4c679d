"""A master with everything that the full process needs: groups, branches, tables, windows."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from batches.master import Master


def text(words: str) -> dict[str, str]:
    """Give the same words in both languages."""
    return {"en": words, "fr": words}


def step(code: str, kind: str, **more: Any) -> dict[str, Any]:
    """Give one step with every key that the schema asks."""
    usual = {"instruction": text(code), "verify": None, "gate": False, "mandatory": True}
    own = {"code": code, "kind": kind, "title": text(code), "by": ["technician"]}
    return {**own, **usual, **more}


def ask(name: str, type_: str, **more: Any) -> dict[str, Any]:
    """Give one field."""
    return {"name": name, "type": type_, "label": text(name), **more}


def choice(name: str, *values: str) -> dict[str, Any]:
    """Give a choice of a few answers."""
    return ask(name, "choice", choices=[{"value": v, "label": text(v)} for v in values])


WORKSTATION = {
    "code": "WO",
    "title": text("Workstation"),
    "steps": [
        step("clear", "clear", fields=[ask("free", "yes_no", expected="yes")]),
        step("take", "use", scan=["equipment:E01"]),
    ],
}
CARE = {
    "code": "CC",
    "title": text("Care {n}"),
    "repeat": {"first": 1, "min": 0, "max": 20},
    "steps": [
        step(
            "observe",
            "observe",
            fields=[
                ask(
                    "seen",
                    "table",
                    columns=[
                        ask("confluence", "decimal", unit="%", limits={"act": ["10", "95"]}),
                        choice("shape", "spindle", "other"),
                    ],
                    rows={"min": 1, "max": 8, "of": "vessels"},
                ),
                ask("report", "file", required=False, endings=["csv", "pdf"]),
            ],
        ),
        step("remove", "discard", mandatory=False),
    ],
}
PASSAGE = [
    WORKSTATION,
    step("seed", "seed", verify="W"),
    CARE,
    step(
        "decision",
        "decide",
        verify="C",
        params={"telephone": True},
        fields=[choice("answer", "harvest", "wait")],
    ),
    step("enzyme", "consume", fields=[ask("enzyme_on", "time")], in_window="ENZYME"),
    step("stop", "consume", fields=[ask("stopped_at", "time")], in_window="ENZYME"),
    step("pool", "pool"),
    step("count", "count"),
    step("harvest", "harvest", params={"count": "count", "pool": "pool"}),
    step(
        "bank",
        "decide",
        mandatory=False,
        fields=[choice("stock", "yes", "no")],
    ),
    {
        "code": "ST",
        "title": text("Stock"),
        "when": {"step": "bank", "name": "stock", "is": ["yes"]},
        "steps": [
            step(
                "vials",
                "fill",
                params={"series": "V"},
                fields=[
                    ask(
                        "vial",
                        "table",
                        columns=[ask("volume", "decimal", unit="mL")],
                        rows={"min": 1, "max": 30, "of": "vials"},
                    )
                ],
            )
        ],
    },
]
BODY: dict[str, Any] = {
    "product": "MSC-AT",
    "source": "illustrative",
    "passage_convention": text("P0 is what is seeded first"),
    "doublings_convention": "a",
    "witness_within_min": 15,
    "limits": {
        "max_passage": 3,
        "max_doublings": {"convention": "a", "action": "11.0", "reject": "13.0"},
    },
    "windows": [
        {
            "code": "ENZYME",
            "title": text("Enzyme on the cells"),
            "from": {"step": "P{n}/enzyme", "name": "enzyme_on"},
            "to": {"step": "P{n}/stop", "name": "stopped_at"},
            "unit": "min",
            "limits": {"act": ["3", "15"], "alert": ["3", "10"]},
        }
    ],
    "phases": [
        {
            "code": "REC",
            "title": text("Receipt"),
            "steps": [
                step("identify", "receive", scan=["donation"], verify="W"),
                step(
                    "red",
                    "decide",
                    fields=[ask("lyse", "yes_no")],
                ),
                step(
                    "lysis",
                    "measure",
                    fields=[ask("minutes", "decimal", unit="min")],
                    when={"step": "red", "name": "lyse", "is": ["yes"]},
                ),
                step("accept", "sign", gate=True),
            ],
        },
        {
            "code": "P",
            "title": text("Passage {n}"),
            "repeat": {"first": 0, "min": 1, "max": 4},
            "steps": PASSAGE,
        },
        {
            "code": "ENV",
            "title": text("Environment"),
            "parallel": True,
            "steps": [step("plates", "read", fields=[ask("colonies", "integer", unit="1")])],
        },
        {
            "code": "FIN",
            "title": text("Filling"),
            "steps": [
                step("ready", "confirm", gate=True, fields=[ask("ok", "yes_no", expected="yes")]),
                step("labels", "label"),
                step(
                    "fill",
                    "fill",
                    fields=[
                        ask(
                            "bags",
                            "table",
                            columns=[ask("volume", "decimal", unit="mL")],
                            rows={"min": 1, "max": 12, "of": "bags"},
                        )
                    ],
                ),
                step("store", "move", scan=["bags"]),
            ],
        },
    ],
}


def body() -> dict[str, Any]:
    """Give a copy of the body that a test may spoil."""
    return deepcopy(BODY)


MASTER = Master.from_body(BODY)
