"""A panel made here: tubes of known cells, spilled into each other's detectors, as FCS 3.1 bytes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

CHANNELS = (
    "FSC-A", "FSC-H", "SSC-A", "FITC-A", "PE-A", "PerCP-Cy5-5-A", "APC-A", "APC-Cy7-A", "BV421-A",
    "Time",
)  # fmt: skip
DYES = CHANNELS[3:9]
LABELS = {
    "FITC-A": "CD90",
    "PE-A": "CD45/CD34/CD14/CD19/HLA-DR",
    "PerCP-Cy5-5-A": "CD105",
    "APC-A": "CD73",
    "APC-Cy7-A": "FVS780",
    "BV421-A": "CD44",
}
DETECTOR = {"CD90": 0, "NEG": 1, "CD105": 2, "CD73": 3}
SPILL = (
    np.eye(6) + np.diag([0.12, 0.2, 0.05, 0.1, 0.0], 1) + np.diag([0.02, 0.03, 0.01, 0.05, 0.0], -1)
)
POSITIVE = {"CD90": 20_000.0, "NEG": 5_000.0, "CD105": 5_000.0, "CD73": 15_000.0}


def tube(
    name: str,
    shares: Mapping[str, float],
    *,
    events: int = 9_000,
    seed: int = 1,
    clogged: float = 0.0,
    keywords: Mapping[str, str] | None = None,
) -> bytes:
    """Make one tube: `shares` of its live cells are positive for the stains that are in it.

    Of ten events one is debris, one dead and one a doublet.  While `clogged` of the run lasts, the
    forward scatter falls to a third.
    """
    rng = np.random.default_rng(seed)
    kind, size, height, side = _scatter(rng, events)
    true = rng.lognormal(np.log(120), 0.35, (events, 6))
    for stain, share in shares.items():
        chosen = rng.random(events) < share
        bright = POSITIVE[stain] * rng.lognormal(0, 0.3, events)
        true[:, DETECTOR[stain]] += np.where(chosen, bright, 0)
    true[:, 4] += np.where(kind == 2, 15_000 * rng.lognormal(0, 0.3, events), 0)
    time = np.sort(rng.uniform(0, 6_000, events))
    bad = (time > 2_000) & (time < 2_000 + 6_000 * clogged)
    size, height = (np.where(bad, v / 3, v) for v in (size, height))
    table = np.column_stack([size, height, side, true @ SPILL, time])
    return written(name, table, keywords or {})


def _scatter(rng: np.random.Generator, events: int) -> tuple[np.ndarray, ...]:
    """Give the kind of each event and its scatter: area and height forward, area to the side."""
    kind = rng.choice(4, events, p=[0.7, 0.1, 0.1, 0.1])  # live, debris, dead, doublet
    size = rng.normal(90_000, 12_000, events)
    size = np.where(kind == 1, rng.normal(9_000, 3_000, events), size)
    size = np.where(kind == 3, 1.9 * size, size).clip(1_000, 260_000)
    height = size * np.where(kind == 3, 0.55, 0.92) * rng.normal(1, 0.012, events)
    side = np.where(kind == 1, 6_000, 70_000) * rng.lognormal(0, 0.2, events)
    return kind, size, height, side


def written(name: str, table: np.ndarray, more: Mapping[str, str]) -> bytes:
    """Write a table of events as FCS 3.1."""
    words = {**_keywords(name, len(table)), **more}
    data = table.astype("<f4").tobytes()
    body = ""
    for _ in range(2):  # the offsets stand in the text, which is as long the second time
        begin = 58 + len(body)
        words |= {"$BEGINDATA": f"{begin:08d}", "$ENDDATA": f"{begin + len(data) - 1:08d}"}
        pairs = (f"{k}|{v.replace('|', '||')}|" for k, v in words.items() if v)
        body = "|" + "".join(pairs)
    begin = 58 + len(body)
    places = (58, begin - 1, begin, begin + len(data) - 1, 0, 0)
    return ("FCS3.1    " + "".join(f"{p:>8}" for p in places) + body).encode() + data


def _keywords(name: str, events: int) -> dict[str, str]:
    names = ",".join(DYES)
    cells = ",".join(f"{v:g}" for v in SPILL.ravel())
    words = {
        "$MODE": "L", "$DATATYPE": "F", "$BYTEORD": "1,2,3,4", "$NEXTDATA": "0",
        "$PAR": str(len(CHANNELS)), "$TOT": str(events), "$CYT": "MADE", "$CYTSN": "M-1",
        "TUBE NAME": name, "$SPILLOVER": f"6,{names},{cells}", "$BEGINSTEXT": "0", "$ENDSTEXT": "0",
        "$BEGINANALYSIS": "0", "$ENDANALYSIS": "0",
    }  # fmt: skip
    for i, channel in enumerate(CHANNELS, start=1):
        words |= {f"$P{i}N": channel, f"$P{i}B": "32", f"$P{i}E": "0,0", f"$P{i}R": "262144"}
        words |= {f"$P{i}V": "400", f"$P{i}S": LABELS.get(channel, "")}
    return words


def panel(shares: Mapping[str, float] | None = None, events: int = 16_000) -> dict[str, bytes]:
    """Make the five tubes of the demonstration panel, by file name."""
    held = dict(shares or {"CD90": 0.99, "CD73": 0.99, "CD105": 0.98, "NEG": 0.005})
    files = {"10_full_stain.fcs": tube("10_full_stain", held, events=events, seed=7)}
    for i, stain in enumerate(held):
        others = {k: v for k, v in held.items() if k != stain}
        files[f"FMO_{stain}.fcs"] = tube(f"FMO_{stain}", others, seed=20 + i)
    return files


def tubes(events: int) -> dict[str, bytes]:
    """Make six tubes of so many events each: the stained one, four controls, one unstained."""
    files = panel(events=events)
    for i, stain in enumerate(DETECTOR):
        others = {k: 0.99 if k != "NEG" else 0.005 for k in DETECTOR if k != stain}
        files[f"FMO_{stain}.fcs"] = tube(f"FMO_{stain}", others, events=events, seed=40 + i)
    return files | {"unstained.fcs": tube("unstained", {}, events=events, seed=50)}
