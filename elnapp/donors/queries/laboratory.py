"""What the laboratory's own record answers to criteria of a screening, and how that is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from batches.screening import LabFact
from batches.verdict import Finding


def laboratory(_session: Session, _stream: str) -> tuple[LabFact, ...]:
    """Give what the laboratory answers for a donor now; the one place where another room is asked.

    No room of infectious markers stands below this one yet, so nothing is answered, and the
    criteria rest on what is typed into the screening. Its answer must follow from rows of the
    donor's own stream: the donor's state is derived from it.
    """
    return ()


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
            tuple(_finding(finding) for finding in one["findings"]),
            bool(one["sampled"]),
        )
        for one in stored_facts or ()
    )


def _finding(plain: Mapping[str, Any]) -> Finding:
    return Finding(plain["code"], plain["params"], plain["where"], plain["weight"])
