"""Reads of results, of panels, of the way of samples, and of investigations."""

from elnapp.results.queries.investigations import (
    OosView,
    investigation,
    investigation_of,
    investigations,
    investigations_of,
    number_seen,
    oos_facts,
)
from elnapp.results.queries.listing import OpenLots, Wanted, open_lots
from elnapp.results.queries.panels import PanelView, newest_panels, panels, row_at
from elnapp.results.queries.read_outs import read_outs
from elnapp.results.queries.results import (
    Line,
    Pinned,
    ResultView,
    analysts,
    certificate,
    certificates,
    head_of,
    misjudged,
    results,
    reviewers,
    row_of,
    unreviewed,
)
from elnapp.results.queries.samples import (
    SampleView,
    StepView,
    sample,
    sample_views,
    samples,
    samples_of,
)
from elnapp.results.queries.work import Open, ready, wanting

__all__ = [
    "Line",
    "OosView",
    "Open",
    "OpenLots",
    "PanelView",
    "Pinned",
    "ResultView",
    "SampleView",
    "StepView",
    "Wanted",
    "analysts",
    "certificate",
    "certificates",
    "head_of",
    "investigation",
    "investigation_of",
    "investigations",
    "investigations_of",
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
    "samples_of",
    "unreviewed",
    "wanting",
]
