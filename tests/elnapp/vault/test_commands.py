"""`flask vault`: custody of keys from the command line; JSON alone on standard output."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from flask import Flask

from elnapp.cli import init_cli
from elnapp.vault import service
from tests.elnapp.vault.people import ZOE, Desk
from tests.elnapp.vault.test_keys import holder


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    """Give exit code, standard output and standard error of a command."""
    init_cli(app)
    done = app.test_cli_runner().invoke(args=["vault", *words])
    return done.exit_code, done.stdout, done.stderr


def test_check_compares_the_key_file_with_the_record(app: Flask, desk: Desk) -> None:
    code, out, _err = run(app, "check")
    assert (code, json.loads(out)["held"]) == (0, 1)
    service.key_file(desk.house).path.unlink()
    code, out, _err = run(app, "check")
    assert (code, json.loads(out)["without_key"]) == (1, [f"identity/{desk.code}"])


def test_keys_go_into_escrow_and_come_back(app: Flask, desk: Desk, tmp_path: Path) -> None:
    certificate, private = holder()
    for name, data in (("cert.pem", certificate), ("key.pem", private)):
        (tmp_path / name).write_bytes(data)
    file = str(tmp_path / "keys.p7m")
    recipient = ("--recipient", str(tmp_path / "cert.pem"))
    code, out, _err = run(app, "escrow", "export", "--to", file, *recipient)
    assert (code, json.loads(out)["keys"]) == (0, 1)
    assert Path(file).stat().st_mode & 0o077 == 0
    code, _out, err = run(app, "escrow", "export", "--to", file, *recipient)
    assert (code, "is there already" in err) == (2, True)
    service.key_file(desk.house).path.unlink()
    key = ("--key", str(tmp_path / "key.pem"))
    code, out, _err = run(app, "escrow", "restore", "--from", file, *recipient, *key)
    assert (code, json.loads(out)["restored"]) == (0, 1)
    assert desk.look() == ZOE


def test_what_is_no_certificate_is_said_in_a_sentence(
    app: Flask, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "cert.pem").write_text("nothing")
    code, out, err = run(
        app,
        "escrow",
        "export",
        "--to",
        str(tmp_path / "k"),
        "--recipient",
        str(tmp_path / "cert.pem"),
    )
    assert (code, out) == (2, "")
    assert "not a certificate in PEM form" in err
    assert not (tmp_path / "k").exists()


def test_a_house_without_a_vault_says_so(app: Flask) -> None:
    here = app.extensions["elnapp"]
    app.extensions["elnapp"] = replace(here, settings=replace(here.settings, vault=None))
    code, _out, err = run(app, "check")
    assert (code, "ELNAPP_VAULT=1" in err) == (2, True)
