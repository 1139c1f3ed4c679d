"""The content of every table of a store as one digest: two equal digests, two equal stores."""

from __future__ import annotations

import hashlib
import sqlite3

from sqlmodel import SQLModel

from elnapp.record import Stores


def digest_of(stores: Stores) -> str:
    """Read every row of every table, recorded or operational."""
    return _sqlite(stores) if stores.sqlite else _postgres(stores)


class Watch:
    """Tells whether a store still has the content it had; cheap when nobody committed."""

    def __init__(self, stores: Stores) -> None:
        self.stores, self.known, self.version = stores, "", -1
        path = stores.url.removeprefix("sqlite:///")
        self.own = sqlite3.connect(path) if stores.sqlite else None

    def digest(self) -> str:
        """Give the digest of now."""
        if self.own is None:
            return digest_of(self.stores)
        # The number moves with every commit of another connection, and only then.
        version = self.own.execute("PRAGMA data_version").fetchone()[0]
        if version != self.version:
            self.known, self.version = digest_of(self.stores), version
        return self.known


def _sqlite(stores: Stores) -> str:
    seen = hashlib.sha256()
    with stores.read.connect() as connection:
        for table in sorted(SQLModel.metadata.tables):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}")
            for row in sorted(map(repr, rows)):
                seen.update(row.encode())
            seen.update(b"\x1d")
    return seen.hexdigest()


def _postgres(stores: Stores) -> str:
    """Let the server hash: the rows stay where they are."""
    parts = (
        f"SELECT '{t}', md5(coalesce(string_agg(md5(x::text), '' ORDER BY md5(x::text)), ''))"
        f' FROM "{t}" x'
        for t in sorted(SQLModel.metadata.tables)
    )
    with stores.read.connect() as connection:
        return repr(connection.exec_driver_sql(" UNION ALL ".join(parts)).all())
