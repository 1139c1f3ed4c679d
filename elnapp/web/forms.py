"""Forms of pages: each carries the key that makes a second submit harmless, and what it had seen.

Static forms are classes over `PageForm`. What a step asks comes from a document, so its form is
built from a dict (`step_form`): a field named `meta` would break a class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import uuid_utils
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from batches.ledger import Value
from batches.steps import Field as Asked
from batches.text import Text
from batches.verdict import Finding
from elnapp.web.fields import (
    MANY,
    ChecksField,
    ChoiceField,
    CodeField,
    CountField,
    DayField,
    Given,
    KeyField,
    ListField,
    MeasureField,
    TimeField,
    YesNoField,
    asked,
)
from elnapp.web.locale import current_lang, sentence
from elnapp.web.uploads import UploadField

__all__ = [
    "ChecksField",
    "ChoiceField",
    "CountField",
    "Given",
    "ListField",
    "MeasureField",
    "PageForm",
    "SignForm",
    "StepForm",
    "TimeField",
    "YesNoField",
    "attach",
    "new_key",
    "step_form",
]

AGAIN = "again"  # Posted with what was typed before a session was lost: show it, do nothing.
LONGEST_SEQ = 18  # Digits; no record has that many events, and int() has a limit of its own.
SUBMITTING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def new_key() -> str:
    """Give a fresh form key: a UUIDv7 as text."""
    return str(uuid_utils.uuid7())


def _keyed(text: str | None) -> bool:
    try:
        return str(UUID(text or "")) == text
    except ValueError:
        return False


def _sent() -> bool:
    return request.method in SUBMITTING and AGAIN not in request.form


class Keyed:
    """What both sorts of form share: the key, the state that was seen, and the way back."""

    form_errors: list[str]

    def __getitem__(self, name: str) -> Any:
        """Give a field by its name."""
        return super().__getitem__(name)  # type: ignore[misc]

    @property
    def key(self) -> str:
        """The idempotency key: made when the form was opened, the same at every sending."""
        return str(self["form_id"].data)

    @property
    def seen_seq(self) -> int | None:
        """The sequence number of the record when the form was shown."""
        text = str(self["seen"].data or "")
        known = text.isascii() and text.isdigit() and len(text) <= LONGEST_SEQ
        return int(text) if known else None

    def is_submitted(self) -> bool:
        """Tell whether the person has sent the form (coming back after sign-in is not sending)."""
        return _sent()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that the form is one that we have given out."""
        good: bool = super().validate(extra_validators)  # type: ignore[misc]
        if _keyed(self["form_id"].data):
            return good
        self["form_id"].data = new_key()
        self.form_errors.append(
            _("This form came without its number. Look at it once more and send it again.")
        )
        return False

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Tell whether the form was sent and everything in it can be read."""
        return self.is_submitted() and self.validate(extra_validators)


class _Words:
    """The words of WTForms itself, in the reader's language; they are read once a process."""

    @property
    def locales(self) -> tuple[str, ...]:
        """Give the one language of this request."""
        return (current_lang(),)


class PageForm(Keyed, FlaskForm):
    """A form whose fields are known when the code is written."""

    class Meta(_Words, FlaskForm.Meta):
        """What every page form has in common."""

    form_id = KeyField(default=new_key)
    seen = HiddenField()

    def __init__(self, *args: Any, **kw: Any) -> None:
        """Show again what was typed before sign-in without its reading errors."""
        super().__init__(*args, **kw)
        _forgive(self)


class SignForm(PageForm):
    """Two components, fresh at the moment of signing."""

    login = StringField(lazy_gettext("User ID"), [Given()])
    password = PasswordField(lazy_gettext("Password"), [Given()])
    otp = StringField(lazy_gettext("Code"), [Given()])
    comment = TextAreaField(lazy_gettext("Comment"))

    def __init__(self, *args: Any, **kw: Any) -> None:
        """Fix the user ID where the page knows who signs."""
        super().__init__(*args, **kw)
        if kw.get("login"):
            self.login.render_kw = {"readonly": True}


class _StepMeta(_Words, DefaultMeta):  # type: ignore[misc]
    """No token here: the app itself checks it for every form, before any view."""


