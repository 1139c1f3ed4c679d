"""Identifiers that people read and scanners send: donation numbers, SEC-DI, lot and unit codes.

The donation number (DIN) is ISBT 128 data structure 001; its check character is ISO 7064 mod 37-2.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from batches.quantity import quote
from batches.verdict import Finding, Unreadable

CHECK_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"  # value = index; "*" is 36
DIN_LENGTH = 13
CHECKED_FLAGS = range(60, 97)  # a flag of 60 to 96 is the check value plus 60

_FACILITY_FIRST = "ABCDEFGHIJKLMNPQRSTUVWXYZ123456789"
_FACILITY_REST = "ABCDEFGHIJKLMNPQRSTUVWXYZ0123456789"
_DIGITS = "0123456789"
_ALPHABETS = (_FACILITY_FIRST, *[_FACILITY_REST] * 4, *[_DIGITS] * 8)

_LOT = re.compile(r"(?P<prefix>[A-Z]{2,4})(?P<year>[0-9]{2})-(?P<number>[0-9]{3,5})")
_UNIT = re.compile(
    r"(?P<lot>[A-Z]{2,4}[0-9]{2}-[0-9]{3,5})-"
    r"(?:P(?P<passage>[0-9]{1,2})-(?P<vessel>[0-9]{2,4})|(?P<series>[A-OQ-Z])(?P<number>[0-9]{2,5}))"
)
_DONATION_UNIT = re.compile(r"(?P<din>[^-]+)-(?P<series>[A-OQ-Z])(?P<number>[0-9]{2,5})")
_SAMPLE_DIGITS = 3
_UNIT_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Din:
    """A donation number: its 13 characters, the flags of a barcode, and whether it was checked."""

    number: str
    flags: str | None = None
    checked: bool = False

    def __str__(self) -> str:
        """Write it as labels do: `A9999 26 000001 8`, with the check character."""
        n = self.number
        return f"{n[:5]} {n[5:7]} {n[7:]} {din_check(n)[1]}"


@dataclass(frozen=True, slots=True)
class UnitCode:
    """The parts of a unit's code; `passage` only for vessels (series P).

    `lot` is the lot that the unit belongs to, or the number of its donation.
    """

    lot: str
    series: str
    number: int
    passage: int | None = None


def din_check(din13: str) -> tuple[int, str, str]:
    """Give check value, eye-readable character and barcode flags of a 13-character number.

    ISO 7064 mod 37-2 as ISBT 128 publishes it: `G123498654321` gives (17, "H", "77").
    """
    p = 0
    for character in din13.upper():
        p = (p + CHECK_ALPHABET.index(character)) * 2 % 37
    value = (38 - p) % 37
    return value, CHECK_ALPHABET[value], f"{value + 60:02d}"


def din_symbol(number: str, flags: str = "00") -> str:
    """Give what a barcode of a donation number holds: data structure 001, `=`, number, flags.

    `00` says nothing; `checked` flags (60 to 96) carry the check value: `din_check(number)[2]`.
    Raises `Unreadable` (DIN-FLAGS) for flags that are not two digits.
    """
    if not re.fullmatch("[0-9]{2}", flags, re.ASCII):
        raise _refused("DIN-FLAGS", f"={number}{flags}", "")
    return f"={number}{flags}"


def parse_din(text: str, *, require_check: bool = False, where: str = "") -> Din:
    """Read a donation number as typed (`A9999 26 000001 8`) or as scanned (`=A99992600000100`).

    Spaces and case do not matter. `require_check` refuses a number typed without its check
    character: a dropped digit is only found with it. Raises `Unreadable`.
    """
    shown = "".join(text.split())
    if not shown:
        raise Unreadable(Finding("DIN-EMPTY", {}, where))
    if shown.startswith("="):
        return _scanned(shown, where)
    return _typed(shown, where, require_check=require_check)


def _scanned(shown: str, where: str) -> Din:
    number, flags = _number(shown[1:], shown, where, (DIN_LENGTH + 2,))
    if not re.fullmatch("[0-9]{2}", flags):
        raise _refused("DIN-FLAGS", shown, where)
    checked = int(flags) in CHECKED_FLAGS
    if checked and flags != din_check(number)[2]:
        raise _refused("DIN-CHECK", number, where, character=flags)
    return Din(number, flags, checked)


def _typed(shown: str, where: str, *, require_check: bool) -> Din:
    number, check = _number(shown, shown, where, (DIN_LENGTH, DIN_LENGTH + 1))
    if not check and require_check:
        raise _refused("DIN-NO-CHECK", number, where)
    if check and check != din_check(number)[1]:
        raise _refused("DIN-CHECK", number, where, character=quote(check))
    return Din(number, None, bool(check))


def _number(text: str, shown: str, where: str, lengths: tuple[int, ...]) -> tuple[str, str]:
    """Split off the 13 characters and check each against the alphabet of its place."""
    if len(text) not in lengths:
        raise _refused("DIN-LENGTH", shown, where, length=len(shown))
    # only ASCII letters change case: others grow or become a different letter
    upper = text.upper() if text.isascii() else text
    for position, (character, alphabet) in enumerate(zip(upper, _ALPHABETS, strict=False), start=1):
        if character == "O":
            raise _refused("DIN-LETTER-O", shown, where, position=position)
        if character not in alphabet:
            at = quote(character)
            raise _refused("DIN-CHARACTER", shown, where, position=position, character=at)
    return upper[:DIN_LENGTH], upper[DIN_LENGTH:]


def sec_di(establishment: str, donation: str) -> str:
    """Compose the donation identification sequence of the Single European Code, 21 characters.

    `establishment` is the EU tissue establishment code (2 letters, 6 characters); a shorter
    donation number is padded with zeros on the left (Directive 2006/86/EC, annex VII).
    """
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{6}", establishment):
        raise _refused("SEC-ESTABLISHMENT", establishment, "")
    if not re.fullmatch(r"[A-Z0-9]{1,13}", donation):
        raise _refused("SEC-DONATION", donation, "")
    return establishment + donation.rjust(13, "0")


def lot_number(prefix: str, year: int, number: int) -> str:
    """Write a lot number: source, year, sequence of the unit (`AT26-007`)."""
    return parse_lot(f"{prefix}{year % 100:02d}-{number:03d}")


def parse_lot(text: str, where: str = "") -> str:
    """Read a lot number, upper-cased; raises `Unreadable` when it is none."""
    shown = text.strip()
    upper = shown.upper()
    if not shown.isascii() or not _LOT.fullmatch(upper):
        raise _refused("CODE-LOT", shown, where)
    return upper


def unit_code(lot: str, series: str, number: int, passage: int | None = None) -> str:
    """Write a unit code: `-B05` bag, `-V08` vial, `-S014` sample, `-P2-03` vessel of a passage."""
    if passage is not None:
        return f"{lot}-P{passage}-{number:0{_UNIT_DIGITS}d}"
    digits = _SAMPLE_DIGITS if series == "S" else _UNIT_DIGITS
    return f"{lot}-{series}{number:0{digits}d}"


def parse_unit(text: str, where: str = "") -> UnitCode:
    """Read a unit code, upper-cased, in its parts; raises `Unreadable` when it is none.

    The number of a donation may stand in it as on its label, with spaces, flags or check character.
    """
    shown = text.strip()
    match = _UNIT.fullmatch(shown.upper()) if shown.isascii() else None
    if match is None:
        return _donation_unit(shown, where)
    if match["passage"] is not None:
        return UnitCode(match["lot"], "P", int(match["vessel"]), int(match["passage"]))
    return UnitCode(match["lot"], match["series"], int(match["number"]))


def _donation_unit(shown: str, where: str) -> UnitCode:
    match = _DONATION_UNIT.fullmatch("".join(shown.split()).upper()) if shown.isascii() else None
    if match is None:
        raise _refused("CODE-UNIT", shown, where)
    try:
        din = parse_din(match["din"], where=where).number
    except Unreadable as fault:
        # What is too short or too long was never meant as a donation number.
        wrong = fault.finding.code == "DIN-LENGTH"
        raise _refused("CODE-UNIT", shown, where) if wrong else fault from fault
    return UnitCode(din, match["series"], int(match["number"]))


def _refused(code: str, found: str, where: str, **params: str | int) -> Unreadable:
    return Unreadable(Finding(code, {"found": quote(found), **params}, where))
