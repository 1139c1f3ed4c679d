"""The desk of those who sample and test donors, in short words."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from elnapp.donors.queries import donation_day
from elnapp.markers import queries, service
from elnapp.markers.queries import Board, StandingView
from elnapp.markers.service import NewFile, NewResult, NewSample
from elnapp.web.house import House
from tests.cast import PHYSICIAN, QA, Cast
from tests.elnapp.donors.physician import COLLECTED

DONATION = date(2026, 11, 21)
TODAY = date(2026, 11, 22)
ZONE = "Europe/Paris"
DEMANDED = (
    "HBSAG", "ANTI-HBC", "HBV-DNA", "ANTI-HCV", "HCV-RNA", "HIV-AGAB", "HIV-RNA", "HEV-RNA",
    "SYPH-T", "ANTI-HTLV", "TOXO-IGM", "EBV-IGM", "CMV-IGM",
)  # fmt: skip
NAT = frozenset({"HBV-DNA", "HCV-RNA", "HIV-RNA", "HEV-RNA"})
KIT = {True: ("NAT-DEMO", "N1"), False: ("SERO-DEMO", "S1")}
HEADING = [
    "Code donneur",
    "Échantillon",
    "Analyse",
    "Interprétation",
    "Valeur",
    "Unité",
    "Réactif",
    "Lot",
    "Reçu le",
    "Analysé le",
    "Validé par",
    "Confirmation",
    "Répétition",
]


class Desk:
    """One donor and the people who test it."""

    def __init__(self, house: House, cast: Cast, code: str) -> None:
        """Work for the donor `code`."""
        self.house, self.cast, self.code = house, cast, code
        self.kernel = house.kernel

    @property
    def stream(self) -> str:
        """The donor's stream."""
        return f"donor/{self.code}"

    def lots(self) -> None:
        """Register a lot in date of each kit, and one long past it."""
        for which, expires in (
            (KIT[True], date(2027, 6, 30)),
            (KIT[False], date(2027, 6, 30)),
            (("SERO-DEMO", "OLD"), date(2026, 11, 20)),
        ):
            service.register_lot(self.kernel, self.cast.call(QA), "SLS", which, expires)

    def sample(self, drawn: datetime | None = None, **changed: Any) -> dict[str, Any]:
        """Record a sample, drawn before induction unless said otherwise."""
        at = drawn or COLLECTED - timedelta(minutes=20)
        given = replace(NewSample("", "serum", at, ZONE, "none"), **changed)
        call = self.cast.call(PHYSICIAN)
        return service.sample(self.kernel, call, self.code, given, donation_day)

    def result(self, analyte: str, said: str = "NONREACTIVE", /, **changed: Any) -> dict[str, Any]:
        """Enter one result of the first sample."""
        given = replace(self.new(analyte, said), **changed)
        call = self.cast.call(PHYSICIAN)
        return service.enter(self.kernel, call, self.code, given, donation_day)

    def new(self, analyte: str, said: str = "NONREACTIVE") -> NewResult:
        """A result of the first sample as the laboratory reports it."""
        kit, lot = KIT[analyte in NAT]
        at = COLLECTED + timedelta(hours=2)
        return NewResult(
            f"{self.code}-P01", analyte, said, kit, lot, "LAB-DEMO", at, at, ZONE, "Dr Lab"
        )

    def verify(self, *numbers: int, by: str = QA) -> dict[str, Any]:
        """Verify results."""
        return service.verify(self.kernel, self.cast.call(by), self.code, numbers)

    def clean(self, *left_out: str) -> None:
        """Take the whole panel as a file, non-reactive, and verify it."""
        lines = [self.line(a) for a in DEMANDED if a not in left_out]
        self.take(self.receive(lines))
        self.verify(*(v.row.n for v in self.board().results if not v.verified))

    def line(self, analyte: str, **changed: str) -> dict[str, str]:
        """One line of the laboratory's file, by the columns of its mapping."""
        kit, lot = KIT[analyte in NAT]
        found = dict.fromkeys(HEADING, "")
        found |= {
            "Code donneur": self.code, "Échantillon": f"{self.code}-P01",
            "Analyse": LABELS[analyte], "Interprétation": "Négatif", "Réactif": kit, "Lot": lot,
            "Reçu le": "21/11/2026 12:00", "Analysé le": "21/11/2026 15:30",
            "Validé par": "Dr Lab",
        }  # fmt: skip
        return found | changed

    def receive(self, lines: list[dict[str, str]], mapping: str = "LAB-DEMO-CSV") -> str:
        """Send a file of these lines; gives its hash."""
        return self.send(as_csv(lines), mapping)

    def send(self, data: bytes, mapping: str = "LAB-DEMO-CSV") -> str:
        """Send these bytes; gives their hash."""
        given = NewFile(mapping, "results.csv", data)
        call = self.cast.call(PHYSICIAN)
        answer = service.receive(self.kernel, self.house.files, call, "SLS", given)
        return str(answer["sha256"])

    def take(self, digest: str) -> dict[str, Any]:
        """Take the results of a file."""
        call = self.cast.call(PHYSICIAN)
        return service.take(self.kernel, self.house.files, call, digest, donation_day)

    def board(self) -> Board:
        """Everything on record about the markers of the donor."""
        with self.kernel.reading() as session:
            return queries.board(session, self.stream)

    def standing(self, stage: Any = "use") -> StandingView:
        """What the markers come to."""
        with self.kernel.reading() as session:
            on = donation_day(session, self.stream)
            found = queries.standing(session, self.stream, on or DONATION, TODAY, stage)
        assert found is not None
        return found


LABELS = {
    "HBSAG": "Ag HBs", "ANTI-HBC": "Anti-HBc (totaux)", "HBV-DNA": "ADN du VHB",
    "ANTI-HCV": "Anti-VHC", "HCV-RNA": "ARN du VHC", "HIV-AGAB": "Ag p24 du VIH et anti-VIH-1/2",
    "HIV-RNA": "ARN du VIH-1", "HEV-RNA": "ARN du VHE", "SYPH-T": "Syphilis, test tréponémique",
    "ANTI-HTLV": "Anti-HTLV-I/II", "TOXO-IGM": "IgM, toxoplasme", "EBV-IGM": "IgM, EBV (VCA)",
    "CMV-IGM": "IgM, CMV",
}  # fmt: skip


def as_csv(lines: list[dict[str, str]]) -> bytes:
    """Write lines as the laboratory does."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADING, delimiter=";")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)
