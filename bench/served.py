"""The house behind gunicorn on loopback, a bare durable INSERT beside it, and a tablet that posts.

`application` is what gunicorn loads: `/bare` inserts one row and answers; everything else is elnapp.
"""

from __future__ import annotations

import http.client
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

import psycopg

from bench.cluster import free_port
from bench.stores import SECRET, settings
from elnapp.demo.people import PASSWORD
from elnapp.factory import at_rest, create_app

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
BARE = "CREATE TABLE IF NOT EXISTS bench_bare (id TEXT PRIMARY KEY, value TEXT NOT NULL)"
INSERT = "INSERT INTO bench_bare (id, value) VALUES ({0}, {0})"
Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]


def application(environ: Environ, start: Start) -> Any:
    """Answer `/bare` here, and let the house answer the rest."""
    if environ["PATH_INFO"] == "/bare":
        _insert(os.environ["ELNAPP_DATABASE_URL"], os.urandom(16).hex())
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]
    return house_here()(environ, start)


_APPS: dict[str, Any] = {}
_OPEN = threading.local()


def house_here() -> Any:
    """Give the application over the store that the environment names, made once a process."""
    if "app" not in _APPS:
        url, folder = os.environ["ELNAPP_DATABASE_URL"], Path(os.environ["ELNAPP_DATA"])
        _APPS["app"] = at_rest(create_app(settings(url, folder)))
    return _APPS["app"]


def _insert(url: str, value: str) -> None:
    """Insert one row as durably as the house writes."""
    if not hasattr(_OPEN, "connection"):
        _OPEN.connection = _connected(url)
    mark = "?" if url.startswith("sqlite") else "%s"
    _OPEN.connection.execute(INSERT.format(mark), (value, value))


def _connected(url: str) -> Any:
    """Connect so that every statement commits on its own."""
    if not url.startswith("sqlite"):
        return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=5)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


@dataclass(frozen=True)
class Served:
    """A running server: its port and the process that supervises the workers."""

    port: int
    master: int

    def cpu(self) -> float:
        """Give the CPU seconds that the workers have used so far."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()
        return sum(cpu_of(int(pid)) for pid in children)


def cpu_of(pid: int) -> float:
    """Give the processor seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def serving(
    url: str,
    folder: Path,
    workers: int = 1,
    *,
    application: str = "bench.served:application",
    log: IO[bytes] | None = None,
) -> Iterator[Served]:
    """Serve a store that has its schema until the block ends; `log` takes all the server says."""
    connection = _connected(url)
    connection.execute(BARE)
    connection.close()
    port = free_port()
    command = [
        str(Path(sys.executable).parent / "gunicorn"), "--chdir", str(ROOT), "--bind",
        f"127.0.0.1:{port}", "--workers", str(workers), "--log-level", "debug" if log else "error",
        *(["--access-logfile", "-"] if log else []), application,
    ]  # fmt: skip
    environ = {
        **os.environ, "ELNAPP_DATABASE_URL": url, "ELNAPP_DATA": str(folder),
        "ELNAPP_SECRET_KEY": SECRET, "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    with subprocess.Popen(command, env=environ, stdout=log, stderr=log) as master:
        try:
            _wait(port)
            yield Served(port, master.pid)
        finally:
            master.terminate()


def _wait(port: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Tablet(port).get("/login").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    message = "the server did not answer in time"
    raise TimeoutError(message)


@dataclass(frozen=True)
class Got:
    """An answer: status, text, and where it sends the browser."""

    status: int
    text: str
    location: str


@dataclass
class Tablet:
    """A browser on loopback: one cookie jar, one token."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def sign_in(self, login: str) -> None:
        """Sign in through the page."""
        self.look("/login")
        got = self.post("/login", {"login": login, "password": PASSWORD})
        assert got.status == 303, got.text[:2000]

    def look(self, path: str) -> Got:
        """Open a page with a form and keep its token."""
        got = self.get(path)
        found = TOKEN.search(got.text)
        assert found, f"{path} answered {got.status} and no form: {got.text[:500]}"
        self.token = found[1]
        return got

    def get(self, path: str) -> Got:
        """Open a page."""
        return self._send("GET", path, None)

    def post(self, path: str, values: dict[str, str]) -> Got:
        """Send a form."""
        return self._send("POST", path, urlencode({**values, "csrf_token": self.token}))

    def _send(self, method: str, path: str, body: str | None) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        connection.close()
        return Got(answer.status, text, answer.getheader("Location") or "")
