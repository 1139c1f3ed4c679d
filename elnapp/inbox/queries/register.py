"""The instrument register in force at a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from batches.instrument_register import Register
from elnapp.documents import queries as documents
from elnapp.people import queries as people

REGISTER, MAPPING = "instrument-register", "column-mapping"


@dataclass(frozen=True, slots=True)
class InForce:
    """A register with the document that it is; `name` and `hash` are empty where there is none.

    `mappings` are the column mappings in force that its instruments name: `{code: (name, body)}`.
    """

    register: Register
    zone: str
    name: str = ""
    hash: str = ""
    mappings: Mapping[str, tuple[str, Mapping[str, Any]]] = field(default_factory=dict)


def register(session: Session, site: str, at: datetime) -> InForce:
    """Give the register of a site on the civil day of `at` there; an empty one where none is."""
    place = people.site(session, site)
    zone = place.zone if place else "UTC"
    day: date = at.astimezone(ZoneInfo(zone)).date()
    for version in documents.all_effective(session, REGISTER, day):
        if version.body["site"] == site:
            known = Register.from_body(version.body)
            mappings = _mappings(session, known, day)
            return InForce(known, zone, version.name, version.hash, mappings)
    return InForce(Register(), zone)


def _mappings(session: Session, known: Register, day: date) -> dict[str, Any]:
    codes = {one.mapping for one in known.instruments.values()} - {""}
    if not codes:
        return {}
    in_force = documents.all_effective(session, MAPPING, day)
    return {v.code: (v.name, v.body) for v in in_force if v.code in codes}
