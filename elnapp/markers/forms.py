"""Forms about markers; what is offered comes from the protocol and the registers in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from batches.marker_dilution import FLUIDS
from batches.marker_entry import SPECIMENS, UNITS, Kit, Laboratory
from batches.marker_protocol import CONFIRMATIONS, INTERPRETATIONS, OPINIONS, MarkerProtocol
from batches.text import Text
from elnapp.documents.forms import DayField
from elnapp.markers.service import NewResult, NewSample
from elnapp.web.forms import (
    ChecksField,
    ChoiceField,
    Given,
    ListField,
    MeasureField,
    PageForm,
    TimeField,
)
from elnapp.web.locale import words

CHOOSE = ("", Text("Choose", "Choisir"))
TO_CODE = {"autocapitalize": "characters", "spellcheck": "false"}


class RequestForm(PageForm):
    """Which tests are asked of which laboratory."""

    analytes = ChecksField(_l("Tests"))
    laboratory = ChoiceField(_l("Laboratory"), [Given()])
    comment = TextAreaField(_l("Comment"))

    def offer(self, protocol: MarkerProtocol, laboratories: Mapping[str, Laboratory]) -> None:
        """Offer the analytes of the protocol, those it demands already chosen."""
        pairs = [(a.code, a.label) for a in protocol.analytes.values()]
        self.analytes.choices = [(code, label) for code, label in _words(pairs)]
        self.laboratory.choices = _named(laboratories.values())

    def demand(self, protocol: MarkerProtocol) -> None:
        """Choose beforehand what the protocol demands."""
        wanted = {code for m in protocol.markers for group in m.demands for code in group}
        self.analytes.data = [code for code in protocol.analytes if code in wanted]


class SampleForm(PageForm):
    """A sample as it was drawn."""

    label = StringField(
        _l("Label on the tube"),
        description=_l("Scan it; empty takes the number that the house gives."),
        render_kw={**TO_CODE, "autofocus": True},
    )
    specimen = ChoiceField(_l("Specimen"), [Given()], choices=SPECIMENS.items())
    drawn_at = TimeField(_l("Drawn at"), [Given()])
    fluids = ChoiceField(
        _l("Blood, colloids or crystalloids before the sample"), [Given()], choices=FLUIDS.items()
    )
    weight = MeasureField(_l("Body weight"), [Optional()], unit="kg")
    blood = MeasureField(_l("Blood and components in the hours before"), [Optional()], unit="mL")
    colloids = MeasureField(_l("Colloids in the hours before"), [Optional()], unit="mL")
    crystalloids = MeasureField(_l("Crystalloids in the hour before"), [Optional()], unit="mL")
    archived = StringField(_l("Archive sample: where it is kept"))
    reason = TextAreaField(_l("Reason of the correction"), [Given()])

    def first(self) -> None:
        """Ask no reason of a first entry."""
        del self.reason

    def given(self) -> NewSample:
        """Give what was typed into a form that was found valid."""
        return NewSample(
            str(self.label.data or ""), self.specimen.data, instant(self.drawn_at),
            self.drawn_at.zone.key, self.fluids.data, self.weight.number, self.blood.number,
            self.colloids.number, self.crystalloids.number, str(self.archived.data or ""),
        )  # fmt: skip


class ResultForm(PageForm):
    """A result as the report of the laboratory gives it."""

    confirmed = HiddenField()
    analyte = ListField(_l("Analyte"), [Given()])
    interpretation = ChoiceField(_l("Interpretation"), [Given()], choices=INTERPRETATIONS.items())
    retest = BooleanField(_l("This is a retest after an initial reactive result"))
    confirmatory = ChoiceField(_l("Confirmation"), choices=CONFIRMATIONS.items())
    value = MeasureField(_l("Value"), [Optional()])
    unit = ChoiceField(_l("Unit of the value"), choices=UNITS.items())
    lot = ListField(_l("Kit and lot"), [Given()])
    laboratory = ListField(_l("Laboratory"), [Given()])
    received_at = TimeField(_l("Received at"), [Given()])
    tested_at = TimeField(_l("Tested at"), [Given()])
    validator = StringField(_l("Validated by (laboratory)"), [Given()])
    comment = TextAreaField(_l("Comment"))
    reason = TextAreaField(_l("Reason of the correction"), [Given()])

    def offer(
        self,
        protocol: MarkerProtocol,
        kits: Mapping[str, Kit],
        lots: Iterable[tuple[str, str, str]],
        laboratories: Mapping[str, Laboratory],
    ) -> None:
        """Offer analytes, registered lots as (kit, lot, expiry), and laboratories."""
        analytes = [(a.code, a.label) for a in protocol.analytes.values()]
        self.analyte.choices = [*_words([CHOOSE]), *_words(analytes)]
        self.lot.choices = [
            *_words([CHOOSE]),
            *(
                (f"{kit}|{lot}", f"{kits[kit].name} – {lot} ({expires})")
                for kit, lot, expires in lots
                if kit in kits
            ),
        ]
        self.laboratory.choices = [*_words([CHOOSE]), *_named(laboratories.values())]

    def first(self) -> None:
        """Ask no reason of a first entry."""
        del self.reason

    def given(self, sample: str) -> NewResult:
        """Give what was typed into a form that was found valid."""
        kit, _bar, lot = str(self.lot.data).partition("|")
        return NewResult(
            sample=sample, analyte=self.analyte.data, interpretation=self.interpretation.data,
            kit=kit, lot=lot, laboratory=self.laboratory.data,
            received_at=instant(self.received_at), tested_at=instant(self.tested_at),
            zone=self.tested_at.zone.key, validator=str(self.validator.data),
            text=str(self.value.data or ""), number=self.value.number,
            unit=self.unit.data or "", confirmatory=self.confirmatory.data or None,
            retest=bool(self.retest.data), comment=str(self.comment.data or ""),
            confirmed=str(self.confirmed.data or ""),
        )  # fmt: skip


class VerifyForm(PageForm):
    """Results that were compared with the report of the laboratory."""

    results = ChecksField(_l("Compared with the report, and right"))

    @property
    def numbers(self) -> list[int]:
        """Give the numbers that were chosen."""
        return [int(n) for n in self.results.data or []]


class OpinionForm(PageForm):
    """The physician's conclusion on a marker."""

    said = ChoiceField(_l("Conclusion"), [Given()], choices=OPINIONS.items())
    reason = TextAreaField(_l("Reason"), [Given()])


