"""Whether a result may be of the sample it names: taken, for this test, still there."""

from __future__ import annotations

from collections.abc import Iterator

from batches.quantity import quote
from batches.specification import Row
from batches.verdict import Finding
from elnapp.record import Tx
from elnapp.results.queries import Pinned, SampleView, sample_views
from elnapp.results.service.given import Given


def sample_faults(
    tx: Tx, pinned: Pinned, row: Row, given: Given, *, retest: bool
) -> Iterator[Finding]:
    """Refuse a result of a sample never taken, of another test, or destroyed before the test.

    A retest may be of any sample of the lot: it is made from what was retained.
    """
    views = sample_views(tx.session, pinned.stream, pinned.plan)
    named = {"row_en": row.attribute.en, "row_fr": row.attribute.fr}
    if given.sample is None:
        yield from _unnamed(pinned, row, given, views)
        return
    view = next((v for v in views if v.code == given.sample), None)
    if view is None:
        yield Finding("RESULT-SAMPLE", {"sample": quote(given.sample)}, "sample")
        return
    fitting = _fitting(pinned, row, views)
    if fitting and view not in fitting and not retest:
        label = view.planned.label if view.planned else None
        params = {
            **named, "sample": view.code, "known": ", ".join(v.code for v in fitting),
            "label_en": label.en if label else view.label,
            "label_fr": label.fr if label else view.label,
        }  # fmt: skip
        yield Finding("RESULT-OTHER-SAMPLE", params, "sample")
    yield from _moment(view, given, tx)


def _unnamed(pinned: Pinned, row: Row, given: Given, views: list[SampleView]) -> Iterator[Finding]:
    if not row.sampled or given.invalid is not None:
        return
    known = _fitting(pinned, row, views) if pinned.plan.of_test(row.code) else views
    code = "RESULT-NO-SAMPLE" if known else "RESULT-NEVER-TAKEN"
    yield Finding(code, {"row_en": row.attribute.en, "row_fr": row.attribute.fr}, "sample")


def _fitting(pinned: Pinned, row: Row, views: list[SampleView]) -> list[SampleView]:
    """Give the samples that the plan has for a row; none when it says nothing of the row."""
    planned = pinned.plan.of_test(row.code)
    return [v for v in views if v.planned in planned]


def _moment(view: SampleView, given: Given, tx: Tx) -> Iterator[Finding]:
    at = given.analysed_at or tx.at
    if at < view.way.taken:
        yield Finding("RESULT-BEFORE-SAMPLE", {"sample": view.code}, "analysed_at")
    if view.destroyed_at is not None and view.destroyed_at < at:
        yield Finding("RESULT-SAMPLE-GONE", {"sample": view.code}, "sample")
