"""Column mappings: how the table of an instrument that no reader knows is read.

A mapping is an approved document. Its body names the file (text or workbook, separator, encoding,
row of the header), the decimal mark, the order of dates and the zone, and for each column the
quantity, its UCUM unit and the power of ten to it. `instruments.mapped` reads with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from batches.verdict import Finding


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what keeps a mapping from being approved, each with its path."""
    columns = body.get("columns", [])
    found = [*_twice(body, columns), *_file_faults(body.get("file", {}))]
    if not any(each.get("required") for each in columns):
        found.append(Finding("MAP-NOTHING-REQUIRED", {}, "columns"))
    return tuple(found)


def _twice(body: Mapping[str, Any], columns: list[Mapping[str, Any]]) -> Iterator[Finding]:
    """Find a column or a quantity that stands twice: which of them holds would not be known."""
    names = [each.get("column") for each in columns]
    names += [body.get("sample"), body.get("operator"), *body.get("time", {}).get("columns", [])]
    quantities = [each.get("quantity") for each in columns]
    for listed in (names, quantities):
        for name, times in Counter(each for each in listed if each).items():
            if times > 1:
                yield Finding("MAP-TWICE", {"name": str(name)}, "columns")


def _file_faults(file: Mapping[str, Any]) -> Iterator[Finding]:
    """Find a text without separator or encoding, and a workbook with them."""
    for key in ("separator", "encoding"):
        if (file.get("type") == "text") != (key in file):
            yield Finding("MAP-FILE", {"name": key}, f"file.{key}")
