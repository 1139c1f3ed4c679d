"""Work in the background: every job ends, also the one that kills its worker."""

from __future__ import annotations

from datetime import timedelta

from batches.people import SYSTEM
from elnapp.record import Call, Job, Kernel, Tx, jobs, new_id
from tests.conftest import NOW

LATER = jobs.LEASE + timedelta(seconds=1)


def ask(kernel: Kernel) -> str:
    """Ask for work about the house."""

    def do(tx: Tx) -> dict[str, str]:
        return {"job": tx.job("test", "system", {})}

    call = Call(SYSTEM, new_id(), NOW)
    return str(kernel.act(call, "people.refuse", do, streams=["system"], request={})["job"])


def state(kernel: Kernel, job: str) -> tuple[str, int]:
    """Give state and attempts of a job."""
    with kernel.reading() as session:
        found = session.get(Job, job)
    assert found is not None
    return found.state, found.attempts


def test_a_job_whose_worker_died_is_taken_again_and_not_before(kernel: Kernel) -> None:
    job = ask(kernel)
    first = jobs.claim(kernel.stores, NOW)
    assert first is not None
    assert jobs.claim(kernel.stores, NOW) is None
    again = jobs.claim(kernel.stores, NOW + LATER)
    assert again is not None
    assert (again.id, again.attempts) == (job, 2)


def test_a_job_that_kills_every_worker_ends_as_failed(kernel: Kernel) -> None:
    job, at = ask(kernel), NOW
    for _killed in range(jobs.MAX_ATTEMPTS):
        assert jobs.claim(kernel.stores, at) is not None
        at += LATER
    assert jobs.claim(kernel.stores, at) is None
    assert state(kernel, job) == ("failed", jobs.MAX_ATTEMPTS)
