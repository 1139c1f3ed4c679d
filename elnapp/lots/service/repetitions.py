"""Opening the next run of a phase that repeats."""

from __future__ import annotations

from elnapp.lots import queries
from elnapp.lots.models import Repetition
from elnapp.lots.service.recording import allow
from elnapp.record import Answer, Call, Kernel, Tx


def open_repetition(kernel: Kernel, call: Call, number: str, phase: str) -> Answer:
    """Open the next repetition of a phase (P0, P1, …) within the bounds of the master.

    Raises Stale when the form was shown before the lot last moved, so that two people cannot open
    two, and Refused with every reason against it.  Gives the repetition's segment.
    """
    stream = queries.stream_of(number)

    def do(tx: Tx) -> Answer:
        tx.expect(stream)
        plan = queries.plan(tx.session, stream)
        here = queries.placed(tx.session, plan)
        allow(here.may_open(phase))
        found = plan.master.phase(phase)
        assert found is not None  # noqa: S101 may_open refuses an unknown phase
        assert found.repeat is not None  # noqa: S101 and one that does not repeat
        n = found.repeat.first + here.opened.get(phase, 0)
        segment = found.segment(n)
        tx.add(
            Repetition(
                stream=stream, address=queries.record_address(stream, segment), phase=phase, n=n,
                opened_by=tx.actor.id, opened_name=tx.actor.name, opened_at=tx.at,
            )
        )  # fmt: skip
        return {"phase": phase, "n": n, "segment": segment}

    return kernel.act(call, "lots.open_repetition", do, streams=[stream], request={"phase": phase})
