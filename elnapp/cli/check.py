"""`flask check`: is this installation fit to hold a record?"""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from elnapp.cli.output import result, say
from elnapp.config import unsafe
from elnapp.record import migrate, schema
from elnapp.record.errors import UnsafeStore
from elnapp.web.house import house

EX_CONFIG = 78


@click.command("check")
@click.option("--deploy", is_flag=True, help="Also refuse what only a demonstration may do.")
@with_appcontext
def check(*, deploy: bool) -> None:
    """Name every unsafe setting with its fix; exit 0 when there is none, else 78."""
    faults = [*unsafe(house().settings), *_store_faults()]
    if deploy and house().settings.demo:
        faults.append("ELNAPP_PROFILE is not production: set ELNAPP_PROFILE=production")
    result({"ok": not faults, "faults": faults})
    for fault in faults:
        say(fault)
    sys.exit(EX_CONFIG if faults else 0)


def _store_faults() -> list[str]:
    stores = house().kernel.stores
    if migrate.revision_of(stores) != migrate.newest():
        return ["the store is not at the schema of this version: run `flask store upgrade`"]
    try:
        schema.check(stores)
    except UnsafeStore as fault:
        return [str(fault)]
    return []
