"""Invented people, and what is done about their identities, in short words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from batches.retention import Facts
from elnapp.vault import queries, service
from elnapp.vault.queries import Held
from elnapp.vault.service import Stated, Why
from elnapp.web.house import House
from tests.cast import PHARMACIST, PHYSICIAN, QA, Cast

ZOE = {
    "family_name": "L'Héritier-Ångström", "given_names": "Zoé Maëlle", "birth_date": "1991-04-23",
    "sex": "female", "hospital_number": "IPP 0047-112", "contact": "12 rue des Lilas, Lyon",
    "note": "Rappeler après 18 h",
}  # fmt: skip
LONG_OVER = Stated(trial_end=date(1990, 6, 30), source="Rapport final du 30/06/1990")


def nothing_made(_session: Any, _about: str) -> Facts:
    """What the rooms above know of somebody from whom nothing was made."""
    return Facts(lots=())


@dataclass
class Desk:
    """The people around the vault."""

    house: House
    cast: Cast
    clock: Any
    code: str

    def record(self, fields: dict[str, str]) -> None:
        """Let the physician record an identity."""
        about = f"donor/{self.code}"
        service.record(self.house, self.cast.call(PHYSICIAN), about, fields)

    def look(self, view: str = "all", purpose: str = "CONTACT", by: str = PHYSICIAN) -> Any:
        """Look at it."""
        return service.look(self.house, self.cast.call(by), self.code, Why(view, purpose))

    def correct(self, why: str = "TYPING", **given: str) -> Any:
        """Correct it."""
        return service.correct(self.house, self.cast.call(PHYSICIAN), self.code, given, why)

    def search(self, by: str = PHYSICIAN, **typed: str) -> list[service.Match]:
        """Search for somebody."""
        return service.search(self.house, self.cast.call(by), "SLS", typed, "CONTACT")

    def ask(self, by: str = PHARMACIST, words: str = "Choc septique") -> Any:
        """Ask to open it."""
        return service.emergency.ask(self.house, self.cast.call(by), self.code, "VITAL", words)

    def approve(self, by: str = PHYSICIAN) -> Any:
        """Approve the request."""
        call, proof = self.cast.call(by), self.cast.proof(by)
        return service.emergency.approve(self.house, call, self.code, proof)

    def open(self, by: str = PHARMACIST) -> dict[str, str]:
        """Look once."""
        return service.emergency.open_once(self.house, self.cast.call(by), self.code)

    def end(self, stated: Stated = LONG_OVER, gather: Any = nothing_made) -> Any:
        """Ask that the key be destroyed."""
        call = self.cast.call(PHYSICIAN)
        return service.shredding.ask(self.house, call, self.code, stated, gather)

    def shred(self, by: str = QA, gather: Any = nothing_made) -> Any:
        """Destroy the key."""
        call, proof = self.cast.call(by), self.cast.proof(by)
        return service.shredding.shred(self.house, call, self.code, proof, gather)

    def held(self) -> Held:
        """Read how it stands."""
        with self.house.kernel.reading() as session:
            found = queries.find(session, self.code)
        assert found is not None
        return found

    def events(self) -> list[str]:
        """Give the verbs of the identity's events, in order."""
        with self.house.kernel.reading() as session:
            found = session.connection().exec_driver_sql(
                "SELECT verb FROM event WHERE stream = ? ORDER BY seq", (f"identity/{self.code}",)
            )
            return [row[0] for row in found]
