"""The questions G01 to G25 before certification, one small function each.

A function answers with every finding, with an empty tuple when the question is settled, and with
None when the facts to answer it are missing. Sources: release-dossier §6; EU GMP for ATMP (2017)
chapter 11; EU GMP Annex 16.
"""

from __future__ import annotations

from collections.abc import Callable

from batches import signing
from batches.eligibility import PROVISIONAL
from batches.gate_facts import Findings, GateFacts, RowFact
from batches.verdict import Finding

Question = Callable[[GateFacts], "Findings | None"]

# What may happen after the audit trail was reviewed: the signatures that follow it, and reading.
AFTER_REVIEW = frozenset(
    {
        "release.review_trail",
        "release.approve",
        "release.certify",
        "release.decline",
        "reports.request",
        "reports.seal",
    }
)


def g01(facts: GateFacts) -> Findings | None:
    """Every mandatory step entered."""
    return None if facts.position is None else facts.position.missing


def g02(facts: GateFacts) -> Findings | None:
    """Every witness and check present."""
    return None if facts.position is None else facts.position.unverified


def g03(facts: GateFacts) -> Findings | None:
    """Every RELEASE row PASS with an approved result."""
    if facts.rows is None:
        return None
    # A row of an unknown class is held to the strictest one.
    release = [r for r in facts.rows if r.row_class not in {"ACTION", "INFO"}]
    if not release:
        return (Finding("G03-EMPTY", weight=3),)
    failed = [_row(f"G03-{r.verdict}", r) for r in release if r.verdict != "PASS"]
    loose = [_row("G03-UNAPPROVED", r) for r in release if r.verdict == "PASS" and not r.approved]
    moving = [_row("G03-MOVING", r) for r in facts.rows if r.moving]
    return (*failed, *loose, *moving)


def g04(facts: GateFacts) -> Findings | None:
    """Every ACTION row in its limits or concluded by quality assurance."""
    if facts.rows is None:
        return None
    action = (r for r in facts.rows if r.row_class == "ACTION")
    return tuple(_row("G04-OPEN", r) for r in action if r.verdict != "PASS" and not r.concluded)


def _row(code: str, row: RowFact) -> Finding:
    params = {"row_en": row.label.en, "row_fr": row.label.fr, "verdict": row.verdict}
    return Finding(code, params, row.code, 3)


def g05(facts: GateFacts) -> Findings | None:
    """The certificate of analysis approved by the head of quality control."""
    return _stands(facts, "QC-APPROVED", "G05-QC")


def _stands(facts: GateFacts, meaning: str, code: str) -> Findings | None:
    if facts.standing is None:
        return None
    return () if meaning in facts.standing.meanings else (Finding(code, weight=3),)


def g06(facts: GateFacts) -> Findings | None:
    """The donor eligible under the protocol in force at donation, consent standing, no news."""
    donor = facts.donor
    if donor is None:
        return None
    # Provisional eligibility lets a lot be made, never certified: it has a sentence of its own.
    provisional = donor.state in PROVISIONAL
    known = donor.state == "eligible" or (donor.state == "questioned" and donor.information > 0)
    checks = (
        (known or provisional, "G06-NOT-ELIGIBLE"),
        (not provisional, "G06-PROVISIONAL"),
        (donor.covered or not known, "G06-DONATION"),
        (donor.signed, "G06-UNSIGNED"),
        (donor.in_force, "G06-VERSION"),
        (donor.consent, "G06-CONSENT"),
        (donor.information == 0, "G06-INFORMATION"),
        (donor.markers in {"", "NEGATIVE"}, "G06-MARKERS"),
    )
    return tuple(Finding(code, {"donor": donor.code}, "donor", 3) for ok, code in checks if not ok)


def g12(facts: GateFacts) -> Findings | None:
    """Deviations and investigations concluded, and no deviation against the lot."""
    if facts.deviations is None:
        return None
    still = [("G12-OPEN", d) for d in facts.deviations if d.open]
    against = [("G12-REJECT", d) for d in facts.deviations if d.conclusion == "reject"]
    found = [Finding(c, {"number": d.number}, d.path, d.weight) for c, d in still + against]
    found += [Finding("G12-OOS", {"number": o.number}, o.row, 3) for o in facts.oos if o.open]
    return tuple(found)


