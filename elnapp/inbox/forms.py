"""Forms about instrument files and agents."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField

from elnapp.web.forms import ChoiceField, Given, ListField, PageForm
from elnapp.web.uploads import SentFile


class ReceiveForm(SentFile, PageForm):
    """A file of an instrument."""

    site = ChoiceField(_l("Site"), [Given()])
    file = FileField(_l("File of the instrument"))
    instrument = ListField(
        _l("Instrument"), description=_l("Leave it open when the file names its instrument.")
    )


class AsideForm(PageForm):
    """Why a reading belongs nowhere."""

    reason = TextAreaField(_l("Reason"), [Given()])


class RereadForm(PageForm):
    """Why a file is read again."""

    reason = TextAreaField(_l("Reason"), [Given()])


class AgentForm(PageForm):
    """A program that may send files."""

    site = ChoiceField(_l("Site"), [Given()])
    name = StringField(
        _l("Name of the computer"),
        [Given()],
        description=_l("What is written on it; a number is added."),
    )
    instrument = ListField(
        _l("Instrument"), description=_l("Leave it open when it sends files of several.")
    )


class EndForm(PageForm):
    """Why an agent ends."""

    reason = TextAreaField(_l("Reason"), [Given()])
