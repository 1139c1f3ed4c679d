"""How commands speak: results to standard output, words to standard error, exits with a meaning."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

import click

USAGE = 2


def result(value: Any) -> None:
    """Print one JSON document to standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, sort_keys=True))


def say(words: str) -> None:
    """Tell a person something, on standard error."""
    click.echo(words, err=True)


def unknown(words: str) -> NoReturn:
    """Leave with exit 2: the input is not known, said in one sentence."""
    say(words)
    sys.exit(USAGE)
