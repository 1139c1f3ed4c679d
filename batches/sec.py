"""The Single European Code: donation part (SEC-DI) and product part (SEC-PI), 40 characters.

Directive 2006/86/EC as amended by (EU) 2015/565, article 10a to 10c and annex VII.  Material sent to
make a medicine carries at least the SEC-DI; the full code is for tissue given to patients.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from batches.identifiers import parse_din, sec_di
from batches.quantity import quote
from batches.verdict import Finding, Unreadable

SYSTEMS = {"E": "EUTC", "A": "ISBT 128", "B": "Eurocode"}
UNSPLIT = "000"
NO_EXPIRY = "00000000"
DI_LENGTH, PI_LENGTH = 21, 19
ESTABLISHMENT = 8  # characters of the SEC-DI that name the tissue establishment
_DI = re.compile(r"(?P<establishment>[A-Z]{2}[A-Z0-9]{6})(?P<donation>[A-Z0-9]{13})")
_PI = re.compile(
    r"(?P<system>[EAB])(?P<product>[A-Z0-9]{7})(?P<split>[A-Z0-9]{3})(?P<expiry>[0-9]{8})"
)


@dataclass(frozen=True, slots=True)
class Sec:
    """A code in its parts; `expiry` None where the product has none."""

    establishment: str
    donation: str
    system: str
    product: str
    split: str = UNSPLIT
    expiry: date | None = None

    @property
    def di(self) -> str:
        """Give the donation part, 21 characters."""
        return sec_di(self.establishment, self.donation)

    @property
    def pi(self) -> str:
        """Give the product part, 19 characters."""
        return sec_pi(self.system, self.product, self.split, self.expiry)

    def __str__(self) -> str:
        """Write it as it is printed on one line: `SEC`, the two parts, a space between."""
        return f"SEC {self.di} {self.pi}"

    def lines(self) -> tuple[str, str]:
        """Write it as it is printed on two lines that follow each other."""
        return f"SEC {self.di}", self.pi


def sec_pi(system: str, product: str, split: str = UNSPLIT, expiry: date | None = None) -> str:
    """Compose the product part; a short product number is padded with zeros on the left.

    Raises `Unreadable`: SEC-SYSTEM, SEC-PRODUCT, SEC-SPLIT.
    """
    for code, text, form in (
        ("SEC-SYSTEM", system, "[EAB]"),
        ("SEC-PRODUCT", product, "[A-Z0-9]{1,7}"),
        ("SEC-SPLIT", split, "[A-Z0-9]{3}"),
    ):
        if not re.fullmatch(form, text, re.ASCII):
            raise Unreadable(Finding(code, {"found": quote(text)}))
    day = f"{expiry:%Y%m%d}" if expiry else NO_EXPIRY
    return f"{system}{product.rjust(7, '0')}{split}{day}"


def split_number(position: int, of: int) -> str:
    """Give the split number of container `position` (from 1) of `of`: `000` where nothing is split."""
    return UNSPLIT if of == 1 else f"{position:03d}"


def parse_sec(text: str, where: str = "") -> Sec:
    """Read a whole code, as printed or without its spaces and its word; raises `Unreadable`.

    Codes: SEC-LENGTH, SEC-DI, SEC-PI, SEC-EXPIRY, and for an ISBT 128 product those of its DIN.
    """
    shown = "".join(text.split())
    body = (shown.upper() if shown.isascii() else shown).removeprefix("SEC")
    if len(body) != DI_LENGTH + PI_LENGTH:
        raise _no("SEC-LENGTH", text, where, length=len(body))
    di, pi = _DI.fullmatch(body[:DI_LENGTH]), _PI.fullmatch(body[DI_LENGTH:])
    if di is None:
        raise _no("SEC-DI", body[:DI_LENGTH], where)
    if pi is None:
        raise _no("SEC-PI", body[DI_LENGTH:], where)
    if pi["system"] == "A":
        parse_din(di["donation"], where=where)
    expiry = _expiry(pi["expiry"], where)
    return Sec(
        di["establishment"], di["donation"], pi["system"], pi["product"].lstrip("0") or "0",
        pi["split"], expiry,
    )  # fmt: skip


def expiry_day(collected: date, shelf_life_days: int | None) -> date | None:
    """Give the last day of a product's shelf life, counted in civil days; None where it has none."""
    return None if shelf_life_days is None else collected + timedelta(days=shelf_life_days)


def _expiry(digits: str, where: str) -> date | None:
    if digits == NO_EXPIRY:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise _no("SEC-EXPIRY", digits, where) from None


def _no(code: str, found: str, where: str, **params: int) -> Unreadable:
    return Unreadable(Finding(code, {"found": quote(found), **params}, where))
