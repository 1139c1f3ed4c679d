"""Forms about units, places and labels; they parse, the rules decide."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import Optional

from batches.places import KINDS as PLACES
from batches.units import KINDS as UNITS
from elnapp.web.fields import ChoiceField, CountField, Given, ListField, MeasureField
from elnapp.web.forms import PageForm

SCANNED = {"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
MEASURES = (("1", "1"), ("10*6", "10*6"), ("mL", "mL"), ("g", "g"))


class MoveForm(PageForm):
    """A unit and the place where it goes, both scanned."""

    unit = StringField(
        _l("Unit"), [Given()], description=_l("Scan the label of the unit."),
        render_kw={**SCANNED, "autofocus": True},
    )  # fmt: skip
    place = StringField(
        _l("Place"), [Given()], description=_l("Scan the label of the place where it goes."),
        render_kw=SCANNED,
    )  # fmt: skip


class PlaceForm(PageForm):
    """A new place of a site."""

    site = ChoiceField(_l("Site"), [Given()])
    kind = ChoiceField(_l("Kind"), [Given()], choices=PLACES.items())
    code = StringField(_l("Code on the label"), [Given()], render_kw=SCANNED)
    name = StringField(_l("Name"), [Given()])
    parent = StringField(
        _l("Stands in (code)"), [Optional()], description=_l("Empty for a room."), render_kw=SCANNED
    )
    capacity = CountField(
        _l("Room for how many units"), [Given()], description=_l("0 for what only holds positions.")
    )


class StockForm(PageForm):
    """One unit that is older than this system, and the document that proves it."""

    site = ChoiceField(_l("Site"), [Given()])
    code = StringField(_l("Code on the label"), [Given()], render_kw=SCANNED)
    kind = ListField(_l("Kind"), [Given()], choices=UNITS.items())
    lot = StringField(_l("Lot, as the old record has it"), [Given()])
    quantity = MeasureField(_l("Quantity"), [Given()])
    uom = ChoiceField(_l("Counted in"), [Given()], choices=MEASURES)
    source = TextAreaField(
        _l("Source document"), [Given()], description=_l("Record, page, date; attach a scan of it.")
    )
    file = FileField(_l("Scan of the document"))
    place = StringField(_l("Place"), [Optional()], render_kw=SCANNED)


class PrintForm(PageForm):
    """How many are printed; again, it wants a reason."""

    count = CountField(_l("How many"), [Given()])
    reason = TextAreaField(_l("Reason"), [Optional()])


class VerifyForm(PageForm):
    """What a scanner reads on the print."""

    scanned = StringField(
        _l("Code read on the print"), [Given()],
        description=_l("Scan the symbol of the printed label."), render_kw=SCANNED,
    )  # fmt: skip


class ApplyForm(PageForm):
    """The label is on its container: nothing is typed."""


class DestroyForm(PageForm):
    """How many are destroyed, and why."""

    count = CountField(_l("How many"), [Given()])
    reason = TextAreaField(_l("Reason"), [Given()])
