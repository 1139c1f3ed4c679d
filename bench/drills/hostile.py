"""`./dev drill hostile`: files made to do harm, each through the sandbox; then `--n` turned bits.

No crash, each under ten seconds of processor time and 256 MiB, each with readings or a named reason,
and no connection to a listening canary.  What says that it is FCS is measured as a tube of a panel
too.  The bits (5,000 files) are turned in good files and read within one confined process, because
only `Refusal` may leave a reader; a tenth as many panels get a tube of turned bits or of values at
the ends of their type, and nothing may leave their measuring.  Seeded defect: a reader process that
keeps its memory, its time and its network.
"""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.synchronize import Barrier
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Any
from unittest.mock import patch

from bench import calling_home, fcs_panel, hostile, say
from bench.fcs_variants import variant
from bench.fcs_written import build
from bench.writers import together
from elnapp.config import from_environment
from elnapp.cytometry import service as cytometry
from elnapp.readers import Limits, read, sandbox
from instruments import fcs
from instruments.cytometry.measuring import PANELS, Wanted, measure
from instruments.reading import Refusal
from instruments.words import WORDS

LARGEST_TUBE = 1 << 26
FLIPS, SECONDS, MEBIBYTES, FEWEST = 5_000, 10.0, 256.0, 150
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "instruments" / "fcs"
SMALL_REAL = ("G11.fcs", "index_sorted_example.fcs", "data_set_simple_line_100.fcs")


@dataclass
class Found:
    """What happened to the hostile files."""

    tried: int = 0
    tubes: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest_seconds: float = 0.0
    largest_mib: float = 0.0
    connections: int = 0

    @property
    def clean(self) -> bool:
        """Tell whether every promise held."""
        return not (self.faults or self.connections)


