"""A signature is fresh, bound to exact content, and void when that content changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from batches.people import Proof
from batches.signing import Meaning
from batches.text import Text
from elnapp.record import Answer, Kernel, Refused, Stale, StoredFile, Tx
from elnapp.record.verify import verify
from elnapp.signing import queries
from elnapp.signing.service import Wanted, preview, sign
from tests.cast import QA, TECHNICIAN, Cast

STREAM = "site/SLS"
ADDRESS = f"{STREAM}/file"
MEANING = Meaning("TESTED", Text("I tested", "J'ai testé"), frozenset({"qa"}), ("password", "totp"))
WANTED = Wanted(MEANING, ADDRESS, (ADDRESS,))
Do = Callable[[Tx], Answer]


@pytest.fixture
def act(kernel: Kernel, cast: Cast) -> Callable[..., Answer]:
    """Do something on the site as a person, by a verb that quality assurance holds anywhere."""

    def run(do: Do, login: str = QA) -> Answer:
        return kernel.act(
            cast.call(login), "quality.open_deviation", do, streams=[STREAM], request={}
        )

    return run


def add(name: str, address: str = f"{ADDRESS}/1") -> Do:
    """Add a covered row at an address."""

    def do(tx: Tx) -> Answer:
        row = StoredFile(
            stream=STREAM, address=address, sha256="ab", size=1, media_type="text/plain", name=name
        )
        return {"id": tx.add(row).id}

    return do


def signed(proof: Proof, wanted: Wanted = WANTED) -> Do:
    """Sign what stands at the address."""
    return lambda tx: {"id": sign(tx, wanted, proof).id}


def test_a_signature_stands_over_what_it_covers(
    act: Callable[..., Answer], cast: Cast, kernel: Kernel
) -> None:
    act(add("one"))
    act(signed(cast.proof(QA)))
    with kernel.reading() as session:
        found = queries.all_of(session, STREAM, ADDRESS)
        assert [s.stands for s in found] == [True]
        assert found[0].digest == queries.content_digest(session, STREAM, (ADDRESS,))


def test_a_change_below_the_scope_voids_it_in_the_same_command(
    act: Callable[..., Answer], cast: Cast, kernel: Kernel
) -> None:
    act(add("one"))
    act(signed(cast.proof(QA)))
    act(add("two"))
    with kernel.reading() as session:
        found = queries.all_of(session, STREAM, ADDRESS)
    assert [(s.stands, s.void_cause) for s in found] == [(False, "quality.open_deviation")]
    assert verify(kernel.stores).ok


def test_a_change_beside_the_scope_leaves_it(
    act: Callable[..., Answer], cast: Cast, kernel: Kernel
) -> None:
    act(add("one"))
    act(signed(cast.proof(QA)))
    act(add("two", f"{STREAM}/filed/1"))
    with kernel.reading() as session:
        assert queries.meanings_at(session, ADDRESS) == {"TESTED"}


@pytest.mark.parametrize("factors", [("password",), ("totp",)])
def test_too_few_factors_are_refused(
    act: Callable[..., Answer], cast: Cast, factors: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        act(signed(cast.proof(QA, *factors)))
    assert [f.code for f in refused.value.findings] == ["SIG-FACTOR"]


@pytest.mark.parametrize("microseconds", [-1, 0, 1, 900_000])
def test_the_proof_and_the_command_of_one_request_come_in_either_order(
    act: Callable[..., Answer], cast: Cast, microseconds: int
) -> None:
    moment = cast.clock() + timedelta(microseconds=microseconds)
    assert act(signed(replace(cast.proof(QA), at=moment)))["id"]


@pytest.mark.parametrize("minutes", [-3, 3])
def test_an_old_or_future_proof_is_refused(
    act: Callable[..., Answer], cast: Cast, minutes: int
) -> None:
    stale = replace(cast.proof(QA), at=cast.clock() + timedelta(minutes=minutes))
    with pytest.raises(Refused):
        act(signed(stale))


def test_the_proof_of_another_person_is_refused(act: Callable[..., Answer], cast: Cast) -> None:
    with pytest.raises(Refused):
        act(signed(cast.proof(TECHNICIAN)))


def test_a_person_without_the_role_cannot_sign(act: Callable[..., Answer], cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        act(signed(cast.proof(TECHNICIAN)), TECHNICIAN)
    assert [f.code for f in refused.value.findings] == ["SIG-ROLE"]


def test_what_was_shown_must_be_what_is_signed(
    act: Callable[..., Answer], cast: Cast, kernel: Kernel
) -> None:
    act(add("one"))
    with kernel.reading() as session:
        shown = preview(session, WANTED).digest
    act(add("two"))
    with pytest.raises(Stale):
        act(signed(cast.proof(QA), replace(WANTED, shown=shown)))


def test_the_manifest_says_all_that_part_11_asks(
    act: Callable[..., Answer], cast: Cast, kernel: Kernel
) -> None:
    act(signed(cast.proof(QA)))
    with kernel.reading() as session:
        manifest = queries.all_of(session, STREAM, ADDRESS)[0].manifest
    assert manifest["signer"]["name"] == "Anne Martin"
    assert manifest["meaning"] == {"code": "TESTED", "text": "J'ai testé"}
    assert {"at", "zone", "lang", "digest", "scopes", "factors"} <= set(manifest)


def test_a_scope_outside_the_address_is_a_defect(act: Callable[..., Answer], cast: Cast) -> None:
    outside = Wanted(MEANING, ADDRESS, (f"{STREAM}/other",))
    with pytest.raises(ValueError, match="does not lie below"):
        act(signed(cast.proof(QA), outside))
