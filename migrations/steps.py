"""What revisions do alike: tables of the record, their triggers, a CHECK that takes more words.

A store that was brought to a revision has what these made on that day.  So none of them ever makes
anything else: what must be made otherwise from now on gets a function of another name.
"""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from alembic import op

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def on_sqlite() -> bool:
    """Tell whether the store is SQLite; else it is PostgreSQL."""
    return bool(op.get_bind().dialect.name == "sqlite")


def guard(tables: Iterable[str]) -> None:
    """Make the triggers that keep tables append-only, in the dialect of the store."""
    one = _guard_sqlite if on_sqlite() else _guard_postgres
    for table in tables:
        one(table)


def _guard_sqlite(table: str) -> None:
    """Refuse DELETE, REPLACE and UPDATE on one table."""
    body = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {body}")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {body}"
    )
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {body}")


def _guard_postgres(table: str) -> None:
    """Refuse UPDATE, DELETE and TRUNCATE on one table."""
    refuse = "EXECUTE FUNCTION elnapp_refuse()"
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW {refuse}"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
    )


def one_of(column: str, words: Iterable[str]) -> str:
    """Give the condition that a column holds one of these words, as both databases know it."""
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def check_of(table: str, column: str, words: Iterable[str]) -> sa.CheckConstraint:
    """Give the check that a column holds one of these words."""
    return sa.CheckConstraint(one_of(column, words), name=op.f(f"ck_{table}_{column}"))


def widen(table: str, column: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let a column take more words; rows, indexes and triggers stay as they are.

    Raises RuntimeError when the table does not have the check that is to be widened.
    """
    old, new = one_of(column, before), one_of(column, after)
    if on_sqlite():
        _widen_sqlite(table, f"CONSTRAINT ck_{table}_{column} CHECK ({old})", (old, new))
        return
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, new)


def _widen_sqlite(table: str, check: str, change: tuple[str, str]) -> None:
    """Change the text of one table, without a rebuild, which would drop its triggers.

    A wider CHECK changes nothing in the rows, so SQLite documents this way for it; every other
    connection reads the schema again, this one does at once.
    """
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    found = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)
    ).scalar_one()
    if found.count(check) != 1:
        message = f"{table} does not have the check that this revision widens: {check}"
        raise RuntimeError(message)
    wider = found.replace(check, check.replace(*change))
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", (wider, table)
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {int(version) + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
    broken = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
    if broken != ["ok"]:
        message = f"the store is damaged: {broken[0]}"
        raise RuntimeError(message)


def refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """Give a foreign key that is checked at commit."""
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint(
        [column], [target], name=name, initially="DEFERRED", deferrable=True
    )


def recorded(table: str, by: tuple[str, str, str] | None, *more: sa.schema.SchemaItem) -> None:
    """Make a recorded table: what each row of a stream has, `more`, and who did it and when.

    `by` names the columns of the person's id, the person's name, and the time; None where the rows
    belong to another row that says so.
    """
    op.create_table(
        table,
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        *(item for item in more if isinstance(item, sa.Column)),
        *_by(*by or ()),
        *(item for item in more if not isinstance(item, sa.Column)),
        refers(table, "stream", "head.stream"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_address"), table, ["address"], unique=False)
    op.create_index(op.f(f"ix_{table}_stream"), table, ["stream"], unique=False)


def _by(*names: str) -> Iterator[sa.Column[str]]:
    for name, kind in zip(names, (KEY, sa.Text(), sa.Text()), strict=False):
        yield sa.Column(name, kind, nullable=False)
