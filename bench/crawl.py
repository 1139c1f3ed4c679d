"""Opening every page that a person can reach by links, on a running server, and looking into each.

What comes is searched as it comes: pages, JSON, YAML, and PDFs with their text, metadata and the
files inside them; the headers and the cookies too.
"""

from __future__ import annotations

import base64
import http.client
import re
import subprocess
import tempfile
import zlib
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from bench.canaries import Canary, hits
from bench.served import Tablet

LINK = re.compile(rb'(?:href|src|action)="([^"]+)"')
LEAVE = ("/static/", "/logout", "/language")
PDF = b"%PDF"
TWICE = 2


@dataclass
class Crawl:
    """What one person was shown: how many answers, and where a canary stood."""

    login: str
    answers: int = 0
    pdfs: int = 0
    leaks: list[str] = field(default_factory=list)


def crawl(port: int, login: str, people: list[Canary], most: int) -> Crawl:
    """Sign in and open whatever links lead to, each address once."""
    tablet, seen = Tablet(port), Crawl(login)
    tablet.sign_in(login)
    waiting, known = deque(["/", "/vault", "/donors", "/audit", "/lots", "/people"]), set[str]()
    while waiting and seen.answers < most:
        path = waiting.popleft()
        if path in known:
            continue
        known.add(path)
        status, head, body = fetch(port, tablet, path)
        seen.answers += 1
        look(seen, people, path, head + inside(body, seen))
        if status == http.client.OK and b"text/html" in head.lower():
            waiting.extend(_links(body, path))
    look(seen, people, "cookies", cookies(tablet))
    return seen


def fetch(
    port: int, tablet: Tablet, path: str, body: str | None = None
) -> tuple[int, bytes, bytes]:
    """Ask for one address as it is, and give status, headers and bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in tablet.cookies.items())}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request("GET" if body is None else "POST", path, body, headers)
    answer = connection.getresponse()
    data = answer.read()
    head = "\n".join(f"{k}: {v}" for k, v in answer.getheaders()).encode()
    connection.close()
    return answer.status, head, data


def look(seen: Crawl, people: list[Canary], place: str, data: bytes) -> None:
    """Search what was shown at a place."""
    seen.leaks += [f"{seen.login} at {place}: {what}" for what in hits(data, people)[:3]]


def cookies(tablet: Tablet) -> bytes:
    """Give the cookies with what is packed into them."""
    packed = list(tablet.cookies.values())
    return "\n".join(packed).encode() + b"\n".join(_unpacked(v) for v in packed)


def _unpacked(value: str) -> bytes:
    """Read the payload of a signed cookie, compressed or not."""
    payload = value.lstrip(".").split(".")[0]
    try:
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return zlib.decompress(raw) if value.startswith(".") else raw
    except (ValueError, zlib.error):
        return b""


def inside(body: bytes, seen: Crawl) -> bytes:
    """Give an answer with everything that a PDF holds: text, metadata, attached files."""
    if not body.startswith(PDF):
        return body
    seen.pdfs += 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.pdf").write_bytes(body)
        for command in (
            ["pdftotext", "a.pdf", "a.txt"], ["qpdf", "--qdf", "--object-streams=disable", "a.pdf", "b"],
            ["pdfdetach", "-saveall", "a.pdf"],
        ):  # fmt: skip
            subprocess.run(command, cwd=folder, capture_output=True, check=False)
        info = subprocess.run(
            ["pdfinfo", "-meta", "a.pdf"], cwd=folder, capture_output=True, check=False
        )
        return info.stdout + b"\n".join(p.read_bytes() for p in sorted(folder.iterdir()))


def _links(body: bytes, path: str) -> list[str]:
    """Give the addresses of this house that a page leads to, what they ask in one order."""
    found = []
    for raw in LINK.findall(body):
        parts = urlsplit(unescape(raw.decode("utf-8", "replace")))
        if parts.netloc or parts.scheme:
            continue
        target = parts.path or path.partition("?")[0]
        if target.startswith(LEAVE) or not target.startswith("/"):
            continue
        asked = sorted(set(parse_qsl(parts.query, keep_blank_values=True)))
        # A graph unfolded in two places shows nothing that it does not show in one or the other.
        if sum(name == "open" for name, _value in asked) < TWICE:
            found.append(target + (f"?{urlencode(asked)}" if asked else ""))
    return found
