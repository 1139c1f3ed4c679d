"""The documents that ship: each is valid, bilingual, and read by the rule it is written for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from batches import marker_protocol, screening, signing, specification
from batches.master import Master, faults
from batches.policy import ROLES
from batches.screening import Protocol
from batches.specification import Specification
from tests import library

ROOT = Path(__file__).parents[3]
SCHEMAS = ROOT / "elnapp" / "documents" / "schemas"
LIBRARY = ROOT / "elnapp" / "documents" / "library"
FILES = sorted(LIBRARY.glob("*/*.yaml"))


def _load(path: Path) -> dict[str, Any]:
    return library.document(path)


def _body(name: str) -> dict[str, Any]:
    return dict(_load(LIBRARY / f"{name}.yaml")["body"])


def _schema(kind: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _errors(kind: str, thing: Any) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in _schema(kind).iter_errors(thing)]


def _texts(node: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Walk to every place that holds a language."""
    if isinstance(node, dict):
        if {"en", "fr"} & set(node):
            yield path, node
        for key, value in node.items():
            yield from _texts(value, f"{path}.{key}")
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from _texts(value, f"{path}[{i}]")


def _floats(node: Any, path: str = "$") -> Iterator[str]:
    if isinstance(node, float):
        yield path
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _floats(value, f"{path}.{key}")
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from _floats(value, f"{path}[{i}]")


each = pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.stem}")


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda p: p.stem)
def test_each_schema_is_a_schema(path: Path) -> None:
    """A wrong schema would accept anything."""
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda p: p.stem)
def test_each_object_of_a_schema_is_closed(path: Path) -> None:
    """A key that no schema knows is refused, except in the body that another schema describes."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    body = schema["properties"].get("body")

    def opened(node: Any) -> Iterator[Any]:
        if isinstance(node, dict):
            closed = "additionalProperties" in node
            if node.get("type") == "object" and node is not body and not closed:
                yield node
            for value in node.values():
                yield from opened(value)
        elif isinstance(node, list):
            for value in node:
                yield from opened(value)

    assert not list(opened(schema))


@each
def test_each_document_is_valid(path: Path) -> None:
    """The wrapper and the body are what their schemas say."""
    document = _load(path)

    assert not _errors("document", document)
    assert not _errors(document["kind"], document["body"])


@each
def test_each_document_stands_where_its_name_says(path: Path) -> None:
    """The folder is the kind and the file is the code, with its version where that is a successor."""
    document = _load(path)
    later = f"_v{document['version']}" if document["version"] > 1 else ""

    assert (path.parent.name, path.stem) == (document["kind"], document["code"] + later)


@each
def test_each_text_exists_in_both_languages(path: Path) -> None:
    """Nobody meets a sentence that is missing in the own language."""
    found = list(_texts(_load(path)))

    assert found
    for where, text in found:
        assert set(text) == {"en", "fr"}, where
        assert str(text["en"]).strip(), where
        assert str(text["fr"]).strip(), where


@each
def test_french_marks_never_start_a_line(path: Path) -> None:
    """A thin no-break space stands before ; : ? ! and %, never a plain one."""
    wrong = [w for w, text in _texts(_load(path)) if re.search(r"(?<=\S) [;:?!%]", text["fr"])]

    assert not wrong


@each
def test_both_languages_name_the_same_placeholders(path: Path) -> None:
    """A value that is printed in English is printed in French."""
    for where, text in _texts(_load(path)):
        named = [sorted(set(re.findall(r"\{(\w+)\}", str(text[lang])))) for lang in ("en", "fr")]

        assert named[0] == named[1], where


@each
def test_no_number_of_a_document_is_a_float(path: Path) -> None:
    """A limit keeps its digits: it is quoted, and "95.0" is not "95"."""
    assert not list(_floats(_load(path)))


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("master/*.yaml")), ids=lambda p: p.stem)
def test_each_master_is_accepted_by_the_rules(path: Path) -> None:
    """The plan of a lot has no fault and can be walked."""
    body = _load(path)["body"]

    assert not faults(body)
    assert Master.from_body(body).phases


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("master/*.yaml")), ids=lambda p: p.stem)
def test_each_instruction_is_short(path: Path) -> None:
    """Hands are busy: at most three sentences in either language."""
    for step in _steps(_load(path)["body"]["phases"]):
        for lang in ("en", "fr"):
            sentences = re.findall(r"[^.?!]+[.?!]", step["instruction"][lang])

            assert len(sentences) <= 3, step["code"]


def _steps(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Walk to each step, through groups of any depth."""
    for part in parts:
        if "steps" in part:
            yield from _steps(part["steps"])
        else:
            yield part


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("master/*.yaml")), ids=lambda p: p.stem)
def test_each_alert_limit_lies_inside_its_action_limit(path: Path) -> None:
    """An alert that comes after the action would never be read."""
    body = _load(path)["body"]
    steps = list(_steps(body["phases"]))
    fields = [f for s in steps for f in s.get("fields", ())]
    fields += [c for f in fields for c in f.get("columns", ())]
    limits = [f["limits"] for f in fields if "limits" in f]
    limits += [one for s in steps for one in s.get("params", {}).get("limits", {}).values()]
    limits += [w["limits"] for w in body.get("windows", ())]
    both = [(li["act"], li["alert"]) for li in limits if {"act", "alert"} <= set(li)]

    assert both
    for act, alert in both:
        low = [Decimal(b[0] or "-Infinity") for b in (act, alert)]
        high = [Decimal(b[1] or "Infinity") for b in (alert, act)]

        assert low == sorted(low)
        assert high == sorted(high)
        assert act != alert


