"""TEXT segments: delimiter, keyword, value; and the numbers inside values.

The first byte of a segment is its delimiter.  A doubled delimiter stands for itself inside a value
(FCS 3.1, 3.2.9).  Many writers leave values empty, which the standard forbids: then two delimiters
stand behind a keyword, where a doubled one cannot, and every later keyword keeps its value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from instruments.reading import Note, Refusal

Keywords = dict[str, str]
Pair = tuple[bytes, bytes]

_WHOLE = re.compile(r"[0-9]{1,20}")
_NUMBER = re.compile(r"[+-]?([0-9]{1,40}(\.[0-9]{0,40})?|\.[0-9]{1,40})([eE][+-]?[0-9]{1,3})?")
# Keywords that decide how bytes become numbers: two different values for one of them are no warning.
_STRUCTURE = re.compile(
    r"\$(BEGIN|END)(DATA|STEXT|ANALYSIS)|\$(BYTEORD|DATATYPE|MODE|NEXTDATA|PAR|TOT)"
    r"|\$P[0-9]+(B|N|R|S|E|G|DATATYPE)|\$?SPILL(OVER)?|\$COMP"
)
# A value that is itself one of these says that a delimiter is missing before it.
_NAME = re.compile(
    r"\$(BYTEORD|DATATYPE|MODE|NEXTDATA|PAR|TOT|(BEGIN|END)(DATA|STEXT|ANALYSIS)|P[0-9]+[BNRE])"
)
_NEEDED = re.compile(r"\$(PAR|TOT|P[0-9]+B)")
_BLANK = " \t\r\n\0\x0c"
_MOST_SHOWN = 60


@dataclass(slots=True)
class Text:
    """What one TEXT-like segment says, and what was strange about it."""

    keywords: Keywords = field(default_factory=dict)
    warnings: list[Note] = field(default_factory=list)
    delimiter: bytes = b""
    encoding: str = "utf-8"


def read_text(segment: bytes, name: str = "TEXT", delimiter: bytes = b"") -> Text:
    """Read one segment; `delimiter` is set where another segment decides it.

    `Refusal` FCS-DELIMITER, FCS-TEXT-AMBIGUOUS, FCS-TEXT-SHIFTED, FCS-DUPLICATE.
    """
    mark = segment[:1]
    if mark in {b"", b"\0"} or (delimiter and mark != delimiter):
        raise Refusal("FCS-DELIMITER", segment=name, found=mark.hex() or "-")
    pairs, left = _pairs(segment, mark, name)
    made = Text(delimiter=mark, encoding=_encoding(pairs))
    if made.encoding != "utf-8":
        made.warnings.append(Note("FCS-NOT-UTF8", {"segment": name, "read_as": made.encoding}))
    _tell_empty(made, pairs, name)
    for key, value in pairs:
        _take(made, key.decode(made.encoding).strip(_BLANK).upper(), value.decode(made.encoding))
    if left.strip(_BLANK.encode()):
        shown = left.decode("ascii", "replace")[:_MOST_SHOWN]
        made.warnings.append(Note("FCS-TEXT-TAIL", {"segment": name, "found": shown}))
    return made


def add(text: Text, more: Text) -> None:
    """Add a supplemental segment; what the primary one says stands."""
    text.warnings += more.warnings
    for key, value in more.keywords.items():
        _take(text, key, value)


def whole(keywords: Mapping[str, str], name: str) -> int | None:
    """Give a keyword as a whole number from 0 on; None when it is not there.

    `Refusal` FCS-NOT-WHOLE when it is anything else.
    """
    if name not in keywords:
        return None
    found = keywords[name].strip(_BLANK)
    if not found and not _NEEDED.fullmatch(name):
        return None
    if not _WHOLE.fullmatch(found):
        raise Refusal("FCS-NOT-WHOLE", keyword=name, found=found[:_MOST_SHOWN])
    return int(found)


def required(keywords: Mapping[str, str], name: str) -> str:
    """Give a keyword without blanks around it; `Refusal` FCS-KEYWORD-MISSING when there is none."""
    found = keywords.get(name, "").strip(_BLANK)
    if not found:
        raise Refusal("FCS-KEYWORD-MISSING", keyword=name)
    return found


def number(text: str) -> Decimal | None:
    """Give a finite decimal number; None when the text is not one."""
    found = text.strip(_BLANK)
    return Decimal(found) if _NUMBER.fullmatch(found) else None


def _pairs(segment: bytes, mark: bytes, name: str) -> tuple[list[Pair], bytes]:
    """Pair keywords with values; gives the pairs and what stands after the last one.

    What a run of delimiters means follows from its length and from what stands before it, because a
    keyword is never empty and holds none: see `_after_keyword` and `_after_value`.
    """
    if segment[1:2] == mark:
        shown = segment[1:].decode("ascii", "replace")[:_MOST_SHOWN]
        raise Refusal("FCS-TEXT-AMBIGUOUS", segment=name, found=shown)
    pairs: list[Pair] = []
    key, value = b"", bytearray()
    for part in re.finditer(b"([^%b]+)(%b*)" % (re.escape(mark), re.escape(mark)), segment):
        chunk, run = part[1], len(part[2])
        if key:
            value += chunk
            held, closed = _after_value(run, last=part.end() == len(segment))
        else:
            key = chunk
            held, closed = _after_keyword(run)
        value += mark * held
        if closed:
            pairs.append((key, bytes(value)))
            key, value = b"", bytearray()
    if value:
        pairs.append((key, bytes(value)))
        key = b""
    return pairs, key


def _after_keyword(run: int) -> tuple[int, bool]:
    """Give how many delimiters the value begins with, and whether it ends there.

    One ends the keyword; two leave the value empty; of more, the first ends the keyword, pairs stand
    for themselves, and what is left over ends the value.
    """
    return max(run - 1, 0) // 2, run > 0 and run % 2 == 0


def _after_value(run: int, *, last: bool) -> tuple[int, bool]:
    """Give how many delimiters belong to the value, and whether it ends there.

    Pairs stand for themselves and a single one ends the value; at the end of the segment something
    must end it, so there an even run has one too many.
    """
    if last and run and run % 2 == 0:
        return run // 2 - 1, True
    return run // 2, run % 2 == 1


def _encoding(pairs: list[Pair]) -> str:
    """Choose UTF-8 (FCS 3.1), else the Western code page that older software wrote."""
    everything = b"\n".join(part for pair in pairs for part in pair)
    for codec in ("utf-8", "cp1252"):
        try:
            everything.decode(codec)
        except UnicodeDecodeError:
            continue
        return codec
    return "latin-1"


def _tell_empty(text: Text, pairs: list[Pair], name: str) -> None:
    """Say once which keywords have no value at all."""
    empty = [key.decode(text.encoding).strip(_BLANK) for key, value in pairs if not value]
    if empty:
        told = {"segment": name, "keywords": ", ".join(empty)[: 2 * _MOST_SHOWN]}
        text.warnings.append(Note("FCS-VALUE-EMPTY", told))


def _take(text: Text, key: str, value: str) -> None:
    """Keep one keyword; a second one with another value is a warning, or a refusal."""
    if _NAME.fullmatch(value.strip(_BLANK).upper()):
        raise Refusal("FCS-TEXT-SHIFTED", keyword=key[:_MOST_SHOWN], found=value.strip(_BLANK))
    first = text.keywords.setdefault(key, value)
    if first is value:
        return
    if first.strip(_BLANK) == value.strip(_BLANK):
        text.warnings.append(Note("FCS-KEYWORD-TWICE", {"keyword": key[:_MOST_SHOWN]}))
        return
    told = {
        "keyword": key[:_MOST_SHOWN],
        "first": first[:_MOST_SHOWN],
        "second": value[:_MOST_SHOWN],
    }
    if _STRUCTURE.fullmatch(key):
        raise Refusal("FCS-DUPLICATE", **told)
    text.warnings.append(Note("FCS-KEYWORD-DIFFERS", told))
