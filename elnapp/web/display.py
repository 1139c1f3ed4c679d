"""How stored values are written for a reader: marks of decimals, units, dates, French spaces.

Pure functions; `lang` is "en" or "fr". Nothing here rounds: a value is shown as it was stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from babel.dates import format_date

from batches.kept_file import KeptFile
from batches.unit_words import unit_words

THIN = "\u202f"  # Narrow no-break space: before a unit, and before : ; ? ! % in French.
PLACES = 4  # of a computed number that is shown beside what it was rounded to


def number(value: Decimal | float | str | None, lang: str, unit: str = "") -> str:
    """Write a stored number with the decimal mark of the language, and its unit behind it."""
    if value is None or value == "":
        return ""
    text = str(value).replace("E+", "E").replace("-", "−")
    if lang == "fr":
        text = text.replace(".", ",")
    shown = unit_words(unit or "", lang)
    return f"{text}{THIN}{shown}" if shown else text


def begun(value: Decimal | str | None) -> str:
    """Write the first places of a computed number: `98.7198…`.  It is cut and never rounded.

    A second rounding could come to lie on the other side of the limit; the whole number is kept.
    """
    text = "" if value is None else str(value)
    whole, point, places = text.partition(".")
    return f"{whole}.{places[:PLACES]}…" if point and len(places) > PLACES else text


def limits(pair: Sequence[str | None] | None, lang: str, unit: str = "") -> str:
    """Write a low and a high limit as words; either may be missing."""
    low, high = (pair[0], pair[1]) if pair and len(pair) > 1 else (None, None)
    if low is not None and high is not None:
        between = " à " if lang == "fr" else " to "
        return number(low, lang) + between + number(high, lang, unit)
    if low is not None:
        return "≥" + THIN + number(low, lang, unit)
    return "≤" + THIN + number(high, lang, unit) if high is not None else ""


def spaced(text: str, lang: str) -> str:
    """Put the thin no-break space where French typography wants it; other languages stay."""
    if lang != "fr":
        return text
    text = re.sub(r"[ \u00a0]+([:;?!%»])", THIN + r"\1", text)
    return re.sub(r"«[ \u00a0]+", "«" + THIN, text)


def offset_words(offset: timedelta | None) -> str:
    """Write an offset from UTC: UTC, UTC+1, UTC−3:30."""
    minutes = round((offset or timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def day(value: date, lang: str) -> str:
    """Write a civil date: 22 nov. 2026."""
    return format_date(value, "d MMM y", locale=lang).replace(" ", "\u00a0")


def moment(at: datetime, zone: tzinfo, lang: str, *, seconds: bool = False) -> str:
    """Write an instant in a zone, with the offset: 22 nov. 2026 09:42 (UTC+1).

    A time without a zone is a defect of the caller and raises ValueError.
    """
    if at.tzinfo is None:
        raise ValueError("a time is shown only when its zone is known")
    local = at.astimezone(zone)
    clock = local.strftime("%H:%M:%S" if seconds else "%H:%M")
    return f"{day(local, lang)} {clock} ({offset_words(local.utcoffset())})"


def kept_file(text: str, lang: str) -> str:
    """Write a recorded file: name, bytes, and its whole SHA-256; a text that names none as it is."""
    kept = KeptFile.read(text)
    if kept is None:
        return text
    return f"{kept.name}, {number(kept.size, lang, 'By')}, SHA-256 {grouped(kept.sha256)}"


def grouped(digest: str, length: int | None = None) -> str:
    """Write a digest in groups of four characters, the first `length` of it or all."""
    text = digest[:length]
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))
