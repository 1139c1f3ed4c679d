"""Forms of results: the questions of the row, and what goes with every result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, PasswordField, StringField, TextAreaField
from wtforms.validators import Optional

from batches import oos
from batches.gate_moves import OUTCOMES
from batches.readings import asked
from batches.samples import STEPS
from batches.specification import Row
from batches.steps import Choice, Field
from batches.text import Text
from elnapp.results.queries import SampleView
from elnapp.web.fields import (
    ChecksField,
    ChoiceField,
    CountField,
    Given,
    ListField,
    MeasureField,
    TimeField,
)
from elnapp.web.forms import PageForm, SignForm, StepForm, step_form

SAMPLE, ANALYSED_AT, COMMENT, REASON = "sample", "analysed_at", "comment", "reason"


class InvalidForm(PageForm):
    """Why a test is no result."""

    reason = TextAreaField(_l("Reason"), [Given()])


class ReviewForm(PageForm):
    """Which results were compared with their evidence."""

    results = ChecksField(_l("Results"), choices=())
    comment = TextAreaField(_l("Comment"))


class FollowForm(PageForm):
    """What happened to a sample."""

    step = ChoiceField(_l("What happened"), [Given()], choices=tuple(STEPS.items()))
    place = StringField(
        _l("Where"), [Given()],
        description=_l("Laboratory, freezer and position, or how it was destroyed."),
    )  # fmt: skip
    at = TimeField(_l("When"), [Optional()], description=_l("Empty: now."))
    concern = TextAreaField(
        _l("Not in order"),
        description=_l("Temperature, leak, too little. What you write opens a deviation."),
    )
    corrects = BooleanField(_l("This corrects the last step"))
    reason = TextAreaField(_l("Reason of the correction"))


class LaboratoryForm(PageForm):
    """What the laboratory found."""

    outcome = ChoiceField(_l("Result of phase I"), [Given()], choices=tuple(oos.LABORATORY.items()))
    text = TextAreaField(_l("What was looked at, and what was found"), [Given()])


class PlanForm(PageForm):
    """How many retests, of what, by whom, and why."""

    retests = IntegerField(_l("Number of retests"), [Given()])
    text = TextAreaField(_l("Plan: sample, method, analyst, and why so many"), [Given()])


class ApprovePlanForm(PageForm):
    """A word to an approved plan."""

    text = TextAreaField(_l("Comment"))


class MoveForm(PageForm):
    """How far gates are moved, why, and the password of who moves them."""

    x = MeasureField(_l("Cells without debris, along the first axis"), [Optional()])
    y = MeasureField(_l("Cells without debris, along the second axis"), [Optional()])
    live = MeasureField(_l("Viability threshold"), [Optional()])
    reason = TextAreaField(_l("Reason"), [Given()])
    password = PasswordField(_l("Your password"), [Given()])


class DecideMoveForm(SignForm):
    """What becomes of moved gates, why, and the two components of the signature."""

    comment = None  # type: ignore[assignment]  # WTForms drops the field: the reason says it.
    outcome = ChoiceField(_l("Decision"), [Given()], choices=tuple(OUTCOMES.items()))
    text = TextAreaField(_l("Reason"), [Given()])


class ConcludeForm(SignForm):
    """How an investigation is concluded, why, and the two components of the signature."""

    comment = None  # type: ignore[assignment]  # WTForms drops the field: the reason says it.
    conclusion = ChoiceField(_l("Conclusion"), [Given()], choices=tuple(oos.CONCLUSIONS.items()))
    text = TextAreaField(_l("Reason"), [Given()])


def question_labels(row: Row) -> dict[str, Text]:
    """Give the words of each value of a row, by its slot."""
    return {slot: question.label for question in asked(row) for slot in question.slots}


def result_form(
    row: Row, samples: Sequence[SampleView], seen: int, filled: Mapping[str, str] | None = None
) -> StepForm:
    """Build the form of a row: its own questions, then sample, time of the test and comment.

    `filled` are the answers of a file, where one was chosen: another value wants the reason.
    """
    around = [
        Field(ANALYSED_AT, "time", Text("Time of the test", "Heure de l'essai"), required=False),
        Field(COMMENT, "long_text", Text("Comment", "Commentaire"), required=False),
    ]
    if samples:
        offered = tuple(Choice(view.code, _named(view)) for view in samples)
        label = Text("Sample", "Échantillon")
        around.insert(0, Field(SAMPLE, "choice", label, required=row.sampled, choices=offered))
    if filled is not None:
        label = Text(
            "Reason, where the file says otherwise", "Motif, si le fichier dit autre chose"
        )
        around.append(Field(REASON, "long_text", label, required=False))
    return step_form((*asked(row), *around), seen=seen, data=filled)


def _named(view: SampleView) -> Text:
    """Name a sample by its code and what it was taken for."""
    label = view.planned.label if view.planned else Text(view.label, view.label)
    return Text(f"{view.code} – {label.en}", f"{view.code} – {label.fr}")


class PanelForm(PageForm):
    """Tubes of a panel, the template they are judged by, and the sample they are of."""

    template = ChoiceField(_l("Gating template"), [Given()])
    readings = ChecksField(_l("Tubes"))
    sample = ListField(_l("Sample"), [Optional()])
    passage = CountField(_l("Passage"), [Optional()])
    monitoring = BooleanField(
        _l("For monitoring: give no result of the specification"),
        description=_l("An earlier passage is followed, the product is not tested with it."),
    )
    reason = TextAreaField(_l("Reason, where a tube is held"), [Optional()])
