"""The command line: JSON on standard output, everything else on standard error."""

from __future__ import annotations

from flask import Flask

from elnapp.cli import audit, check, demo, jobs, people, store, words


def init_cli(app: Flask) -> None:
    """Add every group of commands."""
    for group in (audit.group, store.group, jobs.group, people.group, demo.group, words.group):
        app.cli.add_command(group)
    app.cli.add_command(check.check)
