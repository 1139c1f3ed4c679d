"""The third layer of verification: what a wrong service wrote through the kernel is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from batches.people import SYSTEM
from elnapp.audit import service as audit
from elnapp.documents.models import DocumentVersion
from elnapp.people.models import Account
from elnapp.record import Call, Kernel, Tx, new_id
from elnapp.record.verify import verify
from elnapp.signing.models import Signature
from elnapp.web.house import House
from tests.conftest import NOW

MEANINGS = "document/meanings/SIGNATURES"
ACCOUNT = "account/cmoreau"


def wrong(house: House, work: Callable[[Tx], dict[str, Any]], stream: str, **rooms: Any) -> None:
    """Run a service with a defect: a true command, its event, its chain."""
    kernel = house.kernel
    open_rooms = replace(kernel.rooms, guard=lambda _tx, _primary, _study: None, **rooms)
    call = Call(SYSTEM, new_id(), NOW)
    Kernel(kernel.stores, open_rooms).act(call, "test.wrong", work, streams=[stream], request={})


def found(house: House) -> list[str]:
    """What verification says, with every layer; replay alone must say nothing."""
    stores = house.kernel.stores
    assert verify(stores).ok
    return [b.what for b in verify(stores, audit.layers()).broken]


def copy_of(tx: Tx, **other: Any) -> DocumentVersion:
    """A revision of the meanings that a wrong service could have written."""
    rows = select(DocumentVersion).where(DocumentVersion.stream == MEANINGS)
    one = tx.session.scalars(rows).first()
    assert one is not None
    data = one.model_dump() | {"id": new_id(), "revision": 9, "address": f"{MEANINGS}/v1r9"}
    return tx.add(DocumentVersion(**data | other))


def test_a_settled_store_is_what_it_follows_from(house: House) -> None:
    assert found(house) == []


@pytest.mark.parametrize(("kind", "stream"), [("account", ACCOUNT), ("document", MEANINGS)])
def test_a_state_that_does_not_follow_is_found(house: House, kind: str, stream: str) -> None:
    states = {**house.kernel.rooms.states, kind: lambda _tx, _stream: "draft"}
    wrong(house, lambda _tx: {}, stream, states=states)
    assert any(what.startswith("the state is draft") for what in found(house))


def test_a_hash_that_is_not_of_its_body_is_found(house: House) -> None:
    def work(tx: Tx) -> dict[str, Any]:
        copy_of(tx, body_hash="0" * 64)
        return {}

    wrong(house, work, MEANINGS)
    assert any("the hash is not that of the body" in what for what in found(house))


def test_a_signature_that_should_have_fallen_is_found(house: House) -> None:
    def work(tx: Tx) -> dict[str, Any]:
        rows = select(Signature).where(Signature.stream == MEANINGS)
        signed = tx.session.scalars(rows).first()
        assert signed is not None
        copy_of(tx, address=signed.address)
        return {}

    wrong(house, work, MEANINGS, settlers=())
    assert any("stands over content" in what for what in found(house))


def test_an_account_that_is_only_changed_raises_no_alarm(house: House) -> None:
    def work(tx: Tx) -> dict[str, Any]:
        row = tx.session.scalars(select(Account).where(Account.stream == ACCOUNT)).one()
        row.function = f"{row.function} (2)"
        return {}

    wrong(house, work, ACCOUNT)
    assert found(house) == []
