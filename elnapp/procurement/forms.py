"""Forms about donated material; what a record asks is made from the document of the tissue."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Form, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import Optional

from batches.handing import CONFIRMED_BY, WAYS
from batches.procurement import DECISIONS
from elnapp.web.fields import ChoiceField, Given, TimeField, YesNoField
from elnapp.web.forms import PageForm

SCANNED = {"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}


class ScanForm(PageForm):
    """The number on a container, read by a scanner or typed."""

    place = ChoiceField(_l("Site"), [Given()])
    scanned = StringField(
        _l("Donation number (DIN)"),
        [Given()],
        description=_l("Scan the container, or type the number with the boxed character after it."),
        render_kw={**SCANNED, "autofocus": True},
    )


class LabelForm(PageForm):
    """For which unit a label is made."""

    code = StringField(_l("Code"), [Given()])


class Components(Form):
    """Both components of a signature, beside the answers."""

    login = StringField(_l("User ID"), render_kw={"readonly": True})
    password = PasswordField(_l("Password"), [Given()])
    otp = StringField(_l("Code"), [Given()])
    reason = TextAreaField(
        _l("Reason for the correction"), description=_l("Only where a record is on file already.")
    )


class HandOverBeside(Form):
    """What stands beside the answers of a hand-over."""

    items = TextAreaField(
        _l("Containers handed over"), [Given()],
        description=_l("Scan each container; one code a line."), render_kw=SCANNED,
    )  # fmt: skip
    password = PasswordField(_l("Your password"), [Given()])


class CourierForm(PageForm):
    """What a courier took or delivered, and how both sides confirmed it."""

    way = ChoiceField(_l("What happened"), [Given()], choices=WAYS.items())
    happened_at = TimeField(_l("When"), [Given()])
    courier = StringField(_l("Courier (company or service)"), [Given()])
    courier_code = StringField(
        _l("Courier's badge or staff code"), [Given()],
        description=_l("Never a name."), render_kw=SCANNED,
    )  # fmt: skip
    waybill = StringField(_l("Waybill (number)"), [Given()], render_kw=SCANNED)
    confirmed = ChoiceField(_l("The courier confirmed by"), [Given()], choices=CONFIRMED_BY.items())
    seal = StringField(_l("Seal found (number)"), [Given()], render_kw=SCANNED)
    seal_intact = YesNoField(_l("The seal is intact"), [Given()])
    reason = TextAreaField(_l("Remark"), [Optional()])
    password = PasswordField(_l("Your password"), [Given()])


class ReceiptBeside(Form):
    """What stands beside the answers of a receipt.

    `items` are the codes scanned so far and `scanned` the one that comes; `kept` is the seal of a
    file that was chosen on an earlier page.
    """

    items = StringField(_l("Containers received"), [Given()])
    scanned = StringField(
        _l("Scan a container"), [Optional()],
        description=_l("The code on its label. The next one comes by itself."),
        render_kw={**SCANNED, "class": "scan"},
    )  # fmt: skip
    file = FileField(
        _l("File of the temperature logger"),
        description=_l("Without its file, the temperature is not proven."),
    )
    kept = HiddenField()
    place = StringField(
        _l("Put into (place)"), [Optional()], description=_l("Scan the label of the place."),
        render_kw=SCANNED,
    )  # fmt: skip
    decision = ChoiceField(_l("Decision"), [Given()], choices=DECISIONS.items())
    reason = TextAreaField(_l("Reason"), [Optional()])
    password = PasswordField(_l("Your password"), [Given()])
