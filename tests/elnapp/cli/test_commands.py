"""The command line: JSON on standard output, exits with a meaning."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from elnapp.cli import init_cli
from elnapp.demo.tell import NO_CAUSE, NOT_IDENTICAL
from elnapp.record.plain import time_text
from elnapp.web.house import House


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Runs commands of the application under test."""
    init_cli(app)
    return app.test_cli_runner()


def answer(runner: FlaskCliRunner, *words: str) -> tuple[int, Any]:
    """Run a command; give its exit code and what it printed as JSON."""
    done = runner.invoke(args=list(words))
    return done.exit_code, json.loads(done.stdout) if done.stdout.strip() else None


def test_a_clean_store_verifies(runner: FlaskCliRunner) -> None:
    code, said = answer(runner, "audit", "verify")
    assert code == 0
    assert said["events"] > 50
    assert said["first_broken"] is None


def test_a_store_changed_by_hand_does_not_and_the_place_is_named(
    runner: FlaskCliRunner, house: House
) -> None:
    path = house.settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE account SET name = 'Someone Else' WHERE login = 'cmoreau'")
    code, said = answer(runner, "audit", "verify")
    assert code == 1
    assert said["first_broken"]["place"].endswith(".name")


def test_tables_are_recorded_or_operational_with_a_reason(runner: FlaskCliRunner) -> None:
    code, said = answer(runner, "audit", "tables")
    assert code == 0
    assert "entry" in said["recorded"]
    assert all(said["operational"].values())


def test_a_demonstration_is_not_fit_for_production(runner: FlaskCliRunner) -> None:
    code, said = answer(runner, "check", "--deploy")
    assert code == 78
    assert any("ELNAPP_PROFILE" in fault for fault in said["faults"])


def test_a_code_is_printed_for_a_person_of_the_demo(runner: FlaskCliRunner) -> None:
    done = runner.invoke(args=["people", "code", "amartin"])
    assert done.exit_code == 0
    assert done.stdout.strip().isdecimal()


def test_nobody_by_that_name_is_exit_2_with_one_sentence(runner: FlaskCliRunner) -> None:
    done = runner.invoke(args=["people", "code", "nobody"])
    assert done.exit_code == 2
    assert done.stdout == ""


def test_the_demo_is_not_told_twice(runner: FlaskCliRunner) -> None:
    assert answer(runner, "demo", "load", "--if-empty") == (0, {"loaded": False})
    assert runner.invoke(args=["demo", "load"]).exit_code == 2


WORDS_OF_IT = (NOT_IDENTICAL, str(NO_CAUSE.cause))


@pytest.mark.slow
def test_the_demo_leaves_what_it_promises(
    runner: FlaskCliRunner, house: House, tmp_path: Path
) -> None:
    out = tmp_path / "demo"
    code, said = answer(runner, "demo", "make", "--out", str(out))
    assert code == 0
    assert sorted(lot["status"] for lot in said["lots"]) == ["declined", "in_process", "released"]
    assert len(said["donors"]) == 6
    assert (out / "batch-release.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert {f.name for f in out.iterdir()} >= {"elnapp.sqlite3", "env", "summary.json"}
    with sqlite3.connect(out / "elnapp.sqlite3") as database:
        (last,) = database.execute("SELECT max(at) FROM event").fetchone()
        found = database.execute(
            "SELECT rounded FROM result WHERE spec_row = 'ID-1-CD105' AND source = 'file'"
            " AND verdict = 'FAIL' ORDER BY n"
        )
        counted = [rounded.replace(".", ",") for (rounded,) in found]
    for each, text in zip(counted, WORDS_OF_IT, strict=True):
        assert f"{each} %" in text  # what is written of the test is what the files counted
    assert last <= time_text(house.clock())  # nothing has happened that is still to come


def made_fcs(folder: Path) -> Path:
    """A small file of two events, written by hand."""
    channels = "/$P1N/FSC-A/$P1B/16/$P1R/1024/$P1E/0,0/$P1S/size"
    text = f"/$MODE/L/$DATATYPE/I/$BYTEORD/1,2/$PAR/1/$TOT/2/$NEXTDATA/0{channels}/".encode()
    end = 58 + len(text)
    places = (58, end - 1, end, end + 3, 0, 0)
    head = b"FCS2.0    " + b"".join(b"%8d" % place for place in places)
    path = folder / "two events.fcs"
    path.write_bytes(head + text + b"\x03\xfc\x05\x00")
    return path


def test_each_file_is_one_line(runner: FlaskCliRunner, tmp_path: Path) -> None:
    """A file that is read and one that is refused: exit 0, for both have their answer."""
    broken = tmp_path / "broken.fcs"
    broken.write_bytes(b"FCS9.9 and nothing else")
    done = runner.invoke(args=["instrument", "read", str(made_fcs(tmp_path)), str(broken)])
    read, refused = (json.loads(line) for line in done.stdout.splitlines())

    assert done.exit_code == 0
    assert (read["status"], read["reason"], read["events"]) == ("ok", None, 2)
    assert read["channels"] == [{"pnn": "FSC-A", "pns": "size", "median_raw": 4}]
    assert read["readings"][0]["locator"] == "data set 1"
    assert (refused["status"], refused["format"], refused["readings"]) == ("refused", "fcs", [])
    assert refused["reason"].startswith("FCS-VERSION: ")
    assert len(refused["sha256"]) == 64


def test_a_file_that_is_not_there_is_exit_2(runner: FlaskCliRunner, tmp_path: Path) -> None:
    """Nothing is read, not even the file that is there."""
    names = [str(made_fcs(tmp_path)), str(tmp_path / "nowhere.fcs")]
    done = runner.invoke(args=["instrument", "read", *names])
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1


def test_every_format_is_listed(runner: FlaskCliRunner) -> None:
    """With what it was tested with."""
    code, said = answer(runner, "instrument", "list")
    assert code == 0
    assert all(each["tested_with"] for each in said["formats"])
    assert "fcs" in {each["format"] for each in said["formats"]}
