"""FCS 2.0, 3.0, 3.1 and 3.2: bytes in, data sets out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from instruments.fcs import offsets
from instruments.fcs.dataset import DataSet
from instruments.fcs.decode import decode
from instruments.fcs.header import Header, Segment, read_header, without_data
from instruments.fcs.keywords import Text, add, read_text, whole
from instruments.fcs.layout import read_layout
from instruments.fcs.spillover import read_spillover
from instruments.reading import Note, Refusal

_MOST_SETS = 4096


def read(
    blob: bytes | bytearray | memoryview, choices: Mapping[str, str] | None = None
) -> tuple[DataSet, ...]:
    """Read every data set of a file.

    `choices` are those of the instrument's approved profile; only `fcs.data_offsets` is asked.
    The arrays are views of `blob` where they can be, so it must not change while they live.
    `Refusal` when the first data set cannot be read exactly.  A later one that cannot be is named in
    a warning of the first (FCS-SET-REFUSED), with the reason and where it stands.
    """
    view = memoryview(blob).cast("B").toreadonly()
    if not len(view):
        raise Refusal("FCS-EMPTY")
    first, after = _data_set(view, 1, choices or {})
    sets, lost = [first], list[Note]()
    base, seen = 0, {0}
    while after and not lost and len(sets) < _MOST_SETS:
        base = _following(view, base, after)
        if base in seen or base == 0:
            lost.append(Note("FCS-NEXT-DATA", {"found": after, "number": len(sets)}))
            break
        seen.add(base)
        try:
            found, after = _data_set(view[base:], len(sets) + 1, choices or {})
            sets.append(found)
        except Refusal as refusal:
            lost.append(_lost(refusal, len(sets) + 1, base))
    return (_with(first, lost), *sets[1:])


def _following(view: memoryview, base: int, after: int) -> int:
    """Give where the next HEADER stands, 0 for nowhere.

    $NEXTDATA counts from the HEADER of its own data set; some software counts from the file's begin.
    """
    for place in (base + after, after):
        if place > base and bytes(view[place : place + 3]) == b"FCS":
            return place
    return 0


def _lost(refusal: Refusal, number: int, base: int) -> Note:
    told: dict[str, str | int] = {"number": number, "code": refusal.note.code, "byte": base}
    return Note("FCS-SET-REFUSED", told, refusal.note.where)


def _data_set(view: memoryview, number: int, choices: Mapping[str, str]) -> tuple[DataSet, int]:
    """Read the data set that begins with `view`; gives it and its $NEXTDATA, 0 for the last."""
    stated = read_header(view)
    header = without_data(view, stated)
    text = read_text(bytes(view[header.text.begin : header.text.end + 1]))
    if header != stated:
        text.warnings.append(Note("FCS-TEXT-END-BY-ONE", {"end": stated.text.end}))
    _supplement(view, header, text)
    warnings = text.warnings
    layout = read_layout(text.keywords, header.version, warnings)
    place = offsets.find(header, text.keywords, layout, len(view), choices, warnings)
    columns, matrix = decode(view, place, layout)
    made = DataSet(
        number=number,
        version=header.version,
        keywords=text.keywords,
        channels=layout.channels,
        total=len(columns[0]),
        columns=columns,
        matrix=matrix,
        spillover=read_spillover(text.keywords, layout.channels, warnings),
        analysis=_analysis(view, header, text),
        warnings=tuple(warnings),
        encoding=text.encoding,
    )
    return made, whole(text.keywords, "$NEXTDATA") or 0


def _supplement(view: memoryview, header: Header, text: Text) -> None:
    """Add the supplemental TEXT where TEXT names one."""
    place = offsets.pair(text.keywords, "STEXT")
    if place is None or not place.stated or place == header.text:
        return
    try:
        add(text, read_text(_segment(view, place, "STEXT"), "STEXT", text.delimiter))
    except Refusal as refusal:
        if refusal.note.code == "FCS-DUPLICATE":
            raise
        text.warnings.append(refusal.note)


def _analysis(view: memoryview, header: Header, text: Text) -> dict[str, str]:
    """Read ANALYSIS; what cannot be read is a warning, for no event depends on it."""
    place = offsets.analysis(header, text.keywords)
    if place is None:
        return {}
    try:
        found = read_text(_segment(view, place, "ANALYSIS"), "ANALYSIS")
    except Refusal as refusal:
        text.warnings.append(refusal.note)
        return {}
    text.warnings += found.warnings
    return found.keywords


def _segment(view: memoryview, place: Segment, name: str) -> bytes:
    """Cut a segment out; `Refusal` FCS-SEGMENT when it does not lie in the file."""
    if not 0 < place.begin < place.end < len(view):
        raise Refusal("FCS-SEGMENT", segment=name, begin=place.begin, end=place.end)
    return bytes(view[place.begin : place.end + 1])


def _with(first: DataSet, lost: list[Note]) -> DataSet:
    """Give the first data set with what was lost of the others."""
    return replace(first, warnings=(*first.warnings, *lost)) if lost else first
