"""Results of a laboratory as HL7 v2 ORU^R01 messages; the mapping names `OBX-5.1` and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import hl7

from instruments.laboratory import MOST_ROWS, ResultRow, decoded, refused

KIND = "ORU^R01"
FINAL = frozenset({"F", "C"})
FRAME = str.maketrans("", "", "\x0b\x1c")  # MLLP wraps a message in these
PLACE = re.compile(r"([A-Z][A-Z0-9]{2})-(\d+)(?:\.(\d+))?")
MESSAGE = ("HL7 v2 messages that begin with MSH", "des messages HL7 v2 commençant par MSH")


def read(data: bytes, mapping: Mapping[str, Any]) -> tuple[ResultRow, ...]:
    """Read every OBX of every message; raises Refusal.

    Refused: what is no ORU^R01, an OBX before its OBR or without a patient, and a result that is
    not final or corrected (OBX-11), because a preliminary one may still change.
    """
    text = decoded(data, mapping).translate(FRAME).replace("\r\n", "\r").replace("\n", "\r")
    rows: list[ResultRow] = []
    for number, message in enumerate(_messages(text), start=1):
        rows += _results(number, message, mapping)
    if not 0 < len(rows) <= MOST_ROWS:
        raise refused(str(len(rows)), (f"1 to {MOST_ROWS} OBX", f"1 à {MOST_ROWS} OBX"))
    return tuple(rows)


def _messages(text: str) -> Iterator[Any]:
    if not text.startswith("MSH"):
        raise refused(text[:20], MESSAGE)
    for part in re.split(r"(?m)(?:^|(?<=\r))(?=MSH)", text):
        if not part.strip():
            continue
        try:
            message = hl7.parse(part.strip("\r "))
        except (hl7.HL7Exception, IndexError, ValueError, KeyError, AssertionError) as error:
            raise refused(part[:20], MESSAGE) from error
        kind = _at(message, message[0], 9, 1) + "^" + _at(message, message[0], 9, 2)
        if kind != KIND:
            raise refused(kind, (KIND, KIND), "MSH-9")
        yield message


def _results(number: int, message: Any, mapping: Mapping[str, Any]) -> Iterator[ResultRow]:
    around: dict[str, Any] = {}
    for segment in message:
        name = str(segment[0][0])
        if name in {"PID", "OBR"}:
            around[name] = segment
        if name != "OBX":
            continue
        place = f"{number}/OBX-{_at(message, segment, 1, 1)}"
        if set(around) != {"PID", "OBR"}:
            raise refused(
                "OBX", ("PID and OBR before each OBX", "PID et OBR avant chaque OBX"), place
            )
        status = _at(message, segment, 11, 1)
        if status not in FINAL:
            words = ("a final result (F or C in OBX-11)", "un résultat final (F ou C en OBX-11)")
            raise refused(status, words, place)
        yield _row(message, {**around, "OBX": segment}, place, mapping)


def _row(
    message: Any, segments: Mapping[str, Any], place: str, mapping: Mapping[str, Any]
) -> ResultRow:
    fields = {}
    for name, where in mapping["fields"].items():
        match = PLACE.fullmatch(where)
        if match is None or match[1] not in segments:
            words = ("places such as OBX-5.1 in the mapping", "des emplacements tels que OBX-5.1")
            raise refused(str(where), words)
        fields[name] = _at(message, segments[match[1]], int(match[2]), int(match[3] or 1))
    return ResultRow(place, fields)


def _at(message: Any, segment: Any, field: int, component: int) -> str:
    """Give one component as text, unescaped; what is not there is empty."""
    if field >= len(segment):
        return ""
    repetition = segment[field][0]
    if isinstance(repetition, str):
        found = repetition if component == 1 else ""
    else:
        found = str(repetition[component - 1]) if component <= len(repetition) else ""
    return str(message.unescape(found)).strip()
