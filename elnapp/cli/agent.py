"""`flask agent`: watches the folder of an instrument and sends its files, as a process of its own."""

from __future__ import annotations

import http.client
import json
import signal
import ssl
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote, urlsplit

import click
from flask.cli import AppGroup

from elnapp.cli.output import result, say, unknown
from elnapp.cli.watch import FOLDER, Answer, Busy, Watch
from elnapp.record import clock

PATH = "/api/files"
TIMEOUT = 60.0
NEAR = frozenset({"127.0.0.1", "::1", "localhost"})
CLOCK_SECONDS = 60
OPEN_TO_OTHERS = 0o077

group = AppGroup("agent", help="Send the files of instruments.")


@group.command("watch")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--url", required=True, help="Address of the house, https://….")
@click.option("--token-file", required=True, type=click.Path(path_type=Path))
@click.option(
    "--spool", type=click.Path(path_type=Path), help="Where the agent keeps its own files."
)
@click.option("--every", default=5.0, show_default=True, help="Seconds between two looks.")
@click.option("--once", is_flag=True, help="Send what stands still now, then leave.")
def watch(
    folder: Path, url: str, token_file: Path, spool: Path | None, every: float, *, once: bool
) -> None:
    """Watch FOLDER: what stands still for 10 s is hashed, spooled and sent; nothing is deleted."""
    if not folder.is_dir():
        unknown(f"There is no folder {folder}.")
    post = poster(url, token_of(token_file))
    kept = (spool or folder / FOLDER).absolute()
    watched = Watch(folder.absolute(), kept, post, time.monotonic, clock.now, say)
    try:
        with watched.alone():
            watched.open()
            _run(watched, every, once=once)
    except Busy:
        unknown(f"Another agent works with {kept}; end it first, or give another --spool.")
    except OSError as error:
        unknown(f"{error.filename or kept} cannot be used: {error.strerror}.")
    result({"waiting": watched.waiting()})


def _run(watched: Watch, every: float, *, once: bool) -> None:
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    say("agent ready")
    watched.once()
    until = time.monotonic() + watched.still + every
    while not stopping and not (once and time.monotonic() > until):
        time.sleep(min(every, 0.5) if once else every)
        watched.once()


def token_of(path: Path) -> str:
    """Read the token; one that others can read, or that is not there, is unknown input."""
    try:
        mode = path.stat().st_mode
        token = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        unknown(f"The token in {path} cannot be read: {error}.")
    if mode & OPEN_TO_OTHERS:
        unknown(f"{path} can be read by others: run `chmod 600 {path}`.")
    if not token or not token.isprintable():
        unknown(f"{path} holds no token; write the one that was shown when the agent was issued.")
    return token


def poster(
    url: str, token: str, near: Callable[[str], None] = say
) -> Callable[[str, bytes, str], Answer]:
    """Give what sends one file; a token travels over TLS, and in the clear only on this machine.

    A redirection is not followed: the token is for this house alone.
    """
    place = urlsplit(url)
    host = place.hostname or ""
    if place.scheme not in {"http", "https"} or not host:
        unknown(f"{url} is no address; give it as https://host.")
    if place.scheme == "http" and host not in NEAR:
        unknown(f"{url} would carry the token in the clear; give an address with https.")

    def post(name: str, data: bytes, digest: str) -> Answer:
        headers = {
            "Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream",
            "X-File-Name": quote(name), "X-File-Sha256": digest,
        }  # fmt: skip
        line = _line(place.scheme, host, place.port)
        try:
            line.request("POST", f"{place.path.rstrip('/')}{PATH}", data, headers)
            answer = line.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            return Answer(0, {"error": f"the server cannot be reached ({error})"})
        finally:
            line.close()
        _compare(answer.getheader("Date"), near)
        return Answer(answer.status, _json(body))

    return post


def _line(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
    return http.client.HTTPConnection(host, port, timeout=TIMEOUT)


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _compare(stated: str | None, tell: Callable[[str], None]) -> None:
    """Say when this machine's clock is not the server's: what it stamps on files is wrong then."""
    try:
        there: datetime = parsedate_to_datetime(stated or "")
    except ValueError:
        return
    apart = abs((clock.now() - there).total_seconds())
    if apart > CLOCK_SECONDS:
        tell(f"The clock of this computer is {int(apart)} s away from that of the server.")
