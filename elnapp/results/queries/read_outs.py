"""Which samples of a lot have been read out: each result they were taken for is there and reviewed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from batches.samples import Plan, read_out
from elnapp.results.queries.results import results
from elnapp.results.queries.samples import SampleView, sample_views


def read_outs(session: Session, stream: str, plan: Plan) -> dict[tuple[str, str], datetime]:
    """Give when the samples of a step were read out, by its path and their type.

    Several samples of one type were taken for the same tests, and are read out together.
    """
    found: dict[str, list[tuple[str, datetime | None]]] = {}
    for one in results(session, stream):
        if one.sample is not None and one.invalid is None and not one.interim:
            found.setdefault(one.sample, []).append((one.row, one.reviewed_at))
    by_type: dict[tuple[str, str], list[SampleView]] = {}
    for view in sample_views(session, stream, plan):
        by_type.setdefault((view.path, view.type), []).append(view)
    read = {key: _read(views, found) for key, views in by_type.items()}
    return {key: at for key, at in read.items() if at is not None}


def _read(
    views: list[SampleView], found: dict[str, list[tuple[str, datetime | None]]]
) -> datetime | None:
    tests = {test for view in views if view.planned for test in view.planned.tests}
    return read_out(tests, [one for view in views for one in found.get(view.code, ())])
