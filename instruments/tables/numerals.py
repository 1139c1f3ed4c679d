"""Written numbers to decimals: one decimal mark a file, found by evidence or told by the profile.

A comma may part thousands or decimals.  A number whose shape allows one meaning only is evidence;
a file whose numbers prove both marks is refused, and so is one whose only commas could be either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from instruments.reading import Profile, Quantity, Refusal

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f']+")
_SIGN = r"[+-]?"
_NUMERAL = re.compile(rf"{_SIGN}\d[\d.,]*(?:[eE][+-]?\d+)?|{_SIGN}[.,]\d+(?:[eE][+-]?\d+)?")
_SPACED = re.compile(rf"{_SIGN}\d{{1,3}}(?:[\s\u00a0\u2007\u2009\u202f']\d{{3}})+(?:[.,]\d+)?")
_GROUPED = re.compile(rf"{_SIGN}[1-9]\d{{0,2}}(?:([.,])\d{{3}})(?:\1\d{{3}})*")
_QUALIFIED = re.compile(r"^([<>])\s*=?\s*(.+)$")
_PLAIN = {".": re.compile(rf"{_SIGN}(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")}
_LARGEST_EXPONENT = 30


@dataclass(frozen=True, slots=True)
class Numerals:
    """How one file writes numbers: its decimal mark; empty while nothing proves which.

    `told` when the profile names the mark.  Only then is a lone `4,529` beside decimal points taken
    as thousands: else it may as well be one cell with the wrong mark.
    """

    mark: Literal["", ".", ","] = ""
    told: bool = False

    def number(self, text: str) -> Decimal | None:
        """Return the number that `text` writes, or None when it writes none.

        Raises `Refusal` when the text could mean two numbers and nothing in the file says which.
        """
        bare = _bare(text)
        if bare is None:
            return None
        if "," in bare and not self.mark:
            raise Refusal("TABLE-DECIMAL-AMBIGUOUS", text=text)
        mark = self.mark or "."
        other = "," if mark == "." else "."
        if other in bare:
            whole, _, rest = bare.partition(mark)
            if not _GROUPED.fullmatch(whole) or other in rest:
                return None
            if not self.told and not rest and bare.count(other) == 1:
                raise Refusal("TABLE-DECIMAL-AMBIGUOUS", text=text)
            bare = whole.replace(other, "") + (mark + rest if rest else "")
        return _decimal(bare.replace(mark, "."))

    def quantity(self, text: str, unit: str, shift: int = 0) -> Quantity | None:
        """Return the quantity that `text` writes, times ten to the `shift`, or None.

        A leading `<` or `>` becomes the qualifier; the text stays as the file prints it.
        """
        found = _QUALIFIED.match(text.strip())
        sign, rest = (found[1], found[2]) if found else ("", text)
        value = self.number(rest.removesuffix("%") if unit == "%" else rest)
        if value is None:
            return None
        qualifier: Literal["", "<", ">"] = "<" if sign == "<" else ">" if sign == ">" else ""
        return Quantity(_shifted(value, shift), unit, text.strip(), qualifier)


def numerals(texts: Iterable[str], profile: Profile) -> Numerals:
    """Return how a file writes numbers, from all the texts of it that look like one.

    Raises `Refusal` when some prove a decimal point and others a decimal comma.
    """
    if profile.decimal:
        return Numerals(profile.decimal, told=True)
    proofs: dict[str, str] = {}
    for text in texts:
        mark = _proof(text)
        if mark:
            proofs.setdefault(mark, text)
    if len(proofs) > 1:
        raise Refusal("TABLE-DECIMAL-MIXED", point=proofs["."], comma=proofs[","])
    return Numerals("," if "," in proofs else "." if "." in proofs else "")


def _proof(text: str) -> str:
    """Return the decimal mark that this one text proves, or nothing."""
    bare = _bare(_QUALIFIED.sub(r"\2", text.strip()).removesuffix("%"))
    if bare is None or not ("." in bare or "," in bare):
        return ""
    mantissa = re.split("[eE]", bare)[0]
    points, commas = mantissa.count("."), mantissa.count(",")
    if points and commas:
        last = "." if mantissa.rfind(".") > mantissa.rfind(",") else ","
        return last if mantissa.count(last) == 1 else ""
    mark = "." if points else ","
    if points + commas > 1:
        # Twice the same mark can only part thousands, so the other one is the decimal mark.
        return ("," if mark == "." else ".") if _GROUPED.fullmatch(mantissa) else ""
    return "" if _GROUPED.fullmatch(mantissa) and mantissa == bare else mark


def _bare(text: str) -> str | None:
    """Return a written number without the blanks that part its thousands, or None."""
    text = text.strip().replace("\u2212", "-")
    if _SPACED.fullmatch(text):
        text = _SPACES.sub("", text)
    return text if _NUMERAL.fullmatch(text) else None


def _decimal(text: str) -> Decimal | None:
    """Return the decimal of a plainly written number; an absurd exponent is no measurement."""
    if not _PLAIN["."].fullmatch(text):
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if abs(value.adjusted()) <= _LARGEST_EXPONENT else None


def _shifted(value: Decimal, shift: int) -> Decimal:
    """Return value times ten to the shift, exactly and in plain digits; an instrument's -0 is 0."""
    if value.is_zero():
        return Decimal(0)
    shifted = value.scaleb(shift) if shift else value
    return Decimal(format(shifted, "f"))
