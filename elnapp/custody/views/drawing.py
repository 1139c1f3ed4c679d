"""A label as SVG: QR and DataMatrix of the donation number, and the same in words to read.

The picture is made from the frozen text alone, so that a reprint years later is the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import segno
import zxingcpp

WIDTH, HEIGHT, SYMBOL = 700, 400, 150  # tenths of a millimetre: 70 x 40 mm
PITCH, CLOSE, ROOM = 38, 34, 8  # from line to line, closer where there are more lines than `ROOM`
_PATH = re.compile(r'<path d="([^"]+)"')
_SIZE = re.compile(r'<svg width="([0-9]+)" height="([0-9]+)"')


def svg(body: Mapping[str, Any], words: Mapping[str, str], demo: str = "") -> str:
    """Draw a label of donated material; `words` are its captions in the reader's language."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH / 10}mm" height="{HEIGHT / 10}mm" role="img" '
        f'aria-label="{escape(str(body["code"]))}" font-family="IBM Plex Sans, Arial, sans-serif">'
    )
    parts = [
        head,
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _matrix(str(body["din_symbol"]), WIDTH - SYMBOL - 20, 20),
        _qr(str(body["code"]), WIDTH - SYMBOL - 20, 40 + SYMBOL),
        *_texts(body, words, demo),
        "</svg>",
    ]
    return "".join(parts)


def _texts(body: Mapping[str, Any], words: Mapping[str, str], demo: str) -> list[str]:
    number, _space, check = str(body["din_eye"]).rpartition(" ")
    at = datetime.fromisoformat(str(body["collected_at"])).astimezone(ZoneInfo(str(body["zone"])))
    lines = [
        (str(body["code"]), 30, "700"),
        (" · ".join(t for t in (words["content"], words["state"]) if t), 24, "600"),
        (f"{words['donor']} {body['donor']} · {words['split']} {body['split']}", 24, "400"),
        (f"{words['collected']} {at:%Y-%m-%d %H:%M} ({at:%z})", 22, "400"),
        *((text, 24, "600") for text in _code(body, words)),
        (words["origin"], 20, "400"),
        (words["use"], 20, "400"),
        (demo, 22, "700"),
    ]
    pitch = PITCH if len(lines) <= ROOM else CLOSE
    top = [
        _text(number, 20, 60, 38, "700"),
        '<rect x="450" y="26" width="40" height="44" fill="none" stroke="#000" stroke-width="3"/>',
        _text(check, 459, 60, 34, "700"),
    ]
    return top + [
        _text(text, 20, 116 + pitch * i, size, weight)
        for i, (text, size, weight) in enumerate(lines)
    ]


def _code(body: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    """Give the Single European Code as it is printed: both parts on successive lines, or what is known."""
    if body.get("sec"):
        return [str(line) for line in body["sec"]]
    return [f"SEC {body['sec_di']}" if body["sec_di"] else words["no_sec"]]


def _text(text: str, x: int, y: int, size: int, weight: str) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}">{escape(text)}</text>'


def _matrix(text: str, x: int, y: int) -> str:
    """Draw a square DataMatrix; its modules are whole numbers, scaled as one path."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    drawn = zxingcpp.write_barcode_to_svg(made)
    size, path = _SIZE.search(drawn), _PATH.search(drawn)
    if size is None or path is None:
        message = "the DataMatrix came out in a form that is not known here"
        raise ValueError(message)
    return _placed(path[1], int(size[1]), x, y)


def _qr(text: str, x: int, y: int) -> str:
    code = segno.make_qr(text, error="m")
    modules = [
        f"M{column} {line}h1v1h-1z"
        for line, row in enumerate(code.matrix)
        for column, dark in enumerate(row)
        if dark
    ]
    return _placed("".join(modules), len(code.matrix), x, y)


def _placed(path: str, size: int, x: int, y: int) -> str:
    return (
        f'<path transform="translate({x} {y}) scale({SYMBOL / size:.4f})" d="{path}" '
        'fill="#000" shape-rendering="crispEdges"/>'
    )
