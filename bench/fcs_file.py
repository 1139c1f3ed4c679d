"""A large FCS 3.1 file of seeded float32 events, for measurements."""

from __future__ import annotations

from pathlib import Path

import numpy as np

CHANNELS, OFFSET = 15, 4096
_CHUNK = 100_000


def write(path: Path, events: int) -> None:
    """Write `events` x 15 float32, the least significant byte first, from byte 4096 on."""
    path.write_bytes(_head(events))
    dice = np.random.default_rng(20261122)
    with path.open("ab") as file:
        for first in range(0, events, _CHUNK):
            count = min(_CHUNK, events - first)
            values = dice.lognormal(8, 1.2, (count, CHANNELS)).astype("<f4")
            file.write(values.tobytes())


def _head(events: int) -> bytes:
    """HEADER and TEXT, padded to where the events begin."""
    end = OFFSET + events * CHANNELS * 4 - 1
    words = {
        "$BEGINANALYSIS": "0", "$ENDANALYSIS": "0", "$BEGINSTEXT": "0", "$ENDSTEXT": "0",
        "$BEGINDATA": str(OFFSET), "$ENDDATA": str(end), "$MODE": "L", "$DATATYPE": "F",
        "$BYTEORD": "1,2,3,4", "$NEXTDATA": "0", "$PAR": str(CHANNELS), "$TOT": str(events),
    }  # fmt: skip
    for n in range(1, CHANNELS + 1):
        words |= {f"$P{n}N": f"D{n}-A", f"$P{n}B": "32", f"$P{n}R": "262144", f"$P{n}E": "0,0"}
    text = ("|" + "".join(f"{key}|{value}|" for key, value in words.items())).encode()
    data = (OFFSET, end) if end <= 99_999_999 else (0, 0)
    fields = (58, 58 + len(text) - 1, *data, 0, 0)
    head = b"FCS3.1    " + b"".join(b"%8d" % each for each in fields)
    return (head + text).ljust(OFFSET, b"\0")