class StepForm(Keyed, BaseForm):
    """A form built from what a document asks."""

    def __init__(self, fields: dict[str, Any], asked_fields: Iterable[Asked]) -> None:
        """Take unbound fields by name, and the questions that they belong to."""
        super().__init__(fields, meta=_StepMeta())
        self.asked = [(ask, [self[slot] for slot in ask.slots]) for ask in asked_fields]
        for ask, cells in self.asked:
            for cell in cells if ask.rows is not None else ():
                cell.flags.cell = True  # whether it may stay empty depends on its row

    @property
    def numeric(self) -> bool:
        """Tell whether some answer is a number, so that the keypad is of use."""
        return any(_numeric(ask) for ask, _slots in self.asked)

    @property
    def uploads(self) -> bool:
        """Tell whether some answer is a file, so that the form is sent in parts."""
        return any(isinstance(field, UploadField) for field in self)

    def typed(self) -> dict[str, Value]:
        """Give what was answered by slot; a question left open is not in it.

        The text of a time is ISO 8601 with its offset, its unit the IANA zone.
        """
        found = ((slot.name, _value(slot)) for _ask, slots in self.asked for slot in slots)
        return {name: value for name, value in found if value.text}


def step_form(
    fields: Iterable[Asked],
    *,
    seen: int | None = None,
    data: Mapping[str, Any] | None = None,
    hints: Mapping[str, Text] | None = None,
) -> StepForm:
    """Build the form for these questions and fill it from the request, or from `data`."""
    questions = tuple(fields)
    unbound: dict[str, Any] = {"form_id": KeyField(default=new_key), "seen": HiddenField()}
    for ask in questions:
        hint = (hints or {}).get(ask.name)
        if ask.rows is not None:
            unbound |= _cells(ask)
            continue
        for number, slot in enumerate(ask.slots, start=1):
            unbound[slot] = _field(ask, number, hint[current_lang()] if hint else "")
    form = StepForm(unbound, questions)
    sent = request.form if request.method in SUBMITTING else None
    form.process(sent, data={"seen": "" if seen is None else seen, **(data or {})})
    _forgive(form)
    return form


def _numeric(ask: Asked) -> bool:
    return ask.numeric or any(column.numeric for column in ask.columns)


def _cells(table: Asked) -> dict[str, Any]:
    """Build the fields of a table; whether a cell may stay empty is the rule's business."""
    cells: dict[str, Any] = {}
    most = table.rows.max if table.rows else 0
    for number in range(1, most + 1):
        for column in table.columns:
            slot = f"{table.name}.{number}.{column.name}"
            cells[slot] = _field(replace(column, required=False), number, "")
    return cells


def _field(ask: Asked, number: int, hint: str) -> Any:
    lang = current_lang()
    label = ask.label[lang]
    if ask.replicates > 1:
        label = _("%(label)s, reading %(number)s", label=label, number=number)
    usual: dict[str, Any] = {"validators": asked(required=ask.required), "description": hint}
    if ask.numeric:
        kind = MeasureField if ask.type == "decimal" else CountField
        return kind(label, unit=ask.unit, **usual)
    if ask.type == "choice":
        return _choice(label, ask, usual)
    if ask.type == "file":
        return UploadField(label, asked=ask.label, endings=ask.endings, **usual)
    return _PLAIN.get(ask.type, StringField)(label, **usual)


_PLAIN: dict[str, Any] = {
    "yes_no": YesNoField,
    "time": TimeField,
    "long_text": TextAreaField,
    "date": DayField,
    "code": CodeField,
    "text": StringField,
}


def _choice(label: str, ask: Asked, usual: dict[str, Any]) -> Any:
    pairs: list[tuple[str, Text]] = [(c.value, c.label) for c in ask.choices]
    if len(pairs) <= MANY:
        return ChoiceField(label, choices=pairs, **usual)
    return ListField(label, choices=[("", Text("Choose", "Choisir")), *pairs], **usual)


def _value(field: Any) -> Value:
    text = "" if field.data is None else str(field.data).strip()
    if isinstance(field, TimeField):
        return Value(text, None, field.zone.key)
    if isinstance(field, BooleanField):
        return Value("yes" if field.data else "")
    return Value(text, getattr(field, "number", None), getattr(field, "unit", ""))


def _forgive(form: Any) -> None:
    """Drop reading errors while a form only comes back after sign-in."""
    if request.method in SUBMITTING and AGAIN in request.form:
        for field in form:
            field.process_errors = []
            field.errors = ()


def attach(form: Any, findings: Iterable[Finding]) -> None:
    """Say each finding at the field it speaks of, or above the form when there is none."""
    for finding in findings:
        words = sentence(finding)
        name = next((n for n in _names(finding.where) if n in form), None)
        if name is None:
            form.form_errors.append(words)
        else:
            form[name].errors = [*form[name].errors, words]


def _names(where: str) -> tuple[str, ...]:
    return (where, where.rpartition("/")[2], where.rpartition("#")[2])
