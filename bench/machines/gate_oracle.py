"""What must never happen to a lot, said a second time and without the rules under test.

Nothing here calls `gate`, `policy`, `position`, `signing` or `lifecycle`: it reads the bare facts of
the world, so that a defect in a rule cannot excuse itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.machines.gate_world import BAGS, CAST, COVERS, LOT, ROWS, UNBUILT, World

VERIFY = {
    "REC/weigh": "CHECKED",
    "P0/seed": "WITNESSED",
    "P1/seed": "WITNESSED",
    "FIN/fill": "WITNESSED",
}
AFTER_REVIEW = {"release.review_trail", "release.approve", "release.certify", "release.decline"}
LADDER = ("PROD-REVIEWED", "QA-APPROVED", "CERTIFIED", "SPONSOR-RELEASED")
REACHED = {"completed": 1, "approved": 2, "certified": 3, "released": 4}
HANDS = ("PERFORMED", "WITNESSED", "CHECKED", "ANALYSED")


def roles(who: str) -> set[str]:
    """The roles a person holds."""
    return {grant.role for grant in CAST[who].grants}


def covered(w: World, meaning: str) -> dict[str, int]:
    """The content that a meaning covers, as it is now."""
    return _part(w.content, tuple(f"{LOT}/{s}" for s in COVERS[meaning]))


def _part(content: dict[str, int], scopes: tuple[str, ...]) -> dict[str, int]:
    below = {a: a.split("/") for a in content}
    wanted = [s.split("/") for s in scopes]
    return {a: content[a] for a, p in below.items() if any(p[: len(s)] == s for s in wanted)}


def holds(w: World, meaning: str) -> str | None:
    """Tell who signed a meaning on exactly the present content; None when nobody did."""
    for s in w.standing:
        if s.meaning == meaning:
            scopes = tuple(f"{LOT}/{part}" for part in COVERS[meaning])
            if _part(w.snapshots[s.id], scopes) == covered(w, meaning):
                return s.signer
    return None


def always(w: World) -> Iterator[str]:
    """What is wrong with the state of the lot at any moment."""
    for meaning in LADDER[: REACHED.get(w.state, 0)]:
        if holds(w, meaning) is None:
            yield f"{w.state} without a {meaning} on the present content"
    if w.state in {"certified", "released"} and w.certified_by is None:
        yield f"{w.state} without an act of certification"
    if w.state == "released" and "sponsor_delegate" not in roles(
        holds(w, "SPONSOR-RELEASED") or "admin"
    ):
        yield "released by someone who is not the sponsor's delegate"


def after(w: World, verb: str, who: str) -> Iterator[str]:
    """What was wrong with an act that the rules let happen."""
    if roles(who) <= {"administrator", "auditor"}:
        yield f"{who} did {verb}"
    if verb == "release.certify":
        yield from _record(w)
        yield from _people(w, who)
        yield from _around(w)
    if verb == "release.release_to_site" and "CERTIFIED" not in w.meanings:
        yield "released without a certification"


def _record(w: World) -> Iterator[str]:
    mandatory = ["REC/weigh", "FIN/ready", "FIN/fill"]
    mandatory += [f"P{n}/seed" for n in range(w.opened.get("P", 0))]
    yield from (f"{path} not recorded" for path in mandatory if path not in w.entries)
    if not w.opened.get("P"):
        yield "no passage"
    if "PERFORMED" not in _on(w, "REC/accept"):
        yield "REC/accept not signed"
    for path, meaning in VERIFY.items():
        if path not in w.entries or path in w.unwitnessed:
            continue
        signer = _on(w, path).get(meaning)
        performers = w.step_acts[path]["PERFORMED"]
        if signer is None or signer in performers:
            yield f"{path} verified by {signer}"
    yield from (f"{d.number} {d.state}" for d in w.deviations if d.state != "closed")
    yield from (f"{d.number} rejects" for d in w.deviations if d.conclusion == "reject")
    yield from (f"{row} {w.results.get(row)}" for row in ROWS if w.results.get(row) != "PASS")


def _on(w: World, path: str) -> dict[str, str]:
    address = f"{LOT}/record/{path}"
    return {
        s.meaning: s.signer
        for s in w.standing
        if s.scope == (address,) and w.snapshots[s.id].get(address) == w.content[address]
    }


def _people(w: World, who: str) -> Iterator[str]:
    prod, qc, qa = (holds(w, m) for m in ("PROD-REVIEWED", "QC-APPROVED", "QA-APPROVED"))
    wanted = ((prod, "head_production"), (qc, "head_qc"), (qa, "qa"), (who, "qp"))
    yield from (f"{role}: {p}" for p, role in wanted if p is None or role not in roles(p))
    if prod == qc or qa == who:
        yield f"not independent: {prod}, {qc}, {qa}, {who}"
    hands = set().union(*(w.lot_acts.get(act, set()) for act in HANDS))
    yield from (f"{p} decided on the own work" for p in (qa, who) if p in hands)


def _around(w: World) -> Iterator[str]:
    facts = {
        "purpose": w.purpose == "clinical",
        "donor": w.donor_state == "eligible" and w.consent,
        "donor moved": w.seen_donor.get("QA-APPROVED") == w.donor_version,
        "hold": not w.holds,
        "chain": not w.broken,
        "containers": w.named | w.refused == BAGS and not w.named & w.refused and bool(w.named),
        "environment": not w.gaps.get("G10"),
        "training": not w.gaps.get("G09") or bool(w.justified.get("G09")),
        "scope": set(UNBUILT) - {c for c, gap in w.gaps.items() if gap} <= w.exempt,
        "trail": w.reviewed_to is not None
        and any(s.meaning == "TRAIL-REVIEWED" for s in w.standing)
        and all(verb in AFTER_REVIEW for _, verb in w.events[w.reviewed_to :]),
    }
    yield from (what for what, ok in facts.items() if not ok)
