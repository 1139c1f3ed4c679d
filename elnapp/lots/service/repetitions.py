"""Opening the next run of a part that repeats."""

from __future__ import annotations

from batches.repetitions import opening
from elnapp.lots import queries
from elnapp.lots.models import Repetition
from elnapp.lots.service.recording import allow
from elnapp.record import Answer, Call, Kernel, Tx


def open_repetition(kernel: Kernel, call: Call, number: str, phase: str) -> Answer:
    """Open the next repetition of a part (`P` for a passage, `P1.CC` for a group in it).

    Raises Stale when the form was shown before the lot last moved, so that two people cannot open
    two, and Refused with every reason against it.  Gives the repetition's segment.
    """
    stream = queries.stream_of(number)

    def do(tx: Tx) -> Answer:
        tx.expect(stream)
        plan = queries.plan(tx.session, stream)
        here = queries.placed(tx.session, plan)
        allow(here.may_open(phase))
        found = opening(plan.master, phase)
        assert found is not None  # noqa: S101 may_open refuses what does not repeat
        run = found.run(here.opened)
        tx.add(
            Repetition(
                stream=stream, address=queries.record_address(stream, run.segment), phase=phase,
                n=run.n or 0, opened_by=tx.actor.id, opened_name=tx.actor.name, opened_at=tx.at,
            )
        )  # fmt: skip
        return {"phase": phase, "n": run.n or 0, "segment": run.segment}

    return kernel.act(call, "lots.open_repetition", do, streams=[stream], request={"phase": phase})
