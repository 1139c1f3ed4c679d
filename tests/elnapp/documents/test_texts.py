"""Documents as files: what is read, what is refused with its line, what differs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batches.findings import WORDS, sentence
from batches.verdict import Finding
from elnapp.documents import service
from elnapp.record import Refused

MASTER = next(d for d in service.library() if d.code == "MSC-AT-SHORT")
TEXT = str(MASTER.given)


def _refused(text: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        service.load_yaml(text)
    return [sentence(f, "en") for f in caught.value.findings]


def _faults(text: str) -> tuple[Finding, ...]:
    """Read a text and give what was found: nothing but a refusal may come out of it."""
    try:
        service.load_yaml(text)
    except Refused as refused:
        return refused.findings
    return ()


def test_the_library_is_free_of_faults_and_begins_with_the_meanings() -> None:
    drafts = service.library()
    assert drafts[0].kind == "meanings"
    assert {d.code: service.faults(d) for d in drafts if service.faults(d)} == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to read"),
        ("a: [1, 2", "Line 1"),
        ("a: 1\n\tb: 2", "Line 2"),
        ("a: b: c", "colon"),
        ("a: &x 1\nb: *x", "Line 2: A reference"),
        ("[" * 3000, "nested deeper"),
        ("a: 1\na: 2", "a stands here twice"),
        ("a: 1.50", '"1.50"'),
        ("a: 0x10", '"0x10"'),
        ("a: !!python/object:os.system x", "tag python/object"),
        ("--- 1\n--- 2", "second document"),
        ('a: "\\ud800"', "control character"),
        ("- 1", "names with values"),
        ("null", "names with values"),
        ("? [a]\n: b", "A name is missing"),
        ("x" * 600_000, "600000 characters"),
    ],
)
def test_what_is_not_a_document_is_answered_in_a_sentence(text: str, said: str) -> None:
    assert any(said in sentence for sentence in _refused(text))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: master", "kind: recipe", "Line 1, kind: found recipe"),
        ("code: MSC-AT-SHORT", "code: short one", "Line 2, code"),
        ("version: 1", "version: 0", "Line 3, version: found 0, expected at least 1"),
        ("gate: true", "gate: maybe", "expected true or false"),
        ("kind: confirm", "kind: confirmm", "Line 26, body.phases[0].steps[0].kind"),
        ("valid_from: null", "valid_from: 2026-02-30", "Line 7, valid_from"),
        ("doublings_convention: a", "surprise: a", "surprise has no place here"),
    ],
)
def test_a_fault_names_its_line_and_place(old: str, new: str, said: str) -> None:
    assert any(said in sentence for sentence in _refused(TEXT.replace(old, new, 1)))


def test_a_draft_may_lack_a_language_and_a_review_may_not() -> None:
    draft = service.load_yaml(TEXT.replace('fr: "Autorisations"', 'fr: " "', 1))
    found = service.faults(draft)
    assert [f.params["fault"] for f in found] == ["DS-LANGUAGE"]
    assert "French" in sentence(found[0], "en")
    assert "français" in sentence(found[0], "fr")


def test_the_rule_of_a_kind_speaks_too() -> None:
    twice = TEXT.replace("code: authorisations", "code: weigh", 1).replace(
        "code: identify", "code: weigh", 1
    )
    assert any("weigh" in said for said in _refused(twice))


def test_only_true_and_false_are_yes_or_no() -> None:
    draft = service.load_yaml(TEXT.replace('expected: "yes"', "expected: yes", 1))
    assert draft.body == MASTER.body


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_document_or_refused(text: str) -> None:
    assert all(f.code in WORDS for f in _faults(text))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(TEXT) - 1), st.integers(1, 30), st.sampled_from(["", "\t", "'", "- ", "{"])
)
def test_a_damaged_master_is_read_or_refused(at: int, length: int, put: str) -> None:
    assert all(sentence(f, "fr") for f in _faults(TEXT[:at] + put + TEXT[at + length :]))


def test_diff_names_list_items_by_their_code() -> None:
    new = service.load_yaml(TEXT.replace('fr: "Autorisations"', 'fr: "Les autorisations"', 1))
    assert service.diff(MASTER.body, new.body) == [
        ("phases[ISS].steps[authorisations].title.fr", "Autorisations", "Les autorisations")
    ]


def test_diff_shows_what_came_and_what_went() -> None:
    changes = service.diff({"a": 1, "b": ["x"]}, {"b": ["x", "y"], "c": []})
    assert changes == [("b", "x", "x, y"), ("c", None, []), ("a", 1, None)]


def test_a_text_without_lines_still_names_its_places() -> None:
    bare = replace(MASTER, body={**MASTER.body, "doublings_convention": "z"}, lines={}, given=None)
    found = service.faults(bare)
    assert sentence(found[0], "en").startswith("body.doublings_convention: found z")
