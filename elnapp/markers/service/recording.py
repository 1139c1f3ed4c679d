"""Results of tests as the laboratory reports them; what speaks against the donor holds its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal

from batches.findings import sentence
from batches.marker_entry import ResultEntry, result_notes, result_refusals
from batches.marker_protocol import MarkerProtocol
from batches.marker_reading import AGAINST
from batches.markers import MarkerState, evaluate
from batches.quantity import quote
from batches.verdict import Finding
from elnapp.markers import queries
from elnapp.markers.models import MarkerResult
from elnapp.markers.queries import Donated, DonorSeen
from elnapp.markers.service.writing import (
    act_on,
    demand,
    protocol_in,
    reason_of,
    recorded,
    today,
    view_of,
)
from elnapp.quality import queries as quality
from elnapp.quality.service import open_in, place_in
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.record.plain import digest

LATE = "MRK-LATE"


@dataclass(frozen=True, slots=True)
class NewResult:
    """A result as the report of the laboratory gives it.

    `text` is the number as written, `unit` S/CO or Ct; times by the clock of `zone`.  `file_id` and
    `locator` name the file it was read from.
    """

    sample: str
    analyte: str
    interpretation: str
    kit: str
    lot: str
    laboratory: str
    received_at: datetime
    tested_at: datetime
    zone: str
    validator: str
    text: str = ""
    number: Decimal | None = None
    unit: str = ""
    confirmatory: str | None = None
    retest: bool = False
    comment: str = ""
    confirmed: str = ""
    file_id: str | None = None
    locator: str = ""


class Unconfirmed(Refused):
    """What was typed opens a deviation and nobody has confirmed it yet; nothing was written."""

    @property
    def token(self) -> str:
        """Give what the form carries back to confirm exactly this."""
        return token_of(self.findings)


def token_of(findings: Sequence[Finding]) -> str:
    """Give the token that confirms these findings and no others."""
    return digest([f.plain() for f in findings])


def enter(kernel: Kernel, call: Call, code: str, given: NewResult, donated: Donated) -> Answer:
    """Record a result; gives `{result, hold, deviations}`.

    A kit or laboratory out of date opens a deviation (Unconfirmed until `given.confirmed` carries
    the token) and the result never helps the donor.  A result against the donor after the donation
    places a hold on the donor in the same command.  Codes: those of `result_refusals`,
    MRK-SAMPLE-UNKNOWN, MRK-NO-PROTOCOL.
    """

    def do(tx: Tx, donor: DonorSeen) -> Answer:
        return record_in(tx, donor, given, donated)

    return act_on(kernel, call, "markers.enter", code, do, asdict(given))


def correct(
    kernel: Kernel, call: Call, code: str, n: int, given: NewResult, donated: Donated
) -> Answer:
    """Supersede result `n` with the reason `call.reason`; the old one stays, struck through."""

    def do(tx: Tx, donor: DonorSeen) -> Answer:
        old = view_of(queries.board(tx.session, donor.stream), donor, n)
        if not old.standing:
            raise Refused([Finding("MRK-SUPERSEDED")])
        return record_in(tx, donor, given, donated, (old.row.id, reason_of(tx)))

    return act_on(kernel, call, "markers.correct", code, do, {"result": n, **asdict(given)})


def record_in(
    tx: Tx,
    donor: DonorSeen,
    given: NewResult,
    donated: Donated,
    instead_of: tuple[str, str] | None = None,
) -> Answer:
    """Write one result inside a command that holds the donor's stream."""
    protocol = protocol_in(tx, donor, donated)[1]
    entry, notes = checked(tx, donor, given, protocol)
    if notes and given.confirmed != token_of(notes):
        raise Unconfirmed(notes)
    for note in notes:
        tx.note(note)
    row = _row(tx, donor, given, (entry, notes), instead_of)
    _alarm(tx, donor, row, protocol, donated)
    tx.add(row)
    return {
        "donor": donor.code, "result": row.n, "hold": row.hold, "deviations": row.deviations,
    }  # fmt: skip


