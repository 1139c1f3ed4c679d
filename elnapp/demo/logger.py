"""The file of a temperature logger as a Q-tag writes it, for a transport of the demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

CALM = tuple(Decimal(text) for text in ("21.4", "20.6", "19.1", "18.0", "17.4", "17.2", "17.5"))
FEW = timedelta(hours=2)
_MINUTE = "%Y-%m-%d %H:%M"


def q_tag(serial: str, start: datetime, end: datetime, degrees: Sequence[Decimal] = CALM) -> bytes:
    """Write the run of a logger from `start` to `end`; its temperatures repeat when they run out.

    A reading each minute of a short way, each ten of a long one; its clock stands in UTC.
    """
    step = 1 if end - start <= FEW else 10
    first = start.astimezone(UTC).replace(second=0, microsecond=0)
    count = int((end - first).total_seconds()) // (60 * step) + 2
    readings = [
        (first + timedelta(minutes=step * n), degrees[n % len(degrees)]) for n in range(count)
    ]
    shown = [value for _at, value in readings]
    lines = [
        "Device: Q-tag CLm doc LR", "Vers: 1.9", "Fw Vers: 4.7.04o",
        "Conf:", f" Serial: {serial}", " Zone: 0.00", f" Logging Interval: {step}",
        "Res:", f" TS Start: {first:{_MINUTE}}", f" TS Stop: {readings[-1][0]:{_MINUTE}}",
        f" Min T: {min(shown)}", f" Max T: {max(shown)}",
        "Data:", "\tyyyy-MM-dd hh:mm\tT\tOut of limits",
        *(f"\t{at:{_MINUTE}}\t{value}\t" for at, value in readings),
    ]  # fmt: skip
    return "\r\n".join([*lines, ""]).encode()
