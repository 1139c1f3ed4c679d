"""What a view needs of the running application: kernel, files, clock, and who is at the screen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast

from flask import current_app
from flask_login import current_user
from sqlmodel import Session

from batches.people import Actor
from elnapp.config import Settings
from elnapp.record import Call, Kernel
from elnapp.record.files import Files


@dataclass(frozen=True)
class House:
    """The parts of one application."""

    kernel: Kernel
    files: Files
    clock: Callable[[], datetime]
    settings: Settings


class Keyed(Protocol):
    """A form that carries its idempotency key and the head it was shown with."""

    @property
    def key(self) -> str:
        """Give the key issued when the form was opened."""

    @property
    def seen_seq(self) -> int | None:
        """Give the head's sequence number that the form was shown with."""


def house() -> House:
    """Give the parts of the current application."""
    return cast("House", current_app.extensions["elnapp"])


def actor() -> Actor:
    """Give the person signed in; only behind routes that need one."""
    return cast("Actor", current_user.actor)


def call(form: Keyed, reason: str | None = None) -> Call:
    """Make the command of a submitted form: its key, its person, this moment."""
    return Call(actor(), form.key, house().clock(), reason, form.seen_seq)


def reading() -> AbstractContextManager[Session]:
    """Give the read-only session of a page."""
    return house().kernel.reading()


def asking() -> AbstractContextManager[Session]:
    """Give the read-only session of statements that each stand alone."""
    return house().kernel.asking()
