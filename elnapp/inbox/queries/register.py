"""The instrument register in force at a site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from batches.inbox import Register
from elnapp.documents import queries as documents
from elnapp.people import queries as people

REGISTER = "instrument-register"


@dataclass(frozen=True, slots=True)
class InForce:
    """A register with the document that it is; `name` and `hash` are empty where there is none."""

    register: Register
    zone: str
    name: str = ""
    hash: str = ""


def register(session: Session, site: str, at: datetime) -> InForce:
    """Give the register of a site on the civil day of `at` there; an empty one where none is."""
    place = people.site(session, site)
    zone = place.zone if place else "UTC"
    day: date = at.astimezone(ZoneInfo(zone)).date()
    for version in documents.all_effective(session, REGISTER, day):
        if version.body["site"] == site:
            return InForce(Register.from_body(version.body), zone, version.name, version.hash)
    return InForce(Register(), zone)
