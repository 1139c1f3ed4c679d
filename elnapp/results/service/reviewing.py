"""Reviewing results: a second person compares each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from batches.verdict import Finding
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx
from elnapp.results import queries
from elnapp.results.models import ResultReview
from elnapp.results.queries import ResultView


def review(
    kernel: Kernel, call: Call, stream: str, wanted: Sequence[str], comment: str = ""
) -> Answer:
    """Review results of a lot by their ids; all of them or none.

    Raises Refused for a result of one's own, one that is reviewed or invalid, and for none at all.
    """
    chosen = tuple(dict.fromkeys(wanted))

    def do(tx: Tx) -> Answer:
        known = {r.id: r for r in queries.results(tx.session, stream)}
        if set(chosen) - set(known):
            raise NotFound(f"{stream}/results")
        found = [known[one] for one in chosen]
        faults = list(_faults(tx, found))
        if faults:
            raise Refused(faults)
        for one in found:
            tx.add(
                ResultReview(
                    stream=stream, address=one.address, result_id=one.id, comment=comment.strip(),
                    lang=tx.actor.lang, reviewed_by=tx.actor.id, reviewed_name=tx.actor.name,
                    reviewed_at=tx.at,
                )
            )  # fmt: skip
        return {"reviewed": [one.address for one in found]}

    asked = {"stream": stream, "results": list(chosen), "comment": comment}
    return kernel.act(call, "results.review", do, streams=[stream], request=asked)


def _faults(tx: Tx, found: Sequence[ResultView]) -> Iterator[Finding]:
    if not found:
        yield Finding("RESULT-NONE-CHOSEN", where="results")
    for one in found:
        named = {f"row_{lang}": one.shown["attribute"][lang] for lang in ("en", "fr")}
        if one.invalid is not None:
            yield Finding("RESULT-NOT-STANDING", where="results")
        elif one.reviewed_by is not None:
            yield Finding("RESULT-REVIEWED", named, "results")
        elif one.analysed_by == tx.actor.id:
            yield Finding("RESULT-REVIEW-OWN", named, "results")
