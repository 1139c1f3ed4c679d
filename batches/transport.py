"""What the temperature logger of a transport says, and what it means beside what was typed.

What a logger's file says goes before what a person typed from its display; what was typed stays on
record.  Limits are those of the `procurement` document; times are instants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from batches.ledger import Computed, Value
from batches.text import Text
from batches.verdict import Finding, Param

SERIAL, LOW, HIGH, OUTSIDE = "logger", "temperature_low", "temperature_high", "minutes_outside"
READ = (SERIAL, LOW, HIGH, OUTSIDE)
"""Questions of a receipt that the logger's file answers; a document must ask them."""
KINETIC = "mean_kinetic_temperature"
MEASURED: dict[str, Text] = {
    LOW: Text("Lowest temperature", "Température minimale"),
    HIGH: Text("Highest temperature", "Température maximale"),
    OUTSIDE: Text("Time outside the range", "Durée hors de l'intervalle"),
    KINETIC: Text("Mean kinetic temperature", "Température cinétique moyenne"),
}


@dataclass(frozen=True, slots=True)
class Energy:
    """The activation energy of a mean kinetic temperature, in kJ/mol, with where it comes from."""

    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Trip:
    """What one logger's file says of a transport.

    `unread` says why the file could not be read; then all the rest is empty.  `serial` is that of
    the file; `computed` holds values by the name of their question, none where the file has no
    series of temperatures in Cel.  `began` and `ended` are None where the file gives no moment.
    """

    serial: str = ""
    began: datetime | None = None
    ended: datetime | None = None
    interval: timedelta = timedelta()
    computed: Mapping[str, Computed] = field(default_factory=dict)
    unread: Text | None = None


def judged(typed: Mapping[str, Value], trip: Trip | None) -> dict[str, Value]:
    """Give the answers that are judged: those of the file where it has them, else those typed."""
    found = dict(typed)
    if trip is None:
        return found
    if trip.serial:
        found[SERIAL] = Value(trip.serial)
    for name in READ:
        value = trip.computed[name].value if name in trip.computed else None
        if value is not None:
            found[name] = Value(str(value), value, trip.computed[name].unit)
    return found


def findings(
    typed: Mapping[str, Value], trip: Trip, sent: datetime, received: datetime
) -> tuple[Finding, ...]:
    """Say what a file cannot answer, and where it differs from what was typed.

    Codes: REC-FILE-UNREAD and REC-FILE-NO-SERIES (weight 1: what was typed stands), REC-TYPED
    (weight 1, at its field), REC-FILE-COVER (weight 2: the series does not cover the transport).
    """
    if trip.unread is not None:
        why: dict[str, Param] = {"why_en": trip.unread.en, "why_fr": trip.unread.fr}
        return (Finding("REC-FILE-UNREAD", why, "file", 1),)
    found = list(_differences(typed, trip))
    if not trip.computed:
        found.append(Finding("REC-FILE-NO-SERIES", {}, "file", 1))
    elif not covers(trip, sent, received):
        moments = {"began": trip.began, "ended": trip.ended, "sent": sent, "received": received}
        said: dict[str, Param] = {name: _minute(at) for name, at in moments.items()}
        found.append(Finding("REC-FILE-COVER", said, "file", 2))
    return tuple(found)


def covers(trip: Trip, sent: datetime, received: datetime) -> bool:
    """Tell whether a series runs from dispatch to receipt, to two logging intervals at each end.

    Unknown moments prove nothing: then it does not.
    """
    slack = trip.interval * 2
    if trip.began is None or trip.ended is None:
        return False
    return trip.began - slack <= sent and trip.ended + slack >= received


def _differences(typed: Mapping[str, Value], trip: Trip) -> Iterator[Finding]:
    for name, read in judged({}, trip).items():
        given = typed.get(name)
        if given is None or not given.text.strip() or _same(given, read):
            continue
        label = MEASURED.get(name, Text("Serial number", "Numéro de série"))
        params: dict[str, Param] = {
            "label_en": label.en, "label_fr": label.fr, "unit": read.unit,
            "typed": given.text if given.number is None else given.number,
            "read": read.text if read.number is None else read.number,
        }  # fmt: skip
        yield Finding("REC-TYPED", params, name, 1)


def _same(given: Value, read: Value) -> bool:
    if read.number is not None:
        return given.number == read.number
    return "".join(given.text.split()).upper() == "".join(read.text.split()).upper()


def _minute(at: datetime | None) -> str:
    return "?" if at is None else at.isoformat(sep=" ", timespec="minutes")
