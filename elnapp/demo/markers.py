"""Infectious markers of the demo's donors: a sample each, and the file of the laboratory."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from elnapp.demo.people import SITE
from elnapp.demo.story import Story
from elnapp.demo.study import QA, STUDY, ZONE, today
from elnapp.documents import queries as documents
from elnapp.donors.queries import donation_day
from elnapp.markers import queries, service
from elnapp.markers.service import NewFile, NewSample

PHYSICIAN = "dgarnier"
MAPPING = "LAB-DEMO-CSV"
KITS = {"serology": ("SERO-DEMO", "S2641"), "nat": ("NAT-DEMO", "N2644")}
SHELF = timedelta(days=400)
VALIDATOR = "Dr V. Lambert (démonstration)"
EXTRAS = ("ANTI-HBS", "HEV-IGG", "TOXO-IGG", "EBV-IGG", "CMV-IGG")
"""What is tested beside what the protocol demands."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the laboratory found: analytes reactive, those confirmed, those not tested."""

    reactive: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


USUAL = Found(reactive=frozenset({"ANTI-HBS", "EBV-IGG"}))
ISOLATED_ANTI_HBC = Found(
    reactive=frozenset({"EBV-IGG", "CMV-IGG"}), confirmed=frozenset({"ANTI-HBC"})
)


@dataclass
class Laboratory:
    """The laboratory of the story: what it has tested so far."""

    story: Story
    sent: int = 0
    known: Mapping[str, Any] = field(default_factory=dict)

    def open(self) -> None:
        """Register the lots of its kits."""
        expires = today(self.story) + SHELF
        for which in KITS.values():
            call = self.story.call(PHYSICIAN)
            service.register_lot(self.story.house.kernel, call, SITE, which, expires)

    def draw(self, code: str, drawn: datetime) -> str:
        """Ask for the tests of a donor and record the sample, drawn before induction."""
        kernel = self.story.house.kernel
        with kernel.reading() as session:
            protocol = documents.required(session, queries.PROTOCOL, STUDY, today(self.story)).body
        wanted = [a for m in protocol["markers"] for group in m["demands"] for a in group]
        asked = (list(dict.fromkeys(wanted)), "LAB-DEMO")
        service.request(kernel, self.story.call(PHYSICIAN), code, asked, donation_day)
        given = NewSample("", "serum", drawn, ZONE, "none", archived="Sérothèque, armoire 2")
        answer = service.sample(kernel, self.story.call(PHYSICIAN), code, given, donation_day)
        return str(answer["sample"])

    def report(self, code: str, sample: str, tested: datetime, found: Found = USUAL) -> None:
        """Send the results of a sample as a file; the physician takes them, QA verifies them."""
        self.sent += 1
        kernel, files = self.story.house.kernel, self.story.house.files
        given = NewFile(
            MAPPING, f"resultats-{self.sent:03d}.csv", self._file(code, sample, tested, found)
        )
        call = self.story.call(PHYSICIAN)
        digest = str(service.receive(kernel, files, call, SITE, given)["sha256"])
        service.take(kernel, files, self.story.call(PHYSICIAN, minutes=5), digest, donation_day)
        with kernel.reading() as session:
            results = queries.board(session, queries.stream_of(code)).results
        numbers = [v.row.n for v in results if v.row.sample == sample]
        service.verify(kernel, self.story.call(QA, minutes=30), code, numbers)

    def _file(self, code: str, sample: str, tested: datetime, found: Found) -> bytes:
        with self.story.house.kernel.reading() as session:
            on: date = today(self.story)
            body = documents.required(session, "result-mapping", MAPPING, on).body
            protocol = documents.required(session, queries.PROTOCOL, STUDY, on).body
        out = io.StringIO()
        writer = csv.DictWriter(out, list(body["fields"].values()), delimiter=body["delimiter"])
        writer.writeheader()
        local = tested.astimezone(ZoneInfo(ZONE))
        times = {"received": local - timedelta(hours=6), "tested": local}
        for analyte in _tested(protocol, found):
            said = {"donor": code, "sample": sample, "validator": VALIDATOR}
            said |= {name: at.strftime(body["time"]) for name, at in times.items()}
            writer.writerow(_line(body, analyte, found, said))
        return out.getvalue().encode(body["encoding"])


def _tested(protocol: Mapping[str, Any], found: Found) -> list[Mapping[str, Any]]:
    demanded = {a for m in protocol["markers"] for group in m["demands"] for a in group}
    wanted = (demanded | set(EXTRAS)) - {"SYPH-NT", "TOXO-PCR", "EBV-PCR", "CMV-PCR"}
    return [a for a in protocol["analytes"] if a["code"] in wanted - found.left_out]


def _line(
    body: Mapping[str, Any], analyte: Mapping[str, Any], found: Found, said: dict[str, str]
) -> dict[str, str]:
    """Write one result in the words of the laboratory."""
    code = analyte["code"]
    confirmed, reactive = code in found.confirmed, code in found.reactive
    kit, lot = KITS[analyte["method"]]
    serology = analyte["method"] == "serology"
    words = {
        **said, "analyte": _word(body, "analytes", code), "kit": kit, "lot": lot,
        "interpretation": _word(
            body, "interpretations",
            "REPEAT_REACTIVE" if confirmed else "REACTIVE" if reactive else "NONREACTIVE",
        ),
        "confirmatory": _word(body, "confirmations", "POSITIVE") if confirmed else "",
        "value": ("4.82" if confirmed or reactive else "0.09") if serology else "",
        "unit": "S/CO" if serology else "", "retest": "",
    }  # fmt: skip
    return {column: words[name] for name, column in body["fields"].items()}


def _word(body: Mapping[str, Any], table: str, meaning: str) -> str:
    return next(str(word) for word, known in body[table].items() if known == meaning)
