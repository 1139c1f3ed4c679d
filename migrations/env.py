"""Runs the migrations on the database that the command line names."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

from elnapp.record import columns

PLAIN_TEXT = (
    columns.UtcDateTime,
    columns.IsoDate,
    columns.DecimalText,
    columns.JsonText,
    columns.SecretText,
)


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our text types as what they are in the database, so that a revision stands alone."""
    if kind == "type" and isinstance(item, columns.Key):
        return "KEY"
    if kind == "type" and isinstance(item, PLAIN_TEXT):
        return "sa.Text()"
    return False


def migrate(connection: Connection) -> None:
    """Run what is asked on an open connection, in its transaction."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_item=render_item,
        transactional_ddl=True,
    )
    context.run_migrations()


migrate(context.config.attributes["connection"])
