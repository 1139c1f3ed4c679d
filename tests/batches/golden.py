"""The golden table of formulas: for each released version its code and what it once computed.

`formulas.json` only grows: `python -m tests.batches.golden` adds the versions that are new, with
the examples below, and refuses to touch one that is there.  Each entry carries a seal over itself
and the entry before, so that an old one cannot be edited without changing every later line.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from batches.growth import VERSIONS, recompute
from batches.ledger import Computed
from batches.text import Text

FILE = Path(__file__).with_name("formulas.json")
LEAST_EXAMPLES = 3
Entry = dict[str, Any]

# Arguments by version; what they gave when the version was released stands in the table.
EXAMPLES: dict[str, list[dict[str, str | list[str]]]] = {
    "population_doublings@1": [
        {"seeded": "2.0E6", "harvested": "1.8E7"},
        {"seeded": "150", "harvested": "1200"},
        {"seeded": "4", "harvested": "1"},
    ],
    "with_plating_efficiency@1": [
        {"seeded": "2.0E6", "harvested": "1.8E7", "efficiency": "0.8", "definition": "attached_24h"},
        {"seeded": "7.632", "harvested": "57.2", "efficiency": "0.03", "definition": "cfu_f"},
        {"seeded": "10", "harvested": "5", "efficiency": "1", "definition": "cfu_f"},
    ],
    "cumulative_doublings@1": [
        {"earlier": ["6.170"], "doublings": "3.322", "convention": "a"},
        {"earlier": [], "convention": "a"},
        {"earlier": ["3", "5"], "doublings": "1", "convention": "b"},
    ],
    "doubling_time@1": [
        {"hours": "144", "doublings": "3.16992500144"},
        {"hours": "144", "doublings": "0"},
        {"hours": "142.5", "doublings": "2.938"},
    ],
    "fold@1": [
        {"seeded": "16", "harvested": "160"},
        {"seeded": "3", "harvested": "7"},
        {"seeded": "7", "harvested": "3"},
    ],
    "viability@1": [
        {"viable": "82", "dead": "18"},
        {"viable": "0", "dead": "3"},
        {"viable": "200", "dead": "11"},
    ],
    "mean_concentration@1": [
        {"values": ["5.10", "5.30"], "unit": "10*5/mL"},
        {"values": ["1", "2", "2"], "unit": "%"},
        {"values": ["0.572"], "unit": "10*6/mL"},
    ],
    "cv@1": [
        {"values": ["5.10", "5.30"]},
        {"values": ["5"]},
        {"values": ["1.0", "1.2", "0.9", "1.1"]},
    ],
    "total_viable@1": [
        {"concentration": "0.4264", "volume": "20.0", "unit": "10*6"},
        {"concentration": "11.7", "volume": "100", "unit": "10*6"},
        {"concentration": "0", "volume": "3", "unit": "10*5"},
    ],
    "recovery@1": [
        {"before": "1170", "after": "1130"},
        {"before": "50", "after": "42.5"},
        {"before": "3", "after": "0"},
    ],
    "pooled_doublings@1": [
        {"seeded": ["50", "50", "50"], "harvested": ["400", "420", "380"]},
        {"seeded": ["19.08", "19.08"], "harvested": ["320", "0"]},
        {"seeded": ["4", "4"], "harvested": ["1", "2"]},
    ],
    "growth_rate@1": [
        {"hours": "144", "doublings": "3"},
        {"hours": "144", "doublings": "-1"},
        {"hours": "100", "doublings": "0"},
    ],
    "confluence_yield@1": [
        {"harvested": "57.2", "area": "1908"},
        {"harvested": "153", "area": "6360"},
        {"harvested": "0", "area": "25"},
    ],
    "yield_per_gram@1": [
        {"viable": "8.528", "mass": "52.0"},
        {"viable": "1", "mass": "3"},
        {"viable": "0", "mass": "3"},
    ],
    "percent_of_theoretical@1": [
        {"actual": "10", "theoretical": "11"},
        {"actual": "1130", "theoretical": "1170"},
        {"actual": "12", "theoretical": "10"},
    ],
    "attached_fraction@1": [
        {"attached": "1.6", "seeded": "2.0"},
        {"attached": "1", "seeded": "3"},
        {"attached": "0", "seeded": "3"},
    ],
    "colony_fraction@1": [
        {"colonies": "30", "plated": "1000"},
        {"colonies": "7", "plated": "300"},
        {"colonies": "0", "plated": "300"},
    ],
    "colonies_per_gram@1": [
        {"colonies": "30", "plated": "1000", "viable": "8.528", "mass": "52.0"},
        {"colonies": "7", "plated": "300", "viable": "10", "mass": "40"},
        {"colonies": "0", "plated": "300", "viable": "10", "mass": "40"},
    ],
    "haemocytometer@1": [
        {"counted": "208", "squares": "4", "dilution": "2"},
        {"counted": "100", "squares": "9", "dilution": "1"},
        {"counted": "0", "squares": "4", "dilution": "2"},
    ],
    "seeding_density@1": [
        {"seeded": "7.632", "vessels": "3", "area": "636"},
        {"seeded": "152.64", "vessels": "8", "area": "6360"},
        {"seeded": "1", "vessels": "3", "area": "7"},
    ],
    "vessels@1": [
        {"available": "16", "density": "4", "area": "636", "rounding": "up"},
        {"available": "16", "density": "4", "area": "636", "rounding": "down"},
        {"available": "19.08", "density": "3", "area": "6360", "rounding": "up"},
    ],
    "percent_positive@1": [
        {"positives": "20", "total": "1000"},
        {"positives": "0", "total": "300"},
        {"positives": "7", "total": "311"},
    ],
    "reader_difference@1": [
        {"first": "4.25", "second": "6.00"},
        {"first": "6", "second": "4"},
        {"first": "5", "second": "5"},
    ],
    "cells_counted@1": [
        {"positives": ["4", "5", "3"], "negatives": ["100", "98", "100"]},
        {"positives": ["0"], "negatives": ["0"]},
        {"positives": ["1", "2"], "negatives": ["7", "9"]},
    ],
    "senescent_cells@1": [
        {
            "first_positives": "12", "first_total": "310",
            "second_positives": "15", "second_total": "305",
        },
        {
            "first_positives": "0", "first_total": "200",
            "second_positives": "1", "second_total": "200",
        },
        {
            "first_positives": "31", "first_total": "300",
            "second_positives": "29", "second_total": "300",
        },
    ],
    "wilson_low@1": [
        {"positives": "20", "total": "1000"},
        {"positives": "0", "total": "300"},
        {"positives": "13.5", "total": "307.5"},
    ],
    "wilson_high@1": [
        {"positives": "20", "total": "1000"},
        {"positives": "300", "total": "300"},
        {"positives": "13.5", "total": "307.5"},
    ],
    "relative_expression@1": [
        {
            "target": "26.0", "reference": "18.0",
            "control_target": "28.0", "control_reference": "18.0",
        },
        {
            "target": "27.35", "reference": "18.10",
            "control_target": "26.80", "control_reference": "18.25",
        },
        {"target": "20", "reference": "20", "control_target": "20", "control_reference": "20"},
    ],
    "telomere_ratio@1": [
        {
            "telomere": "15.0", "single_copy": "20.0",
            "control_telomere": "14.0", "control_single_copy": "20.0",
        },
        {
            "telomere": "14.31", "single_copy": "20.07",
            "control_telomere": "14.02", "control_single_copy": "19.88",
        },
        {
            "telomere": "14", "single_copy": "20",
            "control_telomere": "14", "control_single_copy": "20",
        },
    ],
    "age@1": [
        {"birth": "1990-05-01", "at": "2026-04-30"},
        {"birth": "2000-02-29", "at": "2026-02-28"},
        {"birth": "1990-05-01", "at": "2026-05-01"},
    ],
    "inhibition@1": [
        {"alone": "40", "together": "22"},
        {"alone": "40", "together": "50"},
        {"alone": "7", "together": "3"},
    ],
    "relative_potency@1": [
        {"lot": "46", "reference": "50"},
        {"lot": "0", "reference": "50"},
        {"lot": "61", "reference": "57"},
    ],
    "maximum_valid_dilution@1": [
        {"limit": "3.55", "sensitivity": "0.005"},
        {"limit": "2.0", "sensitivity": "0.03"},
        {"limit": "4.25", "sensitivity": "0.25"},
    ],
    "bmi@1": [
        {"height": "170", "weight": "70"},
        {"height": "181", "weight": "64.5"},
        {"height": "155", "weight": "90"},
    ],
}  # fmt: skip
TEXTS = frozenset({"convention", "definition", "unit", "rounding", "birth", "at"})


def read() -> dict[str, Entry]:
    """Give the table as it was released."""
    found: dict[str, Entry] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


def label(name: str, version: int) -> str:
    """Name a version as computed values do."""
    return f"{name}@{version}"


def code_of(function: Callable[..., Any]) -> str:
    """Hash what a function computes with: its own code and all that it reaches inside the rules.

    Comments, docstrings and layout do not count; a helper two calls away does.
    """
    found = {part.__qualname__: part for part in _reached(function)}
    text = "\n".join(_code(found[name]) for name in sorted(found))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _reached(function: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    seen, waiting = set(), [function]
    while waiting:
        one = waiting.pop()
        if one.__qualname__ in seen:
            continue
        seen.add(one.__qualname__)
        yield one
        known = (one.__globals__.get(name) for name in _names(one))
        waiting += [k for k in known if inspect.isfunction(k) and _ours(k)]


def _ours(function: Callable[..., Any]) -> bool:
    return function.__module__.startswith("batches.")


def _names(function: Callable[..., Any]) -> set[str]:
    return {node.id for node in ast.walk(_tree(function)) if isinstance(node, ast.Name)}


def _tree(function: Callable[..., Any]) -> ast.FunctionDef:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    if ast.get_docstring(tree) is not None:
        tree.body = tree.body[1:]
    return tree


def _code(function: Callable[..., Any]) -> str:
    """Write a function without layout, with the constants that it names."""
    known = {name: function.__globals__.get(name) for name in sorted(_names(function))}
    kept = {n: repr(v) for n, v in known.items() if isinstance(v, int | str | Decimal | Text)}
    return f"{ast.unparse(_tree(function))}\n{sorted(kept.items())}"


def computed(name: str, arguments: dict[str, str | list[str]]) -> Computed:
    """Compute an example by its version."""
    formula, _at, version = name.partition("@")
    given: dict[str, Any] = {}
    for key, value in arguments.items():
        many = isinstance(value, list)
        given[key] = [Decimal(v) for v in value] if many else _one(key, str(value))
    if name.startswith("cumulative_doublings"):
        given.setdefault("doublings", None)
    return VERSIONS[formula, int(version)].function(**given)


def _one(key: str, value: str) -> Decimal | str:
    return value if key in TEXTS else Decimal(value)


def plain(result: Computed) -> Entry:
    """Write a computed value as the table keeps it."""
    inputs = [
        [key, "number" if isinstance(value, Decimal) else "text", str(value)]
        for key, value in result.inputs.items()
    ]
    value = None if result.value is None else str(result.value)
    note = result.note.en if result.note else None
    return {"inputs": inputs, "value": value, "unit": result.unit, "note": note}


def again(name: str, kept: Entry) -> Entry:
    """Compute a released example again from the inputs that were stored with it."""
    formula, _at, version = name.partition("@")
    inputs = {k: Decimal(v) if kind == "number" else v for k, kind, v in kept["inputs"]}
    return plain(recompute(Computed("", None, kept["unit"], formula, int(version), inputs)))


def seal(before: str, name: str, entry: Entry) -> str:
    """Seal an entry and all that stand before it."""
    body = {key: value for key, value in entry.items() if key != "seal"}
    text = json.dumps([before, name, body], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def grown(table: dict[str, Entry]) -> dict[str, Entry]:
    """Give the table with the versions that it lacks; those that are there stay as they are."""
    found = dict(table)
    before = next(reversed(found.values()))["seal"] if found else ""
    for formula in VERSIONS.values():
        name = label(formula.name, formula.version)
        if name in found:
            continue
        results = [plain(computed(name, arguments)) for arguments in EXAMPLES[name]]
        entry: Entry = {"code": code_of(formula.function), "examples": results}
        before = entry["seal"] = seal(before, name, entry)
        found[name] = entry
    return found


def changed(table: dict[str, Entry]) -> list[str]:
    """Name the released versions whose code is another today."""
    now = {label(f.name, f.version): code_of(f.function) for f in VERSIONS.values()}
    return [name for name, entry in table.items() if now.get(name) != entry["code"]]


def main() -> None:
    """Add what is new; exit 1 when something released was edited."""
    table = read()
    if changed(table):
        edited = ", ".join(changed(table))
        sys.exit(f"released and edited: {edited}; undo it, or add it as a new version")
    lines = (f" {json.dumps(n)}: {json.dumps(e)}" for n, e in grown(table).items())
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
