"""What the certification gate is told. None means that the house cannot know it yet.

The caller gathers these facts from the standing record; the gate judges and never looks anything
up. An empty tuple is knowledge ("looked, and there is none"); None is the lack of it, and blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from batches.deviation import DeviationFact
from batches.oos import OosFact
from batches.position import Position
from batches.signing import Involvement, Rule
from batches.text import Text
from batches.verdict import Finding

Findings = tuple[Finding, ...]
RowClass = Literal["RELEASE", "ACTION", "INFO"]
RowState = Literal["PASS", "FAIL", "INVALID", "PENDING"]


@dataclass(frozen=True, slots=True)
class RowFact:
    """One row of the specification: its class, its verdict, and who stands behind it.

    `approved` tells that the result is covered by a standing approval of quality control;
    `concluded` that quality assurance concluded on an ACTION row out of its limit, `reviewed` that a
    second person reviewed every valid result of it, `moving` that its result comes from a panel whose
    gates were moved by hand and that nobody has decided on that.
    """

    code: str
    row_class: str
    verdict: str
    label: Text
    approved: bool = False
    concluded: bool = False
    reviewed: bool = True
    moving: bool = False


@dataclass(frozen=True, slots=True)
class DonorFact:
    """The donor as the lot sees them.

    `state` as in `eligibility.donor_state`; `signed` that both signatures on the determination
    stand; `in_force` that its protocol version was in force at donation; `consent` that it stands
    for this use; `information` counts new donor information not yet assessed; `covered` tells that
    an eligible determination was made for the day of this donation; `markers` what the laboratory's
    results on record come to for the use of the cells, empty while no sample is on record.
    """

    code: str
    state: str
    signed: bool
    in_force: bool
    consent: bool
    information: int = 0
    covered: bool = True
    markers: str = ""


@dataclass(frozen=True, slots=True)
class TrailFact:
    """The review of the audit trail: reviewed up to `reviewed_to` (None: never).

    `events` are (sequence, verb) of the lot's stream, refusals included.
    """

    reviewed_to: int | None
    events: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ContainersFact:
    """What became of each container filled: named for certification, refused, or used otherwise.

    `otherwise` are containers taken for control, retention or stability, or destroyed.
    """

    created: frozenset[str]
    named: frozenset[str]
    refused: frozenset[str] = frozenset()
    otherwise: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HoldFact:
    """An open hold on the lot, its donor, a material, a parent lot or a container."""

    number: str
    address: str


@dataclass(frozen=True, slots=True)
class PeopleFact:
    """Who did what in the lot and at each step, and who is about to certify (None: nobody yet)."""

    rules: tuple[Rule, ...]
    lot: Involvement
    steps: Mapping[str, Involvement]
    signer: str | None = None


@dataclass(frozen=True, slots=True)
class StandingFact:
    """Which meanings stand on the lot as it is now.

    `moved` are the addresses of other streams (donor, documents) whose digest is no longer the
    one that a standing signature was given on; `past` the meanings that rest on one of them, which
    stand for what was and are to be signed again for what is.
    """

    meanings: frozenset[str]
    moved: tuple[str, ...] = ()
    past: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RecordFact:
    """What the verification of chain, signatures and files found; empty when all is in order."""

    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateFacts:
    """Everything the gate is told, one field a question or a pair of them.

    Fields from `materials` on belong to rooms that answer with findings of their own.
    `justified` are the questions (J) that the Qualified Person passes with a written reason.
    """

    purpose: str
    position: Position | None = None
    rows: tuple[RowFact, ...] | None = None
    standing: StandingFact | None = None
    donor: DonorFact | None = None
    deviations: tuple[DeviationFact, ...] | None = None
    oos: tuple[OosFact, ...] = ()
    trail: TrailFact | None = None
    containers: ContainersFact | None = None
    holds: tuple[HoldFact, ...] | None = None
    people: PeopleFact | None = None
    record: RecordFact | None = None
    materials: Findings | None = None
    equipment: Findings | None = None
    training: Findings | None = None
    environment: Findings | None = None
    simulation: Findings | None = None
    changes: Findings | None = None
    exceptions: Findings | None = None
    storage: Findings | None = None
    retention: Findings | None = None
    authorisations: Findings | None = None
    stability: Findings | None = None
    paper: Findings | None = None
    justified: Mapping[str, str] = field(default_factory=dict)
