"""The triggers that keep the record append-only, one list for migrations' tests and start-up.

SQLite needs a BEFORE INSERT trigger too: REPLACE deletes without firing the DELETE trigger.
PostgreSQL needs a statement trigger for TRUNCATE.  Recorded tables that may be updated by the
kernel are protected against DELETE only; replay finds an update made past the kernel.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from elnapp.record.tables import row_classes

SQLITE_BODY = "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
PG_FUNCTION = """
CREATE OR REPLACE FUNCTION elnapp_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def guarded_tables() -> dict[str, bool]:
    """Give each guarded table, and whether UPDATE is refused as well."""
    tables = {name: c.append_only for name, c in row_classes().items()}
    return dict(sorted({**tables, "event": True, "head": False}.items()))


def expected(*, sqlite: bool) -> set[str]:
    """Name the triggers that the store must have."""
    names: set[str] = set()
    for table, updates in guarded_tables().items():
        names |= set(statements(table, updates=updates, sqlite=sqlite))
    return names


def statements(table: str, *, updates: bool, sqlite: bool) -> dict[str, str]:
    """Give the triggers of one table by name, as SQL."""
    return _sqlite(table, updates=updates) if sqlite else _postgres(table, updates=updates)


def _sqlite(table: str, *, updates: bool) -> dict[str, str]:
    body = SQLITE_BODY.format(table=table)
    key = "stream" if table == "head" else "id"
    found = {
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {body}",
        f"{table}_no_replace": (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {body}"
        ),
    }
    if updates:
        found[f"{table}_no_update"] = (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {body}"
        )
    return found


def _postgres(table: str, *, updates: bool) -> dict[str, str]:
    refuse = "EXECUTE FUNCTION elnapp_refuse()"
    rows = "UPDATE OR DELETE" if updates else "DELETE"
    return {
        f"{table}_append_only": (
            f"CREATE TRIGGER {table}_append_only BEFORE {rows} ON {table} FOR EACH ROW {refuse}"
        ),
        f"{table}_no_truncate": (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT {refuse}"
        ),
    }


def installed(connection: Connection) -> set[str]:
    """Name the triggers that the store has; a disabled one does not count."""
    if connection.dialect.name == "sqlite":
        found = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        found = text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
    return {row[0] for row in connection.execute(found)}
