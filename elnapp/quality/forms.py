"""Forms about deviations and holds; they parse, the rules decide."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from batches.deviation import CONCLUSIONS
from batches.text import Text
from elnapp.web.fields import ChoiceField, Given
from elnapp.web.forms import PageForm, SignForm

SEVERITIES = (
    ("minor", Text("Minor", "Mineure")),
    ("major", Text("Major", "Majeure")),
    ("critical", Text("Critical", "Critique")),
)
WEIGHTS = (
    ("1", Text("Minor: no effect on the product", "Mineure : sans effet sur le produit")),
    ("2", Text("Major: the product may be affected", "Majeure : le produit peut être touché")),
    (
        "3",
        Text(
            "Critical: a patient or an identity may be affected",
            "Critique : un patient ou une identité peut être touché",
        ),
    ),
)


class OpenForm(PageForm):
    """What was not as planned."""

    about = StringField(_l("About"), [Given()])
    title = StringField(_l("What was not as planned"), [Given()])
    description = TextAreaField(_l("What happened, and what was done at once"), [Given()])
    weight = ChoiceField(_l("Weight"), [Given()], choices=WEIGHTS)


class AssessForm(PageForm):
    """What quality assurance found out."""

    severity = ChoiceField(_l("Class"), [Given()], choices=SEVERITIES)
    cause = TextAreaField(_l("Cause"), [Given()])
    impact_quality = TextAreaField(_l("Impact on quality"), [Given()])
    impact_patient = TextAreaField(_l("Impact on patients"), [Given()])
    action = TextAreaField(_l("Action"))
    reason = TextAreaField(_l("Reason for a lower class"))


class DisposeForm(SignForm):
    """How a deviation is concluded, why, and the two components of the signature."""

    comment = None  # type: ignore[assignment]  # WTForms drops the field: the reason says it.
    conclusion = ChoiceField(_l("Conclusion"), [Given()], choices=tuple(CONCLUSIONS.items()))
    reason = TextAreaField(_l("Reason"), [Given()])


class HoldForm(PageForm):
    """What is held, and why."""

    about = StringField(_l("About"), [Given()])
    reason = TextAreaField(_l("Reason"), [Given()])


class LiftForm(SignForm):
    """Why a hold is lifted, and the two components of the signature."""

    comment = None  # type: ignore[assignment]  # WTForms drops the field: the reason says it.
    reason = TextAreaField(_l("Reason"), [Given()])