def test_each_specification_is_accepted_by_the_rules() -> None:
    """The rows come out as they were written, RELEASE before ACTION before INFO."""
    for path in sorted(LIBRARY.glob("specification/*.yaml")):
        body = _load(path)["body"]
        codes = [one["code"] for row in body["rows"] for one in specification.each(row)]

        assert not specification.faults(body)
        assert sorted(codes) == sorted(r.code for r in Specification.from_body(body).rows)
        assert len(set(codes)) == len(codes)


def test_the_screening_protocol_is_accepted_by_the_rules() -> None:
    """All 38 criteria of the study are there, I01 to I06 and E01 to E25 with their parts."""
    body = _body("screening/NCT05947682")
    codes = [c["code"] for c in body["criteria"]]
    whole = [f"I{n:02d}" for n in range(1, 7)] + [f"E{n:02d}" for n in range(1, 26)]
    parts = {"E02": "abcdef", "E03": "abc"}
    expected = [code + part for code in whole for part in parts.get(code, ("",))]

    assert not screening.faults(body)
    assert expected == codes
    assert Protocol.from_body(body) is not None


def test_the_protocol_of_two_people_is_accepted_and_says_whom_it_asks() -> None:
    """Mother and newborn of an umbilical cord answer for one donation."""
    body = _body("screening/NCT03562065")
    found = Protocol.from_body(body)

    assert not screening.faults(body)
    assert {found.subjects[c.group].en for c in found.criteria} == {"Mother", "Newborn"}


def test_every_signature_says_who_may_give_it() -> None:
    """Roles are known ones, and decisions ask for two factors."""
    found = signing.meanings(_body("meanings/SIGNATURES"))
    decisions = (
        "ELIGIBLE", "ELIGIBLE-CONFIRMED", "QC-APPROVED", "PROD-REVIEWED", "QA-APPROVED", "CERTIFIED", "DECLINED",
    )  # fmt: skip

    assert all(m.roles <= set(ROLES) for m in found.values())
    assert all(found[code].factors == signing.TWO_FACTORS for code in decisions)


def test_every_statement_of_a_meaning_exists_and_is_enabled() -> None:
    """A signature never points at a text that is switched off."""
    statements = {s["code"]: s for s in _body("statements/STATEMENTS")["statements"]}
    used = [m.statement for m in signing.meanings(_body("meanings/SIGNATURES")).values()]

    assert all(statements[code]["enabled"] for code in used if code)


