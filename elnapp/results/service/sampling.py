"""The way of a sample after it was taken: sent, received, retained, destroyed; and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from batches.findings import sentence
from batches.samples import Way, concern, late, may
from batches.text import Text
from batches.verdict import Finding
from elnapp.custody import service as custody
from elnapp.quality import service as quality
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.results.models import SampleStep
from elnapp.results.queries import Pinned, SampleView, StepView, sample
from elnapp.results.service.given import Unconfirmed, token_of


@dataclass(frozen=True, slots=True)
class Moved:
    """What happened to a sample: `step` is sent, received, retained or destroyed.

    `place` says where; `concern` what was not in order (temperature, leak, too little), else empty.
    `corrects` tells that the last step is said again, with the reason of the call.
    """

    step: str
    place: str
    at: datetime | None = None
    concern: str = ""
    corrects: bool = False
    confirmed: str = ""


def follow(kernel: Kernel, call: Call, pinned: Pinned, code: str, moved: Moved) -> Answer:
    """Record the next step of a sample, or correct the last one; gives `{sample, deviations}`.

    A sample received late, or not in order, opens a deviation (L10).  What is destroyed ends in the
    ledger, and stands there again when that step is corrected to another.  Raises Refused for a step that
    does not follow, a time before the last step or in the future, no place, a correction without
    reason; Unconfirmed until what opens a deviation is confirmed.
    """

    def do(tx: Tx) -> Answer:
        view = sample(tx.session, pinned.stream, pinned.plan, code)
        corrected = _corrected(tx, view, moved)
        at = moved.at or tx.at
        way = _way(view, corrected)
        _refuse(tx, way, moved, at)
        found = _findings(view, way, moved, at)
        if found and moved.confirmed != token_of(found):
            raise Unconfirmed(found)
        address = f"{pinned.stream}/samples/{code}"
        opened = [_open(tx, address, f) for f in found]
        tx.add(
            SampleStep(
                stream=pinned.stream, address=address, unit_id=view.id, code=code,
                n=len(view.steps) + 1, step=moved.step, at=at, zone=pinned.zone,
                place=moved.place.strip(), condition=moved.concern.strip(),
                findings=[f.plain() for f in found], deviations=opened, lang=tx.actor.lang,
                reason=(tx.call.reason or "").strip() if corrected else None,
                supersedes=corrected.id if corrected else None, recorded_by=tx.actor.id,
                recorded_name=tx.actor.name, recorded_at=tx.at,
            )
        )  # fmt: skip
        _book(tx, view, moved, corrected)
        return {"sample": code, "step": moved.step, "deviations": opened}

    asked = {"stream": pinned.stream, "sample": code, **asdict(moved)}
    return kernel.act(call, "results.follow_sample", do, streams=[pinned.stream], request=asked)


def _book(tx: Tx, view: SampleView, moved: Moved, corrected: StepView | None) -> None:
    """Book what the step means to the ledger: a sample is a unit, and a destroyed one has ended.

    Being sent, received or retained takes nothing from it; its places there are no places of ours.
    """
    slot, ends = f"destroyed/{view.code}", moved.step == "destroyed"
    ended = corrected is not None and corrected.step == "destroyed"
    if ends and not ended:
        custody.end(tx, view.stream, view.code, slot, moved.place.strip())
    if ended and not ends:
        custody.take_back(tx, view.stream, view.code, slot, (tx.call.reason or "").strip())


def _corrected(tx: Tx, view: SampleView, moved: Moved) -> StepView | None:
    if not moved.corrects:
        return None
    standing = [s for s in view.steps if not s.replaced]
    if not standing or not (tx.call.reason or "").strip():
        raise Refused([Finding("SAMPLE-REASON", {"sample": view.code}, "reason")])
    return standing[-1]


def _way(view: SampleView, corrected: StepView | None) -> Way:
    """Give the way before the step: a step that is corrected is left out."""
    steps = view.way.steps[:-1] if corrected else view.way.steps
    return Way(view.code, view.way.taken, steps, view.way.tested)


def _refuse(tx: Tx, way: Way, moved: Moved, at: datetime) -> None:
    found = list(may(moved.step, way, at, tx.at))
    if not moved.place.strip():
        found.append(Finding("SAMPLE-PLACE", where="place"))
    if found:
        raise Refused(found)


def _findings(view: SampleView, way: Way, moved: Moved, at: datetime) -> Sequence[Finding]:
    found = []
    too_late = late(view.planned, way, at) if moved.step == "received" else None
    if too_late is not None:
        found.append(too_late)
    if moved.concern.strip():
        words = moved.concern.strip().rstrip(".")
        found.append(concern(view.code, Text(words, words)))
    return found


def _open(tx: Tx, address: str, finding: Finding) -> str:
    return quality.open_in(tx, address, finding, sentence(finding, tx.actor.lang)).number
