"""The chain of hand-overs by courier: who holds the shipper, and where the chain has a gap.

A hand-over begins with the sender; a courier *takes* the shipper and *delivers* it, each time with a
person of the house who signs and with the courier's own confirmation (badge, or signature on the
waybill). Between two couriers the shipper is in the hands of a house in which somebody signs, so that
the chain never runs through an act that only a courier knows. Every hand-over has two sides, sender
and receiver, at dispatch and at receipt: domain knowledge of chains of custody (Standards Coordinating
Body), ISBT 128 and Directive 2006/86/EC annex II. Times are instants; the longest time that a shipper
may wait without a holder is data of the document of kind `procurement`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from batches.text import Text
from batches.verdict import Finding, Param

TAKEN, DELIVERED = "taken", "delivered"
WAYS: dict[str, Text] = {
    TAKEN: Text("The courier takes the shipper", "Le coursier prend le colis en charge"),
    DELIVERED: Text("The courier delivers the shipper", "Le coursier livre le colis"),
}
CONFIRMED_BY: dict[str, Text] = {
    "badge": Text("badge shown", "badge présenté"),
    "waybill": Text("signature on the waybill", "signature sur la lettre de transport"),
}
MEANS = {TAKEN: "HANDED", DELIVERED: "RECEIVED"}
"""What the person of the house signs: the shipper was handed over, or received."""
NEEDED = ("courier", "courier_code", "waybill", "seal")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Leg:
    """One change of hands with a courier: `courier_code` is a staff code or badge, never a name."""

    way: str
    at: datetime
    courier: str
    courier_code: str
    waybill: str
    confirmed: str
    seal: str
    seal_intact: bool
    by: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What the sender handed over: when, by whom, under which seal, and whether to a courier."""

    at: datetime
    by: str
    seal: str
    courier: bool = False


def may_pass(leg: Leg, before: Sequence[Leg], sent: Sent, at: datetime) -> tuple[Finding, ...]:
    """Ask whether a change of hands can be recorded, with every reason why not.

    Codes: HND-WAY, HND-CONFIRMED, HND-EMPTY, HND-TWICE, HND-NOBODY, HND-ORDER, HND-FUTURE,
    HND-SAME-PERSON.
    """
    found = [
        *(
            Finding(code, where=where)
            for ok, code, where in (
                (leg.way in WAYS, "HND-WAY", "way"),
                (leg.confirmed in CONFIRMED_BY, "HND-CONFIRMED", "confirmed"),
                (leg.at <= at, "HND-FUTURE", "at"),
            )
            if not ok
        ),
        *(Finding("HND-EMPTY", where=name) for name in NEEDED if not getattr(leg, name).strip()),
        *_in_turn(leg, before, sent),
    ]
    if leg.way == DELIVERED and leg.by == sent.by:
        found.append(Finding("HND-SAME-PERSON", weight=3))
    return tuple(found)


def gaps(
    sent: Sent, legs: Sequence[Leg], received: datetime | None, wait_minutes: int | None
) -> tuple[Finding, ...]:
    """Say where a chain is broken; `received` None while the shipper is under way.

    Codes: HND-NO-COURIER (a courier was named and none took it), HND-NOT-DELIVERED (it was received
    and its delivery is not on record), HND-OTHER (who delivered is not who took), HND-SEAL, HND-WAIT
    (nobody held it for longer than the document allows). All have weight 2.
    """
    found = [*_ends(sent, legs, received), *_between(legs)]
    for leg in legs:
        if not leg.seal_intact or _bare(leg.seal) != _bare(sent.seal):
            params: dict[str, Param] = {"found": leg.seal, "expected": sent.seal}
            found.append(Finding("HND-SEAL", {**params, **_way(leg)}, "seal", 2))
    if wait_minutes is not None:
        found += _waits(sent, legs, received, wait_minutes)
    return tuple(found)


def holder(legs: Sequence[Leg]) -> str:
    """Say which courier holds the shipper; empty while a house does."""
    return legs[-1].courier if legs and legs[-1].way == TAKEN else ""


def _in_turn(leg: Leg, before: Sequence[Leg], sent: Sent) -> Iterator[Finding]:
    """Refuse a second taking, a delivery of what nobody took, and a time before the last one."""
    under_way = holder(before)
    if leg.way == TAKEN and under_way:
        yield Finding("HND-TWICE", {"courier": under_way}, "way")
    if leg.way == DELIVERED and not under_way:
        yield Finding("HND-NOBODY", where="way")
    last = before[-1].at if before else sent.at
    if leg.at < last:
        yield Finding("HND-ORDER", {"last": _minute(last)}, "at")


def _ends(sent: Sent, legs: Sequence[Leg], received: datetime | None) -> Iterator[Finding]:
    if received is None:
        return
    if sent.courier and not legs:
        yield Finding("HND-NO-COURIER", weight=2)
    under_way = holder(legs)
    if under_way:
        yield Finding("HND-NOT-DELIVERED", {"courier": under_way}, weight=2)


def _between(legs: Sequence[Leg]) -> Iterator[Finding]:
    """Compare who delivered with who took: company and waybill must be the same."""
    for taken, given in zip(legs[::2], legs[1::2], strict=False):
        took, gave = ((_bare(x.courier), _bare(x.waybill)) for x in (taken, given))
        if took != gave:
            params = {
                "taken": f"{taken.courier}, {taken.waybill}",
                "given": f"{given.courier}, {given.waybill}",
            }
            yield Finding("HND-OTHER", params, "courier", 2)


def _waits(
    sent: Sent, legs: Sequence[Leg], received: datetime | None, limit: int
) -> Iterator[Finding]:
    """Find the times in which no courier held it: before each taking, and after the last delivery."""
    free = [(sent.at, legs[0].at)] if legs else []
    free += [(a.at, b.at) for a, b in zip(legs[1::2], legs[2::2], strict=False)]
    if received is not None and legs and legs[-1].way == DELIVERED:
        free.append((legs[-1].at, received))
    for begun, ended in free:
        if ended - begun > limit * MINUTE:
            minutes = int((ended - begun) / MINUTE)
            params: dict[str, Param] = {
                "minutes": minutes, "limit": limit, "from": _minute(begun), "to": _minute(ended),
            }  # fmt: skip
            yield Finding("HND-WAIT", params, "at", 2)


def _way(leg: Leg) -> dict[str, str]:
    words = WAYS[leg.way]
    return {"way_en": words.en.lower(), "way_fr": words.fr.lower()}


def _minute(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def _bare(text: str) -> str:
    return "".join(text.split()).upper()
