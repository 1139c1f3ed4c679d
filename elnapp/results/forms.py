"""Forms of results: the questions of the row, and what goes with every result."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Optional

from batches.readings import asked
from batches.specification import Row
from batches.steps import Choice, Field
from batches.text import Text
from elnapp.web.fields import Given
from elnapp.web.forms import (
    ChecksField,
    ChoiceField,
    CountField,
    ListField,
    PageForm,
    StepForm,
    step_form,
)

SAMPLE, ANALYSED_AT, COMMENT = "sample", "analysed_at", "comment"


class InvalidForm(PageForm):
    """Why a test is no result."""

    reason = TextAreaField(_l("Reason"), [Given()])


def result_form(row: Row, samples: Sequence[str], seen: int) -> StepForm:
    """Build the form of a row: its own questions, then sample, time of the test and comment."""
    around = [
        Field(ANALYSED_AT, "time", Text("Time of the test", "Heure de l'essai"), required=False),
        Field(COMMENT, "long_text", Text("Comment", "Commentaire"), required=False),
    ]
    if samples:
        offered = tuple(Choice(code, Text(code, code)) for code in samples)
        label = Text("Sample", "Échantillon")
        around.insert(0, Field(SAMPLE, "choice", label, required=False, choices=offered))
    return step_form((*asked(row), *around), seen=seen)


class PanelForm(PageForm):
    """Tubes of a panel, the template they are judged by, and the sample they are of."""

    template = ChoiceField(_l("Gating template"), [Given()])
    readings = ChecksField(_l("Tubes"))
    sample = ListField(_l("Sample"), [Optional()])
    passage = CountField(_l("Passage"), [Optional()])
    reason = TextAreaField(_l("Reason, where a tube is held"), [Optional()])
