"""Exports of cell counters as tables that can be changed and written again, text or workbook.

A table is rows of cells; a result of one sample a file (NucleoView, a Vi-CELL XR report) is a table
whose names stand in its first column.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook

Cell = str | float | datetime
Row = list[Cell]
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook knows no zone
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class Table:
    """An export: whose it is, its name, its rows, and how they are written.

    `head` rows stand above the results.  `upright` means that the names stand in the first column.
    `separator` is empty for a workbook.  `quoted` cells are put in quotes where they must be.
    """

    reader: str
    name: str
    rows: tuple[Row, ...]
    separator: str
    head: int = 1
    upright: bool = False
    quoted: bool = False
    encoding: str = "utf-8"
    newline: str = "\n"

    def with_rows(self, rows: list[Row]) -> Table:
        """Give the table with other rows."""
        return replace(self, rows=tuple(rows))


# What is changed: reader, file below the folder of counters, separator, rows of the head, upright.
SOURCES: tuple[tuple[str, str, str, int, bool], ...] = (
    ("nucleoview", "chemometec_nucleoview/chemometec_nucleoview_example01.csv", ";", 0, True),
    ("nucleoview", "chemometec_nucleoview/chemometec_nucleoview_example06.csv", ";", 0, True),
    ("nc_view", "chemometec_nc_view/chememotec_nc_view_example.csv", ",", 1, False),
    ("vicell_blu", "beckman_vi_cell_blu/Beckman_Vi-Cell-BLU_example01.csv", ",", 1, False),
    ("vicell_xr", "beckman_vi_cell_xr/Beckman_Vi-Cell-XR_example05_instrumentOutput.xlsx", "", 6, False),
    ("vicell_xr", "beckman_vi_cell_xr/Beckman_Vi-Cell-XR_example06_instrumentOutput.xlsx", "", 6, False),
    ("vicell_xr", "beckman_vi_cell_xr/Beckman_Vi-Cell-XR_example07_instrumentOutput.txt", " : ", 0, True),
    ("cedex_hires", "roche_cedex_hires/roche_cedex_hires_example_1.csv", ",", 1, False),
    ("cedex_hires", "roche_cedex_hires/roche_cedex_hires_example_2.xlsx", "", 1, False),
    ("cedex_bioht", "roche_cedex_bioht/roche_cedex_bioht_example01.txt", "\t", 1, False),
    ("cedex_bioht", "roche_cedex_bioht/roche_cedex_bioht_v5_multiple_detection_ranges.txt", "\t", 1, False),
    ("cedex_bioht", "roche_cedex_bioht/roche_cedex_bioht_v7_example_01.txt", "\t", 1, False),
    ("cellaca", "revvity_matrix/Cellaca_Example1.xlsx", "", 10, False),
    ("cellaca", "revvity_matrix/revvity_matrix_1_xlsx.xlsx", "", 1, False),
    ("flex2", "novabio_flex2/SampleResults2022-06-28_142558.csv", ",", 1, False),
    ("flex2", "novabio_flex2/SampleResultsT123456789C2020-01-01_162647.csv", ",", 2, False),
)  # fmt: skip


def opened(folder: Path, source: tuple[str, str, str, int, bool]) -> Table:
    """Read one of the sources below the folder of counters."""
    reader, name, separator, head, upright = source
    path = folder / name
    if not separator:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
        kept: tuple[Row, ...] = tuple([_kept(cell) for cell in row] for row in rows)
        return Table(reader, path.name, kept, "", head, upright)
    text = path.read_text(encoding="utf-8-sig")
    if separator == ",":
        cut: list[Row] = [[*row] for row in csv.reader(io.StringIO(text)) if row]
    else:
        cut = [[*line.split(separator)] for line in text.splitlines()]
    return Table(reader, path.name, tuple(cut), separator, head, upright, separator == ",")


def _kept(cell: object) -> Cell:
    """Give a cell of a workbook: a text, a number or a moment."""
    return cell if isinstance(cell, (str, float, datetime)) else str(cell)


def written(table: Table) -> bytes:
    """Write a table as the file its instrument would."""
    if not table.separator:
        return workbook(table.rows)
    lines = [[_text(cell) for cell in row] for row in table.rows]
    if table.quoted:
        out = io.StringIO()
        csv.writer(out, delimiter=table.separator, lineterminator=table.newline).writerows(lines)
        return out.getvalue().encode(table.encoding)
    text = "".join(table.separator.join(line) + table.newline for line in lines)
    return text.encode(table.encoding)


def _text(cell: Cell) -> str:
    """Give a cell as text."""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return str(cell)


def workbook(rows: tuple[Row, ...] | list[Row], sheet: str = "Sheet1") -> bytes:
    """Write a workbook of one sheet: texts, stored numbers, and moments by their style."""
    out = io.BytesIO()
    cells = "".join(
        f'<row r="{at}">' + "".join(_cell(at, place, cell) for place, cell in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, start=1)
    )  # fmt: skip
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _parts(sheet).items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
        body = f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'
        book.writestr("xl/worksheets/sheet1.xml", '<?xml version="1.0"?>' + body)
    return out.getvalue()


def _parts(sheet: str) -> dict[str, str]:
    """Give the parts of a workbook beside its one sheet."""
    relation = f'<Relationships xmlns="{_PACKAGE}">'
    return {
        "[Content_Types].xml": f"{_TYPES}"
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'{relation}<Relationship Id="r1" Type="{_OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{relation}<Relationship Id="r1" Type="{_OFFICE}/worksheet"'
        f' Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{_OFFICE}/styles"'
        ' Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
        '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }


def _cell(row: int, place: int, cell: Cell) -> str:
    """Give one cell of a sheet; an empty one is left out."""
    at = f"{_letters(place)}{row}"
    if cell == "":
        return ""
    if isinstance(cell, datetime):
        days = (cell - EPOCH).total_seconds() / 86400
        return f'<c r="{at}" s="1"><v>{days!r}</v></c>'
    if isinstance(cell, (int, float)):
        return f'<c r="{at}"><v>{cell!r}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def _letters(place: int) -> str:
    """Give the letters of a column, counted from 0."""
    name = ""
    while place >= 0:
        name, place = chr(ord("A") + place % 26) + name, place // 26 - 1
    return name
