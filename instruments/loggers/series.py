"""What a series of temperatures amounts to: time outside a limit, and mean kinetic temperature.

Pure functions, each with a version that a stored result names.  Between two readings the
temperature is taken to change in a straight line; a gap is not bridged.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Literal

Side = Literal["above", "below"]
Point = tuple[datetime, Decimal]

EXCURSIONS = "temperature_excursions@1"
MEAN_KINETIC_TEMPERATURE = "mean_kinetic_temperature@1"
GAS_CONSTANT = Decimal("8.314462618")  # J/(mol K), CODATA 2018
_KELVIN = Decimal("273.15")
_TENTH = Decimal("0.1")
_GAP = 2  # a pause of more than so many logging intervals is a gap


@dataclass(frozen=True, slots=True)
class Excursion:
    """A time on one side of a limit: from, to, how long in minutes, and the farthest reading."""

    start: datetime
    end: datetime
    minutes: Decimal
    extreme: Decimal


def excursions(
    points: Sequence[Point], limit: Decimal, side: Side, interval: timedelta
) -> tuple[Excursion, ...]:
    """Return every time that the series lies beyond `limit` (Cel) on one side, in order of time.

    Formula `temperature_excursions@1`: a reading is beyond when it is strictly above (below) the
    limit; the crossing between two readings is found on the straight line between them; a pause of
    more than two intervals ends the excursion before it.  Minutes are rounded half up to 0.1.
    """
    found: list[Excursion] = []
    run: list[Point] = []
    for before, point, after in _neighbours(points):
        if not _beyond(point[1], limit, side):
            continue
        if not run and before and _near(before, point, interval):
            run.append((_crossing(before, point, limit), limit))
        run.append(point)
        ends = after is None or not _near(point, after, interval)
        if ends or (after and not _beyond(after[1], limit, side)):
            if not ends and after:
                run.append((_crossing(point, after, limit), limit))
            found.append(_excursion(run, side))
            run = []
    return tuple(found)


def mean_kinetic_temperature(temperatures: Sequence[Decimal], energy: Decimal) -> Decimal:
    """Return the mean kinetic temperature of readings at equal intervals, in Cel, to 0.1.

    Formula `mean_kinetic_temperature@1`: T = (E/R) / -ln(mean of exp(-E/(R Ti))), Ti in K, `energy` E
    in kJ/mol. Source: J. D. Haynes, Worldwide virtual temperatures for product stability testing,
    J. Pharm. Sci. 60 (1971) 927; written so, with E = 83.144 kJ/mol unless a more accurate value is
    known from experiment, in USP general chapter <1160> (USP 29-NF 24). E comes from the document.
    Errors: ValueError without readings, or with an energy of zero or less.
    """
    if not temperatures or energy <= 0:
        raise ValueError("a mean kinetic temperature needs readings and an energy above zero")
    factor = float(energy) * 1000 / float(GAS_CONSTANT)
    rates = [math.exp(-factor / float(each + _KELVIN)) for each in temperatures]
    kelvin = factor / -math.log(math.fsum(rates) / len(rates))
    return (Decimal(repr(kelvin)) - _KELVIN).quantize(_TENTH, ROUND_HALF_UP)


def gaps(points: Sequence[Point], interval: timedelta) -> tuple[tuple[datetime, datetime], ...]:
    """Return the pauses of more than two intervals, each from its last reading to the next."""
    return tuple(
        (first[0], second[0])
        for first, second in pairwise(points)
        if not _near(first, second, interval)
    )


def _neighbours(points: Sequence[Point]) -> Iterator[tuple[Point | None, Point, Point | None]]:
    """Return each reading with the one before and the one after."""
    last = len(points) - 1
    for at, point in enumerate(points):
        yield (
            points[at - 1] if at else None,
            point,
            points[at + 1] if at < last else None,
        )


def _beyond(value: Decimal, limit: Decimal, side: Side) -> bool:
    """Tell whether a reading lies beyond the limit."""
    return value > limit if side == "above" else value < limit


def _near(first: Point, second: Point, interval: timedelta) -> bool:
    """Tell whether two readings follow each other without a gap."""
    return second[0] - first[0] <= interval * _GAP


def _crossing(first: Point, second: Point, limit: Decimal) -> datetime:
    """Return when the straight line between two readings crosses the limit."""
    rise = second[1] - first[1]
    share = float((limit - first[1]) / rise) if rise else 0.0
    return first[0] + (second[0] - first[0]) * share


def _excursion(run: Sequence[Point], side: Side) -> Excursion:
    """Return the excursion of one run of readings."""
    values = [value for _, value in run]
    seconds = Decimal(repr((run[-1][0] - run[0][0]).total_seconds()))
    minutes = (seconds / 60).quantize(_TENTH, ROUND_HALF_UP)
    return Excursion(
        run[0][0], run[-1][0], minutes, max(values) if side == "above" else min(values)
    )
