"""Bytes to text: by their mark, by the profile, or as UTF-8; never by trying until it fits."""

from __future__ import annotations

import codecs

from instruments.reading import Note, Profile, Refusal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 512


def decoded(blob: bytes, profile: Profile) -> tuple[str, str, tuple[Note, ...]]:
    """Return the text of a file, the codec it was read with, and what was assumed.

    The mark at the start decides, then the zero bytes that UTF-16 without a mark shows, then the
    profile, then UTF-8.  Bytes that none of these explains are read as Windows-1252 only where no
    codec was approved, and the reading says so: the letters differ there, the digits do not.
    """
    codec = _marked(blob) or _unmarked_utf16(blob) or profile.encoding or "utf-8"
    notes: tuple[Note, ...] = ()
    try:
        text = blob.decode(codec)
    except (UnicodeDecodeError, LookupError) as wrong:
        if profile.encoding or codec != "utf-8" or b"\0" in blob:
            raise Refusal("TABLE-NOT-TEXT", encoding=codec) from wrong
        codec, notes = "cp1252", (Note("TABLE-ENCODING-ASSUMED", {"encoding": "cp1252"}),)
        text = blob.decode(codec, errors="replace")
    if "\0" in text:
        raise Refusal("TABLE-NOT-TEXT", encoding=codec)
    return text, codec, notes


def head_text(blob: bytes, limit: int = 65536) -> str:
    """Return the beginning of a file as text, for sniffing alone; empty when it holds no text."""
    head = blob[:limit]
    codec = _marked(head) or _unmarked_utf16(head) or "utf-8"
    if codec.startswith("utf-16"):
        head = head[: len(head) // 2 * 2]
    text = head.decode(codec, errors="replace")
    return "" if "\0" in text else text


def _marked(blob: bytes) -> str:
    """Return the codec that the byte-order mark at the start names, or an empty text."""
    return next((codec for mark, codec in _MARKS if blob.startswith(mark)), "")


def _unmarked_utf16(blob: bytes) -> str:
    """Tell UTF-16 without a mark: nearly every second byte of its first letters is zero."""
    head = blob[:_HEAD]
    half = len(head) // 2
    if half < 4:  # noqa: PLR2004 - too little to tell
        return ""
    if head[1::2].count(0) > half * 0.7 and head[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.7 and head[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""
