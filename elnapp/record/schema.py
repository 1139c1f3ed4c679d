"""The shape that a store must have, and the comparison at start-up."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import SQLModel

from elnapp.record import triggers
from elnapp.record.capture import allowed_to_write
from elnapp.record.errors import UnsafeStore
from elnapp.record.stores import Stores


def create_all(stores: Stores) -> None:
    """Make tables and triggers from the models, for tests that compare migrations with them."""
    with stores.write.begin() as connection, allowed_to_write(connection):
        SQLModel.metadata.create_all(connection)
        if not stores.sqlite:
            connection.execute(text(triggers.PG_FUNCTION))
        for table, updates in triggers.guarded_tables().items():
            for sql in triggers.statements(table, updates=updates, sqlite=stores.sqlite).values():
                connection.execute(text(sql))


def check(stores: Stores) -> None:
    """Raise UnsafeStore when a trigger is missing: someone could rewrite what was recorded."""
    with stores.read.connect() as connection:
        missing = triggers.expected(sqlite=stores.sqlite) - triggers.installed(connection)
    if missing:
        message = (
            f"the store has lost {len(missing)} triggers ({', '.join(sorted(missing)[:3])}…); "
            "restore it from a backup or run the migrations on a fresh store"
        )
        raise UnsafeStore(message)
