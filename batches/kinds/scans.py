"""What must be scanned at a step: the code fields that follow from `scan`, and rows with a code.

A scan of one thing is a field `scan_<thing>`; a scan of several (`vessels`, `bags`, `badges`) a
table `scan_<things>` with one code a row, unless the step has a table about those things already.
A row about a vessel, bag or vial begins with its code (`unit`), except where the step makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from batches.steps import Field, Rows, Step
from batches.text import Text

MAKES = frozenset({"seed", "fill", "split", "label", "sample", "receive"})
"""Kinds whose tables are about what the step makes: its units have no place in the ledger yet."""

UNIT = "unit"
OF_ROWS = {"vessels": "vessel", "bags": "bag", "vials": "vial"}
MOST = {"vessels": 60, "bags": 60, "vials": 60, "badges": 12, "plates": 24, "tubes": 40}
ONE = {
    "donation": "donation", "lot": "label", "pool": "pool", "position": "place", "room": "place",
    "label": "label", "vessel": "vessel", "bag": "bag", "vial": "vial", "sample": "sample",
    "incubator": "equipment", "medium": "material", "logger": "equipment", "unit": "unit",
}  # fmt: skip
MANY = OF_ROWS | {"badges": "person", "plates": "plate", "tubes": "label"}
PREFIXED = {"material": "material", "equipment": "equipment", "place": "place"}

WORDS = {
    "vessels": Text("Vessels scanned", "Récipients scannés"),
    "bags": Text("Bags scanned", "Poches scannées"),
    "vials": Text("Vials scanned", "Cryotubes scannés"),
    "badges": Text("Badges scanned", "Badges scannés"),
    "plates": Text("Plates scanned", "Géloses scannées"),
    "tubes": Text("Tubes scanned", "Tubes scannés"),
    "donation": Text("Donation number (scan)", "Numéro de don (scan)"),
    "lot": Text("Lot number (scan)", "Numéro de lot (scan)"),
    "pool": Text("Cell pool (scan)", "Ensemble de cellules (scan)"),
    "position": Text("Position (scan)", "Emplacement (scan)"),
    "room": Text("Room (scan)", "Local (scan)"),
    "label": Text("Label (scan)", "Étiquette (scan)"),
    "vessel": Text("Vessel (scan)", "Récipient (scan)"),
    "bag": Text("Bag (scan)", "Poche (scan)"),
    "vial": Text("Vial (scan)", "Cryotube (scan)"),
    "sample": Text("Sample (scan)", "Échantillon (scan)"),
    "incubator": Text("Incubator (scan)", "Incubateur (scan)"),
    "medium": Text("Medium (scan)", "Milieu (scan)"),
    "logger": Text("Temperature logger (scan)", "Enregistreur de température (scan)"),
    "unit": Text("Unit (scan)", "Unité (scan)"),
}
PREFIX_WORDS = {
    "material": Text("Material {code} (scan)", "Matière {code} (scan)"),
    "equipment": Text("Equipment {code} (scan)", "Équipement {code} (scan)"),
    "place": Text("Place {code} (scan)", "Emplacement {code} (scan)"),
}
CODE = Text("Code", "Code")


def known(scan: str) -> bool:
    """Tell whether a master may ask for this scan."""
    head, colon, code = scan.partition(":")
    return bool(code) and head in PREFIXED if colon else scan in ONE or scan in MANY


def name_of(scan: str) -> str:
    """Give the name of the field that a scan is answered in."""
    return "scan_" + scan.lower().replace(":", "_").replace("-", "_")


def scans(step: Step) -> Iterator[Field]:
    """Give the fields that the scans of a step ask."""
    about = {f.rows.of for f in step.fields if f.rows is not None}
    for scan in step.scan:
        head, _colon, code = scan.partition(":")
        if code:
            text = PREFIX_WORDS[head]
            label = Text(*(t.replace("{code}", code) for t in (text.en, text.fr)))
            yield Field(name_of(scan), "code", label, of=PREFIXED[head])
        elif scan in ONE:
            yield Field(name_of(scan), "code", WORDS[scan], of=ONE[scan])
        elif scan not in about:
            column = Field(UNIT, "code", CODE, of=_about(step, MANY[scan]))
            rows = Rows(1, MOST[scan], scan if scan in OF_ROWS else "free")
            yield Field(name_of(scan), "table", WORDS[scan], columns=(column,), rows=rows)


def with_code(step: Step, field: Field) -> Field:
    """Give a table whose rows say which unit they are about; other fields stay as they are."""
    if field.rows is None or field.rows.of not in OF_ROWS:
        return field
    about = _about(step, OF_ROWS[field.rows.of])
    first = next((c for c in field.columns if c.type == "code"), None)
    if first is not None:
        named = tuple(replace(c, of=c.of or about) if c is first else c for c in field.columns)
        return replace(field, columns=named)
    if step.kind in MAKES:
        return field
    return replace(field, columns=(Field(UNIT, "code", CODE, of=about), *field.columns))


def _about(step: Step, thing: str) -> str:
    # What the step is about to make is known by its label alone.
    return "label" if step.kind in MAKES and thing in OF_ROWS.values() else thing
