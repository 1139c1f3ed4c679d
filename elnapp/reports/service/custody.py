"""The custody of starting material as lines: collected, handed over, received, stored, issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from batches.handing import CONFIRMED_BY, WAYS
from batches.procurement import DECISIONS
from batches.transport import MEASURED
from elnapp.reports.service.printer import Printer

Plain = Mapping[str, Any]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One event of custody: what, when, by whom, and its details one under the other."""

    what: str
    at: str
    by: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Custody:
    """The custody of one donation's containers."""

    din: str
    containers: str
    lines: tuple[Line, ...]


def custody(record: Plain, printer: Printer, words: Words) -> list[Custody]:
    """Give the custody of each donation that a lot started from."""
    return [
        Custody(one["din"], ", ".join(one["containers"]), tuple(_Lines(one, printer, words).all()))
        for one in record["material"]
    ]


class _Lines:
    """Writes the events of one donation."""

    def __init__(self, one: Plain, printer: Printer, words: Words) -> None:
        self.one, self.printer, self.w = one, printer, words

    def all(self) -> Iterator[Line]:
        """Give the events in their order; one that is not on record says so."""
        w = self.w
        for name, what, write in (
            ("procurement", "procured", self.procured),
            ("hand_over", "handed_over", self.handed),
            ("receipt", "received", self.received),
        ):
            row = self.one[name]
            yield write(row) if row else Line(w[what], "–", "–", (w["not_recorded"],))
            if name == "hand_over":
                yield from map(self.carried, self.one["legs"])
        yield from map(self.moved, self.one["moves"])

    def procured(self, row: Plain) -> Line:
        """Write the procurement: when it was, over which document; none of its answers."""
        zone = row["zone"]
        start, end = (self.printer.when(row[name], zone) for name in ("started_at", "ended_at"))
        said = self.w["from_until"].format(start=start, end=end)
        at = self.printer.when(row["recorded_at"])
        return Line(self.w["procured"], at, row["recorded_by_name"], (said, row["document"]))

    def handed(self, row: Plain) -> Line:
        """Write the hand-over: each container, and what travelled with it."""
        box = self.w["box"].format(**{n: row[n] for n in ("shipper", "seal", "logger")})
        at = self.printer.when(row["dispatched_at"], row["zone"])
        return Line(
            self.w["handed_over"], at, row["handed_by_name"], (", ".join(row["items"]), box)
        )

    def carried(self, row: Plain) -> Line:
        """Write what a courier took or delivered, how it was confirmed, under which seal."""
        broken = "" if row["seal_intact"] else self.w["seal_broken"]
        who = f"{row['courier']} · {row['courier_code']} · {row['waybill']}"
        sealed = f"{self.w['leg_seal']} {row['seal']} {broken}".rstrip()
        confirmed = self.printer.words(CONFIRMED_BY[row["confirmed"]])
        found = [self.printer.sentence(one) for one in row["findings"]]
        return Line(
            self.printer.words(WAYS[row["way"]]),
            self.printer.when(row["happened_at"], row["zone"]),
            row["recorded_by_name"],
            (who, f"{confirmed} · {sealed}", *found),
        )

    def received(self, row: Plain) -> Line:
        """Write the receipt: decision, time since collection, temperatures, what was found."""
        decided = self.printer.words(DECISIONS[row["decision"]])
        hours = self.printer.computed(row["since_collection"])
        details = [
            f"{decided}{self.colon}{row['reason']}" if row["reason"] else decided,
            self.w["since"].format(hours=hours),
            f"{self.w['logged']}{self.colon}{self.logged(row)}",
        ]
        found = [self.printer.sentence(one) for one in row["findings"]]
        numbers = [*row["deviations"], *([row["hold"]] if row["hold"] else [])]
        if found or numbers:
            said = " ".join([*found, ", ".join(numbers)]).strip()
            details.append(f"{self.w['found_at_receipt']}{self.colon}{said}")
        at = self.printer.when(row["received_at"], row["zone"])
        return Line(self.w["received"], at, row["received_by_name"], tuple(details))

    def logged(self, row: Plain) -> str:
        """Write what the logger's file says, or why it says nothing."""
        log, lang = row["log"], self.printer.lang
        if not row["file_sha256"] or not log:
            return self.w["file_none"]
        if "source" not in log:
            return self.w["file_unread"].format(why=log["unread"][lang])
        values = [
            f"{self.printer.words(label).lower()} {self.printer.number(v['value'], v['unit'])}"
            for name, label in MEASURED.items()
            if (v := log["values"].get(name)) is not None
        ]
        return "; ".join([*values, self.w["file_of"].format(serial=log["source"]["serial"])])

    def moved(self, row: Plain) -> Line:
        """Write where a container was put, or that it went to the lot."""
        what = self.w["put_into"] if row["place"] else self.w["to_lot"]
        details = (" · ".join(t for t in (row["code"], row["place"]) if t),)
        return Line(what, self.printer.when(row["at"]), "–", details)

    @property
    def colon(self) -> str:
        """Give a colon as the language sets it."""
        return "\u00a0: " if self.printer.lang == "fr" else ": "