def main() -> None:
    """Run the drill."""
    flips = say.asked("hostile", FLIPS)
    (clean,) = together(1, tried, "bench.calling_home", None)
    (turned,) = together(1, flipped, flips)
    (panels,) = together(1, measured, flips // 10)
    (defect,) = together(1, tried, "bench.careless", 12)
    for fault in (*clean.faults, *turned.faults, *panels.faults):
        say.progress(f"fault: {fault}")
    say.progress(f"without limits: {defect.faults}, {defect.connections} connections")
    counts = {
        "tried": clean.tried,
        "answers": dict(clean.answers.most_common()),
        "slowest_cpu_seconds": clean.slowest_seconds,
        "largest_mib": clean.largest_mib,
        "connections": clean.connections,
        "faults": clean.faults + turned.faults + panels.faults,
        "bits_turned": turned.tried,
        "turned_read": turned.answers["read"],
        "turned_refused": turned.tried - turned.answers["read"],
        "as_tubes": clean.tubes,
        "panels_of_turned_tubes": panels.tried,
        "real_files": REAL.is_dir(),
        "plates": sandbox.PLATES.is_file(),
        "with_defect": {"connections": defect.connections, "faults": len(defect.faults)},
    }
    caught = defect.connections > 0 and any("MiB" in fault for fault in defect.faults)
    enough = clean.tried >= FEWEST and turned.tried >= flips and clean.tubes > 0
    say.finish(
        "hostile",
        counts,
        clean=clean.clean and turned.clean and panels.clean and enough,
        caught=caught,
    )


def tried(_barrier: Barrier, _n: int, child: str, only: int | None) -> Found:
    """Send every hostile file, or the `only` first and the one that needs limits, to `child`."""
    limits = Limits.of(from_environment({"ELNAPP_PROFILE": "test", "ELNAPP_SECRET_KEY": "s" * 32}))
    found = Found()
    with tempfile.TemporaryDirectory(prefix="elnapp-hostile-") as folder, canary(found) as port:
        path = Path(folder) / "hostile"
        calling = ("a reader that calls home", calling_home.MAGIC + str(port).encode())
        with patch.object(sandbox, "CHILD", child):
            for name, blob in (calling, *chosen(port, only)):
                path.write_bytes(blob)
                one(found, name, path, limits)
    return found


def chosen(port: int, only: int | None) -> Iterator[tuple[str, bytes]]:
    """Give the files, each made when it is asked for."""
    for n, (name, made) in enumerate(hostile.files(f"http://127.0.0.1:{port}/")):
        if only is None or n < only or name.startswith("text data"):
            yield name, made()


def one(found: Found, name: str, path: Path, limits: Limits) -> None:
    """Read one file, as a tube too where it says that it is one, and judge what that took."""
    answer = weighed(found, name, lambda: reading(path, name, limits))
    found.tried += 1
    found.answers[answer] += 1
    blob = path.read_bytes()
    if blob.startswith(b"FCS") and len(blob) < LARGEST_TUBE:
        found.tubes += 1
        weighed(found, f"{name}, as a tube", lambda: tube(blob, limits))


def reading(path: Path, name: str, limits: Limits) -> str:
    """Give the code of a refusal, or "read"."""
    try:
        read(path, name, limits)
    except Refusal as refusal:
        return refusal.note.code
    return "read"


def tube(blob: bytes, limits: Limits) -> str:
    """Measure a panel with one hostile tube; gives what was said of it, or "read"."""
    files = {**fcs_panel.panel(events=2_000), "FMO_CD73.fcs": blob}
    done = sandbox.measure(files, Wanted(template()), limits)
    said = done.faults.get("FMO_CD73") or ()
    return said[0].code if said else "read"


@cache
def template() -> dict[str, Any]:
    """Give the body of the template that the tubes are made for."""
    found = cytometry.shipped("MSC-AT-DEMO")
    assert found is not None
    return found.body


def weighed(found: Found, name: str, act: Callable[[], str]) -> str:
    """Do one thing in the sandbox, and judge the answer, the time and the memory."""
    before = getrusage(RUSAGE_CHILDREN)
    answer = act()
    after = getrusage(RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    mebibytes = after.ru_maxrss / 1024
    if answer not in WORDS and answer != "read":
        found.faults.append(f"{name}: {answer} has no words")
    if answer == "READER-FAILED" and name != "a reader that calls home":
        found.faults.append(f"{name}: the reader failed")
    if seconds > SECONDS:
        found.faults.append(f"{name}: {seconds:.1f} s")
    if mebibytes > MEBIBYTES and after.ru_maxrss > before.ru_maxrss:
        found.faults.append(f"{name}: {mebibytes:.0f} MiB")
    found.slowest_seconds = max(found.slowest_seconds, round(seconds, 2))
    found.largest_mib = round(mebibytes, 1)
    return answer


@contextmanager
def canary(found: Found) -> Iterator[int]:
    """Listen on a port of this machine and count who comes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        ended = threading.Event()

        def listen() -> None:
            while not ended.is_set():
                with suppress(TimeoutError):
                    server.accept()[0].close()
                    found.connections += 1

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            ended.set()
            listener.join()


def flipped(_barrier: Barrier, _n: int, count: int) -> Found:
    """Read files with turned bits; nothing but `Refusal` may leave the reader."""
    originals = [build(variant(seed)) for seed in range(1, 60) if seed % 3]
    originals += [(REAL / name).read_bytes() for name in SMALL_REAL if (REAL / name).is_file()]
    found = Found()
    for n, blob in enumerate(hostile.flips(originals, count)):
        begun = time.process_time()
        try:
            for each in fcs.read(blob):
                each.non_finite()
            found.answers["read"] += 1
        except Refusal as refusal:
            found.answers[refusal.note.code] += 1
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            found.faults.append(f"turned {n}: {type(error).__name__} {error}")
        found.slowest_seconds = max(found.slowest_seconds, time.process_time() - begun)
        found.tried += 1
    found.largest_mib = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    if found.slowest_seconds > SECONDS or found.largest_mib > MEBIBYTES:
        found.faults.append(f"turned: {found.slowest_seconds:.1f} s, {found.largest_mib:.0f} MiB")
    return found


def measured(_barrier: Barrier, _n: int, count: int) -> Found:
    """Measure and draw panels with a damaged tube; nothing at all may leave the measuring."""
    found = Found()
    names = {m["code"]: {"en": m["code"], "fr": m["code"]} for m in template()["markers"]}
    for n, files in enumerate(hostile.tubes(count)):
        begun = time.process_time()
        try:
            PANELS.encode(measure(files, Wanted(template(), names, "print")))
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            found.faults.append(f"panel {n}: {type(error).__name__} {error}")
        found.slowest_seconds = max(found.slowest_seconds, time.process_time() - begun)
        found.tried += 1
    return found


if __name__ == "__main__":
    main()
