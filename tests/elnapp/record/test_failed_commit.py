"""A COMMIT that fails leaves nothing open: the next command finds the store free."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from elnapp.record import Stores, schema
from elnapp.record.capture import allowed_to_write

ORPHAN = text(
    "INSERT INTO counter (id, stream, address, series, value) VALUES ('1', 'none', 'none', 's', 1)"
)


def test_the_store_is_free_after_a_deferred_foreign_key_refused_the_commit(tmp_path: Path) -> None:
    stores = Stores(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    schema.create_all(stores)

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        _commit_an_orphan(stores)

    with stores.operating() as connection:
        assert connection.execute(text("SELECT count(*) FROM counter")).scalar() == 0
    stores.close()


def _commit_an_orphan(stores: Stores) -> None:
    with stores.commanding() as session:
        connection = session.connection()
        with allowed_to_write(connection):
            connection.execute(ORPHAN)
        session.commit()
