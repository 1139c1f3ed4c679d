"""The process that measures one panel: its files after what is asked of them, the outcome as answer.

Started as `python -m elnapp.readers.panel TASK`; TASK is JSON with the limits and the length of the
head.  Standard input holds the head, which is a `Wanted` and the size of each file by its name, and
then the files.  The answer is a `Measured`, or the `Note` of a refusal.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module

from elnapp.readers import child
from elnapp.readers.confine import confine
from elnapp.readers.limits import Limits
from instruments.cytometry.measuring import PANELS, Blob, Measured, Wanted, measure
from instruments.reading import Note, Profile


def main(act: Callable[[Mapping[str, Blob], Wanted], Measured] = measure) -> None:
    """Answer one task."""
    task = json.loads(sys.argv[1])
    limits, head = Limits(**task["limits"]), task["head"]
    size = os.fstat(0).st_size
    blob = memoryview(mmap.mmap(0, size, access=mmap.ACCESS_READ))
    answer: Measured | Note
    try:
        child.prepare(Profile())
        import_module("numpy.ma")  # numpy loads it when it is first asked for a median
        confine(limits, size)
        wanted, sizes = PANELS.decode(bytes(blob[:head]))
        answer = act(parts(blob[head:], sizes), wanted)
    except MemoryError:
        answer = Note("READER-MEMORY", {"mebibytes": limits.memory_mib})
    except Exception as error:  # noqa: BLE001 - whatever the arithmetic does is an answer
        answer = Note("READER-FAILED", {"what": child.where(error)})
    child.send("", answer, limits, PANELS)


def parts(blob: memoryview, sizes: Mapping[str, int]) -> dict[str, memoryview]:
    """Give each file its part of what follows the head."""
    found, at = {}, 0
    for name, size in sizes.items():
        found[name] = blob[at : at + size]
        at += size
    return found


if __name__ == "__main__":
    main()
