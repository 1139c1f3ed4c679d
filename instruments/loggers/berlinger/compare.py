"""What a logger says of its own run, against what its series says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from instruments.loggers.berlinger.constants import ALARM_TYPES, ENERGY, SIDES, STOP, Side
from instruments.loggers.berlinger.tree import Tree
from instruments.loggers.series import (
    Excursion,
    excursions,
    gaps,
    mean_kinetic_temperature,
)
from instruments.reading import Note, Quantity
from instruments.tables.times import written

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its file, its series (time, temperature, marked by the logger), what it prints."""

    found: Tree
    series: tuple[tuple[datetime, Decimal, bool], ...]
    values: Mapping[str, Quantity]
    interval: timedelta

    @property
    def points(self) -> tuple[tuple[datetime, Decimal], ...]:
        """Return times and temperatures; the last reading stands until the run was stopped."""
        points = tuple((at, value) for at, value, _ in self.series)
        stop = written(self.found.values.get(STOP, ""))
        if points and stop and timedelta() < stop.at - points[-1][0] <= self.interval:
            points = (*points, (stop.at, points[-1][1]))
        return points


def differences(run: Run) -> list[Note]:
    """Return a note for each statement of the logger that its series does not bear out."""
    if not run.series or not run.interval:
        return []
    notes = [
        Note("LOGGER-GAP", {"start": start.isoformat(" "), "end": end.isoformat(" ")}, "run")
        for start, end in gaps(run.points, run.interval)
    ]
    return [*notes, *_extremes(run), *_kinetic(run), *_alarms(run), *_days(run)]


def _extremes(run: Run) -> list[Note]:
    """Note where the series goes beyond the extremes that the logger prints of its own minutes."""
    temperatures = [value for _, value, _ in run.series]
    notes = []
    for name, found in (
        ("minimum_temperature", min(temperatures)),
        ("maximum_temperature", max(temperatures)),
    ):
        printed = run.values.get(name)
        beyond = printed and (
            found < printed.value if name.startswith("min") else found > printed.value
        )
        if printed and beyond:
            notes.append(
                Note(
                    "LOGGER-EXTREME-DIFFERS",
                    {"quantity": name, "printed": printed.raw, "found": str(found)},
                    "run",
                )
            )
    return notes


def _kinetic(run: Run) -> list[Note]:
    """Note a mean kinetic temperature that differs by more than 0.1 with the file's own energy."""
    printed, energy = run.values.get("mean_kinetic_temperature"), run.found.values.get(ENERGY)
    if not printed or not energy:
        return []
    exact = run.found.number(ENERGY)
    if exact <= 0:
        return []
    found = mean_kinetic_temperature([value for _, value, _ in run.series], exact)
    if abs(found - printed.value) <= _TENTH:
        return []
    return [
        Note(
            "LOGGER-MKT-DIFFERS",
            {"printed": printed.raw, "found": str(found), "energy": energy},
            "run",
        )
    ]


def _alarms(run: Run) -> list[Note]:
    """Return each alarm of the run, and where its minutes are not those of the series.

    The logger measures each minute and keeps one reading an interval, so that each crossing of the
    limit is known to one interval only: more than that is a difference.
    """
    notes: list[Note] = []
    for level in run.found.below("Conf/Alarm"):
        path = f"Conf/Alarm/{level}"
        kind = ALARM_TYPES.get(run.found.values.get(f"{path}/Type", ""))
        limit = run.found.values.get(f"{path}/T AL", "")
        if kind is None or not limit:
            continue
        side, summed = kind
        times = excursions(run.points, run.found.number(f"{path}/T AL"), side, run.interval)
        notes += _alarm(run, level, (side, limit), times, summed=summed)
    return notes


def _alarm(
    run: Run, level: str, named: tuple[Side, str], times: tuple[Excursion, ...], *, summed: bool
) -> list[Note]:
    """Return the notes of one alarm level."""
    side, limit = named
    path, interval = f"Res/Alarm/{level}", Decimal(int(run.interval.total_seconds() // 60))
    spent = [key for key in run.found.values if key.startswith(f"{path}/t A")]
    said = [run.found.number(key) for key in spent]
    allowed = run.found.number(f"Conf/Alarm/{level}/t AL")
    notes = [
        Note(
            "LOGGER-ALARM", {"limit": f"{side} {limit}", "minutes": str(minutes)}, f"alarm {level}"
        )
        for minutes in said
    ]
    found, printed = _summed(times, said) if summed else _longest(times, said)
    slack = interval * (2 * len(times) if summed else 2)
    silent = not said and found > allowed + slack
    if silent or (said and abs(found - printed) > slack):
        notes.append(
            Note(
                "LOGGER-ALARM-DIFFERS",
                {"limit": f"{side} {limit}", "printed": str(printed), "found": str(found)},
                f"alarm {level}",
            )
        )
    return notes


def _summed(times: tuple[Excursion, ...], said: list[Decimal]) -> tuple[Decimal, Decimal]:
    """Return the minutes of all excursions together, of the series and of the logger."""
    return sum((each.minutes for each in times), Decimal(0)), sum(said, Decimal(0))


def _longest(times: tuple[Excursion, ...], said: list[Decimal]) -> tuple[Decimal, Decimal]:
    """Return the minutes of the longest excursion, of the series and of the logger."""
    longest = max((each.minutes for each in times), default=Decimal(0))
    return longest, max(said, default=Decimal(0))


def _days(run: Run) -> list[Note]:
    """Note the days whose minutes beyond a limit are not those of the series of the day."""
    notes: list[Note] = []
    by_day: dict[str, list[tuple[datetime, Decimal]]] = {}
    for at, value in run.points:
        by_day.setdefault(at.date().isoformat(), []).append((at, value))
    for number in run.found.below("Hist"):
        day = run.found.values.get(f"Hist/{number}/Date", "")
        if day in by_day and run.found.below("Conf/Alarm") == list(SIDES):
            notes += _day(run, number, day, by_day[day])
    return notes


def _day(run: Run, number: str, day: str, points: list[tuple[datetime, Decimal]]) -> list[Note]:
    """Compare the two limits of one day; each crossing is known to one interval only."""
    notes = []
    for level, side in SIDES.items():
        limit = run.found.number(f"Conf/Alarm/{level}/T AL")
        said = run.found.number(f"Hist/{number}/Alarm/{level}/t Acc")
        times = excursions(points, limit, side, run.interval)
        found = sum((each.minutes for each in times), Decimal(0))
        slack = 2 * Decimal(int(run.interval.total_seconds() // 60)) * (len(times) + 1)
        if abs(found - said) > slack:
            notes.append(
                Note(
                    "LOGGER-ALARM-DIFFERS",
                    {"limit": f"{side} {limit}", "printed": str(said), "found": str(found)},
                    f"day {day}",
                )
            )
    return notes
