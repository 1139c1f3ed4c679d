"""`flask trace`: from any code to what it came from and what came from it."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from batches.findings import sentence
from batches.people import Actor
from batches.tracing.graph import Graph
from batches.verdict import Unreadable
from elnapp.cli.output import result, say, unknown
from elnapp.people import queries as people
from elnapp.tracing import queries
from elnapp.web.house import house

FAULTS_SAID = 20


@click.command("trace")
@click.argument("code", metavar="ID", required=False)
@click.option(
    "--direction", type=click.Choice(["up", "down", "both"]), default="both", show_default=True
)
@click.option(
    "--layer",
    "layers",
    type=click.Choice([*queries.LAYERS, "none"]),
    multiple=True,
    default=queries.SHOWN,
    show_default=True,
    help="What to show beside the things; may be repeated.",
)
@click.option("--as", "login", metavar="USER", help="See what this person may see.")
@click.option("--check", "checks", is_flag=True, help="Follow every line of the store instead.")
@with_appcontext
def trace(
    code: str | None, direction: str, layers: tuple[str, ...], login: str | None, *, checks: bool
) -> None:
    """Print the graph of what ID (any printed code) came from and what came from it."""
    if checks:
        _check()
    if code is None:
        unknown("trace needs an ID: any code that is printed on a label or a document.")
    chosen = tuple(layer for layer in layers if layer != "none")
    found = _looked_up(queries.Asked(code, direction, chosen), login)
    result(found.plain())
    for finding in found.findings:
        say(sentence(finding, "en"))


def _looked_up(wanted: queries.Asked, login: str | None) -> Graph:
    with house().kernel.reading() as session:
        reader: Actor | None = None
        if login is not None:
            reader = people.actor_of(session, login)
            if reader is None:
                unknown(f"{login} is not the user ID of an active account.")
        try:
            return queries.trace(session, reader, wanted)
        except Unreadable as fault:
            unknown(sentence(fault.finding, "en"))


def _check() -> None:
    """Print what was looked at and what cannot be traced; leave with 1 where there is something."""
    with house().kernel.reading() as session:
        found = queries.check(session)
    broken = [finding.plain() for finding in found.findings]
    result({"units": found.units, "lots": found.lots, "rootless": found.rootless, "broken": broken})
    for finding in found.findings[:FAULTS_SAID]:
        say(sentence(finding, "en"))
    sys.exit(1 if broken else 0)
