"""Asking for many rows at once: a list of keys is one parameter in either database.

A statement is built once for each database (`functools.cache` on its builder): a look-up asks a
dozen of them, and building one costs more than running it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any

from sqlalchemy import Text, any_, bindparam, cast, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

Builder = Callable[[bool], Any]
"""Gives a statement; told whether it is for SQLite."""


def plan_once(session: Session) -> None:
    """Let PostgreSQL plan each statement of this transaction once and for all keys.

    By itself it plans the long ones again for every look-up, which costs more than running them,
    and more the larger the store is.  Their plans do not hang on the keys: each finds its rows by
    an index, or reads a table that is small.  SQLite has no such choice.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL plan_cache_mode = force_generic_plan"))


def among(one: Any, name: str, sqlite: bool) -> Any:  # noqa: FBT001 - which of two databases
    """Say in SQL that a column is one of the keys of parameter `name`."""
    given = bindparam(name, type_=Text if sqlite else ARRAY(Text))
    if sqlite:
        return one.in_(select(func.json_each(given).table_valued("value").c.value))
    return one == any_(cast(given, ARRAY(Text)))


def asked(session: Session, build: Builder, **keys: Collection[str]) -> Iterator[Any]:
    """Give the rows of a statement for lists of keys, by the name of their parameter."""
    connection = session.connection()
    sqlite = connection.dialect.name == "sqlite"
    lists = {name: sorted(some) for name, some in keys.items()}
    given = {name: json.dumps(some) for name, some in lists.items()} if sqlite else lists
    return iter(connection.execute(build(sqlite), given).all())
