"""Moving the gates of a judged panel: an analyst moves and signs, quality assurance decides and signs.

Both panels stay, each with its counts and pictures.  Until the move is accepted the results of the
first panel stand; then they are declared invalid with the reason of the move, and the panel with
the moved gates gives their successors.  An investigated result is never moved away.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from batches import gate_moves as rules
from batches import phenotype
from batches.gate_moves import ACCEPTED, OUTCOMES, Move
from batches.people import Proof
from batches.phenotype import Count
from batches.verdict import Finding
from elnapp.cytometry.service import Named
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.documents.service import civil_day
from elnapp.inbox.service import Sender
from elnapp.people import queries as people
from elnapp.quality.service.decisions import disposal, unchanged
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx, new_id
from elnapp.record.plain import digest
from elnapp.results import queries
from elnapp.results.models import GateDecision, GateMove, Panel
from elnapp.results.queries import MoveView, PanelView, Pinned, ResultView
from elnapp.results.service.given import Analyst
from elnapp.results.service.giving import Counts, give, opened_by
from elnapp.results.service.investigating import end
from elnapp.results.service.measuring import Run, measured
from elnapp.results.service.writing import Place, write_panel
from elnapp.signing.queries import stream_of
from elnapp.signing.service import Wanted, sign

ANALYSED = "ANALYSED"


def move_gate(
    sender: Sender, call: Call, pinned: Pinned, n: int, move: Move, proof: Proof
) -> Answer:
    """Judge the tubes of panel `n` again with its gates moved; signed by who moves them.

    No result is given before another person accepts.  Refused without a reason (RESULT-REASON),
    past the bounds of the template, for a panel that is itself a moved one, and while or after
    another move of it stands.  Gives the number of the new panel and its verdict.
    """
    with sender.kernel.reading() as session:
        found = panel_at(session, pinned.stream, n)
        version = template_of(session, found)
    faults = list(rules.faults(version.body, move))
    if not (call.reason or "").strip():
        faults.append(Finding("RESULT-REASON", where="reason"))
    if faults:
        raise Refused(faults)
    done = measured(sender, _run(found, version, move), call.actor.lang)

    def do(tx: Tx) -> Answer:
        if waiting := _may_move(tx.session, pinned.stream, found):
            raise Refused(waiting)
        n_moved = tx.number(pinned.stream, "panel")
        place = Place(pinned.stream, new_id(), n_moved, found.sample, found.passage)
        panel = write_panel(tx, place, done)
        tx.session.flush()
        address = _write_move(tx, panel, found, move)
        tx.note(Finding("GT-MOVED", {"of": n, "n": n_moved}, "", 2))
        sign(tx, _moving(tx, address, {"panel": str(n)}), proof)
        return {"panel": n_moved, "verdict": panel.verdict}

    request = {"stream": pinned.stream, "panel": n, "move": move.plain(), "reason": call.reason}
    return sender.kernel.act(
        call, "results.move_gate", do, streams=[pinned.stream], request=request
    )


def _run(found: PanelView, version: Version, move: Move) -> Run:
    """Give the tubes of a panel again, each in its role, through the moved gates."""
    files = {tube["file"]: tube["sha256"] for tube in found.tubes}
    roles = {tube["file"]: tube["role"] for tube in found.tubes}
    sets = {tube["file"]: tube["data_set"] for tube in found.tubes if tube.get("data_set")}
    body = rules.moved(version.body, move)
    return Run(version, files, found.passage, Named(roles, sets), body)


def _write_move(tx: Tx, panel: Panel, found: PanelView, move: Move) -> str:
    """Write down what was moved and why; gives its address, which the mover signs."""
    address = f"{panel.address}/move"
    tx.add(
        GateMove(
            stream=panel.stream, address=address, panel_id=panel.id, of_id=found.id,
            shifts=move.plain(), reason=(tx.call.reason or "").strip(),
            counted=digest({"tubes": panel.tubes, "markers": panel.markers}),
            lang=tx.actor.lang, moved_by=tx.actor.id, moved_name=tx.actor.name, moved_at=tx.at,
        )
    )  # fmt: skip
    return address


def decide_move(  # noqa: PLR0913 - what a decision that is signed is made of
    kernel: Kernel, call: Call, pinned: Pinned, n: int, outcome: str, proof: Proof,
    *, shown: str | None = None,
) -> Answer:  # fmt: skip
    """Accept or decline the moved gates of panel `n`, with a signature DISPOSED and `call.reason`.

    Accepted, every result of the first panel that still stands is declared invalid and the moved
    panel gives its successor, performed by who moved the gates.  Refused for one's own move, without
    a reason, a second time, and, to accept it, while a result is investigated.
    """

    def do(tx: Tx) -> Answer:
        found = panel_at(tx.session, pinned.stream, n)
        unchanged(tx, pinned.stream, found.address, shown)
        move = found.move
        if move is None:
            raise NotFound(found.address)
        accepted = outcome == ACCEPTED
        taken = _taken(tx, panel_at(tx.session, pinned.stream, move.of)) if accepted else {}
        faults = _may_decide(tx, (n, move), outcome, taken)
        if faults:
            raise Refused(faults)
        made = _given(tx, pinned, (found, move), taken)
        _write_decision(tx, (found.address, move), outcome, made)
        on = civil_day(tx, tx.head(pinned.stream).site)
        sign(tx, decision(tx.session, found, on, outcome), proof)
        return {"panel": n, "outcome": outcome, **opened_by(made)}

    request = {"stream": pinned.stream, "panel": n, "outcome": outcome, "reason": call.reason}
    return kernel.act(call, "results.decide_move", do, streams=[pinned.stream], request=request)


def _write_decision(
    tx: Tx, moved: tuple[str, MoveView], outcome: str, made: Mapping[str, Answer]
) -> None:
    address, move = moved
    tx.add(
        GateDecision(
            stream=stream_of(address), address=address, move_id=move.id, outcome=outcome,
            comment=(tx.call.reason or "").strip(),
            results={marker: one["address"] for marker, one in made.items()},
            lang=tx.actor.lang, decided_by=tx.actor.id, decided_name=tx.actor.name,
            decided_at=tx.at,
        )
    )  # fmt: skip


def decision(session: Session, found: PanelView, on: date, outcome: str = "") -> Wanted:
    """Give the signature that decides on moved gates, as its page shows it."""
    return disposal(session, found.address, on, OUTCOMES.get(outcome), {"panel": str(found.n)})


def panel_at(session: Session, stream: str, n: int) -> PanelView:
    """Give one panel of a lot; NotFound when it has none of that number."""
    found = next((p for p in queries.panels(session, stream) if p.n == n), None)
    if found is None:
        raise NotFound(f"{stream}/panels/{n}")
    return found


def template_of(session: Session, found: PanelView) -> Version:
    """Give the version of the template that a panel was judged by."""
    version = documents.version(session, found.template_id)
    if version is None:
        raise NotFound(f"{found.address}/template")
    return version


def _may_move(session: Session, stream: str, found: PanelView) -> list[Finding]:
    """Refuse the gates of a moved panel, and those with a move that waits or that was accepted."""
    if found.move is not None:
        return [Finding("GT-MOVE-OF-MOVED", {"n": found.n})]
    codes = {"": "GT-MOVE-WAITS", ACCEPTED: "GT-MOVE-DONE"}
    moves = [(p.n, p.move) for p in queries.panels(session, stream) if p.move]
    return [
        Finding(codes[one.outcome], {"n": n})
        for n, one in moves
        if one.of == found.n and one.outcome in codes
    ]


def _moving(tx: Tx, address: str, facts: Mapping[str, str]) -> Wanted:
    head = tx.head(stream_of(address))
    meaning = documents.meaning(tx.session, ANALYSED, civil_day(tx, head.site))
    site = people.site(tx.session, head.site)
    zone = site.zone if site else "UTC"
    return Wanted(meaning, address, (address,), statement=meaning.text, facts=facts, zone=zone)


def _taken(tx: Tx, first: PanelView) -> dict[str, ResultView]:
    """Give the results of the first panel that are still the last of their rows, by marker."""
    found = {}
    for marker, address in first.results.items():
        history = queries.results(tx.session, stream_of(address), queries.row_at(address))
        if history and history[-1].address == address:
            found[marker] = history[-1]
    return found


def _may_decide(
    tx: Tx, moved: tuple[int, MoveView], outcome: str, taken: Mapping[str, ResultView]
) -> list[Finding]:
    n, move = moved
    if move.outcome:
        return [Finding("GT-MOVE-DECIDED", {"n": n})]
    faults = []
    if outcome not in OUTCOMES:
        faults.append(Finding("GT-MOVE-OUTCOME", {"found": outcome}, "outcome"))
    if move.by_id == tx.actor.id:
        faults.append(Finding("GT-MOVE-OWN"))
    if not (tx.call.reason or "").strip():
        faults.append(Finding("RESULT-REASON", where="text"))
    for one in taken.values():
        oos = queries.investigation_of(tx.session, one.id)
        if oos is not None and one.invalid is None:
            said = {"row": one.row, "number": oos.number}
            faults.append(Finding("GT-MOVE-INVESTIGATED", said, "outcome"))
    return faults


def _given(
    tx: Tx, pinned: Pinned, moved: tuple[PanelView, MoveView], taken: Mapping[str, ResultView]
) -> dict[str, Answer]:
    """End the results of the first panel, and give those of the moved gates in their place."""
    found, move = moved
    counts = _counts(tx.session, found, Analyst(move.by_id, move.by, move.at))
    for one in taken.values():
        if one.invalid is None:
            end(tx, pinned.stream, one, move.reason)
    tx.session.flush()
    return {marker: give(tx, pinned, counts, one.row, marker) for marker, one in taken.items()}


def _counts(session: Session, found: PanelView, analyst: Analyst) -> Counts:
    """Judge what is stored of a panel once more, for the results that are made of it."""
    body = template_of(session, found).body
    judged = {}
    for line in phenotype.limits(body, found.passage):
        kept = found.markers.get(line.row.code, {})
        why = tuple(f["code"] for f in kept.get("findings", ())) if _invalid(kept) else ()
        count = Count(line.row.code, kept.get("positives"), kept.get("events"), why)
        judged[line.row.code] = phenotype.judge(line, count)
    return Counts(judged, found.markers, found.findings, found.sample, analyst)


def _invalid(kept: Mapping[str, Any]) -> bool:
    return bool(kept.get("verdict", "INVALID") == "INVALID")