class LotForm(PageForm):
    """A lot of a registered kit."""

    site = ChoiceField(_l("Site"), [Given()])
    kit = ChoiceField(_l("Kit"), [Given()])
    lot = StringField(_l("Lot"), [Given()], render_kw=TO_CODE)
    expires_on = DayField(_l("Expiry date"), [Given()])


class FileForm(PageForm):
    """A file of a laboratory."""

    site = ChoiceField(_l("Site"), [Given()])
    mapping = ChoiceField(_l("Mapping"), [Given()])
    file = FileField(_l("File of the laboratory"))

    @property
    def bytes(self) -> bytes:
        """Give what was sent; nothing when no file was chosen."""
        data: bytes = self.file.data.read() if self.file.data else b""
        return data


class TakeForm(PageForm):
    """Taking a file needs no words."""


class RefuseForm(PageForm):
    """Why nothing of a file is taken."""

    reason = TextAreaField(_l("Reason"), [Given()])


def instant(field: TimeField) -> datetime:
    """Give the instant of a field that was found valid."""
    return cast("datetime", field.at)


def _words(pairs: Iterable[tuple[str, Text]]) -> list[tuple[str, Any]]:
    return [(code, words(text)) for code, text in pairs]


def _named(rows: Iterable[Laboratory]) -> list[tuple[str, str]]:
    return [(row.code, f"{row.name} ({row.authorisation})") for row in rows]
