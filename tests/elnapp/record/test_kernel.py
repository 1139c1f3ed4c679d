"""The kernel: one command, one transaction, its events; nothing past it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from batches.people import Actor, Grant
from batches.verdict import Finding
from elnapp.record import (
    Answer,
    Busy,
    Call,
    Conflict,
    Counter,
    Event,
    Kernel,
    NotFound,
    Refused,
    Rooms,
    Stale,
    StoredFile,
    Stores,
    Tx,
    schema,
)
from elnapp.record.capture import CommandSession
from elnapp.record.errors import WriteRefused
from elnapp.record.verify import Layers, verify

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANNE = Actor("anne", "Anne Martin", (Grant("qa", "SLS"),))
SITE = "site/SLS"
Act = Callable[..., Answer]


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    """A kernel over a store that has one site and nothing else."""
    stores = Stores(f"sqlite:///{tmp_path / 'kernel.sqlite3'}")
    schema.create_all(stores)
    made = Kernel(stores, Rooms(guard=lambda _tx, _primary, _study: None))
    made.found(Call(ANNE, "k0", AT), "test.found", open_the_site, SITE)
    yield made
    stores.close()


def open_the_site(tx: Tx) -> Answer:
    """Open the one stream that the tests write in."""
    tx.open(SITE, kind="site", site="SLS")
    return {}


def do(
    kernel: Kernel, work: Callable[[Tx], Answer], key: str = "k1", seen: int | None = None
) -> Answer:
    """Run `work` as one command on the site."""
    request = {"asked": "this"}
    return kernel.act(
        Call(ANNE, key, AT, seen=seen), "test.do", work, streams=[SITE], request=request
    )


def keep_a_file(tx: Tx) -> Answer:
    """Add one append-only row."""
    row = StoredFile(
        stream=SITE, address=SITE, sha256="ab", size=1, media_type="text/plain", name="é"
    )
    return {"file": tx.add(row).id}


def count(kernel: Kernel) -> int:
    """Tell how many events there are."""
    with kernel.reading() as session:
        return len(session.exec(select(Event)).all())


def test_the_event_carries_every_stored_value_of_a_new_row(kernel: Kernel) -> None:
    do(kernel, keep_a_file)
    with kernel.reading() as session:
        body = session.exec(select(Event)).all()[-1].body
    assert '"name":"é"' in body
    assert '"old":null' in body


def test_a_number_is_given_once_and_its_change_is_captured(kernel: Kernel) -> None:
    numbers = [do(kernel, lambda tx: {"n": tx.number(SITE, "lot")}, f"n{i}")["n"] for i in range(3)]
    assert numbers == [1, 2, 3]
    assert verify(kernel.stores).ok


def test_the_same_key_gives_the_first_answer_and_writes_nothing(kernel: Kernel) -> None:
    first = do(kernel, keep_a_file)
    assert do(kernel, keep_a_file) == first
    assert count(kernel) == 2


def test_the_same_key_with_other_content_is_a_conflict(kernel: Kernel) -> None:
    do(kernel, keep_a_file)
    with pytest.raises(Conflict):
        kernel.act(
            Call(ANNE, "k1", AT), "test.do", keep_a_file, streams=[SITE], request={"asked": "that"}
        )


def test_the_same_key_with_another_reason_is_a_conflict(kernel: Kernel) -> None:
    def say(reason: str) -> Answer:
        call = Call(ANNE, "k1", AT, reason)
        return kernel.act(call, "test.do", keep_a_file, streams=[SITE], request={})

    assert say("because") == say("because")
    with pytest.raises(Conflict):
        say("for another reason")


def test_an_error_in_the_service_leaves_nothing(kernel: Kernel) -> None:
    def fail(tx: Tx) -> Answer:
        keep_a_file(tx)
        tx.session.flush()
        raise Refused([Finding("V01")])

    with pytest.raises(Refused):
        do(kernel, fail)
    assert count(kernel) == 1
    assert verify(kernel.stores).ok


def test_a_refusal_that_matters_is_an_event_of_its_own(kernel: Kernel) -> None:
    def wrong_scan(_tx: Tx) -> Answer:
        raise Refused([Finding("C01")], matters=True)

    with pytest.raises(Refused):
        do(kernel, wrong_scan)
    assert count(kernel) == 2


def test_a_refusal_waits_for_a_store_that_is_busy(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))
    commanding, failures = kernel.stores.commanding, iter([busy])

    def once_busy() -> AbstractContextManager[CommandSession]:
        for error in failures:
            raise error
        return commanding()

    monkeypatch.setattr(kernel.stores, "commanding", once_busy)
    kernel.refuse(Call(ANNE, "k1", AT), "test.do", SITE, [Finding("C01")])
    assert count(kernel) == 2


def test_a_refusal_that_cannot_be_recorded_is_busy(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> AbstractContextManager[CommandSession]:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    monkeypatch.setattr(kernel.stores, "commanding", locked)
    with pytest.raises(Busy):
        kernel.refuse(Call(ANNE, "k1", AT), "test.do", SITE, [Finding("C01")])


def test_a_form_shown_before_the_last_change_is_stale(kernel: Kernel) -> None:
    do(kernel, keep_a_file)

    def late(tx: Tx) -> Answer:
        tx.expect(SITE)
        return {}

    with pytest.raises(Stale):
        do(kernel, late, "k2", seen=0)


def test_a_stream_that_nobody_opened_is_not_found(kernel: Kernel) -> None:
    with pytest.raises(NotFound):
        kernel.act(Call(ANNE, "k", AT), "test.do", keep_a_file, streams=["lot/X"], request={})


def test_a_row_of_a_stream_that_was_not_locked_is_refused(kernel: Kernel) -> None:
    def elsewhere(tx: Tx) -> Answer:
        tx.add(
            StoredFile(stream="lot/X", address="lot/X", sha256="", size=0, media_type="", name="")
        )
        return {}

    with pytest.raises(WriteRefused):
        do(kernel, elsewhere)


def change_a_file(tx: Tx) -> Answer:
    """Change an append-only row through its attribute."""
    tx.session.scalars(select(StoredFile)).one().name = "other"
    return {}


def bulk_update(tx: Tx) -> Answer:
    """Change rows with a bulk statement."""
    tx.session.execute(update(StoredFile).values(name="other"))
    return {}


def text_update(tx: Tx) -> Answer:
    """Change rows with a statement as text."""
    tx.session.connection().execute(text("UPDATE stored_file SET name = 'other'"))
    return {}


def core_insert(tx: Tx) -> Answer:
    """Add a row past the session."""
    tx.session.connection().execute(insert(Counter), {"id": "x", "stream": SITE})
    return {}


def delete_a_file(tx: Tx) -> Answer:
    """Delete a row."""
    tx.session.delete(tx.session.scalars(select(StoredFile)).one())
    return {}


def stray(tx: Tx) -> Answer:
    """Add a row whose address lies in another record, where no signature over this one holds it."""
    row = StoredFile(
        stream=SITE, address="site/SLSX/x", sha256="ab", size=1, media_type="text/plain", name="é"
    )
    return {"file": tx.add(row).id}


@pytest.mark.parametrize(
    "work", [change_a_file, bulk_update, text_update, core_insert, delete_a_file, stray]
)
def test_no_recorded_row_changes_past_the_kernel(
    kernel: Kernel, work: Callable[[Tx], Answer]
) -> None:
    do(kernel, keep_a_file)
    with pytest.raises(WriteRefused):
        do(kernel, work, "k2")
    assert verify(kernel.stores).ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_file SET name = 'other'",
        "DELETE FROM stored_file",
        "REPLACE INTO stored_file SELECT * FROM stored_file",
        "UPDATE event SET verb = 'other'",
        "DELETE FROM counter",
    ],
)
def test_triggers_refuse_what_someone_types_by_hand(kernel: Kernel, statement: str) -> None:
    do(kernel, keep_a_file)
    do(kernel, lambda tx: {"n": tx.number(SITE, "lot")}, "k2")
    with (
        kernel.stores.operating() as connection,
        pytest.raises(Exception, match="append-only"),
    ):
        connection.execute(text(statement))


def test_a_page_cannot_write(kernel: Kernel) -> None:
    with kernel.reading() as session, pytest.raises(Exception, match="readonly"):
        session.connection().exec_driver_sql("UPDATE head SET seq = 9")


def by_hand(kernel: Kernel, *statements: str) -> None:
    """Do what a person with the database file can do: drop triggers, then edit."""
    with kernel.stores.operating() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for name in [row[0] for row in names]:
            connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))


def test_a_row_edited_by_hand_is_named(kernel: Kernel) -> None:
    row = do(kernel, keep_a_file)["file"]
    by_hand(kernel, "UPDATE stored_file SET name = 'other'")
    assert [b.place for b in verify(kernel.stores).broken] == [f"stored_file/{row}.name"]


def test_without_replay_an_edited_row_goes_unseen(kernel: Kernel) -> None:
    do(kernel, keep_a_file)
    by_hand(kernel, "UPDATE stored_file SET name = 'other'")
    assert verify(kernel.stores, Layers(replay=False)).ok


def test_a_cut_tail_is_found_at_the_head(kernel: Kernel) -> None:
    do(kernel, keep_a_file)
    do(kernel, keep_a_file, "k2")
    by_hand(kernel, "DELETE FROM event WHERE seq = 3")
    assert not verify(kernel.stores).ok
