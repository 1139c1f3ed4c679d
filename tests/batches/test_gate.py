"""The gate answers every question, says all that is in the way, and opens for nothing less."""

from dataclasses import replace
from typing import Any

import pytest

from batches import gate
from batches.deviation import DeviationFact
from batches.findings import WORDS
from batches.gate import QUESTIONS, Exemption, GateFacts, evaluate, exemptions, ready
from batches.text import Text
from batches.verdict import Finding
from tests import library
from tests.batches.test_position import after
from tests.batches.test_signing import POLICY

SCOPE = exemptions(library.body("gate-scope/NCT05947682"))
LABEL = Text("CD105", "CD105")
ROW = gate.RowFact("CD105", "RELEASE", "PASS", LABEL, approved=True)
ACTION = gate.RowFact("DT", "ACTION", "PASS", LABEL)
STANDING = gate.StandingFact(
    frozenset({"PROD-REVIEWED", "QC-APPROVED", "TRAIL-REVIEWED", "QA-APPROVED"})
)
DONOR = gate.DonorFact("D-0001", "eligible", signed=True, in_force=True, consent=True)
TRAIL = gate.TrailFact(
    5, ((5, "results.enter"), (6, "release.review_trail"), (7, "release.approve"))
)
BOXES = gate.ContainersFact(frozenset("ABC"), frozenset("A"), frozenset("B"), frozenset("C"))
PEOPLE = gate.PeopleFact(POLICY, {"PERFORMED": frozenset({"anna"})}, {}, "quentin")
GAP = (Finding("P03", weight=3),)
GOOD = GateFacts(
    purpose="clinical",
    position=after("FIN/fill"),
    rows=(ROW, ACTION),
    standing=STANDING,
    donor=DONOR,
    deviations=(DeviationFact("D01", "closed", 2, conclusion="acceptable"),),
    trail=TRAIL,
    containers=BOXES,
    holds=(),
    people=PEOPLE,
    record=gate.RecordFact(()),
)


def without(*meanings: str) -> gate.StandingFact:
    return replace(STANDING, meanings=STANDING.meanings - set(meanings))


def test_a_lot_with_everything_settled_may_be_certified() -> None:
    report = evaluate(GOOD, SCOPE)

    assert report.open
    assert report.verdict
    assert {a.status for a in report.answers} == {"PASS", "NOT_APPLICABLE"}
    assert [a.code for a in report.answers] == list(QUESTIONS)


CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("G01", {"position": after("FIN/sample")}, ["POS-MISSING"]),
    ("G03", {"rows": ()}, ["G03-EMPTY"]),
    ("G03", {"rows": (replace(ROW, verdict="FAIL"),)}, ["G03-FAIL"]),
    ("G03", {"rows": (replace(ROW, verdict="INVALID"),)}, ["G03-INVALID"]),
    ("G03", {"rows": (replace(ROW, verdict="PENDING"),)}, ["G03-PENDING"]),
    ("G03", {"rows": (replace(ROW, approved=False),)}, ["G03-UNAPPROVED"]),
    ("G03", {"rows": (replace(ROW, moving=True),)}, ["G03-MOVING"]),
    ("G03", {"rows": (ROW, replace(ACTION, moving=True))}, ["G03-MOVING"]),
    ("G03", {"rows": (ROW, replace(ROW, row_class="release", verdict="FAIL"))}, ["G03-FAIL"]),
    ("G04", {"rows": (ROW, replace(ACTION, verdict="FAIL"))}, ["G04-OPEN"]),
    ("G04", {"rows": (ROW, replace(ACTION, verdict="FAIL", concluded=True))}, []),
    ("G05", {"standing": without("QC-APPROVED")}, ["G05-QC"]),
    ("G06", {"donor": replace(DONOR, state="provisional")}, ["G06-PROVISIONAL"]),
    ("G06", {"donor": replace(DONOR, state="collected")}, ["G06-PROVISIONAL"]),
    ("G06", {"donor": replace(DONOR, state="pending")}, ["G06-PROVISIONAL"]),
    ("G06", {"donor": replace(DONOR, state="questioned", information=1)}, ["G06-INFORMATION"]),
    ("G06", {"donor": replace(DONOR, state="questioned")}, ["G06-NOT-ELIGIBLE"]),
    ("G06", {"donor": replace(DONOR, covered=False)}, ["G06-DONATION"]),
    ("G06", {"donor": replace(DONOR, state="screening")}, ["G06-NOT-ELIGIBLE"]),
    ("G06", {"donor": replace(DONOR, signed=False)}, ["G06-UNSIGNED"]),
    ("G06", {"donor": replace(DONOR, in_force=False)}, ["G06-VERSION"]),
    (
        "G06",
        {"donor": replace(DONOR, consent=False, information=1)},
        ["G06-CONSENT", "G06-INFORMATION"],
    ),
    ("G12", {"deviations": (DeviationFact("D1", "open", 1),)}, ["G12-OPEN"]),
    ("G12", {"deviations": (DeviationFact("D1", "assessed", 1),)}, ["G12-OPEN"]),
    ("G12", {"deviations": (DeviationFact("D1", "closed", 3, "", "reject"),)}, ["G12-REJECT"]),
    ("G15", {"trail": replace(TRAIL, reviewed_to=None)}, ["G15-NEVER"]),
    ("G15", {"trail": replace(TRAIL, reviewed_to=4)}, ["G15-SINCE"]),
    ("G15", {"standing": without("TRAIL-REVIEWED")}, ["G15-NEVER"]),
    ("G16", {"containers": replace(BOXES, named=frozenset())}, ["G16-LEFT", "G16-NONE"]),
    ("G16", {"containers": replace(BOXES, named=frozenset("AX"))}, ["G16-UNKNOWN"]),
    ("G16", {"containers": replace(BOXES, named=frozenset("AB"))}, ["G16-TWICE"]),
    ("G21", {"holds": (gate.HoldFact("Q01", "donor/D-0001"),)}, ["G21-HOLD"]),
    ("G22", {"people": replace(PEOPLE, signer="anna")}, ["I-SAME-LOT"]),
    (
        "G22",
        {
            "people": replace(
                PEOPLE, lot={"PERFORMED": frozenset("a"), "QA-APPROVED": frozenset("a")}
            )
        },
        ["I-SAME-LOT"],
    ),
    ("G23", {"standing": without("PROD-REVIEWED")}, ["G23-PROD-REVIEWED"]),
    ("G23", {"standing": without("QA-APPROVED")}, ["G23-QA-APPROVED"]),
    ("G23", {"standing": replace(STANDING, moved=("donor/D-0001",))}, ["G23-MOVED"]),
    ("G24", {"record": gate.RecordFact(("lot/AT26-001",))}, ["G24-BROKEN"]),
    ("G10", {"environment": GAP}, ["P03"]),
]


@pytest.mark.parametrize(("code", "changed", "found"), CASES)
def test_each_question_says_what_is_in_the_way(
    code: str, changed: dict[str, Any], found: list[str]
) -> None:
    report = evaluate(replace(GOOD, **changed), SCOPE)
    answer = next(a for a in report.answers if a.code == code)

    assert [f.code for f in answer.findings] == found
    assert answer.status == ("FAIL" if found else "PASS")
    assert report.open is (not found)
    assert all(f.code in WORDS or f.code == "P03" for f in answer.findings)


@pytest.mark.parametrize(
    "name",
    [
        "position",
        "rows",
        "standing",
        "donor",
        "deviations",
        "trail",
        "containers",
        "holds",
        "people",
        "record",
    ],
)
def test_what_is_not_known_blocks(name: str) -> None:
    unknown: dict[str, Any] = {name: None}
    report = evaluate(replace(GOOD, **unknown), SCOPE)

    assert not report.open
    assert "NOT_EVALUATED" in {a.status for a in report.answers}


