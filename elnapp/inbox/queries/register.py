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
from elnapp.documents.queries import Version
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
    """Give the register in force at a moment; an empty one where the site has none."""
    return Registers(session).at(site, at)


class Registers:
    """The registers of all sites and days, read once for who asks for many."""

    def __init__(self, session: Session) -> None:
        """Start with nothing read."""
        self.session = session
        self.zones: dict[str, str] = {}
        self.known: dict[tuple[str, date], InForce] = {}
        self.documents: dict[str, list[Version]] = {}

    def at(self, site: str, at: datetime) -> InForce:
        """Give the register of a site in force at a moment, by the civil day there."""
        zone = self._zone(site)
        day = at.astimezone(ZoneInfo(zone)).date()
        if (site, day) not in self.known:
            self.known[site, day] = self._found(site, zone, day)
        return self.known[site, day]

    def _zone(self, site: str) -> str:
        if site not in self.zones:
            found = people.site(self.session, site)
            self.zones[site] = found.zone if found else "UTC"
        return self.zones[site]

    def _found(self, site: str, zone: str, day: date) -> InForce:
        for version in self._in_force(REGISTER, day):
            if version.body["site"] == site:
                known = Register.from_body(version.body)
                return InForce(known, zone, version.name, version.hash, self._mappings(known, day))
        return InForce(Register(), zone)

    def _mappings(self, known: Register, day: date) -> dict[str, Any]:
        codes = {one.mapping for one in known.instruments.values()} - {""}
        found = self._in_force(MAPPING, day) if codes else []
        return {v.code: (v.name, v.body) for v in found if v.code in codes}

    def _in_force(self, kind: str, day: date) -> list[Version]:
        if kind not in self.documents:
            self.documents[kind] = documents.of_kind(self.session, kind)
        return [v for v in self.documents[kind] if v.in_force(day)]
