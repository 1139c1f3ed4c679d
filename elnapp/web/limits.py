"""Bounds on what a request may carry, and a way to say so that the client can read.

A server that answers 413 and closes while the client still sends makes the network drop the answer
("connection reset"). `Linger` reads on after the answer, bounded in bytes and in time.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import Any, BinaryIO

from flask import Flask, abort, request

MAX_CONTENT_LENGTH = 16 * 1024 * 1024
MAX_FORM_PARTS = 1000
MAX_FORM_MEMORY_SIZE = 500_000

DRAIN_BYTES = 256 * 1024 * 1024
DRAIN_SECONDS = 5.0
CHUNK = 64 * 1024

Environ = dict[str, Any]
WsgiApp = Callable[[Environ, Any], Iterable[bytes]]


class _Counted:
    """The body of a request, with a count of what the app has read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        return self._tally(self._stream.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._tally(self._stream.readline(size))

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def _tally(self, data: bytes) -> bytes:
        self.count += len(data)
        return data


class _Lingering:
    """The answer; when the server has sent it, the rest of the request is read and thrown away."""

    def __init__(self, answer: Iterable[bytes], drain: Callable[[], None]) -> None:
        self._answer = answer
        self._drain = drain

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        try:
            close = getattr(self._answer, "close", None)
            if close is not None:
                close()
        finally:
            self._drain()


class Linger:
    """WSGI middleware: a body the app did not read is drained after the answer, within bounds."""

    def __init__(
        self, app: WsgiApp, most: int = DRAIN_BYTES, seconds: float = DRAIN_SECONDS
    ) -> None:
        """Wrap `app`; `most` bytes at most are drained, in at most `seconds`."""
        self.app, self.most, self.seconds = app, most, seconds

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer as the app does; leave nothing unread that would reset the connection."""
        announced = _announced(environ)
        if announced == 0:
            return self.app(environ, start_response)
        body = environ["wsgi.input"] = _Counted(environ["wsgi.input"])
        answer = self.app(environ, start_response)

        def drain() -> None:
            if announced is None or body.count < announced:
                self._drain(environ, body)

        return _Lingering(answer, drain)

    def _drain(self, environ: Environ, body: _Counted) -> None:
        line = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
        read = _socket_reader(line, self.seconds) if line is not None else body.read
        until, left = monotonic() + self.seconds, self.most
        try:
            while left > 0 and monotonic() < until and (data := read(min(CHUNK, left))):
                left -= len(data)
        except (OSError, ValueError):
            return  # The client has gone, or is too slow: it was answered already.


def _announced(environ: Environ) -> int | None:
    """Length of the body; None when it comes in chunks of unknown number."""
    if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
        return None
    text = str(environ.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isascii() and text.isdigit() else 0


def _socket_reader(line: socket.socket, seconds: float) -> Callable[[int], bytes]:
    """Read what still arrives on the line, and tell the client that the answer is complete."""
    line.settimeout(seconds)
    line.shutdown(socket.SHUT_WR)
    return line.recv


def refuse_long_bodies() -> None:
    """Answer 413 before a view sees a body that is too long or in too many parts."""
    size = request.content_length or 0
    most = request.max_content_length
    if most is not None and size > most:
        abort(413)
    # Flask bounds the memory and the parts of multipart forms only.
    if request.mimetype == "application/x-www-form-urlencoded" and (
        size > MAX_FORM_MEMORY_SIZE or len(list(request.form.items(multi=True))) > MAX_FORM_PARTS
    ):
        abort(413)


def refuse_nul() -> None:
    """Answer 400 to a NUL, which nobody types: PostgreSQL can keep none, and a record must not differ."""
    sent = [*request.args.items(multi=True), *request.form.items(multi=True)]
    if "\x00" in request.path or any("\x00" in f"{name}{value}" for name, value in sent):
        abort(400)


def init_limits(app: Flask) -> None:
    """Set the bounds on the app and let over-long requests end politely."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_CONTENT_LENGTH
    app.config["MAX_FORM_PARTS"] = MAX_FORM_PARTS
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_FORM_MEMORY_SIZE
    app.before_request(refuse_long_bodies)
    app.before_request(refuse_nul)
    app.wsgi_app = Linger(app.wsgi_app)  # type: ignore[method-assign]
