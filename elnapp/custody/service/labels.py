"""Labels: a frozen text for one unit, and what became of the printed ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from batches import labels as rules
from batches.verdict import Finding
from elnapp.custody import queries
from elnapp.custody.models import Label, LabelStep
from elnapp.custody.queries import UnitView
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.record.plain import digest


@dataclass(frozen=True, slots=True)
class NewLabel:
    """What a label says: the layout with its version, the texts, and what its symbols hold."""

    template: str
    body: Mapping[str, Any]


def label_in(tx: Tx, unit: UnitView, given: NewLabel) -> Label:
    """Freeze a label of a unit inside another command; the unit's stream must be locked."""
    n = len(queries.labels(tx.session, unit.id)) + 1
    return tx.add(
        Label(
            stream=unit.stream, address=f"{unit.stream}/custody/{unit.code}/labels/{n}",
            unit_id=unit.id, n=n, template=given.template, body=dict(given.body),
            digest=digest(dict(given.body)), made_by=tx.actor.id, made_by_name=tx.actor.name,
            made_at=tx.at,
        )
    )  # fmt: skip


def print_label(kernel: Kernel, call: Call, label_id: str, count: int) -> Answer:
    """Record that a label was printed so many times; again, it wants a reason (`call.reason`)."""
    return _step(kernel, call, label_id, "printed", count)


def verify_label(kernel: Kernel, call: Call, label_id: str, scanned: str) -> Answer:
    """Record that the printed label reads back; another code is refused and is an event (LBL-SCAN)."""
    return _step(kernel, call, label_id, "verified", 1, scanned)


def apply_label(kernel: Kernel, call: Call, label_id: str) -> Answer:
    """Record that the label is on its container."""
    return _step(kernel, call, label_id, "applied", 1)


def destroy_label(kernel: Kernel, call: Call, label_id: str, count: int) -> Answer:
    """Record that printed labels were destroyed, with why (`call.reason`)."""
    return _step(kernel, call, label_id, "destroyed", count)


def _step(
    kernel: Kernel, call: Call, label_id: str, step: str, count: int, scanned: str | None = None
) -> Answer:
    with kernel.reading() as session:
        stream = queries.label(session, label_id).row.stream

    def do(tx: Tx) -> Answer:
        view = queries.label(tx.session, label_id)
        _check(view, step, count, (call.reason or "", scanned))
        tx.add(
            LabelStep(
                stream=stream, address=view.row.address, label_id=label_id, step=step, count=count,
                reason=(call.reason or "").strip() or None, done_by=tx.actor.id,
                done_by_name=tx.actor.name, done_at=tx.at,
            )
        )  # fmt: skip
        return {"label": label_id, "state": step}

    request = {"label": label_id, "step": step, "count": count, "scanned": scanned}
    return kernel.act(call, f"custody.{VERBS[step]}", do, streams=[stream], request=request)


def _check(view: queries.LabelView, step: str, count: int, said: tuple[str, str | None]) -> None:
    reason, scanned = said
    found = rules.may([one.step for one in view.steps], step, count, reason)
    if found:
        raise Refused(found)
    if scanned is not None:
        wrong: tuple[Finding, ...] = rules.read_back(scanned, view.row.body["symbols"])
        if wrong:
            raise Refused(wrong, matters=True)


VERBS = {
    "printed": "print_label",
    "verified": "verify_label",
    "applied": "apply_label",
    "destroyed": "destroy_label",
}
