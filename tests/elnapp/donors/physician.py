"""A donor physician at work, in short words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from batches.protocol import Protocol
from elnapp.donors import queries, service
from elnapp.donors.queries import DonorView
from elnapp.donors.service import Conclusion, Confirmed, NewConsent, NewDonation, NewScreening
from elnapp.record import Kernel
from tests.cast import PHYSICIAN, QA, Cast
from tests.elnapp.donors.answers import DONATION, STUDY, eligible

SIGNED = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
COLLECTED = datetime(2026, 11, 21, 9, 40, tzinfo=UTC)


class Donors:
    """Short words for what a donor physician does."""

    def __init__(self, kernel: Kernel, cast: Cast) -> None:
        self.kernel, self.cast = kernel, cast

    def enrol(self) -> str:
        """Enrol a donor at the demo's site."""
        made = service.enrol(self.kernel, self.cast.call(PHYSICIAN), "SLS", STUDY)
        return str(made["donor"])

    def consented(self) -> str:
        """Enrol a donor who signs the form."""
        code = self.enrol()
        service.consent(self.kernel, self.cast.call(PHYSICIAN), code, self.signed())
        return code

    def signed(self, **changed: Any) -> NewConsent:
        """Give a consent to the form in force."""
        with self.kernel.reading() as session:
            form = queries.forms(session, STUDY)[0]
        return replace(NewConsent(form.id, SIGNED, "Europe/Paris", "fr"), **changed)

    def screen(self, code: str, **changed: str) -> dict[str, Any]:
        """Record a screening, with the answers of an eligible donor but for those changed."""
        with self.kernel.reading() as session:
            version = queries.protocol_in_force(session, STUDY, DONATION)
        assert version is not None
        answers = eligible(Protocol.from_body(version.body), **changed)
        given = NewScreening(version.id, DONATION, answers)
        return service.screen(self.kernel, self.cast.call(PHYSICIAN), code, given)

    def determine(self, code: str, n: int, said: str, reason: str | None = None) -> dict[str, Any]:
        """Sign a determination, and have quality assurance confirm it."""
        made = self.conclude(code, n, said, reason)
        self.confirm(code, int(made["determination"]))
        return made

    def confirm(self, code: str, n: int, who: str = QA, *, compared: bool = True) -> dict[str, Any]:
        """Confirm a determination; transcribed results were compared with their reports."""
        call, proof = self.cast.call(who), self.cast.proof(who)
        return service.confirm(self.kernel, call, code, n, proof, Confirmed(compared=compared))

    def conclude(self, code: str, n: int, said: str, reason: str | None = None) -> dict[str, Any]:
        """Sign a determination as physician, and no more."""
        until = DONATION + timedelta(days=180) if said == "DEFERRED" else None
        call, proof = self.cast.call(PHYSICIAN, reason), self.cast.proof(PHYSICIAN)
        conclusion = Conclusion(said, None, until)
        return service.determine(self.kernel, call, code, n, conclusion, proof)

    def donate(self, code: str, din: str = "A9999 26 000001 8", **changed: Any) -> dict[str, Any]:
        """Record a donation."""
        donation = replace(NewDonation(din, "AT", COLLECTED, "Europe/Paris"), **changed)
        return service.donate(self.kernel, self.cast.call(PHYSICIAN), code, donation)

    def found(self, code: str) -> DonorView:
        """Read a donor."""
        with self.kernel.reading() as session:
            view = queries.find(session, code)
        assert view is not None
        return view
