"""What was reviewed and decided on a lot, with the answers of the gate as they were then."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Session

from elnapp.record.plain import plain
from elnapp.release import queries as release

ASKED_EVERYTHING = ("certified", "declined")


def everything(session: Session, stream: str, at: datetime) -> dict[str, Any]:
    """Give trail reviews, decisions, and the gate: frozen by the last decision, else as of now."""
    decisions = [plain(asdict(d)) for d in release.dispositions(session, stream)]
    return {
        "trail_reviews": [plain(asdict(r)) for r in release.trail_reviews(session, stream)],
        "dispositions": decisions,
        "gate": _frozen(decisions) or _live(session, stream, at),
    }


def _frozen(decisions: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Give the answers kept with the newest decision that stands and answered every question."""
    for decision in reversed(decisions):
        if decision["stands"] and decision["decision"] in ASKED_EVERYTHING:
            return {"at": decision["at"], "frozen": True, "answers": decision["gate"]}
    return None


def _live(session: Session, stream: str, at: datetime) -> dict[str, Any]:
    answers = release.frozen(release.gate(session, stream, at))
    return {"at": plain(at), "frozen": False, "answers": plain(answers)}
