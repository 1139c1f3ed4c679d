"""Requests for tests and samples of the donor, with the verdict on plasma dilution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from batches.marker_dilution import Dilution, Fluids, dilution
from batches.marker_dilution import faults as fluid_faults
from batches.marker_entry import SampleEntry, sample_notes, sample_refusals
from batches.marker_protocol import MarkerProtocol
from batches.quantity import quote
from batches.verdict import Finding
from elnapp.documents.queries import Version
from elnapp.markers import queries
from elnapp.markers.models import MarkerRequest, MarkerSample
from elnapp.markers.queries import Donated, DonorSeen
from elnapp.markers.service.writing import (
    act_on,
    demand,
    protocol_in,
    reason_of,
    recorded,
    today,
)
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx


@dataclass(frozen=True, slots=True)
class NewSample:
    """A sample as drawn: label of the tube, specimen, when by the clock of `zone`, fluids before.

    Weight in kg, volumes in mL, each needed when `fluids` is "given".  `archived` says where the
    archive sample is kept, or why there is none.
    """

    label: str
    specimen: str
    drawn_at: datetime
    zone: str
    fluids: str
    weight: Decimal | None = None
    blood: Decimal | None = None
    colloids: Decimal | None = None
    crystalloids: Decimal | None = None
    archived: str = ""

    @property
    def received(self) -> Fluids:
        """Give the fluids as the rule reads them."""
        return Fluids(self.fluids, self.weight, self.blood, self.colloids, self.crystalloids)


def request(
    kernel: Kernel,
    call: Call,
    code: str,
    wanted: tuple[Sequence[str], str],
    donated: Donated,
) -> Answer:
    """Ask a laboratory for tests: `wanted` is the analytes and the laboratory.

    Gives `{request}`.  Codes: MRK-NONE-ASKED, MRK-ANALYTE, MRK-LABORATORY, MRK-NO-PROTOCOL.
    """
    analytes, laboratory = tuple(dict.fromkeys(wanted[0])), wanted[1]

    def do(tx: Tx, donor: DonorSeen) -> Answer:
        version, protocol = protocol_in(tx, donor, donated)
        demand(_request_faults(tx, donor, protocol, (analytes, laboratory)))
        n = tx.number(donor.stream, "marker_request")
        tx.add(
            MarkerRequest(
                stream=donor.stream, address=f"{donor.stream}/markers/request/{n}", n=n,
                version_id=version.id, protocol=version.name, protocol_hash=version.hash,
                analytes=list(analytes), laboratory=laboratory,
                comment=(tx.call.reason or "").strip(), **recorded(tx),
            )
        )  # fmt: skip
        return {"donor": code, "request": n}

    asked = {"analytes": list(analytes), "laboratory": laboratory}
    return act_on(kernel, call, "markers.request", code, do, asked)


def sample(kernel: Kernel, call: Call, code: str, given: NewSample, donated: Donated) -> Answer:
    """Record a sample; gives `{sample, findings}`.

    A sample that lies in no window of the protocol is taken and said (MRK-SAMPLE-DAYS, in the
    event): it was drawn all the same.  Codes: MRK-SPECIMEN, MRK-FUTURE, MRK-LABEL-USED, MRK-FLUIDS,
    MRK-FLUIDS-MISSING, MRK-WEIGHT, MRK-VOLUME, MRK-NO-PROTOCOL.
    """

    def do(tx: Tx, donor: DonorSeen) -> Answer:
        basis = protocol_in(tx, donor, donated)
        number = tx.number(donor.stream, "marker_sample")
        place = (f"{donor.code}-P{number:02d}", 1, None)
        return _written(tx, donor, given, basis, place, donated)

    return act_on(kernel, call, "markers.sample", code, do, asdict(given))


def correct_sample(
    kernel: Kernel, call: Call, code: str, which: str, given: NewSample, donated: Donated
) -> Answer:
    """Supersede what is known of sample `which`, with the reason `call.reason`; the old one stays."""

    def do(tx: Tx, donor: DonorSeen) -> Answer:
        before = queries.board(tx.session, donor.stream).sample(which)
        if before is None:
            raise NotFound(f"{donor.stream}/markers/sample/{which}")
        basis = protocol_in(tx, donor, donated)
        place = (which, before.version + 1, reason_of(tx))
        return _written(tx, donor, given, basis, place, donated)

    asked = {"sample": which, **asdict(given)}
    return act_on(kernel, call, "markers.sample", code, do, asked)


def _request_faults(
    tx: Tx, donor: DonorSeen, protocol: MarkerProtocol, wanted: tuple[Sequence[str], str]
) -> list[Finding]:
    analytes, laboratory = wanted
    unknown = [a for a in analytes if a not in protocol.analytes]
    found = [Finding("MRK-ANALYTE", {"found": quote(a)}, "analytes") for a in unknown]
    if not analytes:
        found.append(Finding("MRK-NONE-ASKED", {}, "analytes"))
    if laboratory not in queries.laboratories(tx.session, today(tx, donor)):
        found.append(Finding("MRK-LABORATORY", {}, "laboratory"))
    return found


def _written(
    tx: Tx,
    donor: DonorSeen,
    given: NewSample,
    basis: tuple[Version, MarkerProtocol],
    place: tuple[str, int, str | None],
    donated: Donated,
) -> Answer:
    version, protocol = basis
    day = queries.civil_day(given.drawn_at, donor.zone)
    entry = SampleEntry(given.specimen, given.drawn_at, day)
    demand(
        [
            *sample_refusals(entry, protocol, tx.at),
            *fluid_faults(given.received),
            *_label_faults(tx, given.label.strip(), place[0]),
        ]
    )
    notes = sample_notes(entry, protocol, donated(tx.session, donor.stream))
    for note in notes:
        tx.note(note)
    judged = _Judged(version.hash, day, notes, dilution(given.received, protocol.dilution))
    tx.add(_row(tx, donor, given, place, judged))
    said = [note.plain() for note in notes]
    return {"donor": donor.code, "sample": place[0], "findings": said}


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the protocol says of a sample."""

    protocol_hash: str
    drawn_on: date
    notes: Sequence[Finding]
    dilution: Dilution


def _row(
    tx: Tx, donor: DonorSeen, given: NewSample, place: tuple[str, int, str | None], judged: _Judged
) -> MarkerSample:
    code, number, reason = place
    return MarkerSample(
        stream=donor.stream, address=f"{donor.stream}/markers/sample/{code}", code=code,
        version=number, label=given.label.strip() or code, specimen=given.specimen,
        drawn_at=given.drawn_at, zone=given.zone, drawn_on=judged.drawn_on, fluids=given.fluids,
        weight=given.weight, blood=given.blood, colloids=given.colloids,
        crystalloids=given.crystalloids,
        dilution=queries.computed_plain(judged.dilution.computed),
        dilution_verdict=judged.dilution.verdict, protocol_hash=judged.protocol_hash,
        archived=given.archived.strip(), findings=[n.plain() for n in judged.notes],
        reason=reason, **recorded(tx),
    )  # fmt: skip


def _label_faults(tx: Tx, label: str, code: str) -> list[Finding]:
    """Refuse a label of another sample: it would lead a file to the wrong donor."""
    found = queries.labelled(tx.session, label) if label else None
    if found is None or found.code == code:
        return []
    raise Refused([Finding("MRK-LABEL-USED", {"found": quote(label)}, "label", 3)], matters=True)
