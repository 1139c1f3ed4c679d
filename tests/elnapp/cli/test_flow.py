"""`flask flow evaluate`: one JSON document, pictures beside it, and sentences for what is wrong."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskCliRunner

from bench import fcs_panel as made
from elnapp.cli import init_cli
from elnapp.config import Settings
from elnapp.cytometry.service import shipped
from elnapp.demo.cytometer import chained
from elnapp.factory import create_app
from tests import library
from tests.conftest import NOW

LIBRARY = Path(__file__).parents[3] / "elnapp" / "documents" / "library" / "gating-template"
DEMO = LIBRARY / "MSC-AT-DEMO.yaml"


@pytest.fixture(scope="module")
def tubes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tubes of a good panel."""
    folder = tmp_path_factory.mktemp("tubes")
    for name, blob in made.panel().items():
        (folder / name).write_bytes(blob)
    return folder


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> FlaskCliRunner:
    """Runs commands on a machine that has no store at all."""
    folder = tmp_path_factory.mktemp("empty")
    settings = Settings(
        "test", f"sqlite:///{folder / 'none.sqlite3'}", folder, "0" * 32, "T", "Europe/Paris", False
    )
    app: Flask = create_app(settings, lambda: NOW)
    init_cli(app)
    return app.test_cli_runner()


def run(runner: FlaskCliRunner, *words: object) -> tuple[int, Any, str]:
    """Run the command; give its exit, its JSON, and what it told a person."""
    done = runner.invoke(args=["flow", "evaluate", *map(str, words)])
    return done.exit_code, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr


def test_a_list_says_which_data_set_is_meant(
    runner: FlaskCliRunner, tubes: Path, tmp_path: Path
) -> None:
    for path in tubes.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    stained = tmp_path / "10_full_stain.fcs"
    other = {"CD90": 0.6, "CD73": 0.99, "CD105": 0.98, "NEG": 0.005}
    first = lambda words: made.tube("full", other, events=16_000, keywords=words)  # noqa: E731
    stained.write_bytes(chained(first, stained.read_bytes()))
    code, said, told = run(runner, "--template", "msc-at-demo", tmp_path)
    assert (code, said["verdict"]) == (0, "INVALID")
    assert "2 data sets" in told
    roles = {p.name: p.stem for p in tmp_path.glob("FMO*.fcs")} | {stained.name: "full"}
    for chosen, verdict in ((1, "FAIL"), (2, "PASS")):
        listed = [
            {"file": name, "role": role} | ({"data_set": chosen} if role == "full" else {})
            for name, role in roles.items()
        ]
        (tmp_path / "panel.json").write_text(json.dumps({"tubes": listed}))
        code, said, _ = run(runner, "--template", "msc-at-demo", tmp_path)
        assert (code, said["verdict"]) == (0, verdict)
        assert said["tubes"]["full"]["data_set"] == chosen
    (tmp_path / "panel.json").write_text(json.dumps([{"file": "a", "role": "b", "data_set": "2"}]))
    assert run(runner, "--template", "msc-at-demo", tmp_path)[0] == 2


def test_a_good_panel_complies(runner: FlaskCliRunner, tubes: Path) -> None:
    """By the template that ships, with no store to ask."""
    code, said, _ = run(runner, "--template", "msc-at-demo", tubes)
    assert (code, said["verdict"]) == (0, "PASS")
    assert set(said["markers"]) == {"CD73", "CD90", "CD105", "NEG"}
    cd90 = said["markers"]["CD90"]
    assert cd90["ci95"][0] < cd90["percent"] < cd90["ci95"][1]
    assert cd90["percent"] == pytest.approx(100 * cd90["positives"] / cd90["events"])
    assert cd90["threshold"] > 0
    assert said["template"]["from"] == "library"
    assert said["template"]["sha256"] == getattr(shipped("MSC-AT-DEMO"), "hash", "")
    assert said["tubes"]["full"]["file"] == "10_full_stain.fcs"
    assert said["findings"] == []


def test_a_marker_out_of_its_limit_does_not(runner: FlaskCliRunner, tmp_path: Path) -> None:
    shares = {"CD90": 0.99, "CD73": 0.99, "CD105": 0.80, "NEG": 0.005}
    for name, blob in made.panel(shares).items():
        (tmp_path / name).write_bytes(blob)
    code, said, _ = run(runner, "--template", DEMO, tmp_path)
    assert (code, said["verdict"]) == (0, "FAIL")
    assert {c: m["verdict"] for c, m in said["markers"].items()} == {
        "CD73": "PASS", "CD90": "PASS", "CD105": "FAIL", "NEG": "PASS",
    }  # fmt: skip
    (finding,) = said["markers"]["CD105"]["findings"]
    assert finding["en"].startswith("Out of specification: CD105 positive ")
    assert finding["fr"].startswith("Hors spécification")
    assert said["template"]["from"] == "file"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pictures_stand_beside_their_tables(
    runner: FlaskCliRunner, tubes: Path, tmp_path: Path, lang: str
) -> None:
    out = tmp_path / "out"
    code, _, _ = run(runner, "--template", "MSC-AT-DEMO", "--svg", out, "--lang", lang, tubes)
    assert code == 0
    pictures = sorted(p.name for p in out.glob("*.svg"))
    assert len(pictures) == 8
    page = (out / "index.html").read_text(encoding="utf-8")
    assert page.count("<table>") == page.count("<svg ") == 8
    assert {"en": "DEMONSTRATION", "fr": "DÉMONSTRATION"}[lang] in page
    assert 'src="' not in page


