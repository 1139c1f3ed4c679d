"""Writing recorded values for paper: one language, one zone, nothing rounded but what is computed."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import segno

from batches.findings import sentence
from batches.growth import FORMULAS
from batches.policy import ROLES
from batches.quantity import format_number
from batches.text import Text
from batches.unit_words import unit_words
from batches.verdict import Finding
from elnapp.record.plain import time_of
from elnapp.web import display
from elnapp.web.marks import mark_of

SHAPES = Path(__file__).resolve().parents[2] / "static" / "img" / "shapes.svg"
INK, SVG = "#101418", "image/svg+xml"
# Printed to all their places, zeros too; of other computed values zeros at the end are left out.
KEEP_PLACES = frozenset({"population_doublings", "cumulative_doublings", "doubling_time"})


class Printer:
    """Writes values of a record in one language and the zone of its site."""

    def __init__(self, lang: str, zone: str) -> None:
        """Print in `lang` ("fr" or "en"), times in `zone`."""
        self.lang, self.zone = lang, ZoneInfo(zone)

    def words(self, text: Text | Mapping[str, str] | str | None) -> str:
        """Give the words of a text; what has one language only stays as it was written."""
        if text is None:
            return ""
        said = text if isinstance(text, str) else text[self.lang]
        return display.spaced(said, self.lang).replace("n° ", "n°\u00a0")

    def number(self, value: Decimal | str | int | None, unit: str = "") -> str:
        """Write a stored number with its unit."""
        return display.number(None if value is None else str(value), self.lang, unit)

    def typed(self, value: Mapping[str, Any]) -> str:
        """Write a number as it was typed, with the decimal mark of the language."""
        return self.number(str(value["text"]).replace(",", "."), str(value["unit"]))

    def computed(self, value: Mapping[str, Any]) -> str:
        """Write a computed value to the decimals its formula shows; the record keeps them all."""
        if value["value"] is None:
            return "–"
        known = FORMULAS.get(value["formula"])
        exact = Decimal(value["value"])
        shown = format_number(exact, "en", known.places) if known else str(exact)
        if "." in shown and known and known.name not in KEEP_PLACES:
            shown = shown.rstrip("0").rstrip(".")
        return self.number(shown, str(value["unit"]))

    def decimals(self, value: str | None, places: int, unit: str = "") -> str:
        """Write a stored number to so many decimals, half up; a dash for none."""
        if value is None:
            return "–"
        try:
            return self.number(format_number(Decimal(value), "en", places), unit)
        except InvalidOperation:
            return value

    def count(self, value: int) -> str:
        """Write a whole number in groups of three."""
        return f"{value:,}".replace(",", display.THIN)

    def unit(self, code: str) -> str:
        """Write a unit."""
        return unit_words(code, self.lang)

    def limits(self, pair: Sequence[str | None] | None, unit: str = "") -> str:
        """Write a range."""
        return display.limits(pair, self.lang, unit)

    def when(self, at: str | datetime | None, zone: str = "", *, seconds: bool = False) -> str:
        """Write an instant with its offset, in the site's zone or the one it was stated in."""
        if at is None:
            return ""
        moment = at if isinstance(at, datetime) else instant(at)
        return display.moment(moment, self.zone_of(zone), self.lang, seconds=seconds)

    def zone_of(self, name: str) -> ZoneInfo:
        """Give a stated zone, or the site's for none or an unknown one."""
        try:
            return ZoneInfo(name) if name else self.zone
        except (ZoneInfoNotFoundError, ValueError):
            return self.zone

    def day(self, value: str | None) -> str:
        """Write a civil day; an instant counts as its day at the site."""
        if value is None:
            return ""
        if len(value) == len("2026-11-22"):
            return display.day(date.fromisoformat(value), self.lang)
        return display.day(instant(value).astimezone(self.zone).date(), self.lang)

    def sentence(self, finding: Mapping[str, Any]) -> str:
        """Say a stored finding."""
        return display.spaced(sentence(Finding.stored(finding), self.lang), self.lang)

    def result(self, row: Mapping[str, Any], result: Mapping[str, Any]) -> str:
        """Write a result as it was compared with its limit, and as found where that differs."""
        labels = {c["value"]: c["label"] for c in row["choices"]}
        if result["text"] in labels:
            return self.words(labels[result["text"]])
        rounded = self.number(result["rounded"] or result["text"], str(result["unit"]))
        exact = result["number"]
        if exact is None or not result["rounded"] or _same(exact, result["rounded"]):
            return rounded
        return f"{rounded} ({self.number(display.begun(exact))})"

    def role(self, code: str) -> str:
        """Name a role."""
        return ROLES[code][self.lang] if code in ROLES else code

    def state(self, code: str) -> str:
        """Name a state; shape and word say it without colour."""
        return mark_of(code).words[self.lang]

    def shape(self, code: str) -> str:
        """Give the shape of a state as an image that needs nothing from outside."""
        return data_uri(shape_svg(mark_of(code).shape))

    def digest(self, text: str, length: int | None = None) -> str:
        """Write a digest in groups of four."""
        return display.grouped(text, length)


def instant(text: str) -> datetime:
    """Read a recorded time, or one stated with its offset."""
    return time_of(text) if text.endswith("Z") else datetime.fromisoformat(text)


def _same(one: str, two: str) -> bool:
    return Decimal(one) == Decimal(two)


def data_uri(picture: str | bytes, media_type: str = SVG) -> str:
    """Give a picture as a data: address."""
    data = picture.encode() if isinstance(picture, str) else picture
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


@cache
def shape_svg(name: str) -> str:
    """Give one of the shapes of states as a picture of its own, in ink."""
    symbols = dict(
        re.findall(r'<symbol id="(\w+)" viewBox="0 0 20 20">(.*?)</symbol>', _shapes(), re.DOTALL)
    )
    body = symbols[name].replace("currentColor", INK)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">{body}</svg>'


@cache
def _shapes() -> str:
    return SHAPES.read_text(encoding="utf-8")


def qr(text: str) -> str:
    """Give a QR code as a picture."""
    kept = BytesIO()
    segno.make(text, error="m", micro=False).save(
        kept, kind="svg", border=0, dark=INK, xmldecl=False, nl=False, omitsize=True
    )
    return data_uri(kept.getvalue().decode())
