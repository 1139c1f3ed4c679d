"""`flask people`: what an operator may do for people, and the demo's codes."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from elnapp.cli.output import result, say, unknown
from elnapp.people import service
from elnapp.web.access import matrix
from elnapp.web.house import house, reading

group = AppGroup("people", help="People and access.")


@group.command("code")
@click.argument("name")
def code(name: str) -> None:
    """Print the current second-factor code of NAME; demo stores only."""
    if not house().settings.demo:
        say("Codes are printed for demo stores only: use the person's own authenticator.")
        sys.exit(1)
    with reading() as session:
        found = service.current_code(session, name, house().clock())
    if found is None:
        unknown(f"Nobody signs in as {name!r}; `flask demo people` lists the names.")
    click.echo(found)


@group.command("matrix")
def matrix_command() -> None:
    """Print which roles reach which route."""
    result(matrix(current_app))
