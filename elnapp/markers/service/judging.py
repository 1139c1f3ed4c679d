"""Agreeing with results as the second person, and the physician's conclusion on a marker."""

from __future__ import annotations

from collections.abc import Sequence

from batches.marker_protocol import OPINIONS
from batches.markers import MarkerState
from batches.quantity import quote
from batches.verdict import Finding
from elnapp.markers import queries
from elnapp.markers.models import MarkerCheck, MarkerOpinion
from elnapp.markers.queries import Donated, DonorSeen
from elnapp.markers.service.writing import act_on, demand, reason_of, recorded, today, view_of
from elnapp.record import Answer, Call, Kernel, Refused, Tx


def verify(kernel: Kernel, call: Call, code: str, numbers: Sequence[int]) -> Answer:
    """Agree with results after comparing them with the report of the laboratory.

    Codes: MRK-NOTHING, MRK-OWN, MRK-SUPERSEDED.
    """
    wanted = tuple(sorted(set(numbers)))

    def do(tx: Tx, donor: DonorSeen) -> Answer:
        board = queries.board(tx.session, donor.stream)
        views = [view_of(board, donor, n) for n in wanted]
        demand([Finding("MRK-NOTHING", {}, "results")] if not views else [])
        if any(v.row.recorded_by == tx.actor.id for v in views):
            raise Refused([Finding("MRK-OWN", {}, "results")], matters=True)
        if any(v.verified or not v.standing for v in views):
            raise Refused([Finding("MRK-SUPERSEDED", {}, "results")])
        for view in views:
            row = view.row
            tx.add(
                MarkerCheck(
                    stream=donor.stream, address=row.address, result_id=row.id, **recorded(tx)
                )
            )
        return {"donor": code, "verified": list(wanted)}

    return act_on(kernel, call, "markers.verify", code, do, {"results": list(wanted)})


def conclude(
    kernel: Kernel, call: Call, code: str, marker: str, said: str, donated: Donated
) -> Answer:
    """Record the physician's conclusion on a marker whose protocol row asks for it.

    It rests on the results of that moment: a new one asks again.  The reason is `call.reason`.
    Codes: MRK-NO-OPINION, MRK-REASON.
    """

    def do(tx: Tx, donor: DonorSeen) -> Answer:
        board = queries.board(tx.session, donor.stream)
        state = _state(tx, donor, marker, donated)
        if said not in OPINIONS or state is None or not state.opinion_asked:
            words = {"marker": quote(marker)}
            raise Refused([Finding("MRK-NO-OPINION", words, "said")])
        rests = sorted(
            v.row.id for v in board.results if v.standing and v.row.analyte in state.readings
        )
        n = tx.number(donor.stream, "marker_opinion")
        tx.add(
            MarkerOpinion(
                stream=donor.stream, address=f"{donor.stream}/markers/opinion/{n}", n=n,
                marker=marker, said=said, rests_on=rests, reason=reason_of(tx), **recorded(tx),
            )
        )  # fmt: skip
        return {"donor": code, "opinion": n}

    request = {"marker": marker, "said": said}
    return act_on(kernel, call, "markers.conclude", code, do, request)


def _state(tx: Tx, donor: DonorSeen, marker: str, donated: Donated) -> MarkerState | None:
    on = donated(tx.session, donor.stream)
    found = queries.standing(tx.session, donor.stream, on, today(tx, donor))
    if found is None:
        return None
    return next((m for m in found.standing.markers if m.code == marker), None)
