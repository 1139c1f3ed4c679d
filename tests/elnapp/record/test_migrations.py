"""The migrations make what the models say, on both databases, triggers included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
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


SCREENING = """
INSERT INTO screening (id, stream, address, n, version_id, protocol, protocol_hash, answers,
outcomes, conclusion, screened_by, screened_by_name, screened_at) VALUES (:id, 'donor/D-0001', 'x',
:n, 'v', 'p', 'h', '{}', '[]', :conclusion, 'a', 'A', '2026-11-22T09:00:00Z')
"""


def test_a_check_is_widened_without_touching_a_row_or_losing_a_trigger(tmp_path: Path) -> None:
    """A store from before knows no provisional conclusion; after, it does and is guarded as before."""
    made = Stores(f"sqlite:///{tmp_path / 'store.sqlite3'}")

    def insert(n: int, conclusion: str) -> None:
        with made.write.begin() as connection, allowed_to_write(connection):
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            row = {"id": f"s{n}", "n": n, "conclusion": conclusion}
            connection.execute(text(SCREENING), row)

    with made.write.begin() as connection, allowed_to_write(connection):
        command.upgrade(migrate.config(connection), "0001")
    with pytest.raises(IntegrityError, match="ck_screening_conclusion"):
        insert(1, "PROVISIONAL")
    migrate.upgrade(made)
    schema.check(made)
    for n, conclusion in ((1, "PERHAPS"), (2, "ELIGIBLE'")):
        with pytest.raises(IntegrityError, match="ck_screening_conclusion"):
            insert(n, conclusion)
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        insert(1, "PROVISIONAL")  # The check lets it pass; no document has this id.
    with made.read.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    made.close()


def test_every_table_is_recorded_or_operational_with_a_reason() -> None:
    assert tables.undeclared_tables() == []
    assert all(tables.operational_reasons().values())
