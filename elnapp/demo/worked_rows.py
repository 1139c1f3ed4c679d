"""Writing the rows of a table as the words of a demo step."""

from __future__ import annotations


def rows(table: str, columns: str, *given: str) -> str:
    """Write rows as `table.1.column=value`: each is given as values in the order of the columns."""
    names = columns.split()
    return " ".join(
        f"{table}.{n}.{name}={value}"
        for n, row in enumerate(given, 1)
        for name, value in zip(names, row.split(), strict=True)
    )
