"""The process of one reader: the bytes of one file on standard input, canonical JSON on output.

Started as `python -m elnapp.readers.child TASK`; TASK is JSON with the name of the file, the profile
of the instrument and the limits.  The answer is a `Parsed`, or the `Note` of a refusal.
"""

from __future__ import annotations

import codecs
import json
import mmap
import os
import sys
import traceback
import zoneinfo
from datetime import datetime
from importlib import import_module
from pathlib import Path

from elnapp.readers.confine import confine
from elnapp.readers.limits import Limits
from instruments import registry
from instruments.mapped.parser import zone_of as mapped_zone
from instruments.reading import Note, Parsed, Profile, Refusal
from instruments.wire import READINGS, Wire

_CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "cp437", "cp850")
_OUTPUT = 1


def main() -> None:
    """Answer one task."""
    task = json.loads(sys.argv[1])
    profile = READINGS.decode(task["profile"].encode())
    limits = Limits(**task["limits"])
    size = os.fstat(0).st_size
    blob = memoryview(mmap.mmap(0, size, access=mmap.ACCESS_READ)) if size else memoryview(b"")
    known: list[str] = []
    answer: Parsed | Note
    try:
        prepare(profile)
        confine(limits, size)
        found = registry.chosen(blob, task["name"], profile)
        known.append(found.id)
        answer = registry.read(found, blob, profile)
    except Refusal as refusal:
        answer = refusal.note
    except MemoryError:
        answer = Note("READER-MEMORY", {"mebibytes": limits.memory_mib})
    except Exception as error:  # noqa: BLE001 - whatever a reader does is an answer
        answer = Note("READER-FAILED", {"what": where(error)})
    send("".join(known), answer, limits)


def prepare(profile: Profile) -> None:
    """Load what Python would otherwise open later: codecs, the parser of times, the zone."""
    for name in (*_CODECS, *filter(None, (profile.encoding,))):
        try:
            codecs.lookup(name)
        except LookupError as error:
            raise Refusal("READER-PROFILE", found=name) from error
    datetime.strptime("2026", "%Y").astimezone()
    import_module("decimal")
    try:
        for zone in filter(None, ("UTC", profile.zone, mapped_zone(profile))):
            zoneinfo.ZoneInfo(zone)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError) as error:
        raise Refusal("READER-PROFILE", found=zone) from error


def where(error: Exception) -> str:
    """Name an error and the line it came from, and nothing of the file."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"


def send(said: str, answer: object, limits: Limits, wire: Wire = READINGS) -> None:
    """Write the answer; one that needs more memory than there is becomes a refusal."""
    try:
        data = wire.encode((said, answer))
    except MemoryError:
        data = wire.encode((said, Note("READER-MEMORY", {"mebibytes": limits.memory_mib})))
    while data:
        data = data[os.write(_OUTPUT, data) :]


if __name__ == "__main__":
    main()
