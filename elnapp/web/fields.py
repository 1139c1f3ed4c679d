"""Form fields that only parse: limits are the rules' business and never a form error.

Each keeps what was typed; a number or an instant is read beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from wtforms import Field, HiddenField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, Select, TextInput

from batches.quantity import parse_decimal, parse_integer, trim
from batches.text import Text
from batches.verdict import Unreadable
from elnapp.web import display
from elnapp.web.locale import current_lang, sentence, site_zone, words

Choices = Iterable[tuple[str, Text | str]]
MANY = 7  # More answers than this are a list to open, not buttons.


class Given:
    """Something has to be there; spaces alone are nothing."""

    field_flags = {"required": True}  # noqa: RUF012 WTForms reads it as a class attribute

    def __call__(self, _form: Any, field: Any) -> None:
        """Stop with one sentence when nothing was given."""
        if any(str(raw).strip() for raw in field.raw_data or ()):
            return
        field.errors = []
        raise StopValidation(_("This is empty. Give an answer."))


def asked(*, required: bool) -> list[Any]:
    """Give the validators of a field that must, or may, be answered."""
    return [Given() if required else Optional()]


def _offered(choices: Choices) -> list[SelectChoice]:
    return [SelectChoice(str(value), words(text)) for value, text in choices]


class MeasureField(Field):
    """A measured value: `data` is the text as typed, `number` its exact reading."""

    widget = TextInput()

    def __init__(
        self, label: str = "", validators: Any = None, *, unit: str = "", **kw: Any
    ) -> None:
        """Take the UCUM unit that stands beside the field; it is never typed."""
        kw.setdefault("render_kw", {}).update(inputmode="decimal", autocomplete="off")
        super().__init__(label, validators, **kw)
        self.unit = unit
        self.number: Decimal | None = None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep the text; read it exactly, or say in a sentence why that cannot be done."""
        self.data = trim(valuelist[0]) if valuelist else ""
        self.number = None
        if not self.data:
            return
        try:
            self.number = self._read(self.data)
        except Unreadable as unreadable:
            raise ValueError(sentence(unreadable.finding)) from unreadable

    def _read(self, text: str) -> Decimal:
        return parse_decimal(text, lang=current_lang(), where=self.name)

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class CountField(MeasureField):
    """A whole number of things."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        """Ask a tablet for digits only."""
        super().__init__(*args, **kw)
        self.render_kw["inputmode"] = "numeric"

    def _read(self, text: str) -> Decimal:
        return Decimal(parse_integer(text, signed=True, where=self.name))


class ChoiceField(RadioField):
    """One of a few answers, each a large button."""

    def __init__(
        self, label: str = "", validators: Any = None, *, choices: Choices = (), **kw: Any
    ) -> None:
        """Take (value, label) pairs; labels may be of both languages."""
        super().__init__(label, validators, choices=_offered(choices), **kw)

    def pre_validate(self, _form: Any) -> None:
        """Refuse an answer that was not offered; no answer is the validators' matter."""
        if self.data is None or any(value == self.data for value, *_rest in self.iter_choices()):
            return
        raise StopValidation(
            _("“%(found)s” is not in the list. Choose one of it.", found=self.data)
        )


class ListField(ChoiceField):
    """One of many answers, as a list to open."""

    widget = Select()

    def pre_validate(self, _form: Any) -> None:
        """Treat the empty first line as no answer."""
        if self.data:
            super().pre_validate(_form)


class YesNoField(ChoiceField):
    """Yes or no; nothing is chosen beforehand."""

    def __init__(self, label: str = "", validators: Any = None, **kw: Any) -> None:
        """Offer "yes" and "no"."""
        pairs = (("yes", Text("Yes", "Oui")), ("no", Text("No", "Non")))
        super().__init__(label, validators, choices=pairs, **kw)


class ChecksField(SelectMultipleField):
    """Several of a few answers."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self, label: str = "", validators: Any = None, *, choices: Choices = (), **kw: Any
    ) -> None:
        """Take (value, label) pairs; labels may be of both languages."""
        super().__init__(label, validators, choices=_offered(choices), **kw)


class CodeField(Field):
    """A code that is scanned or typed, without the spaces around it."""

    widget = TextInput()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep the code as it came."""
        self.data = trim(valuelist[0]) if valuelist else ""

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class DayField(CodeField):
    """A civil date as ISO 8601; whether it can be is the rule's business."""


class KeyField(HiddenField):
    """The number of a form, given at GET: it makes sending twice harmless."""


class TimeField(Field):
    """A civil time at a place: `data` is ISO 8601 with offset, `at` the instant in UTC.

    A time that the clocks skip is refused; one that comes twice asks for its offset.
    """

    widget = TextInput()

    def __init__(
        self, label: str = "", validators: Any = None, *, zone: str | None = None, **kw: Any
    ) -> None:
        """Take an IANA zone; without one the site's zone holds."""
        super().__init__(label, validators, **kw)
        self.zone = ZoneInfo(zone) if zone else site_zone()
        self.at: datetime | None = None
        self.local = ""
        self.offsets: list[tuple[str, str]] = []
        self.offset = ""

    def process(self, formdata: Any, *args: Any, **kw: Any) -> None:
        """Take the offset that was chosen for a time that comes twice."""
        self.offset = formdata.get(f"{self.name}.offset", "") if formdata else ""
        super().process(formdata, *args, **kw)

    def process_data(self, value: Any) -> None:
        """Show a stored instant, or a text of one, as the civil time of the zone."""
        at = datetime.fromisoformat(value) if isinstance(value, str) and value else value or None
        self._set(at.astimezone(self.zone) if at else None)
        self.local = f"{at.astimezone(self.zone):%Y-%m-%dT%H:%M}" if at else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the civil time and place it in its zone."""
        self._set(None)
        self.local = trim(valuelist[0]) if valuelist else ""
        if self.local:
            self._set(self._placed(self._civil(self.local)))

    def _civil(self, text: str) -> datetime:
        try:
            civil = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            # The first and the last day of the calendar do not exist in every zone.
            if civil.tzinfo is None and date.min < civil.date() < date.max:
                return civil
        raise ValueError(
            _("“%(found)s” is not a time. Give it as 2026-11-22T09:42.", found=text[:40])
        )

    def _placed(self, civil: datetime) -> datetime:
        first, second = (civil.replace(tzinfo=self.zone, fold=fold) for fold in (0, 1))
        if first.utcoffset() == second.utcoffset():
            return first
        if first.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != civil:
            raise ValueError(
                _("The clocks go forward and skip this time. Give a time that existed.")
            )
        both = {display.offset_words(t.utcoffset()): t for t in (first, second)}
        self.offsets = [(name, name) for name in both]
        if self.offset not in both:
            raise ValueError(_("This time comes twice in this night. Choose which one is meant."))
        return both[self.offset]

    def _set(self, at: datetime | None) -> None:
        self.at = at.astimezone(UTC) if at else None
        self.data = at.isoformat() if at else ""

    @property
    def zone_words(self) -> str:
        """Name the zone as it stands beside the field."""
        return self.zone.key

    def _value(self) -> str:
        return self.local
