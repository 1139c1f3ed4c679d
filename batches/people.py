"""Who acts: the frozen picture of a person that rules and events carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held at a site, for one study or (study None) for all studies of the site."""

    role: str
    site: str
    study: str | None = None

    def covers(self, site: str, study: str | None) -> bool:
        """Tell whether the grant reaches a record of `site` and `study`; site "*" is the house."""
        site_fits = self.site in {"*", site}
        return site_fits and (self.study is None or study is None or self.study == study)


@dataclass(frozen=True, slots=True)
class Actor:
    """One person with the grants held at the moment of the act."""

    id: str
    name: str
    grants: tuple[Grant, ...] = ()
    lang: str = "en"

    def roles(self, site: str, study: str | None = None) -> frozenset[str]:
        """Give the roles held where the record lives."""
        return frozenset(g.role for g in self.grants if g.covers(site, study))


SYSTEM = Actor(id="system", name="elnapp", grants=())


@dataclass(frozen=True, slots=True)
class Proof:
    """Which factors a person has just proved, and when: what a signature rests on."""

    account: str
    name: str
    factors: tuple[str, ...]
    at: datetime
