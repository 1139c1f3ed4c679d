"""A process gives up what a reader does not need, before it looks at a byte of the file.

None of it can be taken back.  The first wall needs no privilege and is kept by the kernel: with no
descriptor left to open, there is no socket, no file, no pipe.  A network of its own comes where the
kernel lets a process have one.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

from elnapp.readers.limits import MEBI, Limits

_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_NO_NEW_PRIVILEGES = 38
_OPEN = 3  # standard input, output and error stay, nothing else
_LIBRARIES = 2048 * MEBI  # mapped code and the mapped file are not memory of one's own
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "ctypes.",
)


def confine(limits: Limits, file_size: int) -> tuple[str, ...]:
    """Give up memory, time, descriptors, children and, where possible, the network.

    Gives the names of the walls that stand: "limits" and "descriptors" always, "network" where a
    network namespace could be made.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    network = _own_network(libc)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, limits.seconds, grace=1)
    _limit(resource.RLIMIT_DATA, limits.memory(file_size))
    _limit(resource.RLIMIT_AS, limits.memory(file_size) + file_size + _LIBRARIES)
    _limit(resource.RLIMIT_FSIZE, limits.answer_mib * MEBI)
    _limit(resource.RLIMIT_NPROC, 0)
    os.closerange(_OPEN, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    _limit(resource.RLIMIT_NOFILE, _OPEN)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    sys.addaudithook(_refuse)
    return ("limits", "descriptors", *(("network",) if network else ()))


def _own_network(libc: ctypes.CDLL) -> bool:
    """Leave the network of the machine: as a user of one's own, or directly where that is allowed."""
    return any(libc.unshare(flags) == 0 for flags in (_NEW_USER | _NEW_NETWORK, _NEW_NETWORK))


def _limit(what: int, most: int, grace: int = 0) -> None:
    """Set a limit that cannot be raised again; with `grace` the kernel warns before it kills."""
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard - grace)
    resource.setrlimit(what, (most, most + grace))


def _refuse(event: str, _args: tuple[object, ...]) -> None:
    """Refuse in Python, with a name, what the kernel would refuse with an errno."""
    if event.startswith(_FORBIDDEN):
        message = f"a reader may not do {event}"
        raise PermissionError(message)
