"""`flask instrument asm`: what a reader says of a file, as Allotrope Simple Model JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from elnapp.cli.instrument import said
from elnapp.cli.mapping import mapped_by
from elnapp.cli.output import result, say, unknown
from elnapp.readers import Limits, read
from elnapp.web.house import house
from instruments.asm.document import document
from instruments.reading import Profile, Refusal

REFUSED = 1


@click.command("asm")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--zone", default="", help="IANA zone of local times in the file.")
@click.option("--encoding", default="", help="Encoding of a text file.")
@click.option("--decimal", type=click.Choice(["", ".", ","]), default="", help="Decimal mark.")
@click.option("--dates", type=click.Choice(["", "dmy", "mdy", "ymd"]), default="")
@click.option("--mapping", type=click.Path(path_type=Path), help="YAML of a column mapping.")
@with_appcontext
@click.pass_context
def asm_command(
    context: click.Context, /, file: Path, mapping: Path | None, **choices: Any
) -> None:
    """Print one file as ASM JSON; the same file gives the same bytes.  A refusal is exit 1."""
    if not file.is_file():
        unknown(f"There is no file {file}; give the path of an instrument's file.")
    profile = Profile(**choices, choices=mapped_by(mapping) if mapping else {})
    try:
        parsed = read(file, file.name, Limits.of(house().settings), profile)
    except Refusal as refusal:
        say(said(refusal.note))
        context.exit(REFUSED)
    result(document(parsed, file.name))
