"""What the laboratory's own record answers to criteria of a screening, and how that is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from batches.screening import LabFact
from batches.verdict import Finding
from elnapp.donors.queries.register import donation_day
from elnapp.markers import queries as markers


def laboratory(session: Session, stream: str) -> tuple[LabFact, ...]:
    """Give what the laboratory answers for a donor now; the one place where another room is asked.

    A criterion is answered when its markers are concluded, for or against the donor. While results
    are awaited the screening says what is known, and the gate of a lot asks for the laboratory.
    It follows from rows of the donor's own stream: the donor's state is derived from it.
    """
    on = donation_day(session, stream)
    view = markers.recorded(session, stream, on)
    if view is None:
        return ()
    sampled = any(
        on is not None and s.drawn_on >= on for s in markers.board(session, stream).samples
    )
    facts = []
    for code, said in sorted(view.criteria.items()):
        if said == "FAIL":
            facts.append(LabFact(code, "FAIL", f"{stream}/markers", _against(view, code), sampled))
        elif said == "PASS":
            facts.append(LabFact(code, "PASS", f"{stream}/markers", (), sampled))
    return tuple(facts)


def _against(view: markers.StandingView, code: str) -> tuple[Finding, ...]:
    """Say what speaks against the donor at one criterion."""
    against = (m for m in view.standing.markers if m.serves == code and m.conclusion == "POSITIVE")
    return tuple(finding for marker in against for finding in marker.findings)


def stored(facts: Iterable[LabFact]) -> list[dict[str, Any]] | None:
    """Give facts as a screening keeps them; None when there are none."""
    kept = [
        {
            "criterion": fact.criterion,
            "status": fact.status,
            "address": fact.address,
            "findings": [finding.plain() for finding in fact.findings],
            "sampled": fact.sampled,
        }
        for fact in facts
    ]
    return kept or None


def kept(stored_facts: Iterable[Mapping[str, Any]] | None) -> tuple[LabFact, ...]:
    """Read facts back as they were when a screening was computed."""
    return tuple(
        LabFact(
            str(one["criterion"]),
            one["status"],
            str(one["address"]),
            tuple(Finding.stored(finding) for finding in one["findings"]),
            bool(one["sampled"]),
        )
        for one in stored_facts or ()
    )
