"""Reading what a dossier is made of, and the dossiers that were made."""

from elnapp.reports.queries.around import events_jsonl
from elnapp.reports.queries.issued import (
    KIND,
    JobView,
    donor_of,
    issued,
    job,
    jobs,
    lot_page,
    made_by,
    newest,
    report,
    reports,
)
from elnapp.reports.queries.record import digest_of, record, record_json

__all__ = [
    "KIND",
    "JobView",
    "digest_of",
    "donor_of",
    "events_jsonl",
    "issued",
    "job",
    "jobs",
    "lot_page",
    "made_by",
    "newest",
    "record",
    "record_json",
    "report",
    "reports",
]
