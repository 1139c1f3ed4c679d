"""What verification finds in a whole store: every change of a cell, however small."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from elnapp.record import Kernel
from elnapp.record.verify import verify


def by_hand(kernel: Kernel, *statements: str) -> None:
    """Drop the triggers, then edit: what a person with the database file can do."""
    with kernel.stores.operating() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for name in [row[0] for row in names]:
            connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))


def places(kernel: Kernel) -> list[str]:
    """Name the broken places without the ids of rows."""
    return [
        b.place.split("/")[0] + "." + b.place.rpartition(".")[2]
        for b in verify(kernel.stores).broken
    ]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        # Python takes 1 for true and loses spaces and repeated names: a lot would run on neither.
        ("UPDATE document_version SET body = replace(body, 'false', '0')", "document_version.body"),
        ("UPDATE document_version SET body = body || ' '", "document_version.body"),
        ("UPDATE document_version SET title = '{\"en\":\"x\",' || substr(title, 2)", "document_version.title"),
        ("UPDATE account SET active = 2", "account.active"),
    ],
)  # fmt: skip
def test_a_cell_that_reads_alike_is_still_found(kernel: Kernel, change: str, place: str) -> None:
    assert verify(kernel.stores).ok
    by_hand(kernel, change)
    assert place in places(kernel)


def test_objects_with_letters_of_any_script_verify(kernel: Kernel) -> None:
    with kernel.reading() as session:
        bodies = session.connection().execute(text("SELECT body FROM document_version")).all()
    assert any(not body.isascii() for (body,) in bodies)
    assert any("false" in body for (body,) in bodies)
    assert all(json.loads(body) for (body,) in bodies)
    assert verify(kernel.stores).ok
