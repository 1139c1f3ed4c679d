"""Several processes that write at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from queue import Empty
from typing import Any

Work = Callable[..., Any]


def together(writers: int, work: Work, *args: Any) -> list[Any]:
    """Run `work(barrier, n, *args)` in processes of their own; gives what each of them gave.

    Each opens the store itself and passes the barrier when it is ready to write.  The caller has
    closed its own connections: a fork must not share them.
    """
    forked = get_context("fork")
    barrier, answers = forked.Barrier(writers), forked.Queue()
    processes = [
        forked.Process(target=_one, args=(work, barrier, answers, (n, *args)), daemon=True)
        for n in range(writers)
    ]
    for process in processes:
        process.start()
    given = [_answer(answers, processes) for _ in processes]
    for process in processes:
        process.join()
    failed = [g for g in given if isinstance(g, BaseException)]
    if failed:
        raise failed[0]
    return given


def _answer(answers: Queue[Any], processes: Sequence[ForkProcess]) -> Any:
    """Wait for one answer, as long as nobody died without a word."""
    while True:
        try:
            return answers.get(timeout=1)
        except Empty:
            if any(p.exitcode for p in processes):
                raise


def _one(work: Work, barrier: Barrier, answers: Queue[Any], args: tuple[Any, ...]) -> None:
    try:
        answers.put(work(barrier, *args))
    except BaseException as error:
        barrier.abort()
        answers.put(RuntimeError(f"{type(error).__name__}: {error}"))
        raise
