"""A lot on its way to release: its order, its pinned texts, and everything the gate is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches.deviation import DeviationFact
from batches.gate import Exemption, GateReport, evaluate, exemptions
from batches.gate_facts import (
    ContainersFact,
    GateFacts,
    HoldFact,
    PeopleFact,
    RecordFact,
    RowFact,
    StandingFact,
    TrailFact,
)
from batches.samples import missing
from batches.signing import Involvement
from batches.verdict import Finding
from elnapp.custody import queries as custody
from elnapp.custody.queries import UnitView
from elnapp.lots import queries as lots
from elnapp.lots.queries import Order
from elnapp.procurement import queries as procurement
from elnapp.quality import queries as quality
from elnapp.quality.queries import DeviationView
from elnapp.record import Event, Head, NotFound
from elnapp.release.queries.donor import donor_fact
from elnapp.release.queries.integrity import broken
from elnapp.release.queries.pinned import pinned_body, pinned_specification
from elnapp.release.queries.reviews import certified, reviewed_to
from elnapp.results import queries as results
from elnapp.results.queries import Line, Pinned
from elnapp.signing import queries as signing
from elnapp.signing.queries import SignatureView

CONTAINER = "bag"


@dataclass(frozen=True, slots=True)
class About:
    """What a decision is about to do: who signs, on which containers, with which reasons.

    `named` None stands for every container in quarantine: the gate as a page asks it.
    """

    signer: str | None = None
    named: frozenset[str] | None = None
    justified: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A lot with the approved texts that decide on it; pinned when it was issued."""

    order: Order
    statements: Mapping[str, Any]
    scope: Mapping[str, Exemption]
    pinned: Pinned
    material: tuple[str, ...] = ()

    @property
    def stream(self) -> str:
        """Give the stream of the lot."""
        return self.order.stream

    @property
    def donor(self) -> str | None:
        """Give the stream of the donor; a lot without patients may have none."""
        return f"donor/{self.order.donor}" if self.order.donor else None

    @property
    def streams(self) -> list[str]:
        """Give what a decision locks: the lot first, then its donor and its starting material."""
        return [self.stream, *([self.donor] if self.donor else []), *self.material]


def case(session: Session, stream: str) -> Case:
    """Load a lot; raises NotFound."""
    order = lots.order(session, stream)
    scope = order.pinned.get("gate-scope")
    return Case(
        order,
        pinned_body(session, order.pin("statements")),
        exemptions(pinned_body(session, scope)) if scope else {},
        pinned_specification(session, stream),
        procurement.streams_of(session, stream),
    )


def gate(session: Session, stream: str, at: datetime, about: About | None = None) -> GateReport:
    """Answer every question before certification for a lot, as it stands now."""
    found = case(session, stream)
    return evaluate(gate_facts(session, found, at, about), found.scope)


def gate_facts(
    session: Session, found: Case, at: datetime, about: About | None = None
) -> GateFacts:
    """Gather what the gate is told; rooms that do not exist leave their question open."""
    about = about or About()
    stream = found.stream
    # Those of its starting material count like its own.
    sources = (stream, *found.material)
    deviations = [d for source in sources for d in quality.deviations(session, source)]
    return GateFacts(
        purpose=found.order.purpose,
        position=lots.position_of(session, stream, at),
        rows=_rows(session, found, deviations),
        standing=_standing(session, stream),
        donor=donor_fact(session, found.order) if found.donor else None,
        deviations=tuple(d.fact() for d in deviations),
        trail=TrailFact(reviewed_to(session, stream), events(session, stream)),
        containers=_containers(containers(session, stream), about),
        holds=_holds(session, found),
        retention=_retention(session, found),
        people=_people(session, found, about),
        oos=results.oos_facts(session, stream),
        record=RecordFact((*broken(session, stream), *results.misjudged(session, found.pinned))),
        justified=about.justified,
    )


def containers(session: Session, stream: str) -> list[UnitView]:
    """Give the containers filled in a lot, those taken back by a correction left out."""
    return [u for u in custody.units(session, stream, CONTAINER) if u.state != "undone"]


def in_quarantine(session: Session, stream: str) -> list[UnitView]:
    """Give the containers of a lot that are whole and that nobody has decided on."""
    return [u for u in containers(session, stream) if u.state == "open"]


def releasable(session: Session, stream: str) -> tuple[str, ...]:
    """Give the containers certified and still whole: one emptied since then goes to no site."""
    whole = {u.code for u in in_quarantine(session, stream)}
    return tuple(code for code in certified(session, stream) if code in whole)


