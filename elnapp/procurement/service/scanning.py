"""Scanning at receipt: the number on the container must be one that is expected here."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from batches import procurement as rules
from batches.identifiers import Din, parse_din
from batches.quantity import quote
from batches.verdict import Finding, Unreadable
from elnapp.people import queries as people
from elnapp.procurement import queries
from elnapp.procurement.queries import DonationView
from elnapp.procurement.service.handing import strangers
from elnapp.record import Answer, Call, Kernel, Refused, Tx

VERB = "procurement.scan"


def scan(
    kernel: Kernel, call: Call, site: str, scanned: str, expected: str | None = None
) -> Answer:
    """Read a donation number at receipt; gives `{din}` when it is the one expected at this site.

    Nothing is written when it fits.  Everything else is an event: of the donation that was expected
    (REC-WRONG-DIN), of the site where none was (REC-NOT-EXPECTED), also what cannot be read (DIN-...).
    """
    with kernel.reading() as session:
        known = expected is not None and queries.known(session, expected)
        about = queries.stream_of(str(expected)) if known else f"site/{site}"
        if people.site(session, site) is None:
            raise Refused([Finding("P-NO-SITE", {"found": quote(site)})])
        din, found = _compared(session, site, scanned, expected)
    if not found:
        return {"din": din}

    def refuse(_tx: Tx) -> Answer:
        raise Refused(found, matters=True)

    request = {"scanned": scanned[:200], "expected": expected}
    return kernel.act(call, VERB, refuse, streams=[about], request=request)


def scan_item(kernel: Kernel, call: Call, din: str, scanned: str) -> Answer:
    """Read the code of a container; gives `{code}` when it is one of the donation and still whole.

    Nothing is written when it fits.  Everything else is an event of the donation: another one's
    container (REC-WRONG-DIN), none that it has (MAT-CONTAINER), what cannot be read (DIN-...).
    """
    with kernel.reading() as session:
        view = queries.find(session, din)
    if view is None:
        raise Refused([_stranger(din)])
    code, found = _item(view, scanned)
    if not found:
        return {"code": code}

    def refuse(_tx: Tx) -> Answer:
        raise Refused(found, matters=True)

    request = {"scanned": scanned[:200], "expected": din, "item": True}
    return kernel.act(call, VERB, refuse, streams=[view.stream], request=request)


def _item(view: DonationView, scanned: str) -> tuple[str, tuple[Finding, ...]]:
    text = "".join(scanned.split()).upper()
    try:
        number = read(text)
    except Unreadable as unreadable:
        return "", (unreadable.finding,)
    code = view.din + text[text.index("-") :] if "-" in text else text
    other = rules.matches(str(Din(view.din)), str(Din(number)), "scanned")
    return code, other or tuple(replace(f, where="scanned") for f in strangers(view, [code]))


def _compared(
    session: Session, site: str, scanned: str, expected: str | None
) -> tuple[str, tuple[Finding, ...]]:
    """Give the number that was scanned, and why it is not what is waited for here."""
    try:
        din = read(scanned)
    except Unreadable as unreadable:
        return "", (unreadable.finding,)
    if expected:
        return din, rules.matches(str(Din(expected)), str(Din(din)), "scanned")
    view = queries.find(session, din)
    here = view is not None and view.site == site and queries.known(session, din)
    return din, () if here else (_stranger(din),)


def read(text: str) -> str:
    """Read a donation number from its barcode, or typed with its check character.

    The code of a container (`A999926000001-T01`) stands for its donation.  Raises Unreadable.
    """
    head, dash, tail = "".join(text.split()).partition("-")
    typed = bool(dash and tail)
    return parse_din(head, require_check=not typed, where="scanned").number


def _stranger(din: str) -> Finding:
    return Finding("REC-NOT-EXPECTED", {"din": str(Din(din))}, "scanned", 3)
