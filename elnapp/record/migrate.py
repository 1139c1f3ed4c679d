"""Brings a store to the schema of this version, with Alembic, from code or the command line."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from elnapp.record.capture import allowed_to_write
from elnapp.record.stores import Stores

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Give Alembic's settings for our scripts, over an open connection."""
    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS))
    settings.attributes["connection"] = connection
    return settings


def upgrade(stores: Stores) -> None:
    """Run every revision that the store has not seen, in one transaction."""
    with stores.write.begin() as connection, allowed_to_write(connection):
        command.upgrade(config(connection), "head")


def revision_of(stores: Stores) -> str | None:
    """Give the revision that the store stands at, None when it is empty."""
    with stores.read.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Give the revision that this version of the code needs."""
    return ScriptDirectory.from_config(config()).get_current_head()
