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


@pytest.mark.slow
def test_the_demo_leaves_what_it_promises(runner: FlaskCliRunner, tmp_path: Path) -> None:
    out = tmp_path / "demo"
    code, said = answer(runner, "demo", "make", "--out", str(out))
    assert code == 0
    assert sorted(lot["status"] for lot in said["lots"]) == ["declined", "in_process", "released"]
    assert len(said["donors"]) == 6
    assert (out / "batch-release.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert {f.name for f in out.iterdir()} >= {"elnapp.sqlite3", "env", "summary.json"}
