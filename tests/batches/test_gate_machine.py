"""No path leads to certified or released without an open gate, and the machine sees when one does."""

from collections.abc import Callable

import pytest

from batches import gate, gate_questions, lifecycle, policy, signing
from batches.verdict import Verdict
from bench.machines import gate_machine
from bench.machines.gate_world import World


def test_honest_people_reach_the_end() -> None:
    walk = gate_machine.GateMachine()
    walk.advance(60)

    assert walk.world.state == "released"


def test_no_path_leads_around_the_gate() -> None:
    gate_machine.machine(500, 40, shrink=True)


def _nothing_void(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(signing, "void", lambda _standing, _digests: ())


def _only_the_address_itself(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(signing, "in_scope", lambda address, scopes: address in set(scopes))


def _deviations_do_not_count(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(gate_questions.ANSWERS, "G12", lambda _facts: ())


def _results_without_approval(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(gate_questions.ANSWERS, "G03", lambda _facts: ())


def _anyone_is_independent(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(signing, "independent", lambda *_args: Verdict())


def _unknown_passes(patch: pytest.MonkeyPatch) -> None:
    true = gate.answer

    def lenient(code: str, facts: gate.GateFacts, scope: dict[str, gate.Exemption]) -> gate.Answer:
        given = true(code, facts, scope)
        return gate.Answer(code, "PASS") if given.status == "NOT_EVALUATED" else given

    patch.setattr(gate, "answer", lenient)


def _certified_is_enough(patch: pytest.MonkeyPatch) -> None:
    true = lifecycle.lot_state

    def hasty(has_entries: bool, meanings: frozenset[str], *, complete: bool = True) -> str:
        at_once = "SPONSOR-RELEASED" in meanings
        return "released" if at_once else true(has_entries, meanings, complete=complete)

    patch.setattr(lifecycle, "lot_state", hasty)


def _roles_do_not_matter(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(policy, "allows", lambda *_args: Verdict())


@pytest.mark.parametrize(
    "plant",
    [
        _nothing_void,
        _only_the_address_itself,
        _deviations_do_not_count,
        _results_without_approval,
        _anyone_is_independent,
        _unknown_passes,
        _certified_is_enough,
        _roles_do_not_matter,
    ],
)
def test_the_machine_finds_a_planted_defect(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)

    with pytest.raises(AssertionError):
        gate_machine.machine(500, 40, repeatable=True)


def test_a_world_starts_with_nothing() -> None:
    assert World().state == "issued"