def g15(facts: GateFacts) -> Findings | None:
    """The audit trail reviewed to the last event before signing."""
    if facts.trail is None or facts.standing is None:
        return None
    reviewed = facts.trail.reviewed_to
    if reviewed is None or "TRAIL-REVIEWED" not in facts.standing.meanings:
        return (Finding("G15-NEVER", weight=3),)
    since = [s for s, verb in facts.trail.events if s > reviewed and verb not in AFTER_REVIEW]
    if not since:
        return ()
    return (Finding("G15-SINCE", {"count": len(since), "first": min(since)}, weight=3),)


def g16(facts: GateFacts) -> Findings | None:
    """Each container filled is named, refused or used otherwise, once; at least one is named."""
    boxes = facts.containers
    if boxes is None:
        return None
    parts = (boxes.named, boxes.refused, boxes.otherwise)
    known = frozenset[str]().union(*parts)
    twice = {c for c in known if sum(c in part for part in parts) > 1}
    listed = (
        ("G16-UNKNOWN", known - boxes.created),
        ("G16-LEFT", boxes.created - known),
        ("G16-TWICE", twice),
    )
    found = [Finding(c, {"codes": ", ".join(sorted(s))}, "containers", 3) for c, s in listed if s]
    if not boxes.named:
        found.append(Finding("G16-NONE", where="containers", weight=3))
    return tuple(found)


def g21(facts: GateFacts) -> Findings | None:
    """No hold on lot, donor, material, parent lot or container."""
    if facts.holds is None:
        return None
    return tuple(
        Finding("G21-HOLD", {"number": h.number, "address": h.address}, h.address, 3)
        for h in facts.holds
    )


def g22(facts: GateFacts) -> Findings | None:
    """Signers independent, the one about to certify included."""
    people = facts.people
    if people is None:
        return None
    found = signing.breaches(people.rules, people.lot, people.steps)
    if people.signer is None:
        return found
    return (
        found + signing.independent(people.rules, "CERTIFIED", people.signer, people.lot).findings
    )


def g23(facts: GateFacts) -> Findings | None:
    """Production review and QA approval signed on the present content, here and in other streams."""
    if facts.standing is None:
        return None
    missing = [
        Finding(f"G23-{meaning}", weight=3)
        for meaning in ("PROD-REVIEWED", "QA-APPROVED")
        if meaning not in facts.standing.meanings
    ]
    moved = [Finding("G23-MOVED", {"address": a}, a, 3) for a in facts.standing.moved]
    return (*missing, *moved)


def g24(facts: GateFacts) -> Findings | None:
    """The record verifies: chain, signatures, files."""
    if facts.record is None:
        return None
    return tuple(Finding("G24-BROKEN", {"what": what}, what, 3) for what in facts.record.broken)


ANSWERS: dict[str, Question] = {
    "G01": g01,
    "G02": g02,
    "G03": g03,
    "G04": g04,
    "G05": g05,
    "G06": g06,
    "G07": lambda facts: facts.materials,
    "G08": lambda facts: facts.equipment,
    "G09": lambda facts: facts.training,
    "G10": lambda facts: facts.environment,
    "G11": lambda facts: facts.simulation,
    "G12": g12,
    "G13": lambda facts: facts.changes,
    "G14": lambda facts: facts.exceptions,
    "G15": g15,
    "G16": g16,
    "G17": lambda facts: facts.storage,
    "G18": lambda facts: facts.retention,
    "G19": lambda facts: facts.authorisations,
    "G20": lambda facts: facts.stability,
    "G21": g21,
    "G22": g22,
    "G23": g23,
    "G24": g24,
    "G25": lambda facts: facts.paper,
}
"""Each question's rule. Those without a name of their own pass on what their room found."""
