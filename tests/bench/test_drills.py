"""Each drill sees its seeded defect, and nothing where there is none; here with small numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import attacks, extras, stores
from bench.drills import conserve, doubles, gate, hostile, statements, stock, tamper
from bench.machines.custody_world import DEFECTS
from bench.machines.mutants import MUTANTS
from bench.mutants import hasty
from bench.verify import generate
from bench.writers import together
from elnapp.demo.story import Story
from elnapp.record import Stores
from elnapp.record.verify import Layers, verify
from elnapp.web.house import House


def few_commands(house: House) -> None:
    """Place and lift a hold, and open a deviation, in a store that was copied."""
    story = Story.begin(house, stores.NOW)
    story.told = 2 * extras.FIRST_KEY
    extras.held(story, extras.training(story))


def test_broken_statements_leave_the_store_as_it_was(tmp_path: Path) -> None:
    found = statements.broken(stores.ground_store(tmp_path / "s"), tmp_path, few_commands, 1)

    assert found.clean
    assert found.statements > 100
    assert found.answers_lost == len(found.commands)


def test_a_commit_before_the_events_is_seen(tmp_path: Path) -> None:
    with hasty():
        found = statements.broken(stores.ground_store(tmp_path / "s"), tmp_path, few_commands, 1)

    assert found.half_written


def test_custody_through_the_store_creates_and_loses_nothing(tmp_path: Path) -> None:
    found = conserve.in_the_store(tmp_path, 2)

    assert found["done"] > 0
    assert (found["wrong"], found["verified"]) == ([], True)


def test_a_ledger_that_creates_is_seen_in_the_store(tmp_path: Path) -> None:
    with DEFECTS["more is put in than was taken"]():
        assert conserve.in_the_store(tmp_path, 6)["wrong"]


@pytest.mark.slow
def test_twenty_copies_of_a_form_are_one_entry(empty_postgres: str, tmp_path: Path) -> None:
    assert doubles.sent(empty_postgres, tmp_path, 5).right


@pytest.mark.slow
def test_a_kernel_that_forgets_keys_is_seen(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'forgetful.sqlite3'}"

    assert doubles.sent(url, tmp_path, 2, mutant=True).entries > 2


@pytest.mark.slow
def test_a_stock_gives_what_it_has(postgres: str, tmp_path: Path) -> None:
    clean = stock.drawn(postgres, tmp_path, 10)

    assert (clean.acknowledged, int(clean.left), clean.verified) == (10, 0, True)


def test_a_change_by_hand_is_found_and_named(tmp_path: Path) -> None:
    found = tamper.attacked(stores.walked_store(tmp_path / "s", 1), stores.layers(), per_table=1)

    assert found.tried > 30
    assert (found.missed, found.misnamed) == ([], [])


def test_verification_without_replay_is_seen(tmp_path: Path) -> None:
    url = stores.walked_store(tmp_path / "s", 2)

    assert tamper.attacked(url, Layers(replay=False), per_table=1).missed


def test_unreadable_json_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    url = stores.ground_store(tmp_path / "s")
    with attacks.by_hand(url.removeprefix("sqlite:///")) as database:
        attacks.drop_triggers(database)
        attacks.run(database, ("UPDATE document_version SET body = 'no json' WHERE rowid = 1",))
    store = Stores(url)
    report = verify(store)
    store.close()

    assert "body" in report.broken[0].place


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_the_machine_finds_a_way_around_for_each_mutant(name: str) -> None:
    with MUTANTS[name]():
        assert gate.hunt(gate.HUNTS)


def test_what_the_verification_bench_writes_is_a_whole_record(tmp_path: Path) -> None:
    generate(tmp_path / "events.sqlite3", 1000)
    store = Stores(f"sqlite:///{tmp_path / 'events.sqlite3'}")
    report = verify(store)
    store.close()

    assert (report.events, report.streams, report.broken) == (1000, 10, [])


@pytest.mark.slow
def test_hostile_files_are_refused_by_name_and_reach_nobody() -> None:
    (found,) = together(1, hostile.tried, "bench.calling_home", 3)

    assert found.connections == 0
    assert found.answers["READER-MEMORY"] == 1
    assert found.answers["READER-FAILED"] == 1, "the reader that calls home, and no other"


@pytest.mark.slow
def test_a_reader_without_limits_is_seen() -> None:
    (found,) = together(1, hostile.tried, "bench.careless", 0)

    assert found.connections == 1
    assert found.answers["READER-MEMORY"] == 0


def test_turned_bits_are_values_or_a_named_reason() -> None:
    (found,) = together(1, hostile.flipped, 300)

    assert found.tried == 300
    assert not [fault for fault in found.faults if "MiB" not in fault]


def test_damaged_tubes_leave_no_fault_in_the_measuring() -> None:
    (found,) = together(1, hostile.measured, 60)

    assert (found.tried, found.faults) == (60, [])
