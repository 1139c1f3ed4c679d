"""Who may do what, where and in which state; who may see what. Closed by default.

One table for pages, command line and jobs. The administrator holds no role of manufacture or
quality: that account opens doors for others and cannot record, sign or decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from batches.people import SYSTEM, Actor, Grant
from batches.states import STATES
from batches.text import Text
from batches.verbs import VERBS
from batches.verdict import Finding, Verdict

__all__ = ["POLICY", "ROLES", "SHOWS", "VERBS", "Permission", "allows", "permitted", "shows"]

ROLES: dict[str, Text] = {
    "technician": Text("Technician", "Technicien"),
    "head_production": Text("Head of production", "Responsable de production"),
    "qc_analyst": Text("QC analyst", "Analyste du contrôle de la qualité"),
    "head_qc": Text("Head of QC", "Responsable du contrôle de la qualité"),
    "donor_physician": Text("Donor physician", "Médecin responsable du donneur"),
    "qa": Text("Quality assurance", "Assurance qualité"),
    "qp": Text("Qualified Person", "Personne qualifiée"),
    "pharmacist": Text("Pharmacist", "Pharmacien"),
    "sponsor_delegate": Text("Sponsor's delegate", "Délégué du promoteur"),
    "auditor": Text("Auditor", "Auditeur"),
    "administrator": Text("Administrator", "Administrateur"),
}
"""Roles by code, with the words a person reads."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may do one verb.

    `states` are those of the record (None: any); `own` lets every person do it to the own account;
    `system` lets the house do it itself (command line, jobs).
    """

    roles: frozenset[str]
    states: frozenset[str] | None = None
    own: bool = False
    system: bool = False


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _may(
    roles: str, states: str | None = None, *, own: bool = False, system: bool = False
) -> Permission:
    where = None if states is None else _codes(states)
    return Permission(_codes(roles), where, own, system)


_BENCH = "technician qc_analyst head_production"
_AUTHORS = "qa head_production head_qc donor_physician"
_OPERATIONAL = "technician head_production qc_analyst head_qc donor_physician qa qp pharmacist"
_READERS = _OPERATIONAL + " sponsor_delegate auditor"

_RECEIVERS = "technician head_production pharmacist"
_HANDLERS = _RECEIVERS + " qc_analyst"

_WORKED = "in_process completed approved certified released"
_BEFORE_DECISION = "in_process completed approved"
_BEFORE_DONATION = "consented screening deferred screen_failed incomplete provisional"
_AFTER_DONATION = "collected pending eligible ineligible questioned"
_DONOR_STANDS = f"{_BEFORE_DONATION} {_AFTER_DONATION}"
_DONOR = f"enrolled {_DONOR_STANDS} withdrawn"
_IDENTITY = "held asked opened leaving"

POLICY: dict[str, Permission] = {
    # Only on an empty store, and only by the house itself: the kernel asks nobody then.
    "people.found": _may("", system=True),
    "people.create_account": _may("administrator", system=True),
    "people.grant": _may("administrator", system=True),
    "people.revoke": _may("administrator", system=True),
    "people.unlock": _may("administrator", system=True),
    "people.deactivate": _may("administrator", system=True),
    "people.reset_password": _may("administrator", system=True),
    "people.change_password": _may("", own=True),
    "people.enrol_totp": _may("", own=True),
    "people.sign_in": _may("", own=True),
    "people.sign_out": _may("", own=True),
    "people.refuse": _may("", own=True, system=True),
    "people.create_site": _may("administrator", system=True),
    "people.create_study": _may("administrator", system=True),
    "people.create_product": _may("administrator", system=True),
    # A document's stream holds several versions, each with a state of its own: the transition of
    # one version is asked of `lifecycle.document_may`, not of the stream's state.
    "documents.draft": _may(_AUTHORS, system=True),
    "documents.submit": _may(_AUTHORS),
    "documents.approve": _may("qa head_production head_qc donor_physician"),
    "documents.make_effective": _may("qa"),
    "documents.retire": _may("qa"),
    "quality.open_deviation": _may(_OPERATIONAL),
    "quality.assess_deviation": _may("qa"),
    "quality.dispose_deviation": _may("qa"),
    "quality.place_hold": _may("qa"),
    "quality.lift_hold": _may("qa"),
    "donors.enrol": _may("donor_physician"),
    "donors.consent": _may("donor_physician", "enrolled " + _DONOR_STANDS),
    "donors.keep_scan": _may("donor_physician", _DONOR_STANDS),
    "donors.see_scan": _may("donor_physician qa", _DONOR),
    # Again for another scope: what was withdrawn first does not close the donor's mouth.
    "donors.withdraw": _may("donor_physician", _DONOR),
    "donors.screen": _may("donor_physician", _DONOR_STANDS),
    "donors.determine": _may("donor_physician", _DONOR_STANDS),
    "donors.confirm": _may("qa", _DONOR_STANDS),
    "donors.reschedule": _may("donor_physician", _DONOR_STANDS),
    # News is taken of every donor, also of one who has withdrawn: cells may be in a patient.
    "donors.inform": _may("donor_physician qa", _DONOR),
    # Tissue that was collected is recorded in every state that it can be in; the service holds what
    # nobody had cleared.
    "donors.donate": _may(
        "donor_physician technician",
        "consented screening incomplete provisional collected pending eligible questioned",
    ),
    "markers.request": _may("donor_physician", _DONOR_STANDS),
    "markers.sample": _may("donor_physician", _DONOR_STANDS),
    # A result is never turned away for the donor's state: a late one is what must not be lost.
    "markers.enter": _may("donor_physician qa"),
    "markers.correct": _may("donor_physician qa"),
    "markers.verify": _may("donor_physician qa"),
    "markers.conclude": _may("donor_physician"),
    "markers.register_lot": _may("donor_physician qa"),
    "markers.receive_file": _may("donor_physician qa"),
    "markers.take_file": _may("donor_physician qa"),
    "markers.refuse_file": _may("donor_physician qa"),
    "procurement.procure": _may("donor_physician"),
    "procurement.hand_over": _may("donor_physician " + _RECEIVERS),
    "procurement.pass_on": _may("donor_physician " + _RECEIVERS),
    "procurement.scan": _may(_RECEIVERS),
    "procurement.receive": _may(_RECEIVERS),
    "procurement.label": _may("donor_physician " + _RECEIVERS),
    "lots.issue": _may("qa"),
    "lots.open_repetition": _may("technician head_production", "issued in_process"),
    "lots.record": _may(_BENCH, "issued in_process"),
    "lots.add_image": _may(_BENCH, "issued in_process"),
    # A correction is never refused for being late: it voids what it touches and the state follows.
    "lots.correct": _may(_BENCH, _WORKED),
    "lots.attach": _may(_BENCH, _WORKED),
    "lots.witness": _may(_BENCH, "in_process"),
    "lots.check": _may(_BENCH, _WORKED),
    "lots.sign_step": _may(_BENCH + " head_qc qa", "issued in_process"),
    "lots.declare_unwitnessed": _may(_BENCH, _WORKED),
    # How long the link to the donor is kept is asked of every lot, also of a refused or stopped one.
    "lots.state_keeping": _may("qa"),
    "custody.draw": _may("technician head_production qc_analyst", _WORKED),
    # Where a unit is does not depend on the state of its lot: a refused bag is moved as well.
    "custody.move": _may(_HANDLERS),
    "custody.add_place": _may("head_production qa"),
    "custody.open_stock": _may("head_production qa"),
    "custody.print_label": _may("donor_physician " + _HANDLERS),
    "custody.verify_label": _may("donor_physician " + _HANDLERS),
    "custody.apply_label": _may("donor_physician " + _HANDLERS),
    "custody.destroy_label": _may("donor_physician " + _HANDLERS),
    "inbox.receive": _may("technician head_production qc_analyst head_qc", system=True),
    "inbox.reread": _may("qc_analyst head_qc"),
    "inbox.set_aside": _may("technician head_production qc_analyst head_qc"),
    "people.issue_agent": _may("administrator"),
    "people.end_agent": _may("administrator"),
    "results.enter": _may("qc_analyst head_qc", _WORKED),
    "results.judge_panel": _may("qc_analyst head_qc", _WORKED),
    "results.move_gate": _may("qc_analyst", _WORKED),
    "results.decide_move": _may("qa", _WORKED),
    "results.invalidate": _may("qc_analyst head_qc", _WORKED),
    "results.review": _may("qc_analyst head_qc", _WORKED),
    # A sample is followed, and a result investigated, whatever became of the lot.
    "results.follow_sample": _may("technician head_production qc_analyst head_qc"),
    "results.investigate": _may("qc_analyst head_qc"),
    "results.plan_retest": _may("qc_analyst head_qc"),
    "results.approve_retest": _may("qa"),
    "results.conclude_oos": _may("qa"),
    "release.review_production": _may("head_production", "in_process"),
    "release.approve_results": _may("head_qc", "in_process completed"),
    "release.review_trail": _may("qa", "completed approved"),
    # Again when the donor's record has moved on since: certification asks for the present one.
    "release.approve": _may("qa", "completed approved"),
    "release.certify": _may("qp", "approved"),
    "release.decline": _may("qa qp", _BEFORE_DECISION),
    "release.release_to_site": _may("sponsor_delegate", "certified"),
    # Identities: the medical role looks; others ask, and a physician and they open it together.
    "vault.record": _may("donor_physician"),
    "vault.correct": _may("donor_physician", _IDENTITY),
    "vault.look": _may("donor_physician", _IDENTITY),
    "vault.search": _may("donor_physician"),
    "vault.ask": _may("qa qp pharmacist", _IDENTITY),
    "vault.approve": _may("donor_physician", "asked"),
    "vault.decline": _may("donor_physician", "asked"),
    "vault.open": _may("qa qp pharmacist", _IDENTITY),
    "vault.acknowledge": _may("qa", _IDENTITY),
    "vault.ask_shred": _may("donor_physician", "held"),
    "vault.keep": _may("qa", _IDENTITY),
    "vault.shred": _may("qa", "leaving"),
    "vault.escrow": _may("", system=True),
    "vault.restore": _may("", system=True),
    "reports.request": _may(
        "head_production head_qc qa qp pharmacist sponsor_delegate auditor", system=True
    ),
    "reports.seal": _may("qa qp", system=True),
}
"""Every verb of the house; a verb that is not here cannot be done."""

SHOWS: dict[str, frozenset[str]] = {
    "home": frozenset(ROLES),
    "lots": _codes(_READERS),
    "donors": _codes("technician head_production head_qc donor_physician qa qp auditor"),
    "donors.medical": _codes("donor_physician qa qp auditor"),
    "procurement": _codes(_OPERATIONAL + " auditor"),
    "custody": _codes(_READERS),
    "audit": _codes("head_production head_qc donor_physician qa qp auditor administrator"),
    "people": _codes("administrator auditor"),
    "documents": _codes(_READERS),
    "results": _codes(_READERS),
    "quality": _codes(_READERS),
    "inbox": _codes("technician head_production qc_analyst head_qc qa qp auditor"),
    "agents": _codes("administrator auditor"),
    "vault": _codes("donor_physician qa qp pharmacist auditor"),
    "tracing": _codes(_READERS),
    "reports": _codes("head_production head_qc qa qp pharmacist sponsor_delegate auditor"),
}
"""Who may open the pages of each object."""


def named(codes: Iterable[str], words: dict[str, Text], key: str) -> dict[str, str]:
    """Give finding parameters that list `codes` in both languages, `{key}_en` and `{key}_fr`."""
    known = sorted(codes)
    return {
        f"{key}_{lang}": ", ".join(words[c][lang] if c in words else c for c in known)
        for lang in ("en", "fr")
    }


def allows(
    permission: Permission,
    grants: Iterable[Grant],
    site: str,
    study: str | None,
    state: str | None,
) -> Verdict:
    """Ask whether these grants reach the record and its state permits the verb; every finding.

    Codes: POLICY-ROLE, POLICY-STATE. A verb bound to states is refused where the state is unknown.
    """
    found = []
    held = {g.role for g in grants if g.covers(site, study)}
    if not held & permission.roles:
        found.append(Finding("POLICY-ROLE", named(permission.roles, ROLES, "roles")))
    if permission.states is not None and state not in permission.states:
        now = named([state or "–"], STATES, "state")
        found.append(Finding("POLICY-STATE", {**now, **named(permission.states, STATES, "states")}))
    return Verdict.of(found)


def permitted(
    verb: str,
    actor: Actor,
    site: str,
    study: str | None,
    state: str | None,
    *,
    own: bool = False,
) -> Verdict:
    """Ask for one verb by one actor; `own` tells that the record is the actor's own account.

    Codes: POLICY-VERB for a verb without a policy, else those of `allows`.
    """
    permission = POLICY.get(verb)
    if permission is None:
        return Verdict((Finding("POLICY-VERB", {"verb": verb}),))
    by_the_house = permission.system and actor.id == SYSTEM.id
    if by_the_house or (permission.own and own):
        return Verdict()
    return allows(permission, actor.grants, site, study, state)


def shows(thing: str, roles: Iterable[str]) -> bool:
    """Tell whether one of `roles` may open the pages of `thing`; an unknown thing shows nobody."""
    return not SHOWS.get(thing, frozenset()).isdisjoint(roles)
