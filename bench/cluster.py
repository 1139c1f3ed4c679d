"""A PostgreSQL cluster of one's own on loopback, for tests, drills and benches.

Debian's server refuses to run as root, so root starts it as the user `postgres`.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT_SECONDS = 60


class NoPostgres(RuntimeError):
    """The server's programs are not installed; ./dev test installs them."""


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster and give the address of an empty database; it is removed afterwards.

    `durable` keeps fsync on, as a measurement needs it; tests are faster without.
    """
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="elnapp-pg-") as folder:
        home = Path(folder)
        if os.geteuid() == 0:
            shutil.chown(home, "postgres", "postgres")
        port = free_port()
        _run(programs / "initdb", "-D", folder + "/data", "-A", "trust", "-U", "postgres", "-N")
        settings = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync={'on' if durable else 'off'}"
        settings += " -c max_connections=120"
        data = ("-D", folder + "/data")
        _run(programs / "pg_ctl", *data, "-o", settings, "-l", folder + "/log", "-w", "start")
        try:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        finally:
            _run(programs / "pg_ctl", *data, "-m", "immediate", "-w", "stop")


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """Make an empty database on a running cluster and drop it afterwards."""
    base = server.rsplit("/", 1)[0].replace("postgresql+psycopg", "postgresql")
    _psql(base, f'CREATE DATABASE "{name}"')
    try:
        yield server.rsplit("/", 1)[0] + "/" + name
    finally:
        _psql(base, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _psql(base: str, sql: str) -> None:
    command = [str(_programs() / "psql"), base + "/postgres", "-q", "-c", sql]
    subprocess.run(command, check=True, capture_output=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        message = "PostgreSQL's server programs were not found; run ./dev test to install them"
        raise NoPostgres(message)
    return found[-1].parent


def _run(program: Path, *arguments: str) -> None:
    command = [str(program), *arguments]
    if os.geteuid() == 0 and getpass.getuser() == "root":
        command = ["runuser", "-u", "postgres", "--", *command]
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet, cwd="/", timeout=WAIT_SECONDS)


def free_port() -> int:
    """Give a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
