"""What tests share in one process: compiled templates, and one application over one store at a time.

Half the time of a test would go into routes, templates and statements that were compiled for the
test before.  So each process makes one application, and every test gets it over a store of its own.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, event

from elnapp.config import Settings
from elnapp.factory import at_rest, create_app


class Compiled(BytecodeCache):
    """Keeps the code of each template with the checksum of the text that it was made from."""

    def __init__(self) -> None:
        """Start with nothing compiled."""
        self.kept: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code when it was made from this very text."""
        checksum, code = self.kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        self.kept[bucket.key] = (bucket.checksum, bucket.code)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Gather the statements that are sent to a database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def once(base: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Give the folder `name` of this run, made once for all its processes; `base` is of one of them.

    Workers of xdist have a folder each below that of the run.
    """
    run = base.parent if base.name.startswith("popen-") else base
    made, done = run / name, run / f"{name}.done"
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            made.mkdir()
            make(made)
            done.touch()
    return made


class OneApplication:
    """The application of this process; what a test changed of it is put back for the next."""

    def __init__(self, folder: Path, settings: Callable[[Path], Settings]) -> None:
        """Keep the store of the present test in `folder`; nothing is made yet."""
        self.folder, self.settings = folder, settings
        self.made: Flask | None = None
        self.config: dict[str, Any] = {}
        self.extensions: dict[str, Any] = {}

    def over(self, source: Path, clock: Callable[[], datetime]) -> Flask:
        """Give the application over a fresh copy of the store in `source`, at a test's own time."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(source, self.folder)
        if self.made is None:
            self.made = at_rest(create_app(self.settings(self.folder), clock))
            self.config, self.extensions = dict(self.made.config), dict(self.made.extensions)
        self.made.config.clear()
        self.made.config.update(self.config)
        self.made.extensions.clear()
        self.made.extensions.update(self.extensions)
        self.made.extensions["elnapp"] = replace(self.extensions["elnapp"], clock=clock)
        return self.made

    def close(self) -> None:
        """Let go of the store."""
        if self.made is not None:
            self.extensions["elnapp"].kernel.stores.close()
