"""Forms only parse; they carry a key, and give back what was typed."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from wtforms import StringField

from batches.ledger import Value
from batches.steps import Field
from batches.verdict import Finding
from elnapp.web import init_web
from elnapp.web.forms import PageForm, TimeField, attach, new_key, step_form

QUESTIONS: list[dict[str, Any]] = [
    {"name": "meta", "type": "decimal", "unit": "%", "replicates": 2},
    {"name": "vessels", "type": "integer", "unit": "1"},
    {"name": "clear", "type": "yes_no"},
    {"name": "medium", "type": "choice", "choices": ["a", "b"]},
    {"name": "at", "type": "time"},
    {"name": "remark", "type": "text", "required": False},
]
GOOD = {
    "meta.1": "91,4",
    "meta.2": "91.40",
    "vessels": "3",
    "clear": "yes",
    "medium": "b",
    "at": "2026-11-22T09:42",
}


def question(body: dict[str, Any]) -> Field:
    label = {"en": body["name"].title(), "fr": body["name"].title()}
    choices = [{"value": v, "label": {"en": v, "fr": v}} for v in body.get("choices", ())]
    return Field.from_body({**body, "label": label, "choices": choices})


class PersonForm(PageForm):
    name = StringField("Name")
    when = TimeField("When", zone="Europe/Paris")


@pytest.fixture
def app() -> Flask:
    app = Flask("elnapp", template_folder="../templates")
    app.config.update(SECRET_KEY="only for tests", TESTING=True, WTF_CSRF_ENABLED=False)
    init_web(app)
    return app


@pytest.fixture
def sent(app):
    """Send a step form; gives it back after it was read."""

    def send(**changes: str):
        data = {"form_id": new_key(), "seen": "4", **GOOD, **changes}
        with app.test_request_context(method="POST", data=data):
            form = step_form([question(body) for body in QUESTIONS])
            return form, form.validate_on_submit()

    return send


def test_what_was_typed_is_kept_and_read_exactly(sent):
    form, good = sent()
    assert good, form.errors
    assert form.typed() == {
        "meta.1": Value("91,4", Decimal("91.4"), "%"),
        "meta.2": Value("91.40", Decimal("91.40"), "%"),
        "vessels": Value("3", Decimal(3), "1"),
        "clear": Value("yes"),
        "medium": Value("b"),
        "at": Value("2026-11-22T09:42:00+01:00", None, "Europe/Paris"),
    }
    assert form.seen_seq == 4


@pytest.mark.parametrize(
    ("slot", "typed"),
    [
        ("meta.1", "NaN"),
        ("meta.1", "1e400"),
        ("meta.1", "1_000"),
        ("meta.1", ""),
        ("meta.1", "9" * 41),
        ("vessels", "1,5"),
        ("clear", "perhaps"),
        ("medium", "c"),
        ("at", "yesterday"),
        ("at", "2026-11-22T09:42+05:00"),
        ("at", "   "),
    ],
)
def test_what_cannot_be_read_is_a_sentence_at_its_field(sent, slot, typed):
    form, good = sent(**{slot: typed})
    assert not good
    assert list(form.errors) == [slot]
    assert form.errors[slot][0].endswith(".")


def test_a_value_far_outside_any_limit_is_no_form_error(sent):
    _form, good = sent(**{"meta.1": "-1E9"})
    assert good


def test_a_time_the_clocks_skip_never_was(sent):
    form, _good = sent(at="2026-03-29T02:30")
    assert list(form.errors) == ["at"]


@pytest.mark.parametrize("typed", ["0001-01-01", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_time_at_the_end_of_the_calendar_is_no_time(app, typed):
    data = {"form_id": new_key(), "name": "x", "when": typed}
    with app.test_request_context(method="POST", data=data):
        form = PersonForm()
        assert not form.validate_on_submit()
        assert typed in form.when.errors[0]


def test_a_time_that_comes_twice_asks_which_one(sent):
    neither, _good = sent(at="2026-10-25T02:30")
    assert list(neither.errors) == ["at"]
    first, _good = sent(**{"at": "2026-10-25T02:30", "at.offset": "UTC+2"})
    assert first["at"].at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second, _good = sent(**{"at": "2026-10-25T02:30", "at.offset": "UTC+1"})
    assert second["at"].data == "2026-10-25T02:30:00+01:00"


def test_a_form_is_given_out_with_a_key_and_keeps_it_when_it_is_sent(app, sent):
    with app.test_request_context():
        key = step_form([]).key
    assert UUID(key).version == 7
    form, _good = sent(form_id=key)
    assert form.key == key


@pytest.mark.parametrize("key", ["", "x", "1" * 300])
def test_a_form_without_our_key_is_shown_again_with_a_new_one(sent, key):
    form, good = sent(form_id=key)
    assert not good
    assert len(form.form_errors) == 1
    assert UUID(form.key).version == 7


def test_what_comes_back_after_sign_in_is_shown_and_not_acted_upon(sent):
    form, good = sent(again="1", **{"meta.1": "NaN"})
    assert not good
    assert form.errors == {}
    assert form["meta.1"].data == "NaN"


@pytest.mark.parametrize("seen", ["9" * 5000, "-1", "1.0", "٣", "x"])
def test_a_state_that_no_page_showed_is_none(app, seen):
    with app.test_request_context(method="POST", data={"form_id": new_key(), "seen": seen}):
        assert PersonForm().seen_seq is None


@pytest.mark.parametrize("path", ["/lots/a%00b", "/lots?text=%00", "/lots?%00=1"])
def test_a_nul_gets_an_answer_before_the_store_sees_it(app, path):
    assert app.test_client().get(path).status_code == 400
    assert app.test_client().post("/lots", data={"reason": "a\x00b"}).status_code == 400


def test_a_static_form_has_the_same_key_and_memory(app):
    data = {"form_id": new_key(), "seen": "7", "name": "x", "when": "2026-07-01T10:00"}
    with app.test_request_context(method="POST", data=data):
        form = PersonForm()
        assert form.validate_on_submit(), form.errors
        assert form.key == data["form_id"]
        assert form.when.at == datetime(2026, 7, 1, 8, tzinfo=UTC)


def test_a_stored_time_is_shown_as_the_civil_time_of_its_zone(app):
    with app.test_request_context():
        form = PersonForm(when="2026-07-01T08:00:00+00:00")
        assert 'value="2026-07-01T10:00"' in form.when()


def test_findings_stand_at_their_field_or_above(app, sent):
    form, _good = sent()
    with app.app_context():
        attach(
            form, [Finding("Q-EMPTY", {}, "lot/AT26-001/meta.2"), Finding("Q-EMPTY", {}, "else")]
        )
    assert len(form["meta.2"].errors) == 1
    assert len(form.form_errors) == 1
