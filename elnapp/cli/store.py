"""`flask store`: the schema of the store."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from elnapp.cli.output import result
from elnapp.record import migrate, schema
from elnapp.web.house import house

group = AppGroup("store", help="The store and its schema.")


@group.command("upgrade")
@click.option("--quiet", is_flag=True, help="Print nothing.")
def upgrade(*, quiet: bool) -> None:
    """Bring the store to the schema of this version, and check its triggers."""
    settings = house().settings
    settings.data.mkdir(parents=True, exist_ok=True)
    stores = house().kernel.stores
    migrate.upgrade(stores)
    schema.check(stores)
    if not quiet:
        result({"revision": migrate.revision_of(stores)})