def checked(
    tx: Tx, donor: DonorSeen, given: NewResult, protocol: MarkerProtocol
) -> tuple[ResultEntry, tuple[Finding, ...]]:
    """Check a result against sample, registers and protocol; gives it with what is out of order."""
    drawn = queries.board(tx.session, donor.stream).sample(given.sample)
    if drawn is None:
        unknown = {"found": quote(given.sample)}
        raise Refused([Finding("MRK-SAMPLE-UNKNOWN", unknown, "sample")])
    kit = queries.kits(tx.session, today(tx, donor)).get(given.kit)
    lot = queries.lot(tx.session, donor.site, given.kit, given.lot)
    entry = ResultEntry(
        analyte=given.analyte, interpretation=given.interpretation,
        confirmatory=given.confirmatory, number=given.number, unit=given.unit,
        sampled_at=drawn.drawn_at, received_at=given.received_at, tested_at=given.tested_at,
        tested_on=queries.civil_day(given.tested_at, donor.zone), validator=given.validator,
        kit=kit, lot=given.lot, lot_expires_on=lot.expires_on if lot else None,
        laboratory=queries.laboratories(tx.session, today(tx, donor)).get(given.laboratory),
    )  # fmt: skip
    demand(result_refusals(entry, protocol, tx.at))
    return entry, result_notes(entry)


def _row(
    tx: Tx,
    donor: DonorSeen,
    given: NewResult,
    made: tuple[ResultEntry, tuple[Finding, ...]],
    instead_of: tuple[str, str] | None,
) -> MarkerResult:
    entry, notes = made
    n = tx.number(donor.stream, "marker_result")
    drawn = queries.board(tx.session, donor.stream).sample(given.sample)
    kit, laboratory, expires = entry.kit, entry.laboratory, entry.lot_expires_on
    if drawn is None or kit is None or laboratory is None or expires is None:
        message = "a result was written before it was checked"
        raise AssertionError(message)
    supersedes, reason = instead_of or (None, None)
    address = f"{donor.stream}/markers/result/{n}"
    return MarkerResult(
        stream=donor.stream, address=address, n=n,
        findings=[note.plain() for note in notes],
        deviations=[open_in(tx, address, note).number for note in notes],
        sample=given.sample, analyte=given.analyte, specimen=drawn.specimen, retest=given.retest,
        kit=kit.code, kit_name=kit.name, ce_status=kit.ce, lot=given.lot, lot_expires_on=expires,
        laboratory=laboratory.code, laboratory_name=laboratory.name,
        authorisation=laboratory.authorisation, sampled_at=drawn.drawn_at,
        received_at=given.received_at, tested_at=given.tested_at, zone=given.zone,
        text=given.text, number=given.number, unit=given.unit if given.text else "",
        interpretation=given.interpretation, confirmatory=given.confirmatory,
        validator=given.validator.strip(), comment=given.comment.strip(), file_id=given.file_id,
        locator=given.locator, supersedes=supersedes, reason=reason, alarms=[], **recorded(tx),
    )  # fmt: skip


def _alarm(
    tx: Tx, donor: DonorSeen, row: MarkerResult, protocol: MarkerProtocol, donated: Donated
) -> None:
    """Place a hold on the donor when a result after the donation speaks against it.

    One marker on one open hold is enough; unverified and initially reactive count, because cells
    may be on their way to a patient.
    """
    on = donated(tx.session, donor.stream)
    if on is None:
        return
    history = queries.board(tx.session, donor.stream).history()
    tests = (*(t for t in history.tests if t.id != row.supersedes), queries.as_test(row))
    found = evaluate(protocol, replace(history, tests=tests), on)
    bearing = {m.code for m in protocol.markers_of(row.analyte)}
    states = [s for s in found.markers if s.code in bearing and _against(s, protocol)]
    new = [s for s in states if s.code not in _held(tx, donor)]
    if not new:
        return
    # A hold is read by everyone who handles the cells: it names no marker.
    finding = Finding(LATE, {}, row.address, 3)
    tx.note(finding)
    row.alarms = [s.code for s in new]
    row.hold = place_in(tx, donor.stream, sentence(finding, tx.actor.lang), LATE).number


def _against(state: MarkerState, protocol: MarkerProtocol) -> bool:
    """Tell whether a marker is held open or decided by a reactive result."""
    if state.conclusion == "NEGATIVE":
        return False
    return any(
        reading in AGAINST and not protocol.analytes[code].informs
        for code, reading in state.readings.items()
    )


def _held(tx: Tx, donor: DonorSeen) -> set[str]:
    """Name the markers that an open hold of this donor speaks of already."""
    standing = {h.number for h in quality.open_holds(tx.session, [donor.stream])}
    results = queries.board(tx.session, donor.stream).results
    return {code for v in results if v.row.hold in standing for code in v.row.alarms}