def test_every_placeholder_of_a_statement_is_a_parameter() -> None:
    """What a page must fill in is listed, and nothing else."""
    for statement in _body("statements/STATEMENTS")["statements"]:
        named = set(re.findall(r"\{(\w+)\}", statement["text"]["en"]))

        assert named == {p["name"] for p in statement["parameters"]}, statement["code"]


def test_the_statements_off_by_default_are_off() -> None:
    """Supply out of specification and certification in two stages are switched on by a site."""
    statements = _body("statements/STATEMENTS")["statements"]

    assert {"S-OOS", "S-CERT-1"} == {s["code"] for s in statements if not s["enabled"]}


def test_the_independence_rules_speak_of_known_meanings() -> None:
    """A misspelt meaning would be a rule that never bites."""
    known = set(signing.meanings(_body("meanings/SIGNATURES")))
    rules = signing.rules(_body("independence/PEOPLE"))

    assert all(rule.first | rule.second <= known for rule in rules)
    assert len({rule.code for rule in rules}) == len(rules)


def test_the_gate_scope_answers_each_question_once() -> None:
    """G01 to G25, in order; a question that does not apply says why and where it is answered."""
    questions = _body("gate-scope/NCT05947682")["questions"]
    off = [q["code"] for q in questions if not q["applicable"]]

    assert [f"G{n:02d}" for n in range(1, 26)] == [q["code"] for q in questions]
    assert off == [
        "G07",
        "G08",
        "G09",
        "G10",
        "G11",
        "G13",
        "G14",
        "G17",
        "G18",
        "G19",
        "G20",
        "G25",
    ]


def test_a_number_pattern_gives_the_numbers_of_the_house() -> None:
    """The worked lot is AT26-007, its fifth bag AT26-007-B05, a vessel AT26-007-P2-03."""
    body = _body("numbering/SITE")
    series = {s["code"]: s["pattern"] for s in body["series"]}

    assert body["lot"].format(source="AT", yy="26", seq=7) == "AT26-007"
    assert body["donor"].format(seq=1) == "D-0001"
    assert series["B"].format(n=5) == "-B05"
    assert series["S"].format(n=14) == "-S014"
    assert series["P"].format(rep=2, n=3) == "-P2-03"


def test_a_delay_comes_before_the_lock() -> None:
    """Failures slow a guesser down before they shut the person out."""
    body = _body("session-policy/ACCESS")

    assert body["delay_after_failures"] < body["lockout_after_failures"]
    assert body["idle_minutes"] < body["absolute_hours"] * 60


def test_a_schema_refuses_what_is_not_said_in_both_languages() -> None:
    """A French text left out, a number left unquoted, an unknown key: each is found."""
    body = _body("master/MSC-AT-SHORT")
    del body["passage_convention"]["fr"]
    body["phases"][1]["steps"][1]["fields"][3]["limits"]["act"][0] = 20.0
    body["phases"][0]["colour"] = "blue"

    assert len(_errors("master", body)) == 3


def test_the_marker_protocol_serves_the_criteria_of_its_screening() -> None:
    """Each marker names a criterion that the screening of the same study asks."""
    body = _body("marker-protocol/NCT05947682")
    asked = {c["code"] for c in _body("screening/NCT05947682")["criteria"] if c["type"] == "lab"}
    served = {m["serves"] for m in body["markers"]}

    assert not marker_protocol.faults(body)
    assert served == {c for c in asked if c.startswith(("E02", "E03"))}


def test_the_registers_and_mappings_know_every_analyte_of_the_protocol() -> None:
    """A laboratory that may test can also be read, for each analyte that is demanded."""
    analytes = {a["code"] for a in _body("marker-protocol/NCT05947682")["analytes"]}
    kits = _body("kit-register/KITS")["kits"]
    labs = {one["code"] for one in _body("laboratory-register/LABORATORIES")["laboratories"]}

    assert {a for kit in kits for a in kit["analytes"]} == analytes
    for path in sorted(LIBRARY.glob("result-mapping/*.yaml")):
        mapping = _load(path)["body"]
        assert set(mapping["analytes"].values()) == analytes
        assert mapping["laboratory"] in labs
