"""Forms about documents; they parse, the life cycle decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, TextAreaField

from elnapp.web.fields import ChoiceField, Given
from elnapp.web.forms import PageForm


class DayField(DateField):
    """A civil date; what cannot be read is answered with an example."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read `YYYY-MM-DD`."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(
                _("“%(found)s” is not a date. Give it as 2026-11-22.", found=text[:40])
            ) from error


class DraftForm(PageForm):
    """One document as YAML: a file, or pasted text; a file comes first."""

    site = ChoiceField(_l("Site"), [Given()])
    file = FileField(_l("YAML file"))
    text = TextAreaField(_l("Or YAML text"))

    def offer(self, sites: Sequence[tuple[str, str]]) -> None:
        """Offer the sites where a new document may live; a single one is not asked for."""
        self.site.choices = list(sites)
        if len(sites) == 1:
            del self.site

    def home(self, sites: Sequence[tuple[str, str]]) -> str:
        """Give the site that was chosen, or the only one."""
        return str(self.site.data) if "site" in self else sites[0][0]


class MoveForm(PageForm):
    """A step of the life cycle that needs no words."""


class EffectiveForm(PageForm):
    """From which day a version is in force."""

    day = DayField(_l("First day in force"), [Given()])

    @property
    def chosen(self) -> date:
        """Give the day of a form that was found valid."""
        return cast("date", self.day.data)


class RetireForm(EffectiveForm):
    """From which day a version is no longer in force, and why."""

    day = DayField(_l("First day no longer in force"), [Given()])
    reason = TextAreaField(_l("Reason"), [Given()])


def pasted(form: Any) -> bytes:
    """Give what was sent: the file when there is one, else the text."""
    if form.file.data:
        data: bytes = form.file.data.read()
        if data:
            return data
    return str(form.text.data or "").encode()
