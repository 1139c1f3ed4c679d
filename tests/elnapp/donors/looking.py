"""What tests of donors look at: findings, holds, the last event, and whether all verifies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from elnapp.audit.service import layers
from elnapp.donors import service
from elnapp.donors.service import NewInformation
from elnapp.quality import queries as quality
from elnapp.record import Event, Kernel, Refused
from elnapp.record.verify import verify
from tests.cast import PHYSICIAN, Cast

STREAM = "donor/D-0001"


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """The codes of a refusal."""
    return [finding.code for finding in refused.value.findings]


def held(kernel: Kernel, stream: str = STREAM) -> list[str | None]:
    """The rules of the holds that stand on a donor."""
    with kernel.reading() as session:
        return [hold.rule for hold in quality.open_holds(session, [stream])]


def noted(kernel: Kernel, stream: str = STREAM) -> str:
    """The body of the last event."""
    with kernel.reading() as session:
        return list(session.exec(select(Event).where(Event.stream == stream).order_by("seq")))[
            -1
        ].body


def sound(kernel: Kernel) -> bool:
    """Whether chain, replay and everything computed again agree."""
    return verify(kernel.stores, layers()).broken == []


def news(kernel: Kernel, cast: Cast, code: str, **changed: Any) -> dict[str, Any]:
    """Record that the donor called."""
    given: dict[str, Any] = {
        "kind": "DONOR_CALL", "learned_at": cast.clock(), "zone": "Europe/Paris",
        "source": "Donor line", "told": "Hepatitis A at home",
    } | changed  # fmt: skip
    return service.inform(kernel, cast.call(PHYSICIAN), code, NewInformation(**given))


def reschedule(
    kernel: Kernel, cast: Cast, code: str, on: date | None, reason: str | None = "theatre closed"
) -> dict[str, Any]:
    """Plan the donation for another day."""
    return service.reschedule(kernel, cast.call(PHYSICIAN, reason), code, on)
