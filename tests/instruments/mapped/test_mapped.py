"""A table that no reader knows is read as its approved mapping says, or refused."""

from __future__ import annotations

import copy
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from batches.column_mapping import faults
from instruments.reading import Parsed, Profile, Refusal
from instruments.registry import parse
from tests import library

LIBRARY = Path(__file__).resolve().parents[3] / "elnapp" / "documents" / "library"
COUNTER = (
    "Sample name;User;Date;Time;Viability (%);Live (cells/mL);Total (cells/mL);Size (um);Image\n"
    "AT26-001-P1-01;cmoreau;04/03/2026;09:15;93,5;1 250 000;1336898;17,25;img-1.tif\n"
    "AT26-001-P1-02;cmoreau;04/03/2026;09:21;0;0;250000;;img-2.tif\n"
)


def body(name: str) -> dict[str, Any]:
    """Return the body of a mapping that ships."""
    return library.body(LIBRARY / "column-mapping" / f"{name}.yaml")


def read(blob: bytes, mapping: dict[str, Any]) -> Parsed:
    """Read a table with a mapping."""
    choices = {"mapping": json.dumps(mapping), "mapped_by": "column-mapping/X v1"}
    return parse(blob, "table.csv", Profile(choices=choices))


def test_a_counter_s_table_is_read_as_mapped() -> None:
    found = read(COUNTER.encode(), body("COUNTER-EXAMPLE"))

    first, second = found.readings
    assert (first.kind, first.sample_id, first.operator) == (
        "cell_count", "AT26-001-P1-01", "cmoreau",
    )  # fmt: skip
    assert str(first.measured_at) == "2026-03-04 08:15:00+00:00"
    assert first.values["viable_cell_density"].value == Decimal("1.25")
    assert first.values["viable_cell_density"].raw == "1 250 000"
    assert first.unread == {"Image": "img-1.tif"}
    assert (second.values["viability"].value, second.status) == (Decimal(0), "ok")
    assert "average_live_cell_diameter" not in second.values
    assert found.source.vendor == "Example"
    assert found.warnings[0].params["document"] == "column-mapping/X v1"


def test_a_workbook_with_a_head_is_read_as_mapped() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Instrument report"],
        ["Sample ID", "Analyst", "Test date", "Endotoxin (EU/mL)", "Spike recovery (%)",
         "Sample CV (%)", "Dilution", "Lot of cartridge"],
        ["AT26-001-DP", "qc", "2026-03-05 10:00:00", "<0.05", 104, 3.2, 100, "C123"],
    ):  # fmt: skip
        sheet.append(row)
    blob = io.BytesIO()
    book.save(blob)

    (found,) = read(blob.getvalue(), body("ENDOTOXIN-EXAMPLE")).readings

    endotoxin = found.values["endotoxin_concentration"]
    assert (endotoxin.qualifier, endotoxin.value, endotoxin.unit) == (
        "<", Decimal("0.05"), "[EU]/mL",
    )  # fmt: skip
    assert found.values["spike_recovery"].value == Decimal(104)
    assert found.unread == {"Lot of cartridge": "C123"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (";Size (um)", ";Diameter (um)", "TABLE-COLUMN-MISSING"),
        ("User;", "Operator;", "TABLE-COLUMN-MISSING"),
        (";Image", ";Viability (%)", "TABLE-COLUMN-TWICE"),
        ("Sample name;", "Report\nSample name;", "MAPPED-NO-HEADER"),
        (";0;0;", ";0;", "TABLE-ROW-LENGTH"),
    ],
)
def test_a_table_that_is_not_as_mapped_is_refused(old: str, new: str, code: str) -> None:
    assert old in COUNTER
    with pytest.raises(Refusal) as refused:
        read(COUNTER.replace(old, new).encode(), body("COUNTER-EXAMPLE"))

    assert refused.value.note.code == code


def test_a_text_is_no_workbook() -> None:
    with pytest.raises(Refusal) as refused:
        read(COUNTER.encode(), body("ENDOTOXIN-EXAMPLE"))

    assert refused.value.note.code == "MAPPED-FILE-TYPE"


def test_a_number_with_the_other_mark_makes_no_value() -> None:
    found = read(COUNTER.replace("93,5", "93.5").encode(), body("COUNTER-EXAMPLE"))

    assert found.readings[0].status == "error"
    assert "viability" not in found.readings[0].values
    assert found.readings[0].unread["Viability (%)"] == "93.5"


@pytest.mark.parametrize("name", ["COUNTER-EXAMPLE", "ENDOTOXIN-EXAMPLE"])
def test_the_mappings_that_ship_have_no_fault(name: str) -> None:
    assert faults(body(name)) == ()


def test_the_rule_finds_each_fault_of_a_mapping() -> None:
    wrong = copy.deepcopy(body("COUNTER-EXAMPLE"))
    wrong["columns"][1]["quantity"] = "viability"
    wrong["operator"] = "Sample name"
    wrong["file"].pop("separator")
    for column in wrong["columns"]:
        column["required"] = False

    assert [(each.code, each.params.get("name")) for each in faults(wrong)] == [
        ("MAP-TWICE", "Sample name"),
        ("MAP-TWICE", "viability"),
        ("MAP-FILE", "separator"),
        ("MAP-NOTHING-REQUIRED", None),
    ]
