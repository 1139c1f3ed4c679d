"""The environment of other people's readers: made once from pinned, hashed requirements."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import say
from bench.referee import READERS

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "referees.txt"
FOLDER = HERE.parent / "var" / "referees"


def python() -> Path | None:
    """Give the interpreter of the environment, made when it is not there; None when it cannot be."""
    key = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    stamp, program = FOLDER / "made", FOLDER / "bin" / "python"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == key:
        return program
    say.progress("making the environment of the referees …")
    shutil.rmtree(FOLDER, ignore_errors=True)
    install = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = (
        [sys.executable, "-m", "venv", FOLDER],
        [*install, "--require-hashes", "-r", REQUIREMENTS],
    )
    for step in steps:
        done = subprocess.run([str(word) for word in step], check=False, stdout=sys.stderr)
        if done.returncode:
            return None
    stamp.write_text(key, encoding="utf-8")
    return program


def measured(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each referee with its figures; one that fails is a line that says so, and no figure."""
    program = python()
    if program is None:
        say.line(bench="fcs", part="referees", missing="their environment could not be made")
        return
    for name in READERS:
        command = [str(program), str(HERE / "referee.py"), name, str(path)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
        if done.returncode:
            reason = done.stderr.strip().splitlines()[-1:]
            say.line(bench="fcs", part="referees", reader=name, missing=" ".join(reason))
            continue
        yield name, json.loads(done.stdout) | {"version": _version(program, name)}


def _version(program: Path, name: str) -> str:
    code = f"from importlib.metadata import version; print(version({name!r}))"
    done = subprocess.run([str(program), "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()
