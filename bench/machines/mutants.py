"""Twelve defects to plant in gate, policy and voiding: the machine must find a way around for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from batches import gate, gate_questions, lifecycle, policy, signing
from batches.verdict import Verdict

Planted = AbstractContextManager[Any]
Mutant = Callable[[], Planted]


def _no_question(code: str) -> Mutant:
    return lambda: patch.dict(gate_questions.ANSWERS, {code: lambda _facts: ()})


def _unknown_passes() -> Planted:
    true = gate.answer

    def lenient(code: str, facts: gate.GateFacts, scope: Mapping[str, Any]) -> gate.Answer:
        given = true(code, facts, scope)
        return gate.Answer(code, "PASS") if given.status == "NOT_EVALUATED" else given

    return patch.object(gate, "answer", lenient)


def _any_reason_will_do() -> Planted:
    true = gate.answer

    def lenient(code: str, facts: gate.GateFacts, scope: Mapping[str, Any]) -> gate.Answer:
        given = true(code, facts, scope)
        said = facts.justified.get(code) is not None
        return replace(given, status="PASS") if said and given.status == "FAIL" else given

    return patch.object(gate, "answer", lenient)


def _any_purpose() -> Planted:
    true = gate.evaluate

    def blind(facts: gate.GateFacts, scope: Mapping[str, Any]) -> gate.GateReport:
        return replace(true(facts, scope), findings=())

    return patch.object(gate, "evaluate", blind)


def _roles_do_not_matter() -> Planted:
    return patch.object(policy, "allows", lambda *_args: Verdict())


def _states_do_not_matter() -> Planted:
    true = policy.allows

    def stateless(permission: Any, *args: Any) -> Verdict:
        return true(replace(permission, states=None), *args)

    return patch.object(policy, "allows", stateless)


def _anyone_is_independent() -> Planted:
    return patch.object(signing, "independent", lambda *_args: Verdict())


def _nothing_falls() -> Planted:
    return patch.object(signing, "void", lambda _standing, _digests: ())


def _only_the_address_itself() -> Planted:
    return patch.object(signing, "in_scope", lambda address, scopes: address in set(scopes))


def _released_at_once() -> Planted:
    true = lifecycle.lot_state

    def hasty(has_entries: bool, meanings: frozenset[str], *, complete: bool = True) -> str:  # noqa: FBT001 - the shape of what it replaces
        at_once = "SPONSOR-RELEASED" in meanings
        return "released" if at_once else true(has_entries, meanings, complete=complete)

    return patch.object(lifecycle, "lot_state", hasty)


MUTANTS: dict[str, Mutant] = {
    "deviations do not count": _no_question("G12"),
    "results without approval": _no_question("G03"),
    "holds do not count": _no_question("G21"),
    "a question nobody answered passes": _unknown_passes,
    "any reason justifies": _any_reason_will_do,
    "any purpose may be certified": _any_purpose,
    "roles do not matter": _roles_do_not_matter,
    "states do not matter": _states_do_not_matter,
    "anyone is independent": _anyone_is_independent,
    "no signature falls": _nothing_falls,
    "a signature falls only at its own address": _only_the_address_itself,
    "a signature of the sponsor releases at once": _released_at_once,
}
