"""`flask audit`: proof of the record from the command line."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from elnapp.audit import service as audit
from elnapp.cli.output import result, say
from elnapp.record import tables
from elnapp.record.verify import verify
from elnapp.web.house import house

group = AppGroup("audit", help="Verify the record.")


@group.command("verify")
@click.option("--no-replay", is_flag=True, hidden=True, help="Only for drills: the seeded defect.")
def verify_command(*, no_replay: bool) -> None:
    """Check chains, replay and derived values; exit 0 when all hold, else 1."""
    report = verify(house().kernel.stores, audit.layers(replay=not no_replay))
    result(
        {
            "events": report.events,
            "streams": report.streams,
            "tree_size": None,
            "checkpoint": None,
            "first_broken": report.broken[0].plain() if report.broken else None,
        }
    )
    for broken in report.broken:
        say(f"{broken.stream}: {broken.place}: {broken.what}")
    sys.exit(0 if report.ok else 1)


@group.command("tables")
def tables_command() -> None:
    """List the recorded tables, and the operational ones with their reason."""
    recorded = sorted({*tables.row_classes(), *tables.KERNEL_TABLES})
    result({"recorded": recorded, "operational": tables.operational_reasons()})