def events(session: Session, stream: str) -> tuple[tuple[int, str], ...]:
    """Give (sequence, verb) of every event of a stream, refusals included."""
    found = select(col(Event.seq), col(Event.verb)).where(col(Event.stream) == stream)
    return tuple((row[0], row[1]) for row in session.execute(found.order_by(col(Event.seq))))


def head(session: Session, stream: str) -> Head:
    """Give where a stream stands; raises NotFound."""
    found = session.get(Head, stream)
    if found is None:
        raise NotFound(stream)
    return found


def involvement(session: Session, found: Case) -> tuple[Involvement, Mapping[str, Involvement]]:
    """Give who did what in the lot and at each step, and who approved it.

    A part taken in the work counts for ever; an approval counts while it stands.
    """
    lot, steps = lots.involvement_by_step(session, found.stream)
    acts: dict[str, frozenset[str]] = dict(lot)
    acts["ANALYSED"] = acts.get("ANALYSED", frozenset()) | results.analysts(session, found.stream)
    acts["CHECKED"] = acts.get("CHECKED", frozenset()) | results.reviewers(session, found.stream)
    for view in on_lot(session, found.stream):
        if not view.stands:
            continue
        acts[view.meaning] = acts.get(view.meaning, frozenset()) | {view.signer}
    return acts, steps


def on_lot(session: Session, stream: str) -> list[SignatureView]:
    """Give every signature given on the lot as a whole, void ones too, in order of time."""
    return signing.all_of(session, stream, stream)


def _rows(session: Session, found: Case, deviations: list[DeviationView]) -> tuple[RowFact, ...]:
    approved = "QC-APPROVED" in signing.meanings_at(session, found.stream)
    lines = results.certificate(session, found.stream, found.pinned.specification)
    moving = results.undecided(session, found.stream)
    return tuple(
        RowFact(
            line.row.code, line.row.row_class, line.verdict, line.row.attribute,
            approved, _concluded(line, deviations), not line.to_review, line.row.code in moving,
        )
        for line in lines
    )  # fmt: skip


def _concluded(line: Line, deviations: list[DeviationView]) -> bool:
    """Tell whether quality assurance concluded on the result that stands."""
    if line.result is None or line.result.invalid is not None:
        return False
    about = [d.fact() for d in deviations if d.about == line.result.address]
    return bool(about) and not any(d.open or d.conclusion == "reject" for d in about)


def _standing(session: Session, stream: str) -> StandingFact:
    """Give the meanings that stand, and the addresses elsewhere that have changed since.

    Signed again, the newest signature of a meaning speaks for it.
    """
    newest = {v.meaning: v for v in on_lot(session, stream) if v.stands}
    moved = [
        (meaning, address)
        for meaning, view in newest.items()
        for address, digest in view.manifest["refs"].items()
        if signing.digest_of(session, address) != digest
    ]
    addresses = tuple(sorted({address for _meaning, address in moved}))
    return StandingFact(frozenset(newest), addresses, frozenset(m for m, _address in moved))


def _containers(filled: list[UnitView], about: About) -> ContainersFact:
    left = frozenset(u.code for u in filled if u.state == "open")
    named = left if about.named is None else about.named
    return ContainersFact(
        created=frozenset(u.code for u in filled),
        named=named,
        refused=left - named,
        otherwise=frozenset(u.code for u in filled if u.state != "open"),
    )


def _holds(session: Session, found: Case) -> tuple[HoldFact, ...]:
    return tuple(HoldFact(h.number, h.about) for h in quality.open_holds(session, found.streams))


def _retention(session: Session, found: Case) -> tuple[Finding, ...] | None:
    """Give the samples that the lot's plan keeps and that are not there; None without a plan."""
    if not found.pinned.plan.lines:
        return None
    views = results.sample_views(session, found.stream, found.pinned.plan)
    kept = (v.role for v in views if v.way.step != "destroyed")
    return missing(found.pinned.plan, kept)


def _people(session: Session, found: Case, about: About) -> PeopleFact:
    lot, steps = involvement(session, found)
    rules = lots.independence(session, found.order)
    return PeopleFact(rules, lot, steps, about.signer)


def accepted(facts: GateFacts) -> tuple[DeviationFact, ...]:
    """Give the deviations that were concluded in favour of the lot: a certification names them."""
    known = facts.deviations or ()
    return tuple(d for d in known if not d.open and d.conclusion != "reject")
