"""The command line: JSON on standard output, everything else on standard error.

It stands above the factory, so that a web process carries neither its commands nor what prints and
seals: `flask --app elnapp.cli`, or `./dev flask`.
"""

from __future__ import annotations

from flask import Flask

from elnapp.cli import (
    agent,
    asm,
    audit,
    check,
    demo,
    flow,
    instrument,
    jobs,
    people,
    store,
    trace,
    vault,
    words,
)
from elnapp.factory import start


def init_cli(app: Flask) -> None:
    """Add every group of commands."""
    for group in (
        audit.group,
        store.group,
        jobs.group,
        people.group,
        demo.group,
        vault.group,
        words.group,
    ):
        app.cli.add_command(group)
    instrument.group.add_command(asm.asm_command)
    app.cli.add_command(agent.group)
    app.cli.add_command(flow.group)
    app.cli.add_command(instrument.group)
    app.cli.add_command(check.check)
    app.cli.add_command(trace.trace)


def create_app() -> Flask:
    """Make the application of the environment with its commands, for `flask --app elnapp.cli`."""
    app = start()
    init_cli(app)
    return app
