"""Page one: the batch certificate field by field, and the results in brief behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elnapp.reports.service.printer import Printer

Plain = Mapping[str, Any]
Words = Mapping[str, str]
BAG = "bag"
DECIDED = {"certified": "certificate", "released": "certificate", "declined": "refusal"}


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the certificate; `strong` values carry the page, `missing` ones say so."""

    number: str
    label: str
    value: str
    strong: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class SignedBlock:
    """Who signed, as what, when, how, over what."""

    name: str
    function: str
    at: str
    factors: str
    digest: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """Everything on page one."""

    kind: str
    title: str
    rows: tuple[Row, ...]
    statement: str
    other_wording: bool
    signed: SignedBlock | None
    sponsor: Plain | None


class Fields:
    """Writes the seventeen fields from a record."""

    def __init__(self, record: Plain, printer: Printer, words: Words) -> None:
        """Keep what every field reads."""
        self.record, self.printer, self.w = record, printer, words
        self.lot: Plain = record["lot"]
        self.decision = decision_of(record)
        self.bags = [u for u in record["units"] if u["kind"] == BAG and u["state"] != "undone"]

    def all(self) -> Iterator[Row]:
        """Give the fields in their legal order (release-dossier, D1)."""
        w, lot, site = self.w, self.lot, self.record["site"]
        product = self.record["product"]
        name = self.printer.words(product["name"])
        yield Row(
            "1", w["f_product"], " · ".join(n for n in (name, product["code"]) if n), strong=True
        )
        yield Row("2", w["f_trial"], self.trial())
        yield self.known("3", w["f_strength"], self.strength())
        yield Row("4", w["f_form"], w["form"])
        yield self.containers()
        yield Row("6", w["f_lot"], lot["number"], strong=True)
        yield self.dates()
        yield Row("8", w["f_site"], f"{site['establishment']}, {site['unit']} – {site['name']}")
        yield Row("9", w["f_authorisation"], site["authorisation"])
        yield Row("10", w["f_sites"], w["sites_one"])
        yield self.start()
        yield self.elsewhere("12", w["f_storage"], "G17")
        yield Row("13", w["f_results"], w["see_analysis"])
        yield Row("14", w["f_deviations"], self.deviations())
        yield Row("15", w["f_comments"], self.comment())

    def known(self, number: str, label: str, value: str) -> Row:
        """Give a field, or say that it was not filled in: never blank."""
        return Row(number, label, value or self.w["unfilled"], missing=not value)

    def elsewhere(self, number: str, label: str, question: str) -> Row:
        """Give a field of a room that is not in use: the study says where it is answered."""
        reason = self.reason(question)
        if not reason:
            return self.known(number, label, "")
        return Row(number, label, f"— {self.w['not_applicable'].format(why=reason)}")

    def reason(self, question: str) -> str:
        """Give why a question of the gate does not apply here, in the study's words."""
        answers = {a["code"]: a for a in self.record["gate"]["answers"]}
        found = answers.get(question, {})
        return self.printer.words(found.get("reason")) if found.get("reason") else ""

    def trial(self) -> str:
        """Name the trial."""
        study = self.record["study"]
        if study is None:
            return "–"
        return " · ".join(str(study[n]) for n in ("eu_ct", "code", "sponsor") if study[n])

    def strength(self) -> str:
        """Say what each container holds, as filled."""
        decided = set(self.decision["containers"]) if self.decision else None
        bags = [b for b in self.bags if decided is None or b["code"] in decided]
        found = []
        for quantity, volume in dict.fromkeys((u["quantity"], u["label"]) for u in bags):
            said = f"{self.printer.number(quantity, '10*6')} {self.w['viable_each']}"
            held = self.w["of_volume"].format(v=self.printer.number(volume, "mL")) if volume else ""
            found.append(f"{said} {held}".rstrip())
        concentration = self.stated("concentration")
        if found and concentration:
            found.append(f"{self.w['concentration']} {concentration}")
        return " · ".join(found)

    def stated(self, name: str) -> str:
        """Give a value that the fill phase states, as typed."""
        filled = [s for s in self.record["steps"] if s["kind"] == "fill" and s["entries"]]
        phase = filled[-1]["path"].partition("/")[0] if filled else ""
        for step in self.record["steps"]:
            if step["entries"] and step["path"].startswith(f"{phase}/"):
                for value in step["entries"][-1]["values"]:
                    if value["name"] == name:
                        return self.printer.typed(value)
        return ""

    def containers(self) -> Row:
        """Name the containers that the decision is about."""
        labels = {
            "certified": "f_containers",
            "released": "f_containers",
            "declined": "f_containers_refused",
        }
        decided = self.decision
        codes = decided["containers"] if decided else [u["code"] for u in self.bags]
        label = self.w[labels[decided["decision"]] if decided else "f_containers_open"]
        return self.known("5", label, f"{len(codes)} : {spans(codes)}" if codes else "")

    def dates(self) -> Row:
        """Give the civil day of the fill, and why there is no expiry date if there is none."""
        filled = [s for s in self.record["steps"] if s["kind"] == "fill" and s["entries"]]
        if not filled:
            return self.known("7", self.w["f_dates"], "")
        made = self.printer.day(filled[-1]["entries"][0]["done_at"])
        return Row("7", self.w["f_dates"], f"{made} ({self.w['manufacture_day']})\n{self.expiry()}")

    def expiry(self) -> str:
        """Give the expiry that stands with its document, or why there is none."""
        stated = [k for k in self.record["keeping"] if k["subject"] == "expiry"]
        if stated and stated[-1]["basis"] != "ended":
            return f"{self.printer.day(stated[-1]['day'])} ({stated[-1]['source']})"
        why = self.reason("G20")
        return f"— {self.w['not_applicable'].format(why=why)}" if why else self.w["unfilled"]

    def start(self) -> Row:
        """Name tissue, donor code, DIN and SEC-DI."""
        donor = self.record["donor"]
        if donor is None:
            return Row("11", self.w["f_start"], self.w["no_donor"])
        donation = donor["donation"] or {}
        parts = [
            donation.get("tissue"), donor["code"],
            f"DIN {donation['din']} {donation['check_character']}" if donation else None,
            f"SEC-DI {donation['sec_di']}" if donation.get("sec_di") else None,
        ]  # fmt: skip
        return Row("11", self.w["f_start"], " · ".join(str(p) for p in parts if p))

    def deviations(self) -> str:
        """Give each deviation with its conclusion in a line."""
        found = [
            f"{d['number']} – {subject(d, self.printer)} ({conclusion(d, self.w)})"
            for d in self.record["deviations"]
        ]
        return "\n".join(found) or self.w["none"]

    def comment(self) -> str:
        """Give the words of the person who decided."""
        return (self.decision or {}).get("reason") or self.w["no_comment"]


