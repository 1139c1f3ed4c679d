"""Recording, correcting, looking and searching: what is stored, who sees it, what is on record."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from elnapp.audit import service as audit
from elnapp.record import Conflict, NotPermitted, Refused
from elnapp.record.verify import verify
from elnapp.vault import service
from elnapp.vault.service import Why
from elnapp.vault.service.sealing import BLOCK, Place, fingerprint, seal, unseal
from tests.cast import ADMINISTRATOR, AUDITOR, EVERYONE, PHYSICIAN, QA, Cast
from tests.elnapp.vault.people import ZOE, Desk

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
HERE = Place("identity/D-0001", "row", "identity@1", 3)
ELSEWHERE = (
    replace(HERE, stream="identity/D-0002"), replace(HERE, row="other"),
    replace(HERE, fields="words@1"), replace(HERE, n=4),
)  # fmt: skip
WORDS = st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=7).filter(
    lambda d: not any(0xD800 <= ord(c) <= 0xDFFF for k, v in d.items() for c in k + v)
)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [f.code for f in refused.value.findings]


@given(WORDS)
def test_what_is_sealed_opens_at_its_place_and_nowhere_else(fields: dict[str, str]) -> None:
    sealed = seal(KEY, HERE, fields)

    assert unseal(KEY, HERE, sealed) == fields
    for place in ELSEWHERE:
        with pytest.raises(Refused):
            unseal(KEY, place, sealed)
    with pytest.raises(Refused):
        unseal(OTHER, HERE, sealed)


@given(WORDS, st.integers(min_value=0))
def test_one_changed_character_does_not_open(fields: dict[str, str], at: int) -> None:
    sealed = seal(KEY, HERE, fields)
    at %= len(sealed.rstrip("="))
    other = "A" if sealed[at] != "A" else "B"

    # The last character of base64 may hold bits that mean nothing.
    if at < len(sealed.rstrip("=")) - 1:
        with pytest.raises(Refused):
            unseal(KEY, HERE, sealed[:at] + other + sealed[at + 1 :])


def test_a_sealed_text_tells_neither_its_length_nor_that_it_is_the_same() -> None:
    short, long = {"family_name": "Li"}, {"family_name": "Li" * 100}

    assert len(seal(KEY, HERE, short)) == len(seal(KEY, HERE, long))
    assert seal(KEY, HERE, short) != seal(KEY, HERE, short)
    assert BLOCK > 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(WORDS, WORDS)
def test_a_fingerprint_tells_forms_apart_by_key(one: dict[str, str], two: dict[str, str]) -> None:
    assert (fingerprint(KEY, one) == fingerprint(KEY, two)) == (one == two)
    assert fingerprint(KEY, one) != fingerprint(OTHER, one)


def test_what_was_recorded_is_shown_to_the_physician_as_a_look(desk: Desk) -> None:
    assert desk.look("person") == {
        name: ZOE[name]
        for name in ("family_name", "given_names", "birth_date", "sex", "hospital_number")
    }
    held = desk.held()
    assert [(look.way, look.purpose, look.looked_by_name) for look in held.looks] == [
        ("look", "CONTACT", "Dr Denis Garnier")
    ]
    assert held.looks[0].shown == [
        "family_name",
        "given_names",
        "birth_date",
        "sex",
        "hospital_number",
    ]
    assert desk.events() == ["vault.record", "vault.look"]


@pytest.mark.parametrize("login", [p for p in EVERYONE if p != PHYSICIAN])
def test_nobody_else_looks_searches_or_records(desk: Desk, login: str) -> None:
    for attempt in (
        lambda: desk.look(by=login),
        lambda: desk.search(by=login, family_name=ZOE["family_name"]),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    assert desk.held().looks == ()


def test_a_look_needs_a_purpose_of_the_list(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.look(purpose="BECAUSE")
    assert codes(refused) == ["ID-REASON"]
    assert desk.held().looks == ()


def test_a_form_sent_again_shows_nothing_again(desk: Desk, cast: Cast) -> None:
    call = cast.call(PHYSICIAN)
    service.look(desk.house, call, desk.code, Why("all", "CONTACT"))
    with pytest.raises(Refused) as refused:
        service.look(desk.house, call, desk.code, Why("all", "CONTACT"))
    assert codes(refused) == ["ID-AGAIN"]
    assert len(desk.held().looks) == 1


def test_the_same_form_records_once_and_other_content_is_a_conflict(desk: Desk, cast: Cast) -> None:
    call = cast.call(PHYSICIAN)
    given = {"contact": "3 rue Neuve"}
    service.correct(desk.house, call, desk.code, given, "CONTACT-CHANGE")
    with pytest.raises(Conflict):
        service.correct(desk.house, call, desk.code, {"contact": "4 rue Neuve"}, "CONTACT-CHANGE")
    assert len(desk.held().versions) == 2


def test_a_correction_keeps_the_earlier_version_and_both_names_are_found(desk: Desk) -> None:
    desk.correct("NAME-CHANGE", family_name="Müller")

    assert desk.look()["family_name"] == "Müller"
    assert desk.look()["given_names"] == ZOE["given_names"]
    first, second = sorted(desk.held().versions, key=lambda v: v.n)
    assert (first.why, second.why, second.policy) == (None, "NAME-CHANGE", "IDENTITIES v1")
    ring = service.key_file(desk.house).read()
    place = Place(first.stream, first.id, first.fields, 1)
    assert unseal(ring.key(first.stream), place, first.sealed) == ZOE
    assert [(m.code, m.former) for m in desk.search(family_name="MULLER")] == [(desk.code, False)]
    former = desk.search(family_name="lheritier angstrom")
    assert [(m.code, m.former) for m in former] == [(desk.code, True)]


def test_a_correction_empties_what_it_is_told_to(desk: Desk, cast: Cast) -> None:
    call = cast.call(PHYSICIAN)
    service.correct(desk.house, call, desk.code, {}, "TYPING", cleared=("note",))

    assert desk.look()["note"] == ""
    assert desk.look()["contact"] == ZOE["contact"]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"birth_date": "23/04/1991"}, "ID-DATE"),
        ({"birth_date": "2091-04-23"}, "ID-FUTURE"),
        ({"sex": "F"}, "ID-SEX"),
        ({"family_name": "x" * 121}, "ID-LONG"),
        ({"given_names": "Zo\u0007e"}, "ID-LETTERS"),
        ({"family_name": ZOE["family_name"]}, "ID-SAME"),
    ],
)
def test_bad_input_is_refused_in_words_that_repeat_nothing(
    desk: Desk, given: dict[str, str], found: str
) -> None:
    with pytest.raises(Refused) as refused:
        desk.correct(**given)
    assert codes(refused) == [found]
    said = json.dumps([f.plain() for f in refused.value.findings])
    assert not any(v in said for v in given.values())


def test_only_a_person_has_an_identity_and_only_one(desk: Desk, cast: Cast) -> None:
    for about, found in (("site/SLS", "ID-NO-SUBJECT"), (f"donor/{desk.code}", "ID-HELD")):
        with pytest.raises(Refused) as refused:
            service.record(desk.house, cast.call(PHYSICIAN), about, ZOE)
        assert codes(refused) == [found]


@pytest.mark.parametrize(
    ("typed", "hit"),
    [
        ({"family_name": "l heritier ANGSTROM"}, True),
        ({"family_name": "L’Héritier‑Ångström", "given_names": "maelle"}, True),
        ({"hospital_number": "ipp0047112"}, True),
        ({"family_name": "Heritier"}, False),
        ({"family_name": "L'Éritié-Angström"}, False),
        ({"family_name": "L'Héritier-Ångström", "birth_date": "1991-04-24"}, False),
    ],
)
def test_a_search_folds_case_accents_and_hyphens_and_nothing_else(
    desk: Desk, typed: dict[str, str], hit: bool
) -> None:
    assert [m.code for m in desk.search(**typed)] == ([desk.code] if hit else [])
    assert [look.way for look in desk.held().looks] == (["search"] if hit else [])


def test_a_search_for_everyone_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.search(given_names="Zoé")
    assert codes(refused) == ["ID-NARROW"]


def test_a_row_moved_by_hand_does_not_open(desk: Desk, cast: Cast) -> None:
    """Somebody with the database, but not the keys, puts one person's row in another's place."""
    desk.correct("TYPING", family_name="Durand")
    with desk.house.kernel.stores.operating() as connection:
        connection.exec_driver_sql("DROP TRIGGER identity_version_no_update")
        connection.execute(
            text(
                "UPDATE identity_version SET sealed = (SELECT sealed FROM identity_version "
                "WHERE n = 1) WHERE n = 2"
            )
        )
    with pytest.raises(Refused) as refused:
        desk.look()
    assert codes(refused) == ["ID-SEAL"]
    assert not verify(desk.house.kernel.stores, audit.layers()).ok


def test_a_lost_key_file_is_said_and_not_replaced(desk: Desk, cast: Cast, donor: str) -> None:
    keys = service.key_file(desk.house)
    keys.path.unlink()
    attempts: tuple[Callable[[], object], ...] = (
        desk.look, desk.ask, lambda: desk.correct(family_name="X"),
    )  # fmt: skip
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes(refused) == ["ID-NO-KEY"]
    with pytest.raises(Refused) as refused:
        service.record(desk.house, cast.call(PHYSICIAN), f"donor/{donor}", ZOE)
    assert not keys.there


def test_nothing_of_an_identity_is_in_the_database_or_its_events(desk: Desk) -> None:
    desk.look()
    desk.search(family_name=ZOE["family_name"])
    desk.correct("DOCUMENT", given_names="Zoé Maëlys")
    desk.ask(words="Mme L'Héritier-Ångström est en réanimation")
    stores = desk.house.kernel.stores
    raw = b"".join(p.read_bytes() for p in desk.house.settings.data.glob("elnapp.sqlite3*"))

    assert verify(stores, audit.layers()).ok
    for word in ("Héritier", "Ångström", "Maëlle", "Maëlys", "1991-04-23", "0047-112", "Lilas"):
        assert word.encode() not in raw
        assert json.dumps(word)[1:-1].encode() not in raw


@pytest.mark.parametrize("login", [QA, AUDITOR, ADMINISTRATOR])
def test_the_audit_trail_shows_looks_and_never_the_sealed_text(
    app: object, client: object, desk: Desk, cast: Cast, login: str
) -> None:
    desk.look()
    cast.sign_in(client, login)  # type: ignore[arg-type]
    page = client.get(f"/audit/identity/{desk.code}").get_data(as_text=True)  # type: ignore[attr-defined]

    assert desk.held().newest.sealed[:40] not in page
    assert "Héritier" not in page
