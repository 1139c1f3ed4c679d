"""The two ways to the database: one that only commands write through, one that only reads.

SQLite: WAL, synchronous=FULL and foreign keys, set and read back on every connection; a command
begins with BEGIN IMMEDIATE.  PostgreSQL: read committed for commands; pages and verification read
one picture (REPEATABLE READ, READ ONLY); a single question is asked without a transaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session

from elnapp.record.capture import CommandSession, OneTransaction, allowed_to_write
from elnapp.record.errors import UnsafeStore, WriteRefused

BUSY_MS = 5000
WRITES = re.compile(
    r"^\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|DROP|ALTER|CREATE|"
    r"WITH\b.*\b(?:INSERT|UPDATE|DELETE)\b)",
    re.IGNORECASE | re.DOTALL,
)
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


class Stores:
    """Both engines of one database."""

    def __init__(self, url: str) -> None:
        """Open `url` (sqlite:///… or postgresql+psycopg://…); nothing is connected yet."""
        self.url = url
        self.sqlite = make_url(url).get_backend_name() == "sqlite"
        make = _sqlite_engine if self.sqlite else _postgres_engine
        self.write = make(url, read_only=False)
        self.read = make(url, read_only=True)
        self.ask = self.read if self.sqlite else _postgres_engine(url, read_only=True, alone=True)
        event.listen(self.write, "before_cursor_execute", _refuse_stray_writes)
        event.listen(self.write, "reset", _roll_back)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that cannot write, over one consistent picture of the store.

        It ends with COMMIT though it wrote nothing: after a ROLLBACK psycopg forgets the statements
        that PostgreSQL has prepared, and each page would have all of them planned again.
        """
        with OneTransaction(self.read, autoflush=False, expire_on_commit=False) as session:
            yield session
            session.expunge_all()
            session.commit()

    @contextmanager
    def asking(self) -> Iterator[Session]:
        """Give a session that cannot write, for statements that need no common picture.

        On PostgreSQL this saves the two round trips of a transaction that holds one statement.
        """
        with OneTransaction(self.ask, autoflush=False) as session:
            yield session

    @contextmanager
    def commanding(self) -> Iterator[CommandSession]:
        """Give the session of one command; the kernel alone commits it."""
        with CommandSession(self.write, autoflush=False, expire_on_commit=False) as session:
            session.connection().info["elnapp_writes"] = False
            yield session

    @contextmanager
    def operating(self) -> Iterator[Connection]:
        """Give a transaction for operational tables: sessions, attempts, jobs."""
        with self.write.begin() as connection, allowed_to_write(connection):
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.write.dispose()
        self.read.dispose()
        self.ask.dispose()


def _refuse_stray_writes(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    if not connection.info.get("elnapp_writes", False) and WRITES.match(statement):
        message = f"a statement would write past the kernel: {statement[:80]}"
        raise WriteRefused(message)


def _roll_back(dbapi: Any, *_state: Any) -> None:
    """End what a failed COMMIT left open: SQLAlchemy takes that transaction for ended already.

    SQLite keeps it, with its write lock, when a deferred foreign key or the disk says no.
    """
    if dbapi is not None:
        dbapi.rollback()


def _sqlite_engine(url: str, *, read_only: bool) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def _prepare(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None
        cursor = dbapi.cursor()
        if not read_only:
            cursor.execute("PRAGMA journal_mode=WAL")
        for setting in ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
            cursor.execute(f"PRAGMA {setting}")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        _read_back(cursor, read_only=read_only)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _read_back(cursor: Any, *, read_only: bool) -> None:
    """Refuse a connection that would not keep what it acknowledges."""
    for name, wanted in PRAGMAS.items():
        found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
        if found != wanted and not (read_only and name == "journal_mode"):
            message = f"SQLite answered {name}={found}, elnapp needs {wanted}"
            raise UnsafeStore(message)


Level = Literal["REPEATABLE READ", "READ COMMITTED", "AUTOCOMMIT"]


def _postgres_engine(url: str, *, read_only: bool, alone: bool = False) -> Engine:
    # Our statements are short; compiling one (JIT) takes seconds where running it takes milliseconds.
    options = "-c synchronous_commit=on -c timezone=UTC -c lock_timeout=5s -c jit=off"
    if read_only:
        options += " -c default_transaction_read_only=on"
    # A page, and a verification most of all, reads many tables: all of them at one moment.
    level: Level = "REPEATABLE READ" if read_only else "READ COMMITTED"
    level = "AUTOCOMMIT" if alone else level
    return create_engine(url, connect_args={"options": options}, isolation_level=level, pool_size=8)
