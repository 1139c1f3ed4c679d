"""Places: room, equipment, position; a unit is in one place at a time, and each has room for so many.

A place with capacity 0 holds no unit itself (a room, a tank): its positions do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from batches.text import Text
from batches.units import Account
from batches.verdict import Finding

KINDS: dict[str, Text] = {
    "room": Text("Room", "Local"),
    "equipment": Text("Equipment", "Équipement"),
    "position": Text("Position", "Emplacement"),
}
INSIDE: dict[str, frozenset[str | None]] = {
    "room": frozenset({None}),
    "equipment": frozenset({"room", "equipment"}),
    "position": frozenset({"equipment", "position"}),
}
"""What a place of each kind stands in; None is the site itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place with the keys of the units that are in it."""

    code: str
    kind: str
    capacity: int
    holds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The places that one command may speak of, and who is in them."""

    places: Mapping[str, Place] = field(default_factory=dict)

    def refusals(self, account: Account, code: str) -> tuple[Finding, ...]:
        """Ask whether a unit may go to a place; every reason why not.

        Codes: C-PLACE-UNKNOWN, C-PLACE-SAME (it is there already), C-PLACE-NONE (holds no unit
        itself), C-PLACE-TAKEN, C-EMPTY (nothing is left to move).
        """
        place = self.places.get(code)
        if place is None:
            return (_say("C-PLACE-UNKNOWN", account, code),)
        found = []
        if account.state != "open":
            found.append(_say("C-EMPTY", account, code))
        if account.key in place.holds:
            found.append(_say("C-PLACE-SAME", account, code))
        elif place.capacity == 0:
            found.append(_say("C-PLACE-NONE", account, code))
        elif len(place.holds) >= place.capacity:
            found.append(_say("C-PLACE-TAKEN", account, code, capacity=place.capacity))
        return tuple(found)

    def moved(self, key: str, code: str) -> Shelf:
        """Give the shelf with a unit in its new place, and in no other."""
        left = {c: replace(p, holds=p.holds - {key}) for c, p in self.places.items()}
        left[code] = replace(left[code], holds=left[code].holds | {key})
        return Shelf(left)


def faults(kind: str, capacity: int, parent: Place | None, wanted: str) -> tuple[Finding, ...]:
    """Ask whether a new place can stand where it is wanted (`wanted` is its parent's code, or "").

    Codes: PL-KIND, PL-NO-PARENT, PL-INSIDE, PL-CAPACITY.
    """
    found = []
    if kind not in KINDS:
        return (Finding("PL-KIND", {"found": kind}, "kind"),)
    if wanted and parent is None:
        found.append(Finding("PL-NO-PARENT", {"found": wanted}, "parent"))
    elif (parent.kind if parent else None) not in INSIDE[kind]:
        words = {f"kind_{lang}": KINDS[kind][lang].lower() for lang in ("en", "fr")}
        found.append(Finding("PL-INSIDE", {**words, **_inside(kind)}, "parent"))
    if capacity < 0 or (kind == "position" and capacity == 0):
        found.append(Finding("PL-CAPACITY", {"found": capacity}, "capacity"))
    return tuple(found)


def way(code: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Give the codes from the outermost place down to `code`."""
    found: list[str] = []
    here: str | None = code
    while here is not None and here not in found:
        found.append(here)
        here = parents.get(here)
    return tuple(reversed(found))


def _inside(kind: str) -> dict[str, str]:
    site = Text("the site", "le site")
    outer = [KINDS[k] if k else site for k in sorted(INSIDE[kind], key=str)]
    return {f"inside_{lang}": ", ".join(t[lang].lower() for t in outer) for lang in ("en", "fr")}


def _say(code: str, account: Account, place: str, **more: int) -> Finding:
    return Finding(code, {"code": account.code, "place": place, **more}, "place", 2)


def crowded(places: Iterable[Place]) -> tuple[str, ...]:
    """Name the places that hold more than they have room for."""
    return tuple(p.code for p in places if len(p.holds) > p.capacity)
