"""Closed by default: each verb has a rule and words, and the administrator makes no medicine."""

import pytest

from batches import policy
from batches.people import SYSTEM, Actor, Grant
from batches.policy import POLICY, ROLES, SHOWS, VERBS, allows, permitted, shows
from batches.states import DONOR_STATES, IDENTITY_STATES, LOT_STATES

HERE = ("SLS", "TRIAL")


def actor(*roles: str, site: str = "SLS", study: str | None = "TRIAL") -> Actor:
    return Actor("p1", "P. One", tuple(Grant(r, site, study) for r in roles))


def test_every_verb_has_a_rule_and_words() -> None:
    assert set(POLICY) == set(VERBS)


@pytest.mark.parametrize(("verb", "permission"), POLICY.items())
def test_a_rule_names_only_known_roles_and_states(verb: str, permission: policy.Permission) -> None:
    assert permission.roles <= set(ROLES)
    assert (permission.states or set()) <= {*LOT_STATES, *DONOR_STATES, *IDENTITY_STATES}
    assert permission.roles or permission.own or permission.system


@pytest.mark.parametrize("verb", [v for v in POLICY if not v.startswith("people.")])
def test_the_administrator_and_the_auditor_make_and_decide_nothing(verb: str) -> None:
    assert "administrator" not in POLICY[verb].roles
    assert "auditor" not in POLICY[verb].roles or verb == "reports.request"


@pytest.mark.parametrize(
    ("verb", "states"),
    [
        ("release.certify", "approved"),
        ("release.release_to_site", "certified"),
        ("release.decline", "approved completed in_process"),
        ("lots.record", "in_process issued"),
        ("lots.correct", "approved certified completed in_process released"),
    ],
)
def test_the_great_verbs_keep_their_states(verb: str, states: str) -> None:
    assert sorted(POLICY[verb].states or ()) == states.split()


def test_role_place_and_state_are_asked_together() -> None:
    qp = actor("qp")

    assert permitted("release.certify", qp, *HERE, "approved")
    for who, site, study, state, codes in (
        (qp, "SLS", "TRIAL", "completed", ["POLICY-STATE"]),
        (qp, "SLS", "OTHER", "approved", ["POLICY-ROLE"]),
        (qp, "LYS", "TRIAL", "approved", ["POLICY-ROLE"]),
        (actor("qa"), "SLS", "TRIAL", "approved", ["POLICY-ROLE"]),
        (actor(), "SLS", "TRIAL", None, ["POLICY-ROLE", "POLICY-STATE"]),
    ):
        refused = permitted("release.certify", who, site, study, state)
        assert [f.code for f in refused.findings] == codes


def test_a_grant_for_all_studies_of_a_site_reaches_each_of_them() -> None:
    assert permitted("release.certify", actor("qp", study=None), *HERE, "approved")


def test_an_unknown_verb_is_refused() -> None:
    refused = permitted("lots.conjure", actor(*ROLES), *HERE, "issued")

    assert [f.code for f in refused.findings] == ["POLICY-VERB"]


def test_ones_own_account_is_ones_own() -> None:
    assert permitted("people.change_password", actor(), *HERE, None, own=True)
    assert not permitted("people.change_password", actor("administrator"), *HERE, None)
    assert not permitted("lots.record", actor(), *HERE, "issued", own=True)


def test_the_house_itself_may_set_up_and_seal_but_never_decides() -> None:
    assert permitted("people.create_account", SYSTEM, "*", None, None)
    assert permitted("reports.seal", SYSTEM, *HERE, "released")
    for verb in ("lots.record", "release.certify", "release.approve", "quality.dispose_deviation"):
        assert not permitted(verb, SYSTEM, *HERE, "approved")


def test_a_refusal_names_the_roles_in_both_languages() -> None:
    refused = allows(POLICY["release.certify"], (), *HERE, "approved")

    assert refused.findings[0].params == {
        "roles_en": "Qualified Person",
        "roles_fr": "Personne qualifiée",
    }


@pytest.mark.parametrize(
    ("thing", "role", "seen"),
    [
        ("lots", "auditor", True),
        ("lots", "administrator", False),
        ("donors.medical", "technician", False),
        ("donors.medical", "donor_physician", True),
        ("people", "auditor", True),
        ("people", "qa", False),
        ("people", "administrator", True),
        ("cellar", "qp", False),
    ],
)
def test_pages_show_themselves_to_their_readers(thing: str, role: str, seen: bool) -> None:
    assert shows(thing, [role]) is seen


def test_the_auditor_sees_everything_and_does_nothing() -> None:
    """Who had access is part of what is audited; asking for a dossier makes only a copy."""
    assert all("auditor" in roles for roles in SHOWS.values())
    assert [v for v, p in POLICY.items() if "auditor" in p.roles] == ["reports.request"]
