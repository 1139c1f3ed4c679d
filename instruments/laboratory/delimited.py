"""Results of a laboratory as delimited text with a heading, one result a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from instruments.laboratory import MOST_ROWS, ResultRow, decoded, refused

HEADING = ("a heading with each column once", "un en-tête avec chaque colonne une fois")


def read(data: bytes, mapping: Mapping[str, Any]) -> tuple[ResultRow, ...]:
    """Read all lines; raises Refusal for a wrong heading, a torn line, or no line at all.

    The columns that the mapping names must all be there; others are left alone.
    """
    text = decoded(data, mapping)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mapping["delimiter"], strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(c.strip() for c in cells)]
    except csv.Error as error:
        raise refused(str(error), ("delimited text", "du texte délimité")) from error
    if not lines:
        raise refused("0", ("a heading and results", "un en-tête et des résultats"))
    heading = [cell.strip() for cell in lines[0][1]]
    _check(heading, mapping)
    if not 1 < len(lines) <= MOST_ROWS:
        raise refused(str(len(lines) - 1), (f"1 to {MOST_ROWS} lines", f"1 à {MOST_ROWS} lignes"))
    return tuple(_row(number, heading, cells, mapping) for number, cells in lines[1:])


def _check(heading: list[str], mapping: Mapping[str, Any]) -> None:
    wanted = list(mapping["fields"].values())
    missing = [column for column in wanted if column not in heading]
    if missing:
        columns = ", ".join(missing)
        words = (f"the columns {columns}", f"les colonnes {columns}")
        raise refused(", ".join(heading), words, "1")
    if len(set(heading)) < len(heading):
        raise refused(", ".join(heading), HEADING, "1")


def _row(
    number: int, heading: list[str], cells: list[str], mapping: Mapping[str, Any]
) -> ResultRow:
    if len(cells) != len(heading):
        words = (
            f"{len(heading)} cells in line {number}",
            f"{len(heading)} cellules ligne {number}",
        )
        raise refused(str(len(cells)), words, str(number))
    by_column = dict(zip(heading, cells, strict=True))
    fields = {name: by_column[column].strip() for name, column in mapping["fields"].items()}
    return ResultRow(str(number), fields)
