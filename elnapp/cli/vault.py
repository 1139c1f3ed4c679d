"""`flask vault`: custody of the keys of identities. No command ever prints an identity."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup

from batches.findings import sentence
from batches.people import SYSTEM
from elnapp.cli.output import result, say, unknown
from elnapp.record import Call, Refused, new_id
from elnapp.vault import queries, service
from elnapp.vault.service.escrow import Unusable
from elnapp.web.house import house, reading

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

group = AppGroup("vault", help="The keys of identities.")
escrow = AppGroup("escrow", help="Keys wrapped for somebody outside the house.")
group.add_command(escrow)


@group.command("check")
def check() -> None:
    """Compare the key file with the record; exit 0 when each identity has its key and no other."""
    _on()
    try:
        service.finish(house())
        ring = service.key_file(house()).read()
    except Refused as refused:
        _refused(refused)
    with reading() as session:
        held, gone = queries.streams(session), queries.shredded(session)
    missing = sorted(held - gone - set(ring.keys))
    left = sorted(gone & set(ring.keys))
    strangers = sorted(set(ring.keys) - held)
    result(
        {
            "held": len(held - gone), "shredded": len(gone), "without_key": missing,
            "shredded_with_key": left, "keys_of_nobody": len(strangers),
        }
    )  # fmt: skip
    sys.exit(1 if missing or left else 0)


@escrow.command("export")
@click.option("--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--recipient", required=True, type=FILE, help="Certificate (PEM, RSA).")
def export(target: Path, recipient: Path) -> None:
    """Wrap every key for RECIPIENT into the new file TO."""
    _on()
    if target.exists():
        unknown(f"{target} is there already; give the name of a new file.")
    try:
        call = Call(SYSTEM, new_id(), house().clock())
        wrapped, answer = service.escrow.export(house(), call, recipient.read_bytes())
    except Unusable as fault:
        unknown(f"{recipient}: {fault}.")
    except Refused as refused:
        _refused(refused)
    _write(target, wrapped)
    result(answer)


@escrow.command("restore")
@click.option("--from", "source", required=True, type=FILE)
@click.option("--recipient", required=True, type=FILE, help="Certificate (PEM) it was wrapped for.")
@click.option("--key", required=True, type=FILE, help="Its private key (PEM).")
@click.option("--passphrase", type=FILE, help="File with the passphrase of the private key.")
def restore(source: Path, recipient: Path, key: Path, passphrase: Path | None) -> None:
    """Bring back missing keys; one that was destroyed by decision does not come back."""
    _on()
    secret = passphrase.read_bytes().strip() if passphrase else None
    try:
        call = Call(SYSTEM, new_id(), house().clock())
        answer = service.escrow.restore(
            house(), call, source.read_bytes(), recipient.read_bytes(), (key.read_bytes(), secret)
        )
    except Unusable as fault:
        unknown(f"{source}: {fault}.")
    except Refused as refused:
        _refused(refused)
    result(answer)
    sys.exit(1 if answer["wrong"] else 0)


def _on() -> None:
    if house().settings.vault is None:
        unknown("The vault is off: nothing is held. Set ELNAPP_VAULT=1 to switch it on.")


def _refused(refused: Refused) -> NoReturn:
    for finding in refused.findings:
        say(sentence(finding, "en"))
    sys.exit(1)


def _write(target: Path, data: bytes) -> None:
    """Write a file that only its owner reads, durably."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as new:
        new.write(data)
        new.flush()
        os.fsync(new.fileno())
