"""The calendar of a lot: what happened on which civil day of the site, and what is due."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from batches import due, kinds
from batches.kinds.base import Values, moment
from batches.master import Place
from batches.samples import Plan as SamplingPlan
from elnapp.lots.queries.plan import Plan
from elnapp.lots.queries.standing import opened, standing_entries
from elnapp.lots.queries.values import standing_values
from elnapp.results.queries import read_outs


def calendar(
    session: Session, found: Plan, sampling: SamplingPlan, now: datetime
) -> tuple[due.Due, ...]:
    """Give what was done and what is due in a lot, by day; read-outs too, by its sampling plan."""
    stream, zone = found.order.stream, ZoneInfo(found.order.zone)
    places = list(found.master.places(opened(session, stream)))
    values, entries = standing_values(session, stream), standing_entries(session, stream)
    happened = {
        place.path: _day(place, values.get(place.path, {}), entries[place.path].done_at, zone)
        for place in places
        if place.path in entries
    }
    read = read_outs(session, stream, sampling)
    days = {key: at.astimezone(zone).date() for key, at in read.items()}
    return due.calendar(places, happened, values, now.astimezone(zone).date(), days)


def _day(place: Place, values: Values, done_at: datetime, zone: ZoneInfo) -> date:
    """Give the day of the act: the last time that the step asks for, else when it was done."""
    asked = (f.name for f in kinds.fields(place.step) if f.type == "time")
    stated = [moment(values[name].text) for name in asked if name in values]
    known = [at for at in stated if at is not None]
    return (max(known) if known else done_at).astimezone(zone).date()
