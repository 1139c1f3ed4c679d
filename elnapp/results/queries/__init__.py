"""Reads of results, of panels, of the way of samples, and of investigations."""

from elnapp.results.queries.investigations import (
    OosView,
    investigation,
    investigation_of,
    investigations,
    number_seen,
    oos_facts,
)
from elnapp.results.queries.panels import PanelView, newest_panels, panels, row_at
from elnapp.results.queries.read_outs import read_outs
from elnapp.results.queries.results import (
    Line,
    Pinned,
    ResultView,
    analysts,
    certificate,
    head_of,
    misjudged,
    results,
    reviewers,
    row_of,
    unreviewed,
)
from elnapp.results.queries.samples import SampleView, StepView, sample, sample_views, samples
from elnapp.results.queries.work import Open, open_lots, ready, wanting

__all__ = [
    "Line",
    "OosView",
    "Open",
    "PanelView",
    "Pinned",
    "ResultView",
    "SampleView",
    "StepView",
    "analysts",
    "certificate",
    "head_of",
    "investigation",
    "investigation_of",
    "investigations",
    "misjudged",
    "newest_panels",
    "number_seen",
    "oos_facts",
    "open_lots",
    "panels",
    "read_outs",
    "ready",
    "results",
    "reviewers",
    "row_at",
    "row_of",
    "sample",
    "sample_views",
    "samples",
    "unreviewed",
    "wanting",
]
