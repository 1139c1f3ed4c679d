"""The migrations make what the models say, on both databases, triggers included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Integer, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import SQLModel

import elnapp.factory  # noqa: F401 - every room's tables are known once the factory is
from bench.cluster import cluster
from elnapp.record import Stores, migrate, schema, tables
from elnapp.record.capture import allowed_to_write
from elnapp.record.errors import UnsafeStore


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    """A migrated store on each database."""
    if request.param == "sqlite":
        made = Stores(f"sqlite:///{tmp_path / 'store.sqlite3'}")
        migrate.upgrade(made)
        yield made
        made.close()
        return
    with cluster() as server:
        made = Stores(server)
        migrate.upgrade(made)
        yield made
        made.close()


def test_migrations_and_models_agree(stores: Stores) -> None:
    with stores.read.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_a_migrated_store_has_every_trigger_and_stands_at_the_newest_revision(
    stores: Stores,
) -> None:
    schema.check(stores)
    assert migrate.revision_of(stores) == migrate.newest()


def test_a_page_reads_many_tables_at_one_moment(stores: Stores) -> None:
    """A verification reads table after table; what is written meanwhile must not look broken."""
    counted = text("SELECT count(*) FROM attempt")
    with stores.read.connect() as reader:
        assert reader.execute(counted).scalar_one() == 0
        with stores.operating() as writer:
            writer.execute(
                text("INSERT INTO attempt (subject, failures, last_at) VALUES ('a', 0, '')")
            )
        assert reader.execute(counted).scalar_one() == 0


def test_a_store_that_lost_a_trigger_does_not_start(tmp_path: Path) -> None:
    made = Stores(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    migrate.upgrade(made)
    with made.write.begin() as connection, allowed_to_write(connection):
        connection.exec_driver_sql("DROP TRIGGER event_no_update")
    with pytest.raises(UnsafeStore, match="event_no_update"):
        schema.check(made)
    made.close()


PREPARED_AFTER = 5  # psycopg prepares a statement that it sees more often than this
WORDS = {"conclusion": "INELIGIBLE", "rule": "INELIGIBLE", "stream": "donor/D-0001"}


def put(made: Stores, table: str, **given: str | int) -> None:
    """Insert a row as a store of its time has it; what is not given is made up."""
    with made.write.begin() as connection, allowed_to_write(connection):
        columns = [c for c in inspect(connection).get_columns(table) if not c["nullable"]]
        row = {c["name"]: 1 if isinstance(c["type"], Integer) else "{}" for c in columns}
        row |= {name: WORDS[name] for name in row if name in WORDS} | given
        names = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608


def test_checks_are_widened_without_touching_a_row_or_losing_a_trigger(tmp_path: Path) -> None:
    """A store from before knows no provisional conclusion; after, it does and is guarded as before."""
    made = Stores(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with made.write.begin() as connection, allowed_to_write(connection):
        command.upgrade(migrate.config(connection), "0001")
    put(made, "head")
    put(made, "document_version", id="v")
    put(made, "screening", id="s", version_id="v")
    put(made, "determination", id="d", screening_id="s")
    provisional = {"screening_id": "s", "conclusion": "PROVISIONAL", "rule": "PROVISIONAL"}
    with pytest.raises(IntegrityError, match="ck_determination"):
        put(made, "determination", id="e", n=2, **provisional)
    migrate.upgrade(made)
    schema.check(made)
    put(made, "determination", id="e", n=2, **provisional)
    put(made, "screening", id="t", n=2, version_id="v", conclusion="PROVISIONAL")
    with pytest.raises(IntegrityError, match="ck_screening_conclusion"):
        put(made, "screening", id="u", n=3, version_id="v", conclusion="PERHAPS")
    with made.write.begin() as connection, allowed_to_write(connection):
        for table in ("screening", "determination"):
            with pytest.raises(IntegrityError, match="append-only"):
                connection.exec_driver_sql(f"UPDATE {table} SET stream = 'x'")  # noqa: S608
        counted = "SELECT group_concat(id) FROM determination"
        assert connection.exec_driver_sql(counted).scalar_one() == "d,e"
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    made.close()


@pytest.mark.postgres
def test_checks_are_widened_over_rows_on_postgres() -> None:
    """The same store from before on the other database: rows stay, the wider word fits, guards hold."""
    with cluster() as server:
        made = Stores(server)
        with made.write.begin() as connection, allowed_to_write(connection):
            command.upgrade(migrate.config(connection), "0001")
        put(made, "head")
        put(made, "document_version", id="v")
        put(made, "screening", id="s", version_id="v")
        put(made, "determination", id="d", screening_id="s")
        provisional = {"screening_id": "s", "conclusion": "PROVISIONAL", "rule": "PROVISIONAL"}
        with pytest.raises(IntegrityError, match="ck_determination"):
            put(made, "determination", id="e", n=2, **provisional)
        migrate.upgrade(made)
        schema.check(made)
        put(made, "determination", id="e", n=2, **provisional)
        with pytest.raises(IntegrityError, match="ck_screening_conclusion"):
            put(made, "screening", id="u", n=3, version_id="v", conclusion="PERHAPS")
        for table in ("screening", "determination"):
            with (
                pytest.raises(DBAPIError, match="append-only"),
                made.write.begin() as connection,
                allowed_to_write(connection),
            ):
                connection.exec_driver_sql(f"UPDATE {table} SET stream = 'x'")  # noqa: S608
        with made.read.connect() as connection:
            kept = "SELECT string_agg(id, ',' ORDER BY id) FROM determination"
            assert connection.exec_driver_sql(kept).scalar_one() == "d,e"
        made.close()


@pytest.mark.postgres
def test_what_postgres_prepared_outlives_the_end_of_a_page() -> None:
    """A page asked often is planned once: its statement is still prepared after COMMIT, on one line."""
    asked = text("SELECT count(*) FROM head WHERE stream = :stream")
    prepared = text("SELECT statement FROM pg_prepared_statements")
    with cluster() as server:
        made = Stores(server)
        migrate.upgrade(made)
        for _page in range(PREPARED_AFTER + 2):
            with made.reading() as session:
                session.execute(asked, {"stream": "lot/AT26-001"})
        with made.reading() as session:
            known = session.scalars(prepared).all()
        assert [one for one in known if "FROM head" in one]
        made.close()


def test_every_table_is_recorded_or_operational_with_a_reason() -> None:
    assert tables.undeclared_tables() == []
    assert all(tables.operational_reasons().values())