def test_the_gates_lie_beside_the_pictures_and_come_back(
    runner: FlaskCliRunner, tubes: Path, tmp_path: Path
) -> None:
    """The file has the hash that the answer gives, and reads to the same gates as a draft."""
    _, said, _ = run(runner, "--template", "msc-at-demo", "--svg", tmp_path, tubes)
    gates = tmp_path / "gates-full.xml"
    digest = hashlib.sha256(gates.read_bytes()).hexdigest()
    assert said["tubes"]["full"]["gating_ml_sha256"] == digest
    done = runner.invoke(args=["flow", "import", "--out", str(tmp_path / "back"), str(gates)])
    (draft,) = json.loads(done.stdout)["drafts"]
    assert draft["gates"] == ["cells", "singlets", "live", "CD73", "CD90", "CD105", "NEG"]
    assert draft["left_out"] == []
    assert (tmp_path / "back" / "draft-1.xml").read_bytes() == gates.read_bytes()


def test_a_file_that_holds_no_gates_is_not_imported(runner: FlaskCliRunner, tubes: Path) -> None:
    done = runner.invoke(args=["flow", "import", str(tubes / "FMO_NEG.fcs")])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "not readable XML" in done.stderr


def spoilt(tubes: Path, tmp_path: Path, **changed: bytes | None) -> Path:
    """Copy the panel with some tubes changed or left out."""
    for path in tubes.iterdir():
        blob = changed.get(path.stem, path.read_bytes())
        if blob is not None:
            (tmp_path / path.name).write_bytes(blob)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "code", "marker"),
    [
        ({"FMO_CD73": None}, "PANEL-MISSING", "CD73"),
        ({"10_full_stain": None}, "PANEL-MISSING", "CD90"),
        ({"FMO_CD90": b"FCS3.1 and no more"}, "FCS-TRUNCATED", "CD90"),
        ({"10_full_stain": made.tube("full", {"CD90": 0.99}, events=800)}, "TUBE-FEW", "NEG"),
        ({"FMO_NEG": made.tube("FMO_NEG", {}, keywords={"$P5V": "390"})}, "TUBE-VOLTAGE", "NEG"),
        ({"FMO_NEG": made.tube("FMO_CD90", {})}, "PANEL-NAMES", "NEG"),
    ],
)
def test_a_spoilt_panel_is_not_valid_and_says_why(
    runner: FlaskCliRunner, tubes: Path, tmp_path: Path,
    changed: dict[str, bytes | None], code: str, marker: str,
) -> None:  # fmt: skip
    exit_code, said, told = run(
        runner, "--template", "msc-at-demo", spoilt(tubes, tmp_path, **changed)
    )
    assert (exit_code, said["verdict"]) == (0, "INVALID")
    assert said["markers"][marker]["verdict"] == "INVALID"
    known = {f["code"] for f in [*said["findings"], *said["markers"][marker]["findings"]]}
    assert any(k.startswith(code[:3]) if code.startswith("FCS") else k == code for k in known)
    assert all(f["en"] and f["fr"] for f in said["findings"])
    assert all(f["en"] in told for f in said["findings"])


def test_a_list_says_which_file_is_which(
    runner: FlaskCliRunner, tubes: Path, tmp_path: Path
) -> None:
    """Where names say nothing, or the wrong thing."""
    names = {}
    for i, path in enumerate(sorted(tubes.glob("*.fcs"))):
        names[f"tube{i}.fcs"] = path.stem
        (tmp_path / f"tube{i}.fcs").write_bytes(path.read_bytes())
    rows = [{"file": name, "role": role} for name, role in names.items()]
    for shape in ({"tubes": names}, names, rows, {"tubes": rows}):
        (tmp_path / "panel.json").write_text(json.dumps(shape), encoding="utf-8")
        code, said, _ = run(runner, "--template", "msc-at-demo", tmp_path)
        assert (code, said["verdict"]) == (0, "PASS")


def test_unknown_input_is_exit_2_and_a_sentence(
    runner: FlaskCliRunner, tubes: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.yaml"
    text = library.document(DEMO)
    text["body"]["markers"][0]["tube"] = "other"
    wrong.write_text(yaml.safe_dump(text), encoding="utf-8")
    listed = tmp_path / "listed"
    listed.mkdir()
    spoilt(tubes, listed)
    (listed / "panel.json").write_text("[", encoding="utf-8")
    cases = {
        "There is no gating template": ("no-such-template", tubes),
        "cannot be read as text": (tmp_path / "none.yaml", tubes),
        "No stained tube is called": (wrong, tubes),
        "There is no folder": (DEMO, tmp_path / "none"),
        "holds no FCS file": (DEMO, LIBRARY),
        "cannot be read as JSON": (DEMO, listed),
    }
    for sentence, (template, folder) in cases.items():
        code, said, told = run(runner, "--template", template, folder)
        assert (code, said) == (2, None), sentence
        assert sentence in told
        assert "Traceback" not in told


def test_a_document_in_force_is_asked_first(app: Flask, tubes: Path) -> None:
    """Where there is a store, what was approved in it counts, not what ships."""
    init_cli(app)
    code, said, _ = run(app.test_cli_runner(), "--template", "msc-at-demo", tubes)
    assert (code, said["template"]["from"]) == (0, "document")