def certificate(record: Plain, printer: Printer, words: Words) -> Certificate:
    """Lay out page one for a lot that is certified, refused, or neither yet."""
    fields = Fields(record, printer, words)
    decided = fields.decision
    kind = DECIDED[decided["decision"]] if decided else "undecided"
    signature = signature_of(record, decided)
    sponsor = next((d for d in standing(record) if d["decision"] == "released"), None)
    return Certificate(
        kind, words[kind], tuple(fields.all()),
        printer.words(decided["statement"]) if decided else words["no_decision"],
        signature is not None and signature["manifest"]["lang"] != printer.lang,
        block(signature, printer, words) if signature else None,
        sponsor,
    )  # fmt: skip


def decision_of(record: Plain) -> Plain | None:
    """Give the certification or refusal that stands."""
    found = [d for d in standing(record) if d["decision"] in {"certified", "declined"}]
    return found[-1] if found else None


def standing(record: Plain) -> list[Plain]:
    """Give the decisions that stand."""
    return [d for d in record["dispositions"] if d["stands"]]


def signature_of(record: Plain, decided: Plain | None) -> Plain | None:
    """Give the signature behind a decision."""
    if decided is None:
        return None
    return next((s for s in record["signatures"] if s["id"] == decided["signature_id"]), None)


def block(signature: Plain, printer: Printer, words: Words) -> SignedBlock:
    """Give the signature as it is printed: name, function, time with zone, method, digest."""
    return SignedBlock(
        signature["name"],
        printer.role(signature["role"]),
        printer.when(signature["at"], signature["manifest"]["zone"], seconds=True),
        factor_words(signature, words),
        signature["digest"],
        signature["stands"],
    )


def factor_words(signature: Plain, words: Words) -> str:
    """Name the means a person signed with."""
    return " + ".join(words.get(f"factor_{f}", f) for f in signature["manifest"]["factors"])


def subject(deviation: Plain, printer: Printer) -> str:
    """Say what a deviation is about: what the rule found, else the words of the person."""
    found = deviation["finding"]
    return printer.sentence(found).rstrip(".") if found else str(deviation["title"])


def conclusion(deviation: Plain, words: Words) -> str:
    """Say how a deviation was concluded, in two words."""
    decided = [s for s in deviation["steps"] if s["step"] == "dispositioned"]
    return words[decided[-1]["disposition"]] if decided else words["not_decided"]


def spans(codes: list[str]) -> str:
    """Write codes of one series as spans: AT26-001-B01 to B08, B10."""
    found = [_split(c) for c in sorted(codes)]
    runs: list[list[tuple[str, int]]] = []
    for prefix, n in found:
        if runs and runs[-1][-1] == (prefix, n - 1) and n >= 0:
            runs[-1].append((prefix, n))
        else:
            runs.append([(prefix, n)])
    return ", ".join(_span(run) for run in runs)


def _split(code: str) -> tuple[str, int]:
    stem = code.rstrip("0123456789")
    digits = code[len(stem) :]
    return (stem, int(digits)) if digits else (code, -1)


def _span(run: list[tuple[str, int]]) -> str:
    stem, first = run[0]
    if first < 0:
        return stem
    last = f"{stem.rpartition('-')[2]}{run[-1][1]:02d}"
    return f"{stem}{first:02d}" + (f"–{last}" if len(run) > 1 else "")
