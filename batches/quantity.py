"""Numbers as people type them: one exact reading, or a sentence that says why not.

Comma and point are both decimal marks. Whatever could be read in two ways is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

from batches.verdict import Finding, Unreadable

Rule = Literal["decimals", "significant"]

LONGEST = 40  # characters; no measured value needs more, and a finding quotes no more
WIDEST = 30  # powers of ten; nothing in a cell unit is larger or smaller than 10^30 of its unit
_WORKING_DIGITS = 120  # enough that quantize never meets the precision of the context

_INVISIBLE = "\ufeff\u200b\u200e\u200f"
_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<digits>[0-9]+(?:[.,][0-9]+)?)(?P<power>[eE][+-]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[+-]?(?:inf|infinity|s?nan[0-9]*)", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?[0-9]+(?:[\s.,'_\u2019][0-9]+)+")
_ENGLISH_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_BARE_MARK = re.compile(r"[+-]?(?:[.,][0-9]+|[0-9]+[.,])")
_WITH_UNIT = re.compile(
    r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?\s*[A-Za-z%\u00b0\u00b5\u03bc][\w%\u00b0/*.]*"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured value: the text as typed, its exact number, its UCUM unit."""

    text: str
    number: Decimal
    unit: str = ""

    @classmethod
    def read(cls, text: str, unit: str = "", *, lang: str | None = None) -> Quantity:
        """Read what was typed into a field whose unit is printed beside it."""
        return cls(trim(text), parse_decimal(text, lang=lang), unit)


def trim(text: str) -> str:
    """Take off spaces of every width and invisible marks at both ends."""
    return text.strip().strip(_INVISIBLE).strip()


def quote(text: str) -> str:
    """Give a foreign text for a sentence: one line, printable, cut at 40 characters."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "\u2026"


def parse_decimal(
    text: str, *, lang: str | None = None, signed: bool = True, where: str = ""
) -> Decimal:
    """Read a decimal number exactly.

    `lang` "en" also refuses `1,234`, which an English reader means as a thousand. `signed` False
    refuses what is below zero. Raises `Unreadable` with one finding about `where`.
    """
    shown = trim(text)
    if len(shown) > LONGEST:
        raise _unreadable("Q-TOO-LONG", shown, where, longest=LONGEST)
    plain_text = shown.replace("\u2212", "-")
    match = _NUMBER.fullmatch(plain_text)
    if match is None:
        raise _unreadable(_why_no_number(plain_text), shown, where)
    if lang == "en" and _ENGLISH_GROUPS.fullmatch(plain_text):
        raise _unreadable("Q-GROUPED", shown, where)
    value = _exact(match, shown, where)
    if value < 0 and not signed:
        raise _unreadable("Q-NEGATIVE", shown, where)
    return value


def parse_integer(text: str, *, signed: bool = False, where: str = "") -> int:
    """Read a whole number written with digits only; below zero only where `signed`.

    Raises `Unreadable` as `parse_decimal` does, and for `3.0` or `3E2`: a count has no decimals.
    """
    value = parse_decimal(text, signed=signed, where=where)
    if not re.fullmatch(r"[+-]?[0-9]+", trim(text).replace("\u2212", "-")):
        raise _unreadable("Q-NOT-INTEGER", trim(text), where)
    return int(value)


def plain(value: Decimal) -> str:
    """Write a decimal with all its digits and without an exponent."""
    return format(value, "f")


def format_number(value: Decimal, lang: str, places: int | None = None) -> str:
    """Write a number for a reader: decimal comma in French, half up to `places` if given."""
    shown = plain(value if places is None else _to_exponent(value, -places))
    return shown.replace(".", ",") if lang == "fr" else shown


def half_up(value: Decimal, limit_text: str, rule: Rule = "decimals") -> Decimal:
    """Round half up to the digits of a limit as it was typed.

    "decimals" rounds to the last place of the limit (United States Pharmacopeia), "significant" to
    as many significant figures as the limit shows (European Pharmacopoeia, general notices).
    """
    limit = parse_decimal(limit_text)
    if rule == "decimals" or value.is_zero():
        return _to_exponent(value, _exponent(limit))
    return to_significant(value, len(limit.as_tuple().digits))


def to_significant(value: Decimal, figures: int) -> Decimal:
    """Round half up to `figures` significant figures."""
    if value.is_zero():
        return value
    rounded = _to_exponent(value, value.adjusted() - figures + 1)
    # 9.996 to three figures is 10.00 after one step: the carry added a figure, so round again
    return _to_exponent(rounded, rounded.adjusted() - figures + 1)


def _to_exponent(value: Decimal, exponent: int) -> Decimal:
    with localcontext() as context:
        context.prec = _WORKING_DIGITS
        rounded = value.quantize(Decimal(1).scaleb(exponent), rounding=ROUND_HALF_UP)
    return rounded.copy_abs() if rounded.is_zero() else rounded


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _exact(match: re.Match[str], shown: str, where: str) -> Decimal:
    power = match["power"] or ""
    if len(power) > len("e+999"):
        raise _unreadable("Q-TOO-LARGE", shown, where)
    value = Decimal(match["sign"] + match["digits"].replace(",", ".") + power)
    if abs(value.adjusted()) > WIDEST:
        raise _unreadable("Q-TOO-LARGE" if value.adjusted() > 0 else "Q-TOO-SMALL", shown, where)
    # a negative zero would print as "-0"
    return value.copy_abs() if value.is_zero() else value


def _why_no_number(text: str) -> str:
    reasons = (
        ("Q-NOT-FINITE", _NOT_FINITE),
        ("Q-BARE-MARK", _BARE_MARK),
        ("Q-GROUPED", _GROUPED),
        ("Q-UNIT", _WITH_UNIT),
    )
    if not text:
        return "Q-EMPTY"
    return next((code for code, form in reasons if form.fullmatch(text)), "Q-NOT-NUMBER")


def _unreadable(code: str, found: str, where: str, **params: int) -> Unreadable:
    return Unreadable(Finding(code, {"found": quote(found), **params}, where))
