"""Guesses: counted before they are checked, answered alike, slowed down, locked, recorded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pyotp
import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from batches.access import AccessPolicy
from batches.people import Proof
from elnapp.people import queries, service
from elnapp.people.service import passwords
from elnapp.record import Refused
from elnapp.web.house import House
from tests.elnapp.people.conftest import CHOSEN, Clock, Door


def refusal(act: Callable[[], object]) -> list[str]:
    """The codes of the findings an act is refused with."""
    with pytest.raises(Refused) as refused:
        act()
    return [f.code for f in refused.value.findings]


def guess(house: House, login: str, password: str = "wrong") -> list[str]:
    return refusal(lambda: service.check_credentials(house, login, password))


def state(house: House, login: str) -> str:
    with house.kernel.reading() as session:
        found = queries.account(session, login)
        assert found is not None
        return queries.state_of_row(found)


def test_a_password_proves_one_factor_and_a_code_the_second(
    house: House, door: Door, clock: Clock
) -> None:
    door.make("ines")
    seed = door.enrol("ines")
    assert service.check_credentials(house, "ines", CHOSEN).factors == ("password",)
    code = pyotp.TOTP(seed).at(clock())
    proof = service.check_credentials(house, " INES ", CHOSEN, code)
    who = door.actor("ines")
    assert proof == Proof(who.id, "Ines Roux", ("password", "totp"), clock())


def test_ten_failures_lock_the_account_and_say_so_in_its_record(
    house: House, door: Door, clock: Clock
) -> None:
    door.make("ines")
    for _ in range(10):
        assert guess(house, "ines") == ["P-CREDENTIALS"]
        clock.wait(seconds=20)
    assert refusal(lambda: service.check_credentials(house, "ines", CHOSEN)) == ["P-LOCKED"]
    assert door.findings("ines") == ["P-FAILED"] * 10 + ["P-LOCKED"]
    assert door.verbs("ines")[1:] == ["people.refuse"] * 10
    assert state(house, "ines") == "locked"


def test_a_lock_ends_after_its_time_or_by_an_administrator(
    house: House, door: Door, clock: Clock
) -> None:
    for login in ("ines", "paul"):
        door.make(login)
        for _ in range(10):
            guess(house, login)
            clock.wait(seconds=20)
    service.unlock(house.kernel, door.call("admin", "came in person"), "ines")
    assert service.check_credentials(house, "ines", CHOSEN).account
    assert guess(house, "paul", CHOSEN) == ["P-LOCKED"]
    clock.wait(minutes=15)
    assert service.check_credentials(house, "paul", CHOSEN).account
    refused = refusal(lambda: service.unlock(house.kernel, door.call("admin"), "ines"))
    assert refused == ["P-NOT-LOCKED"]


def test_after_five_failures_each_guess_waits_longer(
    house: House, door: Door, clock: Clock
) -> None:
    door.make("ines")
    assert [guess(house, "ines") for _ in range(5)] == [["P-CREDENTIALS"]] * 5
    assert guess(house, "ines", CHOSEN) == ["P-WAIT"]
    clock.wait(seconds=1)
    assert guess(house, "ines") == ["P-CREDENTIALS"]
    clock.wait(seconds=1)
    assert guess(house, "ines", CHOSEN) == ["P-WAIT"]
    clock.wait(seconds=1)
    assert service.check_credentials(house, "ines", CHOSEN).account


def test_success_forgets_earlier_failures(house: House, door: Door) -> None:
    door.make("ines")
    for _ in range(3):
        assert [guess(house, "ines") for _ in range(4)] == [["P-CREDENTIALS"]] * 4
        assert service.check_credentials(house, "ines", CHOSEN).account


def test_guesses_sent_at_once_are_all_counted(house: House, door: Door) -> None:
    door.make("ines")
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: guess(house, "ines")[0], range(24)))
    assert answers.count("P-CREDENTIALS") == AccessPolicy().delay_after_failures
    assert answers.count("P-WAIT") == 24 - 5
    assert door.findings("ines") == ["P-FAILED"] * 5


def test_an_unknown_user_id_gets_the_answers_of_a_known_one(
    house: House, door: Door, clock: Clock
) -> None:
    door.make("ines")
    told: dict[str, list[str]] = {"ines": [], "nobody": []}
    for _ in range(13):
        for login in told:
            told[login] += guess(house, login)
        clock.wait(seconds=9)
    assert told["ines"] == told["nobody"]
    assert set(told["ines"]) == {"P-CREDENTIALS", "P-WAIT", "P-LOCKED"}
    assert "P-UNKNOWN" in door.findings()


def test_an_unknown_user_id_costs_the_hash_of_a_known_one(
    house: House, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.make("ines")
    service.deactivate(house.kernel, door.call("admin", "left"), "ines")
    checked: list[str] = []
    real = PasswordHasher.verify

    def check(self: PasswordHasher, stored: str, password: str) -> bool:
        checked.append(stored)
        return real(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", check)
    assert guess(house, "nobody", CHOSEN) == guess(house, "ines", CHOSEN) == ["P-CREDENTIALS"]
    assert len(checked) == 2
    assert checked[0] == checked[1]
    assert checked[0].startswith("$argon2id$")


def test_outside_tests_a_hash_has_its_full_cost() -> None:
    stored = passwords.hashed("production", CHOSEN)
    cost = extract_parameters(stored)
    assert cost.type is Type.ID
    assert (cost.memory_cost, cost.time_cost, cost.parallelism) == (19 * 1024, 2, 1)
    assert passwords.matches("production", stored, CHOSEN)
    assert not passwords.matches("production", stored, CHOSEN.upper())
    assert not passwords.matches("production", None, CHOSEN)


def test_one_address_cannot_try_many_names(house: House, clock: Clock) -> None:
    here = service.Origin("192.0.2.7", AccessPolicy(address_allowance=1))
    answers = []
    for number in range(12):
        knock = partial(service.check_credentials, house, f"n{number}", "x", None, "sign_in", here)
        answers += refusal(knock)
        clock.wait(seconds=20)
    assert answers == ["P-CREDENTIALS"] * 10 + ["P-LOCKED"] * 2


def test_a_code_works_once_and_only_near_its_time(house: House, door: Door, clock: Clock) -> None:
    door.make("ines")
    code = pyotp.TOTP(door.enrol("ines")).at

    def prove(at: timedelta) -> Proof:
        return service.check_credentials(house, "ines", CHOSEN, code(clock() + at))

    assert refusal(lambda: prove(timedelta(seconds=-90))) == ["P-CREDENTIALS"]
    assert prove(timedelta()).account
    assert refusal(lambda: prove(timedelta())) == ["P-CODE-USED"]
    # A code older than the last one used is spent with it.
    assert refusal(lambda: prove(timedelta(seconds=-30))) == ["P-CODE-USED"]
    assert prove(timedelta(seconds=30)).account
    clock.wait(seconds=60)
    assert prove(timedelta()).account


def test_one_code_sent_twice_at_once_proves_once(house: House, door: Door, clock: Clock) -> None:
    door.make("ines")
    code = pyotp.TOTP(door.enrol("ines")).at(clock())

    def prove(_: int) -> str:
        try:
            service.check_credentials(house, "ines", CHOSEN, code)
        except Refused as refused:
            return refused.findings[0].code
        return "proved"

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(prove, range(4)))
    assert sorted(answers) == ["P-CODE-USED"] * 3 + ["proved"]


def test_a_code_without_a_second_factor_is_told_only_to_who_knows_the_password(
    house: House, door: Door
) -> None:
    door.make("ines")
    wrong = refusal(lambda: service.check_credentials(house, "ines", "wrong", "123456"))
    right = refusal(lambda: service.check_credentials(house, "ines", CHOSEN, "123456"))
    assert (wrong, right) == (["P-CREDENTIALS"], ["P-NO-FACTOR"])


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0" * 4000])
def test_what_is_no_code_is_a_failure_not_a_fault(house: House, door: Door, code: str) -> None:
    door.make("ines")
    door.enrol("ines")
    refused = refusal(lambda: service.check_credentials(house, "ines", CHOSEN, code))
    assert refused == ["P-CREDENTIALS"]


def test_the_demo_code_is_one_that_is_still_taken(house: House, door: Door, clock: Clock) -> None:
    door.make("ines")
    door.enrol("ines")
    for _ in range(2):
        with house.kernel.reading() as session:
            code = service.current_code(session, "ines", clock())
        assert service.check_credentials(house, "ines", CHOSEN, code).account
    with house.kernel.reading() as session:
        assert service.current_code(session, "nobody", clock()) is None


def test_nothing_that_was_typed_or_stored_as_secret_stands_in_an_event(
    house: House, door: Door
) -> None:
    door.make("ines")
    seed = door.enrol("ines")
    guess(house, "ines", "my-typed-secret")
    guess(house, "my-typed-secret-as-login")
    with house.kernel.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT body FROM event").all()
        bodies = "".join(str(row[0]) for row in rows)
        stored = session.connection().exec_driver_sql("SELECT subject FROM attempt").all()
    assert seed not in bodies
    assert CHOSEN not in bodies
    assert "my-typed-secret" not in bodies + str(stored)
    assert "argon2" not in bodies


def test_people_who_prove_themselves_never_close_the_address_they_share(
    house: House, door: Door
) -> None:
    door.make("ines")
    tablet = service.Origin("192.0.2.7", AccessPolicy())
    for _ in range(60):
        service.check_credentials(house, "ines", CHOSEN, None, "sign_in", tablet)
    assert guess(house, "ines") == ["P-CREDENTIALS"]


def test_right_guesses_do_not_wash_wrong_ones_from_an_address(house: House, door: Door) -> None:
    door.make("ines")
    policy = AccessPolicy(address_allowance=1)
    place = service.Origin("192.0.2.7", policy)
    for i in range(policy.delay_after_failures):
        with pytest.raises(Refused):
            service.check_credentials(house, f"nobody{i}", "wrong", None, "sign_in", place)
    found = refusal(lambda: service.check_credentials(house, "x", "wrong", None, "sign_in", place))
    assert found == ["P-WAIT"]