@pytest.mark.parametrize("code", sorted(SCOPE))
def test_a_question_that_cannot_be_answered_needs_its_declaration(code: str) -> None:
    report = evaluate(GOOD, {c: e for c, e in SCOPE.items() if c != code})

    assert not report.open
    assert [f.code for f in report.verdict.findings] == ["GATE-NOT-EVALUATED"]


def test_a_declaration_never_silences_a_question_that_can_be_answered() -> None:
    everything = dict.fromkeys(QUESTIONS, Exemption(Text("no", "non")))

    assert not evaluate(replace(GOOD, holds=(gate.HoldFact("Q01", "lot"),)), everything).open


def test_a_declaration_without_a_reason_in_both_languages_exempts_nothing() -> None:
    lines = [
        {"code": "G07", "applicable": False, "reason": None},
        {"code": "G08", "applicable": False, "reason": {"en": "paper", "fr": " "}},
        {"code": "G09", "applicable": True, "reason": {"en": "paper", "fr": "papier"}},
        {"code": "G10", "applicable": False, "reason": {"en": "paper", "fr": "papier"}},
    ]

    assert set(exemptions({"questions": lines})) == {"G10"}


def test_only_some_questions_may_be_justified_and_only_in_words() -> None:
    why = {"G09": "Trained on 3 March, file 12.", "G10": "It was fine."}

    trained = evaluate(replace(GOOD, training=GAP, justified=why), SCOPE)
    assert trained.open
    assert "JUSTIFIED" in {a.status for a in trained.answers}
    assert not evaluate(replace(GOOD, training=GAP, justified={"G09": "  "}), SCOPE).open
    assert not evaluate(replace(GOOD, environment=GAP, justified=why), SCOPE).open


@pytest.mark.parametrize("purpose", ["engineering", "process_simulation", "training", ""])
def test_only_a_clinical_lot_is_certified(purpose: str) -> None:
    report = evaluate(replace(GOOD, purpose=purpose), SCOPE)

    assert not report.open
    assert [f.code for f in report.verdict.findings] == ["GATE-PURPOSE"]


def test_all_that_is_in_the_way_is_said_at_once() -> None:
    bad = replace(
        GOOD,
        rows=(replace(ROW, verdict="FAIL"), replace(ACTION, verdict="FAIL")),
        donor=None,
        holds=(gate.HoldFact("Q01", "lot"), gate.HoldFact("Q02", "lot")),
    )

    assert [f.code for f in ready("CERTIFIED", bad, SCOPE).findings] == [
        "G03-FAIL",
        "G04-OPEN",
        "GATE-NOT-EVALUATED",
        "G21-HOLD",
        "G21-HOLD",
    ]


def test_an_incomplete_report_is_never_open() -> None:
    report = evaluate(GOOD, SCOPE)

    assert not replace(report, answers=report.answers[:-1]).open
    assert not replace(report, answers=()).open


@pytest.mark.parametrize(
    ("meaning", "changed", "codes"),
    [
        ("PROD-REVIEWED", {"donor": None, "holds": None}, []),
        ("PROD-REVIEWED", {"position": after("FIN/sample")}, ["POS-MISSING"]),
        ("QA-APPROVED", {"standing": without("QA-APPROVED")}, []),
        ("QA-APPROVED", {"standing": without("QC-APPROVED")}, ["G05-QC"]),
        ("DECLINED", {"donor": None}, []),
    ],
)
def test_each_signature_on_the_way_asks_its_own_questions(
    meaning: str, changed: dict[str, Any], codes: list[str]
) -> None:
    verdict = ready(meaning, replace(GOOD, **changed), SCOPE)

    assert [f.code for f in verdict.findings] == codes


def test_every_question_has_a_rule_and_words() -> None:
    assert list(gate.ANSWERS) == list(QUESTIONS) == [f"G{n:02d}" for n in range(1, 26)]
    assert {c for c, (_, weight) in QUESTIONS.items() if weight == "J"} == {"G09", "G11", "G18"}
