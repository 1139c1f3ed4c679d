"""`flask instrument asm`, and reading with a mapping: what they print, and how they refuse."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask

from elnapp.cli import init_cli

NUCLEO = (
    "Image;20240101-0001-c-AT26-001;\nOperator;cm;\nViability (%);93.5;\nLive (cells/ml);1.25E6;\n"
    "Dead (cells/ml);8.7E4;\nTotal (cells/ml);1.337E6;\nMultiplication factor;1.000;\n"
    "Instrument type;NucleoView NC-200\nInstrument s/n;s/n 9001\nDate time;20240101 101500\n"
    "Time zone offset;1\ncsv file version;2\n"
)
MAPPING = (
    Path(__file__).parents[3]
    / "elnapp"
    / "documents"
    / "library"
    / "column-mapping"
    / "COUNTER-EXAMPLE.yaml"
)


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    """Run a command of the group; give exit, output, error."""
    if "instrument" not in app.cli.commands:
        init_cli(app)
    found = app.test_cli_runner().invoke(args=["instrument", *words])
    return found.exit_code, found.stdout, found.stderr


def test_a_file_is_printed_the_same_each_time(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "count.csv"
    file.write_text(NUCLEO)

    first, again = run(app, "asm", str(file)), run(app, "asm", str(file))

    assert first == again
    assert first[0] == 0
    told = json.loads(first[1])
    assert "cell-counting/REC/2024/09" in told["$asm.manifest"]
    assert str(tmp_path) not in first[1]
    assert "AT26-001" in first[1]  # a sample may hold hyphens


def test_a_refusal_is_exit_1_with_its_sentence(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "count.csv"
    file.write_text(NUCLEO.replace("Viability (%);93.5;\n", ""))

    code, out, err = run(app, "asm", str(file))

    assert (code, out) == (1, "")
    assert 'The column "Viability (%)" is missing' in err


def test_a_file_that_is_not_there_is_exit_2(app: Flask, tmp_path: Path) -> None:
    code, out, err = run(app, "asm", str(tmp_path / "none.csv"))

    assert (code, out) == (2, "")
    assert "There is no file" in err


def test_a_table_is_read_with_a_mapping(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(
        "Sample name;User;Date;Time;Viability (%);Live (cells/mL);Total (cells/mL);Size (um)\n"
        "A1;cm;04/03/2026;09:15;93,5;1250000;1336898;17,25\n"
    )

    code, out, _ = run(app, "read", str(file), "--mapping", str(MAPPING))

    told = json.loads(out)
    assert (code, told["status"], told["format"]) == (0, "ok", "mapped")
    assert told["readings"][0]["values"]["viability"]["value"] == 93.5
    assert "column-mapping/COUNTER-EXAMPLE v1" in " ".join(told["warnings"])


def test_a_mapping_with_a_fault_is_exit_2(app: Flask, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    text = MAPPING.read_text(encoding="utf-8")
    wrong.write_text(text.replace("quantity: total_cell_density", "quantity: viability"))
    file = tmp_path / "table.csv"
    file.write_text("x")

    code, _, err = run(app, "read", str(file), "--mapping", str(wrong))

    assert code == 2
    assert "viability is mapped twice" in err
