"""Forms about donors that ask the same of everyone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from batches.donors import LANGUAGES, SCOPES
from batches.eligibility import KINDS
from elnapp.documents.forms import DayField
from elnapp.web.forms import ChoiceField, Given, PageForm, SignForm, TimeField


class EnrolForm(PageForm):
    """Where a donor is enrolled, and in which study: never who the donor is."""

    place = ChoiceField(_l("Site"), [Given()])
    study = ChoiceField(_l("Study"), [Given()])


class ConsentForm(PageForm):
    """A consent form that the donor has signed."""

    form_version = ChoiceField(_l("Version of the consent form"), [Given()])
    signed_at = TimeField(_l("Signed at"), [Given()])
    language = ChoiceField(_l("Language of the form"), [Given()], choices=LANGUAGES.items())

    def offer(self, forms: Sequence[tuple[str, str]]) -> None:
        """Offer the versions of the study's form; a single one is chosen already."""
        self.form_version.choices = list(forms)
        if len(forms) == 1 and not self.form_version.data:
            self.form_version.data = forms[0][0]


class ScanForm(PageForm):
    """A scan of a signed form."""

    scan = FileField(_l("Scan of the signed form"), [Given()])

    def read(self) -> bytes:
        """Give the bytes that were sent."""
        data: bytes = self.scan.data.read() if self.scan.data else b""
        return data


class SeeScanForm(PageForm):
    """Why somebody looks at a signed form."""

    purpose = TextAreaField(_l("Why you look at it"), [Given()])


class RescheduleForm(PageForm):
    """Another day for the donation."""

    planned_on = DayField(_l("New day of the donation"), [Given()])
    comment = TextAreaField(_l("Reason"), [Given()])


class InformForm(PageForm):
    """What came to light about a donor."""

    kind = ChoiceField(_l("Kind of information"), [Given()], choices=KINDS.items())
    learned_at = TimeField(_l("Learned at"), [Given()])
    source = StringField(
        _l("Who said so"),
        [Given()],
        description=_l("A function or a laboratory; no name of the donor."),
    )
    told = TextAreaField(
        _l("What was said"),
        [Given()],
        description=_l("No name, no address: the donor stays a code."),
    )


class ConfirmForm(SignForm):
    """The confirmation of a determination; `digest` is that of its inputs, as the page showed it."""

    digest = HiddenField()
    compared = BooleanField(_l("I compared the transcribed results with the laboratory's reports"))


class WithdrawForm(PageForm):
    """What a donor withdraws."""

    scope = ChoiceField(_l("What is withdrawn"), [Given()], choices=SCOPES.items())
    reported_at = TimeField(_l("The donor said so at"), [Given()])
    comment = TextAreaField(
        _l("What the donor said, or how it was received"),
        [Given()],
        description=_l("No name, no address: the donor stays a code."),
    )


class DonationForm(PageForm):
    """A donation under the number on its label."""

    din = StringField(
        _l("Donation number (DIN)"),
        [Given()],
        description=_l("Scan the label, or type the number with the boxed character after it."),
        render_kw={"autocapitalize": "characters", "spellcheck": "false", "autofocus": True},
    )
    tissue = ChoiceField(_l("Tissue"), [Given()])
    collected_at = TimeField(_l("Collected at"), [Given()])
    establishment = StringField(
        _l("Code of the tissue establishment"),
        description=_l("EU code of who procured it, for example FR001234; it makes the SEC-DI."),
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )


class DetermineForm(SignForm):
    """The signature of a determination; `digest` is the fingerprint of what the page showed."""

    digest = HiddenField()
    until = DayField(_l("Deferred until"))
    comment = TextAreaField(_l("Reason"))

    def ask(self, said: str, stricter: bool) -> None:  # noqa: FBT001 - one plain fact
        """Ask until when only for a deferral; a conclusion stricter than the rule has a reason."""
        if said == "DEFERRED":
            self.until.flags.required = True
        else:
            del self.until
        self.comment.flags.required = stricter


def instant(field: TimeField) -> datetime:
    """Give the instant of a field that was found valid."""
    return cast("datetime", field.at)
